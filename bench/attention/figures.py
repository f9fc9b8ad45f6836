"""What a walked year comes to, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median

from bench.attention.caseload import World
from bench.attention.chronicle import Chronicle
from bench.attention.phone import Told
from bench.attention.rivals import every_week, when_due
from bench.attention.stalled import Shown, shown_at_supervision
from bench.attention.year import CLOSES, OPENS, ZONE, Year, local_day

# A referral of which nothing was asked and nothing changed for longer than this was forgotten: the longest rest that
# the rules give, 27 days on a waitlist, and a week until the session or the Monday that brings it.
FORGOTTEN = timedelta(days=35)
MOST_OF_BETTER, MOST_MEDIAN, MOST_P95 = 0.5, 2.0, 4.0
_NOT_IN_THE_PLAIN_WAYS = ("safety_check", "hospital", "supervision", "supervision_soon", "decision")


@dataclass(frozen=True, slots=True)
class Spread:
    """Of some numbers: how many, the middle one, the one that 95 of 100 do not exceed, and the greatest."""

    count: int
    median: float
    p95: float
    most: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Spread:
        if not numbers:
            return cls(0, 0.0, 0.0, 0.0)
        ranked = sorted(numbers)
        return cls(len(ranked), median(ranked), ranked[ceil(0.95 * len(ranked)) - 1], ranked[-1])


@dataclass(frozen=True, slots=True)
class Asker:
    """One way of asking: its messages on each working day, all of those, and what came on other days."""

    name: str
    a_day: Spread
    total: int
    on_days_off: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One year of one seed. `waits` are days from "could be asked about" to a message that named it.

    `kinds` counts what stood in the messages, `together` the messages by the kinds they held, `asked_of` the questions
    by where the referral stood; `odd_hours` are the messages before or after her hours on a working day, `days_off`
    those on other days, both by what they held; `shown` is None if no message came before supervision.
    """

    seed: int
    bot: Asker
    rivals: tuple[Asker, ...]
    referrals: int
    kinds: Counter[str]
    together: Counter[str]
    asked_of: Counter[str]
    merged: int
    questions: int
    answered: int
    looks: int
    waits: Spread
    waits_with_sessions: Spread
    waits_without: Spread
    longest_silence: timedelta
    forgotten: tuple[str, ...]
    days_off: Counter[str]
    odd_hours: Counter[str]
    shown: Shown | None

    @property
    def share_of_better(self) -> float:
        """The bot's messages for each of the better plain way's, on working days."""
        return self.bot.total / min(rival.total for rival in self.rivals)

    @property
    def share_about_referrals(self) -> float:
        """The same without looks after clients at risk and cases for supervision, of which plain ways know nothing."""
        about = sum(count for held, count in self.together.items() if not held.startswith(_NOT_IN_THE_PLAIN_WAYS))
        return about / min(rival.total for rival in self.rivals)

    @property
    def goals(self) -> tuple[tuple[str, bool], ...]:
        return (
            (
                f"at most {MOST_OF_BETTER:.0%} of the better plain way's messages",
                self.share_of_better <= MOST_OF_BETTER,
            ),
            (f"nothing left without a word for {FORGOTTEN.days} days", not self.forgotten),
            (f"at most {MOST_MEDIAN:g} on a working day, in the median", self.bot.a_day.median <= MOST_MEDIAN),
            (f"at most {MOST_P95:g} on 95 of 100 working days", self.bot.a_day.p95 <= MOST_P95),
        )


def figures(seed: int, world: World, walked: Chronicle) -> Figures:
    """All figures of one walked year."""
    year, messages = world.year, walked.messages
    rivals = (("every week", every_week(world)), ("when due", when_due(world)))
    waits = walked.waits
    off = [told for told in messages if not year.works_on(local_day(told.at))]
    odd = [told for told in messages if year.works_on(local_day(told.at)) and not _in_hours(told.at)]
    return Figures(
        seed=seed,
        bot=_asker("followthrough", [told.at for told in messages], year),
        rivals=tuple(_asker(name, moments, year) for name, moments in rivals),
        referrals=len(world.needs),
        kinds=Counter(kind for told in messages for kind in _kinds(told)),
        together=Counter(map(_why, messages)),
        asked_of=Counter({state.value: number for state, number in walked.asked_of.items()}),
        merged=sum(len(told.parts) > 1 for told in messages),
        questions=len(walked.questions),
        answered=len(walked.questions & walked.answered),
        looks=len(set().union(*(told.looks for told in messages))),
        waits=Spread.of([wait.days for wait in waits]),
        waits_with_sessions=Spread.of([wait.days for wait in waits if wait.with_sessions]),
        waits_without=Spread.of([wait.days for wait in waits if not wait.with_sessions]),
        longest_silence=max(walked.silences.values(), default=timedelta()),
        forgotten=tuple(_name(walked, number) for number, silence in walked.silences.items() if silence > FORGOTTEN),
        days_off=Counter(_why(told) for told in off),
        odd_hours=Counter(_why(told) for told in odd),
        shown=shown_at_supervision(walked),
    )


def _asker(name: str, moments: Sequence[datetime], year: Year) -> Asker:
    by_day: Counter[date] = Counter(map(local_day, moments))
    a_day = [float(by_day[day]) for day in year.working_days()]
    total = int(sum(a_day))
    return Asker(name, Spread.of(a_day), total, len(moments) - total)


def _in_hours(at: datetime) -> bool:
    return OPENS <= at.astimezone(ZONE).time() < CLOSES


def _kinds(told: Told) -> list[str]:
    return [part.kind for part in told.parts] or ["of another kind"]


def _why(told: Told) -> str:
    return " + ".join(sorted(set(_kinds(told)))) + (" (urgent)" if any(part.urgent for part in told.parts) else "")


def _name(walked: Chronicle, number: int) -> str:
    need = walked.followed[number].need
    return f"{need.code} {need.service.name}"
