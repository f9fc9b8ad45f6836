"""A caseload that goes from one therapist to another: the wish, the answer, and the move.

Every statement carries whose it is: the one who hands over, or the one who was asked.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, update

from referrals.codes import ClientCode, random_code
from referrals.model import ENDINGS
from referrals.risk import Risk
from storage.events import note
from storage.models import ClientRow, ReferralRow
from storage.privacy_rows import HandoverRow
from storage.session import WorkSession
from storage.supervision_rows import Alert, ConditionRow, DecisionRow, StallAnswer


@dataclass(frozen=True, slots=True)
class Load:
    """A caseload in counts: all that others are told of it. `closed` are among the `clients`."""

    clients: int
    closed: int
    open_referrals: int
    acute: int
    elevated: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One member (id) asked another to take over; `leaves` if she leaves the practice with it."""

    id: int
    from_id: int
    to_id: int
    leaves: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One client (id) who has gone over, and her code before and after, which differ where it was taken."""

    client_id: int
    was: ClientCode
    code: ClientCode


class Handovers:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def load(self, owner_id: int) -> Load:
        """What one therapist has."""
        hers = ClientRow.owner_id == owner_id
        rows = self._session.execute(
            select(ClientRow.risk, ClientRow.closed_at.is_not(None).label("closed")).where(hers)
        )
        clients = [(row.risk, row.closed) for row in rows]
        risks = Counter(risk for risk, closed in clients if not closed)
        referrals = select(func.count()).select_from(ReferralRow)
        open_ones = referrals.where(ReferralRow.owner_id == owner_id, ReferralRow.state.not_in(ENDINGS))
        return Load(
            clients=len(clients),
            closed=sum(bool(closed) for _, closed in clients),
            open_referrals=self._session.scalar(open_ones) or 0,
            acute=risks[Risk.ACUTE],
            elevated=risks[Risk.ELEVATED],
        )

    def propose(self, from_id: int, to_id: int, leaves: bool, now: datetime) -> Proposal | None:
        """She asks a colleague; None while another wish of hers waits. Raises ValueError for oneself."""
        if from_id == to_id:
            raise ValueError("nobody hands over to herself")
        if self.standing(from_id) is not None:
            return None
        row = HandoverRow(from_id=from_id, to_id=to_id, leaves=leaves, proposed_at=now)
        self._session.add(row)
        self._session.flush()
        return _proposal(row)

    def standing(self, from_id: int) -> Proposal | None:
        """The wish of hers that waits for an answer."""
        row = self._session.scalar(_waiting().where(HandoverRow.from_id == from_id))
        return _proposal(row) if row else None

    def asked_of(self, to_id: int) -> list[Proposal]:
        """The wishes of others that wait for her answer."""
        return [_proposal(row) for row in self._session.scalars(_waiting().where(HandoverRow.to_id == to_id))]

    def one_for(self, to_id: int, proposal_id: int) -> Proposal | None:
        """A wish that waits for her answer, hers to answer until this transaction ends."""
        hers = _waiting().where(HandoverRow.to_id == to_id, HandoverRow.id == proposal_id)
        row = self._session.scalar(hers.with_for_update().execution_options(populate_existing=True))
        return _proposal(row) if row else None

    def agreed(self, to_id: int, proposal_id: int, now: datetime) -> None:
        self._answer(HandoverRow.to_id == to_id, proposal_id, agreed_at=now)

    def declined(self, to_id: int, proposal_id: int, now: datetime) -> None:
        self._answer(HandoverRow.to_id == to_id, proposal_id, declined_at=now)

    def withdrawn(self, from_id: int, proposal_id: int, now: datetime) -> None:
        self._answer(HandoverRow.from_id == from_id, proposal_id, withdrawn_at=now)

    def move(self, from_id: int, to_id: int, now: datetime) -> list[Moved]:
        """All that is one therapist's is the other's from now on, her past clients too; by code.

        A code the other has already gives way to a new one. What was brought to supervision was brought by the one who
        hands over, and is not any more. Reflections, Undo and what is planned are not moved here.
        """
        rows = self._session.scalars(
            select(ClientRow).where(ClientRow.owner_id == from_id).order_by(ClientRow.code).with_for_update()
        ).all()
        theirs = set(self._session.scalars(select(ClientRow.code).where(ClientRow.owner_id == to_id)))
        taken = theirs | {row.code for row in rows}
        moved = []
        for row in rows:
            was = ClientCode(row.code)
            code = random_code(taken, secrets.choice) if was in theirs else was
            taken.add(code)
            row.owner_id, row.code = to_id, code
            row.raised_at = row.raised_for = row.raised_line = row.put_off_until = None
            detail = {"from": from_id, "to": to_id}
            note(self._session, from_id, row.id, "handed_over", now, detail=detail)
            moved.append(Moved(row.id, was, code))
        for referral in self._session.scalars(select(ReferralRow).where(ReferralRow.owner_id == from_id)):
            referral.owner_id = to_id
        self._session.flush()
        self._move_rest(from_id, to_id, [one.client_id for one in moved])
        return moved

    def _move_rest(self, from_id: int, to_id: int, client_ids: Sequence[int]) -> None:
        for table in (StallAnswer, DecisionRow, ConditionRow, Alert):
            hers = table.owner_id == from_id, table.client_id.in_(client_ids)
            self._session.execute(update(table).where(*hers).values(owner_id=to_id))

    def _answer(self, whose: ColumnElement[bool], proposal_id: int, **answer: datetime) -> None:
        waits = HandoverRow.id == proposal_id, *_UNANSWERED
        self._session.execute(update(HandoverRow).where(whose, *waits).values(**answer))


_UNANSWERED = (
    HandoverRow.agreed_at.is_(None),
    HandoverRow.declined_at.is_(None),
    HandoverRow.withdrawn_at.is_(None),
)


def _waiting() -> Select[HandoverRow]:
    return select(HandoverRow).where(*_UNANSWERED).order_by(HandoverRow.id)


def _proposal(row: HandoverRow) -> Proposal:
    return Proposal(row.id, row.from_id, row.to_id, row.leaves)
