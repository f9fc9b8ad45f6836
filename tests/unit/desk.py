"""A therapist with several clients, and the months that pass: planned, arranged, said and answered as the bot does it.

It keeps in lists what the bot keeps in its tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from referrals.asking import may_be_asked, referral_of, still_meant
from referrals.attention import Message, Wish, arrange
from referrals.client import Client, Hospital
from referrals.diary import Diary, sessions_between
from referrals.habits import Habits
from referrals.lifecycle import Report, after, release
from referrals.model import Referral, Step
from referrals.planning import plan
from referrals.safety import next_check, next_return
from referrals.sessions import SessionRule
from referrals.timing import (
    OF_ONE_REFERRAL,
    QUESTIONS,
    UNANSWERED_BEFORE_DIGEST,
    NudgeKind,
    Planned,
    Taken,
    ask_after_silence,
)

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    client_id: int
    planned: Planned
    about: int | None
    at: datetime
    answered: bool = False

    @property
    def rule(self) -> Taken:
        return rule(self.planned, self.about)


def rule(planned: Planned, about: int | None) -> Taken:
    return planned.kind, about if planned.kind in OF_ONE_REFERRAL else None, planned.local_date


@cache
def _sessions(rule: SessionRule, week: int) -> tuple[datetime, ...]:
    """A rule's sessions of one week, which a diary asks for again with each message that goes out."""
    begin = _BEGIN + week * WEEK
    return tuple(sessions_between([rule], begin, begin + WEEK))


@dataclass
class Desk:
    habits: Habits
    clients: dict[int, Client]
    referrals: dict[int, list[Referral]]
    now: datetime
    waiting: dict[int, tuple[int, Planned]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    messages: list[tuple[datetime, bool]] = field(default_factory=list)
    _number: int = 0

    def plan(self, numbers: Iterable[int]) -> None:
        """Anew about these clients; what is due already stays."""
        for number in sorted(numbers):
            who, referrals = self.clients[number], self.referrals[number]
            mine = {key: item for key, (owner, item) in self.waiting.items() if owner == number}
            kept = {
                key: item
                for key, item in mine.items()
                if item.due_at <= self.now and still_meant(item, who, referrals, self.now)
            }
            for key in mine.keys() - kept.keys():
                del self.waiting[key]
            rules = {rule(item, item.referral_id)[:2] for item in kept.values()}
            taken = {one.rule for one in self.said if one.client_id == number}
            for item in plan(who, referrals, self.habits, self.now, taken, self.quiet(number), self._asked_at(number)):
                if rule(item, item.referral_id)[:2] not in rules:
                    self._number += 1
                    self.waiting[self._number] = number, item

    def arranged(self) -> list[Message]:
        messages = arrange(
            [Wish(key, item) for key, (_, item) in self.waiting.items()],
            self.diary(),
            self.habits,
            self.said_by_date(),
            self.now,
        )
        came = {wish.id for message in messages for wish in message.wishes}
        for lost in self.waiting.keys() - came:
            del self.waiting[lost]
        return messages

    def say(self, message: Message) -> list[Said]:
        """What of a message still has its reason goes out, and is planned anew."""
        went: list[Said] = []
        concerned = {self.waiting[wish.id][0] for wish in message.wishes}
        for wish in message.wishes:
            number, item = self.waiting.pop(wish.id)
            who, referrals = self.clients[number], self.referrals[number]
            about = None
            if not item.kind.about_client:
                quiet: Collection[int] = () if who.safety.acute else self.quiet(number)
                one = referral_of(item, who, referrals, self.now, quiet)
                about = item.referral_id if item.kind is NudgeKind.RETURN else one.id if one else None
            brief = item.kind is NudgeKind.BEFORE_SESSION
            again = any(
                other.about == about and (other.planned.kind is NudgeKind.BEFORE_SESSION) == brief for other in went
            )
            if still_meant(item, who, referrals, self.now) and (item.kind.about_client or (about and not again)):
                went.append(Said(number, item, about, self.now))
        for said in went:
            self._went_out(said)
        self.said += went
        self.messages += [(self.now, went[0].planned.urgent)] if went else []
        self.plan(concerned)
        return went

    def answer(self, said: Said, step: Step) -> None:
        """She tells what came of it; open questions about the referral have their answer with it."""
        self.referrals[said.client_id] = [
            after(Report(step), one, self.now) if one.id == said.about and one.open else one
            for one in self.referrals[said.client_id]
        ]
        self.said = [
            replace(one, answered=True) if (one.client_id, one.about) == (said.client_id, said.about) else one
            for one in self.said
        ]
        self.plan([said.client_id])

    def askable(self, number: int) -> list[Referral]:
        who = self.clients[number]
        if who.hospital is Hospital.ADMITTED:
            return []
        return [one for one in self.referrals[number] if may_be_asked(who, one)]

    def planned(self, number: int) -> list[Planned]:
        return [item for owner, item in self.waiting.values() if owner == number]

    def quiet(self, number: int) -> Collection[int]:
        mine = [one for one in self.said if one.client_id == number and one.planned.kind in QUESTIONS]
        unanswered = Counter(one.about for one in mine if not one.answered)
        return {about for about, times in unanswered.items() if about and times >= UNANSWERED_BEFORE_DIGEST}

    def diary(self) -> Diary:
        since = self.now - DAY
        until = max((item.due_at for _, item in self.waiting.values()), default=self.now) + 7 * DAY
        rules = [
            who.sessions for who in self.clients.values() if who.sessions and who.hospital is not Hospital.ADMITTED
        ]
        rules += [self.habits.supervision] if self.habits.supervision else []
        weeks = range((since - _BEGIN) // WEEK, (until - _BEGIN) // WEEK + 1)
        starts = (start for rule in rules for week in weeks for start in _sessions(rule, week))
        return Diary((start for start in starts if since <= start <= until), self.habits)

    def said_by_date(self) -> Counter[date]:
        return Counter(self.habits.hours.local_date(at) for at, urgent in self.messages if not urgent)

    def _asked_at(self, number: int) -> dict[int, datetime]:
        asked = (one for one in self.said if one.client_id == number and one.planned.kind in QUESTIONS)
        return {one.about: one.at for one in sorted(asked, key=lambda one: one.at) if one.about is not None}

    def _went_out(self, said: Said) -> None:
        number, kind = said.client_id, said.planned.kind
        who = self.clients[number]
        if said.about is None:
            self.clients[number] = replace(who, check_at=next_check(who, self.habits.hours, self.now))
            return
        if kind is NudgeKind.RETURN:
            again = next_return(who, self.habits.hours, self.now)
            self.clients[number] = replace(who, safety=replace(who.safety, return_at=again))
        self.referrals[number] = [
            self._told(one, kind) if one.id == said.about else one for one in self.referrals[number]
        ]

    def _told(self, one: Referral, kind: NudgeKind) -> Referral:
        if kind is NudgeKind.RETURN:
            return release(one, self.now)
        if kind in QUESTIONS:
            return replace(one, next_check_at=ask_after_silence(one, self.now), remind_at=None)
        return one
