"""What is to be asked: planned from the rules after every change, and arranged over the therapist's day.

Read and written as columns, and only where something differs: most of what is planned stays as it is, with its id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from referrals.asking import still_meant
from referrals.attention import Message, Wish, arrange
from referrals.client import Client
from referrals.habits import Habits
from referrals.model import Referral
from referrals.order import by_client
from referrals.planning import plan
from referrals.stalled import Known
from referrals.timing import (
    OF_ONE_REFERRAL,
    QUESTIONS,
    UNANSWERED_BEFORE_DIGEST,
    NudgeKind,
    Planned,
    Taken,
)
from storage.caseload import Caseload
from storage.diaries import diary_of
from storage.models import Nudge, NudgeState
from storage.prepared import Plain, Prepared, Values, one_of
from storage.session import WorkSession, table_of

# What lies further ahead stands at its own instant until it comes nearer.
_ARRANGED = timedelta(days=35)
# Nothing is planned for a day that is over for longer, save what has a day of its own, however long ago.
_OVER = timedelta(days=7)
_OF_A_DAY = (NudgeKind.AFTER_APPOINTMENT, NudgeKind.REVISIT, NudgeKind.DECISION)
_COUNTED = timedelta(days=2)  # back from now begin all dates that are not over anywhere
OPEN = (NudgeState.SENT, NudgeState.REPEATED)

NUDGE = table_of(Nudge)
_n = NUDGE.c


def among(column: ColumnElement[Any], values: Iterable[object]) -> ColumnElement[bool]:
    """Whether it has one of a few fixed values: unlike IN, a form that is not put together anew each time."""
    return or_(*(column == value for value in values))


OWNER: BindParameter[Any] = bindparam("owner")
ONE: BindParameter[Any] = bindparam("one")
_CLIENT: BindParameter[Any] = bindparam("client")
_SINCE: BindParameter[Any] = bindparam("since")
_ROWS = select(
    _n.client_id, _n.id, _n.owner_id, _n.rule, _n.kind, _n.due_at, _n.local_date, _n.referral_id, _n.session_at,
    _n.urgent, _n.delayed, _n.state,
).where(or_(_n.state == NudgeState.PLANNED, _n.local_date >= _SINCE, among(_n.kind, _OF_A_DAY)))  # fmt: skip
_UNANSWERED = func.sum(case((among(_n.state, OPEN), 1), else_=0))
_ASKED = (
    select(_n.client_id, _n.referral_id, func.max(_n.sent_at).label("at"), _UNANSWERED.label("unanswered"))
    .where(_n.referral_id.is_not(None), among(_n.kind, QUESTIONS))
    .group_by(_n.client_id, _n.referral_id)
)
_ROWS_OF_ONE, _ASKED_OF_ONE = (Prepared(some.where(_n.client_id == _CLIENT)) for some in (_ROWS, _ASKED))
_ROWS_OF, _ASKED_OF = (Prepared(some.where(one_of(_n.client_id, "some"))) for some in (_ROWS, _ASKED))
# What is planned of one therapist's, in the order in which `_Place` and `Planned` have it.
_PLANNED = select(
    _n.id, _n.client_id, _n.send_at, _n.kind, _n.due_at, _n.local_date, _n.referral_id, _n.session_at, _n.urgent
).where(_n.owner_id == OWNER, _n.state == NudgeState.PLANNED)
_OF_OWNER, _OF_BOTH = Prepared(_PLANNED), Prepared(_PLANNED.where(_n.client_id == _CLIENT))
_SAID = Prepared(
    select(_n.outbox_id, func.min(_n.sent_at).label("sent_at"))
    .where(_n.owner_id == OWNER, _n.sent_at >= _SINCE, _n.urgent.is_(False))
    .group_by(_n.outbox_id)
)
# One that was said on that date before stays the only one: no rule speaks twice.
_NEW = Prepared(
    sqlite.insert(NUDGE).on_conflict_do_nothing(index_elements=[_n.rule, _n.local_date]),
    postgresql=postgresql.insert(NUDGE).on_conflict_do_nothing(index_elements=[_n.rule, _n.local_date]),
)
_MOVE = Prepared(update(NUDGE).where(_n.id == ONE))
_LOST = Prepared(delete(NUDGE).where(one_of(_n.id, "lost")))
_MAY_DIFFER = ("kind", "due_at", "referral_id", "session_at", "urgent", "delayed")


class _Place(NamedTuple):
    """Something planned, when its own rule wants it, and when it comes as the day was arranged last (UTC)."""

    id: int
    client_id: int
    send_at: datetime
    planned: Planned


@dataclass(slots=True)
class _Nudges:
    """What the rows tell of one client's nudges: what is planned and by whom, and what went out."""

    planned: list[Plain] = field(default_factory=list)
    taken: set[Taken] = field(default_factory=set)
    asked_at: dict[int, datetime] = field(default_factory=dict)
    quiet: set[int] = field(default_factory=set)


class _About(NamedTuple):
    """One client with all that decides what is to be asked about her."""

    client: Client
    referrals: Sequence[Referral]
    known: Known
    nudges: _Nudges


class Plans:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def replan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> list[Planned]:
        """Plans anew what to ask about one client, and arranges the day; returns what is planned about her."""
        self.plan(caseload, client, habits, now)
        places, messages = self._arranged(caseload, habits, now)
        comes = {wish.id: message.at for message in messages for wish in message.wishes}
        hers = [one._replace(send_at=comes.get(one.id, one.send_at)) for one in places if one.client_id == client.id]
        return _as_they_come(hers)

    def replan_all(self, caseload: Caseload, habits: Habits, now: datetime) -> None:
        """Plans anew what to ask about every client of one therapist, after her habits or the clock have changed."""
        clients = caseload.clients()
        referrals, known = by_client(caseload.every_referral()), caseload.every_known()
        nudges = self._nudges(caseload.owner_id, [client.id for client in clients], habits, now)
        for client in clients:
            about = _About(client, referrals[client.id], known[client.id], nudges[client.id])
            self._plan(caseload.owner_id, about, habits, now)
        self.arrange(caseload, habits, now)

    def plan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> None:
        """Plans anew what to ask about one client, each thing at its own instant; `arrange` then finds their places.

        What is due already stays as long as its reason holds: its moment in the day is still to come.
        """
        nudges = self._nudges(caseload.owner_id, [client.id], habits, now)[client.id]
        about = _About(client, caseload.referrals(client.id), caseload.known(client.id), nudges)
        self._plan(caseload.owner_id, about, habits, now)

    def _plan(self, owner_id: int, about: _About, habits: Habits, now: datetime) -> None:
        client, nudges = about.client, about.nudges
        planned = plan(
            client,
            about.referrals,
            habits,
            now,
            taken=nudges.taken,
            quiet=nudges.quiet,
            asked_at=nudges.asked_at,
            known=about.known,
        )
        wanted = {_rule(client.id, item): item for item in reversed(planned)}
        lost = []
        changed: dict[int, dict[str, Any]] = {}
        for row in nudges.planned:
            item = wanted.get(row.rule)
            if row.due_at <= now and still_meant(planned_of(row, row.due_at), client, about.referrals, now):
                wanted.pop(row.rule, None)
            elif item is None or item.local_date != row.local_date:
                lost.append(row.id)
            else:
                del wanted[row.rule]
                values = _values(item)
                if any(getattr(row, name) != values[name] for name in _MAY_DIFFER):
                    changed[row.id] = values
        self._delete(lost)
        self._move(changed)
        self._add(owner_id, client.id, wanted)

    def arrange(self, caseload: Caseload, habits: Habits, now: datetime) -> list[Message]:
        """The messages to come to one therapist, soonest first, kept as the instants at which they go out."""
        return self._arranged(caseload, habits, now)[1]

    def planned(self, owner_id: int, client_id: int) -> list[Planned]:
        """What is planned about one client of this therapist's, soonest first: `due_at` is when it comes."""
        return _as_they_come(self._planned(_OF_BOTH, owner=owner_id, client=client_id))

    def may_arrive(self, caseload: Caseload, habits: Habits, now: datetime) -> bool:
        """Whether a message that is not urgent may come at this very moment."""
        diary = diary_of(caseload, habits, now, _ARRANGED)
        return diary.open_at(now) and diary.block_at(now) is None

    def quiet(self, client_id: int) -> Collection[int]:
        """The referrals whose last questions stayed unanswered so often that they wait for the digest."""
        asked = self._session.read(_ASKED_OF_ONE, {"client": client_id})
        return {row.referral_id for row in asked if row.unanswered >= UNANSWERED_BEFORE_DIGEST}

    def _planned(self, which: Prepared, **whose: int) -> list[_Place]:
        rows = self._session.read(which, whose)
        return [_Place(number, client_id, at, Planned(*planned)) for number, client_id, at, *planned in rows]

    def _arranged(self, caseload: Caseload, habits: Habits, now: datetime) -> tuple[list[_Place], list[Message]]:
        """What is left of all that is planned of hers, and the messages of the days that lie near."""
        places, horizon = self._planned(_OF_OWNER, owner=caseload.owner_id), now + _ARRANGED
        near = {one.id: one.send_at for one in places if one.planned.due_at <= horizon}
        if not near:
            return places, []
        messages = arrange(
            [Wish(one.id, one.planned) for one in places if one.id in near],
            diary_of(caseload, habits, now, _ARRANGED),
            habits,
            self._said_by_date(caseload.owner_id, habits, now),
            now,
        )
        moved: dict[int, dict[str, Any]] = {}
        for message in messages:
            for wish in message.wishes:
                if near.pop(wish.id) != message.at:
                    moved[wish.id] = {"send_at": message.at}
        self._move(moved)
        self._delete(near)
        return [one for one in places if one.id not in near], messages

    def _nudges(self, owner_id: int, client_ids: list[int], habits: Habits, now: datetime) -> dict[int, _Nudges]:
        """By client (id); nothing is asked for one at a time."""
        known: defaultdict[int, _Nudges] = defaultdict(_Nudges)
        rows, asked = (_ROWS_OF_ONE, _ASKED_OF_ONE) if len(client_ids) == 1 else (_ROWS_OF, _ASKED_OF)
        whose: Values = {"client": client_ids[0]} if len(client_ids) == 1 else {"some": client_ids}
        for row in self._session.read(rows, {**whose, "since": habits.hours.local_date(now) - _OVER}):
            if row.state is not NudgeState.PLANNED:
                about = row.referral_id if row.kind in OF_ONE_REFERRAL else None
                known[row.client_id].taken.add((row.kind, about, row.local_date))
            elif row.owner_id == owner_id:
                known[row.client_id].planned.append(row)
        for row in self._session.read(asked, whose):
            if row.at is not None:
                known[row.client_id].asked_at[row.referral_id] = row.at
            if row.unanswered >= UNANSWERED_BEFORE_DIGEST:
                known[row.client_id].quiet.add(row.referral_id)
        return known

    def _said_by_date(self, owner_id: int, habits: Habits, now: datetime) -> Counter[date]:
        """How many messages went out on each date that is not over for her, those that danger sent left out."""
        sent = self._session.read(_SAID, {"owner": owner_id, "since": now - _COUNTED})
        return Counter(habits.hours.local_date(row.sent_at) for row in sent)

    def _add(self, owner_id: int, client_id: int, wanted: Mapping[str, Planned]) -> None:
        rows = [
            {
                "owner_id": owner_id,
                "client_id": client_id,
                "rule": rule,
                "local_date": item.local_date,
                "state": NudgeState.PLANNED,
                **_values(item),
            }
            for rule, item in wanted.items()
        ]
        self._session.write_each(_NEW, rows)

    def _move(self, changed: Mapping[int, Mapping[str, Any]]) -> None:
        self._session.write_each(_MOVE, [{"one": nudge_id, **values} for nudge_id, values in changed.items()])

    def _delete(self, nudge_ids: Iterable[int]) -> None:
        if lost := list(nudge_ids):
            self._session.write(_LOST, {"lost": lost})


def _as_they_come(places: list[_Place]) -> list[Planned]:
    places.sort(key=lambda one: (one.send_at, one.planned.due_at, one.id))
    return [one.planned._replace(due_at=one.send_at) for one in places]


def planned_of(row: Plain, at: datetime) -> Planned:
    """What a row says, to be said at an instant (UTC)."""
    return Planned(row.kind, at, row.local_date, row.referral_id, row.session_at, row.urgent)


def _rule(client_id: int, planned: Planned) -> str:
    # An appointment has a question of its own; a client's sessions and stages have one a day between them. Looks after
    # the client herself come whenever they are to.
    about = planned.referral_id if planned.kind in OF_ONE_REFERRAL else client_id
    instant = f":{planned.due_at.isoformat()}" if planned.kind.about_client else ""
    return f"{planned.kind}:{about}{instant}"


def _values(planned: Planned) -> dict[str, Any]:
    """What may differ from one plan to the next; it comes at its own instant until a day is arranged."""
    return {
        "kind": planned.kind,
        "referral_id": planned.referral_id,
        "due_at": planned.due_at,
        "send_at": planned.due_at,
        "session_at": planned.session_at,
        "urgent": planned.urgent,
        "delayed": False,
    }
