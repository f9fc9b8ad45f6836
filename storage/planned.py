"""What is to be asked: planned from the rules after every change, and arranged over the therapist's day.

Read and written as columns, and only where something differs: most of what is planned stays as it is, with its id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

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
    UNANSWERED_BEFORE_DIGEST,
    Planned,
    Taken,
)
from storage.caseload import Caseload
from storage.diaries import diary_of
from storage.models import NudgeState
from storage.nudge_rows import (
    ASKED_OF,
    ASKED_OF_ONE,
    LOST,
    MAY_DIFFER,
    MOVE,
    NEW,
    OF_BOTH,
    OF_OWNER,
    ROWS_OF,
    ROWS_OF_ONE,
    SAID,
    Place,
)
from storage.prepared import Plain, Values
from storage.session import WorkSession

# What lies further ahead stands at its own instant until it comes nearer.
_ARRANGED = timedelta(days=35)
# Nothing is planned for a day that is over for longer, save what has a day of its own, however long ago.
_OVER = timedelta(days=7)
_COUNTED = timedelta(days=2)  # back from now begin all dates that are not over anywhere


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
        return self.replan_from(caseload, client, habits, now)[0]

    def replan_from(
        self, caseload: Caseload, client: Client, habits: Habits, now: datetime
    ) -> tuple[list[Planned], Sequence[Referral]]:
        """The same, with the client's referrals from which it was planned: whoever names one need not read it again."""
        referrals = self.plan(caseload, client, habits, now)
        places, messages = self._arranged(caseload, habits, now)
        comes = {wish.id: message.at for message in messages for wish in message.wishes}
        hers = [one._replace(send_at=comes.get(one.id, one.send_at)) for one in places if one.client_id == client.id]
        return _as_they_come(hers), referrals

    def replan_all(self, caseload: Caseload, habits: Habits, now: datetime) -> None:
        """Plans anew what to ask about every client of one therapist, after her habits or the clock have changed."""
        clients = caseload.clients()
        referrals, known = by_client(caseload.every_referral()), caseload.every_known()
        nudges = self._nudges(caseload.owner_id, [client.id for client in clients], habits, now)
        for client in clients:
            about = _About(client, referrals[client.id], known[client.id], nudges[client.id])
            self._plan(caseload.owner_id, about, habits, now)
        self.arrange(caseload, habits, now)

    def plan(self, caseload: Caseload, client: Client, habits: Habits, now: datetime) -> Sequence[Referral]:
        """Plans anew what to ask about one client, each thing at its own instant; `arrange` then finds their places.

        What is due already stays as long as its reason holds: its moment in the day is still to come. Returns the
        client's referrals.
        """
        nudges = self._nudges(caseload.owner_id, [client.id], habits, now)[client.id]
        about = _About(client, caseload.referrals(client.id), caseload.known(client.id), nudges)
        self._plan(caseload.owner_id, about, habits, now)
        return about.referrals

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
                if any(getattr(row, name) != values[name] for name in MAY_DIFFER):
                    changed[row.id] = values
        self._delete(lost)
        self._move(changed)
        self._add(owner_id, client.id, wanted)

    def arrange(self, caseload: Caseload, habits: Habits, now: datetime) -> list[Message]:
        """The messages to come to one therapist, soonest first, kept as the instants at which they go out."""
        return self._arranged(caseload, habits, now)[1]

    def planned(self, owner_id: int, client_id: int) -> list[Planned]:
        """What is planned about one client of this therapist's, soonest first: `due_at` is when it comes."""
        return _as_they_come(self._session.read(OF_BOTH, {"owner": owner_id, "client": client_id}))

    def may_arrive(self, caseload: Caseload, habits: Habits, now: datetime) -> bool:
        """Whether a message that is not urgent may come at this very moment."""
        diary = diary_of(caseload, habits, now, _ARRANGED)
        return diary.open_at(now) and diary.block_at(now) is None

    def quiet(self, client_id: int) -> Collection[int]:
        """The referrals whose last questions stayed unanswered so often that they wait for the digest."""
        asked = self._session.read(ASKED_OF_ONE, {"client": client_id})
        return {row.referral_id for row in asked if row.unanswered >= UNANSWERED_BEFORE_DIGEST}

    def _arranged(self, caseload: Caseload, habits: Habits, now: datetime) -> tuple[list[Place], list[Message]]:
        """What is left of all that is planned of hers, and the messages of the days that lie near."""
        places: list[Place] = self._session.read(OF_OWNER, {"owner": caseload.owner_id})
        horizon = now + _ARRANGED
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
        rows, asked = (ROWS_OF_ONE, ASKED_OF_ONE) if len(client_ids) == 1 else (ROWS_OF, ASKED_OF)
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
        sent = self._session.read(SAID, {"owner": owner_id, "since": now - _COUNTED})
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
        self._session.write_each(NEW, rows)

    def _move(self, changed: Mapping[int, Mapping[str, Any]]) -> None:
        self._session.write_each(MOVE, [{"one": nudge_id, **values} for nudge_id, values in changed.items()])

    def _delete(self, nudge_ids: Iterable[int]) -> None:
        if lost := list(nudge_ids):
            self._session.write(LOST, {"lost": lost})


def _as_they_come(places: list[Place]) -> list[Planned]:
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
