"""A year with the real bot: the clock walks, the therapist types and taps, and what comes unasked is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import groupby
from random import Random

from bench.attention.answering import reacts_at
from bench.attention.caseload import Episode, Life, World
from bench.attention.chronicle import Chronicle
from bench.attention.phone import Phone, Told
from bench.attention.therapist import Therapist
from bench.attention.year import BEGINS, at, local_day
from referrals.model import Step
from referrals.risk import Risk

_Act = Callable[[], None]
_MINUTE = timedelta(minutes=1)
_DAY_ENDS = time(22)
# She says a week before that she will be away.
_SAYS_AWAY, _SAYS_AWAY_AT = timedelta(weeks=1), time(17, 45)
# Who is at risk is looked after within the hour or two.
_LOOKS_WITHIN = (5, 90)


class Walk:
    """Everything that happens between one therapist and the bot, in order of time."""

    def __init__(self, world: World, phone: Phone) -> None:
        self._world = world
        self._phone = phone
        self._chronicle = Chronicle()
        self._therapist = Therapist(phone, self._chronicle)
        self._acts: list[tuple[datetime, int, _Act]] = []
        self._number = 0

    def go(self) -> Chronicle:
        """Walks to the end of the world's weeks, stopping at whatever is due and whatever she does."""
        self._plan()
        while self._acts and self._acts[0][0] < self._world.year.ends:
            due = self._phone.next_due()
            if due is not None and due <= self._acts[0][0]:
                self._bot_speaks(due)
                continue
            when, _, act = heappop(self._acts)
            self._phone.practice.now = max(when, self._phone.practice.now)
            act()
        return self._chronicle

    def _bot_speaks(self, due: datetime) -> None:
        before = {one.id: one for one in self._phone.standings()}
        for told in self._phone.move_to(due):
            self._chronicle.came(told, before)
            self._react(told)

    def _react(self, told: Told) -> None:
        for part in told.parts:
            if part.nudge_id in told.looks:
                rng = Random(f"look {part.nudge_id}")
                soon = told.at + rng.randint(*_LOOKS_WITHIN) * _MINUTE
                self._at(soon, partial(self._therapist.looked_after, part.nudge_id, rng))
            elif part.nudge_id in told.asks and part.referral_id is not None:
                one = self._chronicle.followed[part.referral_id]
                one.asked += 1
                rng = Random(f"{one.need.manner}:{one.asked}")
                when = reacts_at(rng, told.at, self._world.year)
                if when is not None:
                    self._at(when, partial(self._therapist.answers, one, part, rng))

    def _at(self, when: datetime, act: _Act) -> None:
        self._number += 1
        heappush(self._acts, (when, self._number, act))

    def _plan(self) -> None:
        for (_, when), group in groupby(self._world.needs, lambda one: (one[0].code, one[1].logged_at)):
            together = list(group)
            self._at(when, partial(self._therapist.logs, together[0][0], [need for _, need in together]))
        for _, need in self._world.needs:
            for when, value in need.readings:
                self._at(when, partial(self._therapist.tells_readiness, need, value))
            last = need.course[-1]
            if last.step is Step.DROPPED and last.known_at is not None:
                self._at(last.known_at + 6 * _MINUTE, partial(self._therapist.lets_go, need))
        for life in self._world.lives:
            if life.episode is not None:
                self._plan_risk(life, life.episode)
        self._plan_evenings()

    def _plan_risk(self, life: Life, episode: Episode) -> None:
        acute = episode.acute_until is not None
        self._at(episode.since, partial(self._therapist.logs_risk, life, Risk.ACUTE if acute else Risk.ELEVATED))
        for until in (episode.acute_until, episode.until):
            if until is not None:
                self._at(until, partial(self._therapist.stands_down, life))

    def _plan_evenings(self) -> None:
        for number in range(7 * self._world.year.weeks):
            self._at(at(BEGINS + timedelta(days=number), _DAY_ENDS), self._evening)
        absence = self._world.year.absence
        if absence is not None:
            self._at(at(absence.since - _SAYS_AWAY, _SAYS_AWAY_AT), partial(self._therapist.says_away, absence))

    def _evening(self) -> None:
        now, absence = self._phone.practice.now, self._world.year.absence
        away = absence is not None and absence.since <= local_day(now) < absence.until
        self._chronicle.evening(now, self._phone.standings(), self._phone.last_changes(), away=away)
