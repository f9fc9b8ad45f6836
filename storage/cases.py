"""What supervision left of one therapist's cases: patterns answered, decisions, conditions of therapy.

Every statement carries the owner, as in her caseload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from referrals.model import Barrier
from referrals.stalled import Known, Limits
from referrals.supervisors import Because, Condition, Decision
from storage.models import ClientRow
from storage.people_rows import Practice
from storage.supervision_rows import ConditionRow, DecisionRow, StallAnswer


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was recorded, at an instant (UTC), by a member; `line` is her own."""

    id: int
    client_id: int
    referral_id: int | None
    what: Decision
    line: str | None
    recorded_by: int
    at: datetime


class Cases:
    def __init__(self, session: Session, owner_id: int) -> None:
        self._session = session
        self._owner_id = owner_id

    def known(self, client_id: int, barriers: Mapping[int, Sequence[Barrier]]) -> Known:
        """What besides her rows makes a client's case; `barriers` from the client's history."""
        mine = StallAnswer.owner_id == self._owner_id, StallAnswer.client_id == client_id
        answered = self._session.execute(
            select(StallAnswer.facts, StallAnswer.until).where(*mine).order_by(StallAnswer.id)
        )
        return Known(
            barriers=barriers,
            answered={row.facts: row.until for row in answered},
            conditions={one.referral_id: one.review_on for one in self.conditions(client_id)},
            limits=limits_of(self._session.scalar(select(Practice.limits))),
        )

    def answer(
        self,
        client_id: int,
        facts: str,
        because: Because,
        now: datetime,
        *,
        until: datetime | None = None,
        own_words: str | None = None,
    ) -> None:
        """A pattern is answered: as long as its facts stay, and until then (UTC), it is not raised again."""
        self._session.add(
            StallAnswer(
                owner_id=self._owner_id,
                client_id=self._mine(client_id),
                facts=facts,
                because=because,
                own_words=own_words,
                at=now,
                until=until,
            )
        )
        self._session.flush()

    def decide(
        self,
        client_id: int,
        what: Decision,
        recorded_by: int,
        now: datetime,
        *,
        referral_id: int | None = None,
        line: str | None = None,
        told: bool = False,
    ) -> None:
        """Keeps a decision; `recorded_by` is a member, the therapist or her supervisor.

        One that is `told` already does not come back with the next message.
        """
        self._session.add(
            DecisionRow(
                owner_id=self._owner_id,
                client_id=self._mine(client_id),
                referral_id=referral_id,
                recorded_by=recorded_by,
                what=what,
                line=line,
                at=now,
                told_at=now if told else None,
            )
        )
        self._session.flush()

    def decisions(self, client_id: int) -> list[Decided]:
        """What was decided for one client, newest first."""
        mine = DecisionRow.owner_id == self._owner_id, DecisionRow.client_id == client_id
        return [
            _decided(row)
            for row in self._session.scalars(select(DecisionRow).where(*mine).order_by(DecisionRow.id.desc()))
        ]

    def untold(self, client_id: int) -> list[Decided]:
        """What was decided and has not come back with a message yet, oldest first."""
        mine = DecisionRow.owner_id == self._owner_id, DecisionRow.client_id == client_id
        rows = select(DecisionRow).where(*mine, DecisionRow.told_at.is_(None)).order_by(DecisionRow.id)
        return [_decided(row) for row in self._session.scalars(rows)]

    def told(self, decision_ids: Sequence[int], now: datetime) -> None:
        mine = DecisionRow.owner_id == self._owner_id, DecisionRow.id.in_(decision_ids)
        self._session.execute(update(DecisionRow).where(*mine).values(told_at=now))

    def conditions(self, client_id: int) -> list[Condition]:
        """The conditions of therapy that stand for one client."""
        rows = self._session.scalars(
            self._standing().where(ConditionRow.client_id == client_id).order_by(ConditionRow.id)
        )
        return [_condition(row) for row in rows]

    def condition(self, condition_id: int) -> Condition | None:
        row = self._session.scalar(self._standing().where(ConditionRow.id == condition_id))
        return _condition(row) if row else None

    def make_condition(
        self,
        client_id: int,
        referral_id: int,
        *,
        reason: str,
        offered: str,
        review_on: date,
        recorded_by: int | None,
        now: datetime,
    ) -> Condition:
        """Keeps what was decided together; an earlier condition on the same referral ends with it."""
        self._end(ConditionRow.referral_id == referral_id, now)
        row = ConditionRow(
            owner_id=self._owner_id,
            client_id=self._mine(client_id),
            referral_id=referral_id,
            recorded_by=recorded_by,
            reason=reason,
            offered=offered,
            review_on=review_on,
            decided_at=now,
            told_on=None,
            ended_at=None,
        )
        self._session.add(row)
        self._session.flush()
        return _condition(row)

    def client_told(self, condition_id: int, on: date) -> None:
        """The day, in the therapist's zone, on which the client was told of it."""
        row = self._session.scalars(self._standing().where(ConditionRow.id == condition_id)).one()
        row.told_on = on
        self._session.flush()

    def review(self, condition_id: int, on: date) -> None:
        """It stands, and is looked at again on that day."""
        row = self._session.scalars(self._standing().where(ConditionRow.id == condition_id)).one()
        row.review_on = on
        self._session.flush()

    def end_condition(self, condition_id: int, now: datetime) -> None:
        self._end(ConditionRow.id == condition_id, now)

    def _end(self, which: ColumnElement[bool], now: datetime) -> None:
        for row in self._session.scalars(self._standing().where(which)):
            row.ended_at = now
        self._session.flush()

    def _standing(self) -> Select[ConditionRow]:
        return select(ConditionRow).where(ConditionRow.owner_id == self._owner_id, ConditionRow.ended_at.is_(None))

    def _mine(self, client_id: int) -> int:
        """The id, of a client of hers. Raises NoResultFound for somebody else's."""
        mine = select(ClientRow.id).where(ClientRow.owner_id == self._owner_id, ClientRow.id == client_id)
        return self._session.scalars(mine).one()


def limits_of(said: Mapping[str, int] | None) -> Limits:
    """The practice's own limits; those it never set are the usual ones."""
    return Limits(**(said or {}))


def _decided(row: DecisionRow) -> Decided:
    return Decided(row.id, row.client_id, row.referral_id, row.what, row.line, row.recorded_by, row.at)


def _condition(row: ConditionRow) -> Condition:
    return Condition(
        id=row.id,
        client_id=row.client_id,
        referral_id=row.referral_id,
        reason=row.reason,
        offered=row.offered,
        review_on=row.review_on,
        decided_at=row.decided_at,
        recorded_by=row.recorded_by,
        told_on=row.told_on,
    )
