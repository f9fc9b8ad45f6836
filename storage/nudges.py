"""Messages that time brings: planned from the rules after every change, claimed when due, answered once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from referrals.client import Client
from referrals.hours import WorkingHours
from referrals.timing import OF_ONE_REFERRAL, NudgeKind, Planned, Taken, plan
from storage.caseload import Caseload
from storage.models import Nudge, NudgeState


@dataclass(frozen=True, slots=True)
class DueNudge:
    """A planned message whose time has come; `owner_id` is the therapist it is for."""

    id: int
    owner_id: int
    client_id: int
    referral_id: int | None
    kind: NudgeKind
    due_at: datetime
    session_at: datetime | None


@dataclass(frozen=True, slots=True)
class AskedNudge:
    """A message that went out to a therapist, and whether its question has been answered."""

    id: int
    client_id: int
    referral_id: int | None
    kind: NudgeKind
    session_at: datetime | None
    outbox_id: int | None
    answered: bool


class Nudges:
    def __init__(self, session: Session) -> None:
        self._session = session

    def replan(self, caseload: Caseload, client: Client, hours: WorkingHours, now: datetime) -> list[Planned]:
        """Plans anew what to ask about one client; returns what is planned.

        What is due already stays as it is: the tick decides about it.
        """
        planned = plan(client, caseload.referrals(client.id), hours, now, self._taken(client.id))
        self._session.execute(
            delete(Nudge).where(
                Nudge.owner_id == caseload.owner_id,
                Nudge.client_id == client.id,
                Nudge.state == NudgeState.PLANNED,
                Nudge.due_at > now,
            )
        )
        kept = self._rules(client.id)
        rows = [_row(caseload.owner_id, client.id, item) for item in planned]
        self._session.add_all(row for row in rows if (row.rule, row.local_date) not in kept)
        self._session.flush()
        return self.planned(caseload.owner_id, client.id)

    def planned(self, owner_id: int, client_id: int) -> list[Planned]:
        """What is planned about one client of this therapist's, soonest first."""
        rows = self._session.scalars(
            select(Nudge)
            .where(Nudge.owner_id == owner_id, Nudge.client_id == client_id, Nudge.state == NudgeState.PLANNED)
            .order_by(Nudge.due_at)
        )
        return [Planned(row.kind, row.due_at, row.local_date, row.referral_id, row.session_at) for row in rows]

    def claim_due(self, now: datetime) -> DueNudge | None:
        """The next planned message whose time has come, locked against other claimants; None when all is quiet."""
        due = (
            select(Nudge)
            .where(Nudge.state == NudgeState.PLANNED, Nudge.due_at <= now)
            .order_by(Nudge.due_at, Nudge.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = self._session.scalar(due)
        if row is None:
            return None
        return DueNudge(row.id, row.owner_id, row.client_id, row.referral_id, row.kind, row.due_at, row.session_at)

    def next_due(self) -> datetime | None:
        """When the next planned message is due."""
        return self._session.scalar(select(func.min(Nudge.due_at)).where(Nudge.state == NudgeState.PLANNED))

    def sent(self, nudge_id: int, referral_id: int | None, outbox_id: int) -> None:
        self._session.execute(
            update(Nudge)
            .where(Nudge.id == nudge_id)
            .values(state=NudgeState.SENT, referral_id=referral_id, outbox_id=outbox_id)
        )

    def postpone(self, nudge_id: int, due_at: datetime) -> None:
        """It stays planned, for a later instant; its rule and its date stay the same."""
        self._session.execute(update(Nudge).where(Nudge.id == nudge_id).values(due_at=due_at))

    def drop(self, nudge_id: int) -> None:
        """Its reason is gone, nothing was said."""
        self._session.execute(delete(Nudge).where(Nudge.id == nudge_id))

    def asked(self, owner_id: int, nudge_id: int) -> AskedNudge | None:
        """A message that went out to this therapist."""
        row = self._session.scalar(self._gone_out(owner_id).where(Nudge.id == nudge_id).with_for_update())
        return _asked(row) if row else None

    def unanswered(self, owner_id: int, referral_id: int) -> list[AskedNudge]:
        """Questions about one referral that still stand open in her chat."""
        rows = self._session.scalars(
            self._gone_out(owner_id).where(
                Nudge.referral_id == referral_id,
                Nudge.state == NudgeState.SENT,
                Nudge.kind != NudgeKind.BEFORE_SESSION,
            )
        )
        return [_asked(row) for row in rows]

    def answered(self, nudge_id: int) -> None:
        self._session.execute(update(Nudge).where(Nudge.id == nudge_id).values(state=NudgeState.ANSWERED))

    def _gone_out(self, owner_id: int) -> Select[Nudge]:
        return select(Nudge).where(Nudge.owner_id == owner_id, Nudge.state != NudgeState.PLANNED)

    def _taken(self, client_id: int) -> Collection[Taken]:
        gone = select(Nudge.kind, Nudge.referral_id, Nudge.local_date).where(
            Nudge.client_id == client_id, Nudge.state != NudgeState.PLANNED
        )
        return {
            (kind, referral_id if kind in OF_ONE_REFERRAL else None, local_date)
            for kind, referral_id, local_date in self._session.execute(gone)
        }

    def _rules(self, client_id: int) -> Collection[tuple[str, date]]:
        rules = select(Nudge.rule, Nudge.local_date).where(Nudge.client_id == client_id)
        return {(rule, local_date) for rule, local_date in self._session.execute(rules)}


def _row(owner_id: int, client_id: int, planned: Planned) -> Nudge:
    # An appointment has a question of its own; a client's sessions and stages have one a day between them. Looks after
    # the client herself come whenever they are to.
    about = planned.referral_id if planned.kind in OF_ONE_REFERRAL else client_id
    instant = f":{planned.due_at.isoformat()}" if planned.kind.about_client else ""
    return Nudge(
        owner_id=owner_id,
        client_id=client_id,
        referral_id=planned.referral_id,
        kind=planned.kind,
        rule=f"{planned.kind}:{about}{instant}",
        local_date=planned.local_date,
        due_at=planned.due_at,
        session_at=planned.session_at,
        state=NudgeState.PLANNED,
    )


def _asked(row: Nudge) -> AskedNudge:
    answered = row.state is NudgeState.ANSWERED
    return AskedNudge(row.id, row.client_id, row.referral_id, row.kind, row.session_at, row.outbox_id, answered)
