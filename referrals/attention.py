"""The therapist's day: which messages come, when, and with what in them. Serves clinical rule "attention".

Each client's plan says when its own rules want something said. Here the wishes of all clients meet: nothing arrives
during a session, what falls due within the hour comes together, and after so many messages a day the rest waits.

The same wishes make the same messages, whether arranged long before or as they go out: so what is shown as planned is
what happens, unless somebody says something meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from referrals.diary import REMEMBERED, Diary
from referrals.habits import Habits
from referrals.sessions import local_instant
from referrals.supervision import HOUR
from referrals.timing import OF_SUPERVISION, NudgeKind, Planned

TAKES_ALONG = timedelta(minutes=60)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# What is for a day and for no hour of it.
FOR_THE_DAY = frozenset({NudgeKind.BY_STAGE, NudgeKind.AFTER_APPOINTMENT, NudgeKind.REVISIT})
# What looks ahead to something that is over by the next day.
_OF_NO_USE_LATER = frozenset({NudgeKind.BEFORE_SESSION, NudgeKind.SUPERVISION_SOON})
_FIRST_TO_LAST = {
    kind: place
    for place, kind in enumerate(
        (
            NudgeKind.SAFETY_CHECK,
            NudgeKind.HOSPITAL,
            NudgeKind.BEFORE_SESSION,
            NudgeKind.AFTER_SESSION,
            NudgeKind.AFTER_APPOINTMENT,
            NudgeKind.LATER,
            NudgeKind.BY_STAGE,
            NudgeKind.REVISIT,
            NudgeKind.RETURN,
            NudgeKind.DIGEST,
            NudgeKind.SUPERVISION,
            NudgeKind.SUPERVISION_SOON,
            NudgeKind.DECISION,
        )
    )
}


class _Company(Enum):
    """With what something may stand in one message, unless it is a case for supervision: those go by their kind."""

    NOBODY = auto()
    ANYBODY = auto()


# Looked up for every two that come near each other.
_COMPANY: Mapping[NudgeKind, NudgeKind | _Company] = {
    kind: _Company.NOBODY if kind.about_client else kind if kind in OF_SUPERVISION else _Company.ANYBODY
    for kind in NudgeKind
}


class Wish(NamedTuple):
    """Something planned, under the id by which its keeper knows it."""

    id: int
    planned: Planned

    @property
    def alone(self) -> bool:
        """Whether it is a message of its own: a look after a client says too much to share one."""
        return _COMPANY[self.planned.kind] is _Company.NOBODY

    @property
    def of_supervision(self) -> bool:
        return self.planned.kind in OF_SUPERVISION

    def goes_with(self, other: Wish) -> bool:
        """Whether both may stand in one message: cases for supervision make one of their own."""
        ours = _COMPANY[self.planned.kind]
        return ours is _COMPANY[other.planned.kind] and ours is not _Company.NOBODY


class Message(NamedTuple):
    """What comes at one instant (UTC), in the order in which it is read."""

    at: datetime
    wishes: tuple[Wish, ...]


# When a wish comes, where it stands among those of that instant, and its id, which tells any two apart.
_Place = tuple[datetime, int, int]


def arrange(
    wishes: Iterable[Wish], diary: Diary, habits: Habits, said: Mapping[date, int], now: datetime
) -> list[Message]:
    """The messages of all wishes, soonest first.

    `said` counts, by local date, the messages that went out already and were not urgent. A wish that stands in none has
    lost its moment: a brief whose session has begun, or for which the day had no message left.
    """
    return _Arranging(wishes, diary, habits, said, now).messages()


class _Arranging:
    """Day after day: what comes on one has nothing to do with another, save what a full day leaves over for later."""

    def __init__(
        self, wishes: Iterable[Wish], diary: Diary, habits: Habits, said: Mapping[date, int], now: datetime
    ) -> None:
        self._diary = diary
        self._habits = habits
        self._said = said
        self._wishes = {wish.id: wish for wish in wishes}
        self._days: list[date] = []
        self._of_day: dict[date, list[_Place]] = {}
        for wish in self._wishes.values():
            at = _own_moment(wish.planned, diary, habits, now)
            if at is not None:
                self._wait((at, _FIRST_TO_LAST[wish.planned.kind], wish.id))

    def messages(self) -> list[Message]:
        found: list[Message] = []
        while self._days:
            found += self._messages_of(heappop(self._days))
        return found

    def _wait(self, place: _Place) -> None:
        day = self._diary.day(place[0])
        if day not in self._of_day:
            self._of_day[day] = []
            heappush(self._days, day)
        self._of_day[day].append(place)

    def _messages_of(self, day: date) -> Iterator[Message]:
        waiting, left = self._of_day.pop(day), self._habits.ceiling - self._said.get(day, 0)
        heapify(waiting)
        while waiting:
            place = heappop(waiting)
            at, wish = place[0], self._wishes[place[2]]
            if wish.planned.urgent:
                yield Message(at, (wish,))
            elif (later := self._joined_later(place, wish, waiting, left)) is not None:
                heappush(waiting, (later, place[1], place[2]))
            elif left <= 0:
                self._overflow(place, wish, day)
            else:
                joining = [other for other in waiting if self._joins(wish, at, other, last=left == 1)]
                together: tuple[Wish, ...] = (wish,)
                if joining:
                    waiting = [other for other in waiting if other not in joining]
                    heapify(waiting)
                    together = _as_read([wish, *(self._wishes[number] for _, _, number in joining)])
                yield Message(at, together)
                left -= 1

    def _joined_later(self, place: _Place, wish: Wish, waiting: list[_Place], left: int) -> datetime | None:
        """When something with an hour of its own comes that day, for what has none: they then come together.

        Not where the looks that come before it leave the day no message for both.
        """
        if wish.planned.kind not in FOR_THE_DAY:
            return None
        at = place[0]
        today = [(other, self._wishes[number]) for other, _, number in waiting]
        together = min((other for other, one in today if self._has_its_hour(one)), default=at)
        looks = sum(other <= together and one.alone and not one.planned.urgent for other, one in today)
        return together if together > at and looks < left else None

    def _has_its_hour(self, wish: Wish) -> bool:
        of_its_own = wish.alone or wish.of_supervision
        return not of_its_own and not wish.planned.urgent and wish.planned.kind not in FOR_THE_DAY

    def _overflow(self, place: _Place, wish: Wish, day: date) -> None:
        """No message is left that day: a question waits for the next, a look ahead has no use by then."""
        if wish.planned.kind not in _OF_NO_USE_LATER:
            tomorrow = local_instant(day + timedelta(days=1), time(), self._habits.zone)
            self._wait((self._diary.first_free(tomorrow), place[1], place[2]))

    def _joins(self, first: Wish, at: datetime, place: _Place, *, last: bool) -> bool:
        """May stand in its message and falls due within the hour; the day's last also brings the briefs for its rest.

        What goes out between two sessions of a block is a late brief, and no question has its place there.
        """
        due, wish = place[0], self._wishes[place[2]]
        kind = wish.planned.kind
        if due - at > TAKES_ALONG and not (last and kind is NudgeKind.BEFORE_SESSION):
            return False
        if wish.planned.urgent or not first.goes_with(wish):
            return False
        if kind is NudgeKind.AFTER_SESSION and due > at:
            return False
        return kind is NudgeKind.BEFORE_SESSION or not self._diary.block_at(at)


def _own_moment(planned: Planned, diary: Diary, habits: Habits, now: datetime) -> datetime | None:
    """When it would come if it were the only one; None once its moment has passed.

    As long as that is still to come it depends on the diary alone: nothing that is free lies before it.
    """
    moments = diary.moments
    if planned not in moments:
        if len(moments) >= REMEMBERED:
            moments.clear()
        moments[planned] = _moment_from(_LONG_AGO, planned, diary, habits)
    at = moments[planned]
    return at if at is not None and at >= now else _moment_from(now, planned, diary, habits)


def _moment_from(now: datetime, planned: Planned, diary: Diary, habits: Habits) -> datetime | None:
    session_at = planned.session_at
    if planned.urgent:
        return diary.last_free(max(planned.due_at, now), now)
    if planned.kind is NudgeKind.SUPERVISION_SOON:
        at = diary.first_free(max(planned.due_at, now))
        return at if at < planned.due_at + HOUR else None
    if session_at is None:
        return diary.first_free(max(planned.due_at, now))
    block = diary.block_at(session_at)
    if planned.kind is NudgeKind.BEFORE_SESSION:
        at = diary.out_of_session(max((block.begins if block else session_at) - habits.lead, now))
        return at if at < session_at else None
    over = block.ends if block else session_at + habits.session_length
    return diary.first_free(max(over, planned.due_at, now))


def _as_read(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    return tuple(sorted(wishes, key=lambda wish: as_read(wish.planned, wish.id)))


def as_read(planned: Planned, number: int) -> tuple[int, datetime, int]:
    """By what the parts of a message are sorted: briefs, then questions, by their sessions; the rest by when due."""
    return (_FIRST_TO_LAST[planned.kind], planned.session_at or planned.due_at, number)
