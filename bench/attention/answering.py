"""How the therapist answers whoever asks about a recommendation: the same way, be it the bot or a plain reminder.

She answers from what she was told, and it does not tire her to be asked often: a world in which it did would flatter
whoever asks less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bench.attention.caseload import Life, Need
from bench.attention.course import Happening
from bench.attention.year import OPENS, Year, at, local_day
from bot.wording.nudges import Answer
from referrals.lifecycle import Report
from referrals.model import Heard, State, Step

# Of the questions: answered within minutes, later that day, the next working day, and (the rest) never.
_SOON, _LATER_THAT_DAY, _NEXT_DAY = 0.45, 0.22, 0.15
_EVENING = time(20)  # nobody answers later than that
_TYPES_INSTEAD = 0.1  # types a line where a tap would do
_WRITES_IT = 0.5  # takes the trouble to write what no tap says: contact was made, there is a list
_HESITANT = 0.3  # not yet agreed to, and talked about: "not ready" and not "did not come up"
# Follow-up questions: answered, ended with [Enough], or (the rest) left.
_TELLS_MORE, _ENOUGH = 0.6, 0.25
_SAYS_HOW_HEARD = 0.25
_HEARD_AS = ((Heard.SUPPORT, 0.5), (Heard.UNSURE, 0.35), (Heard.REJECTION, 0.15))

_TAPS = {
    Step.AGREED: Answer.AGREED,
    Step.BOOKED: Answer.BOOKED,
    Step.WENT: Answer.WENT,
    Step.DECLINED: Answer.NO,
    Step.NOT_READY: Answer.NOT_READY,
    Step.MISSED: Answer.DID_NOT_GO,
}
_NOTHING_NEW = (Answer.DID_NOT_COME_UP, Answer.NOT_KNOWN)
_NOT_THERE = (Answer.CLIENT_DID_NOT_COME, Answer.NOT_KNOWN)
_NO_TAP = {Step.CONTACTED, Step.WAITLISTED}


@dataclass(frozen=True, slots=True)
class Reply:
    """What she says: a tap, the first of `taps` that is offered; or, `typed` or where none is, `report` as a line.

    `told` counts the happenings of the hidden course that are told with it. `enough` ends follow-up questions that
    she does not answer, `heard` says how the recommendation was heard, if she says so.
    """

    taps: tuple[Answer, ...]
    report: Report | None
    told: int
    typed: bool = False
    more: bool = False
    enough: bool = False
    heard: Heard | None = None


def reacts_at(rng: Random, asked_at: datetime, year: Year) -> datetime | None:
    """When a question that came at `asked_at` is answered; None if never."""
    drawn, share = rng.random(), rng.random()
    if drawn < _SOON:
        return asked_at + timedelta(minutes=1 + round(19 * share))
    if drawn < _SOON + _LATER_THAT_DAY:
        evening = at(local_day(asked_at), _EVENING)
        return min(
            asked_at + timedelta(minutes=60 + round(300 * share)), max(evening, asked_at + timedelta(minutes=20))
        )
    if drawn < _SOON + _LATER_THAT_DAY + _NEXT_DAY:
        return at(year.next_working_day(local_day(asked_at)), OPENS) + timedelta(minutes=round(180 * share))
    return None


def reply(
    rng: Random, life: Life, need: Need, recorded: State, told: int, session_at: datetime | None, now: datetime
) -> Reply:
    """Her answer at `now` about a recommendation that is noted as `recorded`; `session_at` is what it asks about."""
    typed, writes, hesitant = rng.random() < _TYPES_INSTEAD, rng.random() < _WRITES_IT, rng.random() < _HESITANT
    follow_up = rng.random()
    more, enough = follow_up < _TELLS_MORE, _TELLS_MORE <= follow_up < _TELLS_MORE + _ENOUGH
    heard = _heard(rng)
    known = _known(need, now)
    if known > told:
        news = need.course[known - 1]
        report = _report(news, recorded, now, more=more)
        if report.step not in _NO_TAP or writes:
            taps = (_TAPS[report.step],) if report.step in _TAPS else ()
            return Reply(taps, report, known, typed or not taps, more, enough, heard)
        if recorded is State.SUGGESTED:
            return Reply((Answer.AGREED,), Report(Step.AGREED), told, typed)
    elif life.missed(session_at):
        return Reply(_NOT_THERE, None, told)
    elif recorded is State.SUGGESTED and hesitant and not _agreed(need, now):
        report = Report(Step.NOT_READY, barrier=need.barrier if more else None)
        return Reply((Answer.NOT_READY,), report, told, typed, more, enough, heard)
    return Reply(_NOTHING_NEW, None, told)


def own_line(need: Need, told: int, now: datetime) -> Happening | None:
    """What she tells without being asked by `now`: only that she lets go of a recommendation."""
    known = _known(need, now)
    last = need.course[known - 1] if known > told else None
    return last if last is not None and last.step is Step.DROPPED else None


def _known(need: Need, now: datetime) -> int:
    """How many happenings of the course she knows of, counting all before the last that she heard of."""
    heard_of = (place for place, one in enumerate(need.course, start=1) if one.known_at and one.known_at <= now)
    return max(heard_of, default=0)


def _agreed(need: Need, now: datetime) -> bool:
    return need.course[0].step is Step.AGREED and need.course[0].at <= now


def _report(news: Happening, recorded: State, now: datetime, *, more: bool) -> Report:
    """`more` says whether she would tell the day of an appointment that is still to come."""
    if news.step is Step.MISSED and recorded is not State.SCHEDULED:
        return Report(Step.CONTACTED)
    if news.step is Step.BOOKED:
        to_come = news.appointment_at is not None and news.appointment_at > now
        return Report(Step.BOOKED, news.appointment_at if to_come and more else None)
    return Report(news.step, on=_still_to_come(news.expected_on, now))


def _still_to_come(day: date | None, now: datetime) -> date | None:
    return day if day and day > local_day(now) else None


def _heard(rng: Random) -> Heard | None:
    says, drawn = rng.random() < _SAYS_HOW_HEARD, rng.random()
    for how, share in _HEARD_AS:
        if drawn < share:
            return how if says else None
        drawn -= share
    return None
