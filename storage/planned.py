"""What is to be asked: planned from the rules after every change, and arranged over the therapist's day.

Read and written as columns, and only where something differs: most of what is planned stays as it is, with its id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from referrals.asking import still_meant
from referrals.attention import Message, Wish, arrange
from referrals.client import Client
from referrals.habits import Habits
from referrals.planning import plan
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
OWNER: BindParameter[Any] = bindparam("owner")
ONE: BindParameter[Any] = bindparam("one")
_CLIENT: BindParameter[Any] = bindparam("client")
_SINCE: BindParameter[Any] = bindparam("since")
_OF_CLIENT = select(
    _n.id, _n.owner_id, _n.rule, _n.kind, _n.due_at, _n.local_date, _n.referral_id, _n.session_at, _n.urgent,
    _n.delayed, _n.state,
).where(
    _n.client_id == _CLIENT,
    or_(_n.state == NudgeState.PLANNED, _n.local_date >= _SINCE, _n.kind.in_(_OF_A_DAY)),
)  # fmt: skip
_UNANSWERED = func.sum(case((_n.state.in_(OPEN), 1), else_=0))
_ASKED = (
    select(_n.referral_id, func.max(_n.sent_at).label("at"), _UNANSWERED.label("unanswered"))
    .where(_n.client_id == _CLIENT, _n.referral_id.is_not(None), _n.kind.in_(QUESTIONS))
    .group_by(_n.referral_id)
)
_OF_OWNER = select(
    _n.id, _n.client_id, _n.kind, _n.due_at, _n.send_at, _n.local_date, _n.referral_id, _n.session_at, _n.urgent
).where(_n.owner_id == OWNER, _n.state == NudgeState.PLANNED)
_SAID = (
    select(_n.outbox_id, func.min(_n.sent_at).label("sent_at"))
    .where(_n.owner_id == OWNER, _n.sent_at >= _SINCE, _n.urgent.is_(False))
    .group_by(_n.outbox_id)
)
_NEW = {
    # One that was said on that date before stays the only one: no rule speaks twice.
    name: dialect.insert(NUDGE).on_conflict_do_nothing(index_elements=[_n.rule, _n.local_date])
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_MOVE = update(NUDGE).where(_n.id == ONE)
_LOST = delete(NUDGE).where(_n.id.in_(bindparam("lost", expanding=True)))
_MAY_DIFFER = ("kind", "due_at", "referral_id", "session_at", "urgent", "delayed")

_Row = Row[*tuple[Any, ...]]


@dataclass(slots=True)
class _Known:
    """What the rows tell of one client's nudges: what is planned and by whom, and what went out."""

    planned: list[_Row] = field(default_factory=list)
    taken: set[Taken] = field(default_factory=set)
    asked_at: dict[int, datetime] = field(default_factory=dict)
    quiet: set[int] = field(default_factory=set)


class Plans:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def replan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> list[Planned]:
        """Plans anew what to ask about one client, and arranges the day; returns what is planned about her."""
        self.plan(caseload, client, habits, now)
        rows, messages = self._arranged(caseload, habits, now)
        sent_at = {wish.id: message.at for message in messages for wish in message.wishes}
        hers = [
            (sent_at.get(row.id, row.send_at), row.due_at, row.id, row) for row in rows if row.client_id == client.id
        ]
        return [planned_of(row, at) for at, _, _, row in sorted(hers)]

    def replan_all(self, caseload: Caseload, habits: Habits, now: datetime) -> None:
        """Plans anew what to ask about every client of one therapist, after her habits or the clock have changed."""
        for client in caseload.clients():
            self.plan(caseload, client, habits, now)
        self.arrange(caseload, habits, now)

    def plan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> None:
        """Plans anew what to ask about one client, each thing at its own instant; `arrange` then finds their places.

        What is due already stays as long as its reason holds: its moment in the day is still to come.
        """
        referrals, known = caseload.referrals(client.id), self._known(caseload.owner_id, client.id, habits, now)
        planned = plan(
            client,
            referrals,
            habits,
            now,
            taken=known.taken,
            quiet=known.quiet,
            asked_at=known.asked_at,
            known=caseload.known(client.id),
        )
        wanted = {_rule(client.id, item): item for item in reversed(planned)}
        lost = []
        changed: dict[int, dict[str, Any]] = {}
        for row in known.planned:
            item = wanted.get(row.rule)
            if row.due_at <= now and still_meant(planned_of(row, row.due_at), client, referrals, now):
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
        self._add(caseload.owner_id, client.id, wanted)

    def arrange(self, caseload: Caseload, habits: Habits, now: datetime) -> list[Message]:
        """The messages to come to one therapist, soonest first, kept as the instants at which they go out."""
        return self._arranged(caseload, habits, now)[1]

    def planned(self, owner_id: int, client_id: int) -> list[Planned]:
        """What is planned about one client of this therapist's, soonest first: `due_at` is when it comes."""
        hers = _OF_OWNER.where(_n.client_id == _CLIENT).order_by(_n.send_at, _n.due_at, _n.id)
        rows = self._session.read(hers, {"owner": owner_id, "client": client_id})
        return [planned_of(row, row.send_at) for row in rows]

    def may_arrive(self, caseload: Caseload, habits: Habits, now: datetime) -> bool:
        """Whether a message that is not urgent may come at this very moment."""
        diary = diary_of(caseload, habits, now, _ARRANGED)
        return diary.open_at(now) and diary.block_at(now) is None

    def quiet(self, client_id: int) -> Collection[int]:
        """The referrals whose last questions stayed unanswered so often that they wait for the digest."""
        asked = self._session.read(_ASKED, {"client": client_id})
        return {row.referral_id for row in asked if row.unanswered >= UNANSWERED_BEFORE_DIGEST}

    def _arranged(self, caseload: Caseload, habits: Habits, now: datetime) -> tuple[Sequence[_Row], list[Message]]:
        rows = self._session.read(_OF_OWNER, {"owner": caseload.owner_id}).all()
        near = {row.id: row for row in rows if row.due_at <= now + _ARRANGED}
        if not near:
            return rows, []
        messages = arrange(
            [Wish(row.id, planned_of(row, row.due_at)) for row in near.values()],
            diary_of(caseload, habits, now, _ARRANGED),
            habits,
            self._said_by_date(caseload.owner_id, habits, now),
            now,
        )
        moved: dict[int, dict[str, Any]] = {}
        for message in messages:
            for wish in message.wishes:
                if near.pop(wish.id).send_at != message.at:
                    moved[wish.id] = {"send_at": message.at}
        self._move(moved)
        self._delete(near)
        return [row for row in rows if row.id not in near], messages

    def _known(self, owner_id: int, client_id: int, habits: Habits, now: datetime) -> _Known:
        known = _Known()
        since = habits.hours.local_date(now) - _OVER
        for row in self._session.read(_OF_CLIENT, {"client": client_id, "since": since}):
            if row.state is not NudgeState.PLANNED:
                known.taken.add((row.kind, row.referral_id if row.kind in OF_ONE_REFERRAL else None, row.local_date))
            elif row.owner_id == owner_id:
                known.planned.append(row)
        for row in self._session.read(_ASKED, {"client": client_id}):
            if row.at is not None:
                known.asked_at[row.referral_id] = row.at
            if row.unanswered >= UNANSWERED_BEFORE_DIGEST:
                known.quiet.add(row.referral_id)
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
        if rows:
            self._session.write(_NEW[self._session.get_bind().dialect.name], rows)

    def _move(self, changed: Mapping[int, Mapping[str, Any]]) -> None:
        if changed:
            self._session.write(_MOVE, [{"one": nudge_id, **values} for nudge_id, values in changed.items()])

    def _delete(self, nudge_ids: Iterable[int]) -> None:
        if lost := list(nudge_ids):
            self._session.write(_LOST, {"lost": lost})


def planned_of(row: _Row, at: datetime) -> Planned:
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
