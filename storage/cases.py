"""What supervision left of one therapist's cases: patterns answered, decisions, conditions of therapy.

Every statement carries the owner, as in her caseload.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, select, update

from referrals.stalled import Known, Limits
from referrals.supervisors import Because, Condition, Decision
from storage.history import History
from storage.models import ClientRow
from storage.one_of import one_of
from storage.people_rows import Practice
from storage.plain import OWNER, as_text
from storage.prepared import Plain, Prepared
from storage.session import WorkSession
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


_c, _answer, _condition = ClientRow.__table__.c, StallAnswer.__table__.c, ConditionRow.__table__.c
_HERS = select(_c.id).where(_c.owner_id == OWNER)  # the tables are found by their clients
_ANSWERS = select(_answer.client_id, _answer.facts, _answer.until).where(_answer.owner_id == OWNER).order_by(_answer.id)
_CONDITIONS = (
    select(_condition.client_id, _condition.referral_id, _condition.review_on)
    .where(_condition.owner_id == OWNER, _condition.ended_at.is_(None))
    .order_by(_condition.id)
)
_EVERY_ANSWER = Prepared(_ANSWERS.where(_answer.client_id.in_(_HERS)))
_ANSWERS_OF = Prepared(_ANSWERS.where(one_of(_answer.client_id, "some")))
_EVERY_CONDITION = Prepared(_CONDITIONS.where(_condition.client_id.in_(_HERS)))
_CONDITIONS_OF = Prepared(_CONDITIONS.where(one_of(_condition.client_id, "some")))
_LIMITS = Prepared(select(as_text(Practice.__table__.c.limits)))


class Cases:
    def __init__(self, session: WorkSession, owner_id: int) -> None:
        self._session = session
        self._owner_id = owner_id

    def known(self, of: Collection[int] | None = None) -> defaultdict[int, Known]:
        """What besides her rows makes each client's case, by her id; with `of`, of the clients with these ids."""
        barriers = History(self._session, self._owner_id).barriers(of)
        answered: defaultdict[int, dict[str, datetime | None]] = defaultdict(dict)
        for client_id, facts, until in self._of(of, _EVERY_ANSWER, _ANSWERS_OF):
            answered[client_id][facts] = until
        conditions: defaultdict[int, dict[int, date]] = defaultdict(dict)
        for client_id, referral_id, review_on in self._of(of, _EVERY_CONDITION, _CONDITIONS_OF):
            conditions[client_id][referral_id] = review_on
        limits = _limits(self._session.read_value(_LIMITS))
        about = {*barriers, *answered, *conditions}
        known = {
            number: Known(barriers.get(number, {}), answered.get(number, {}), conditions.get(number, {}), limits)
            for number in about
        }
        nothing = Known(limits=limits)
        return defaultdict(lambda: nothing, known)

    def _of(self, of: Collection[int] | None, every: Prepared, some: Prepared) -> Sequence[Plain]:
        if of is None:
            return self._session.read(every, {"owner": self._owner_id})
        return self._session.read(some, {"owner": self._owner_id, "some": of})

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
        rows = self._session.scalars(self._stand().where(ConditionRow.client_id == client_id).order_by(ConditionRow.id))
        return [_standing(row) for row in rows]

    def condition(self, condition_id: int) -> Condition | None:
        row = self._session.scalar(self._stand().where(ConditionRow.id == condition_id))
        return _standing(row) if row else None

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
        return _standing(row)

    def client_told(self, condition_id: int, on: date) -> None:
        """The day, in the therapist's zone, on which the client was told of it."""
        row = self._session.scalars(self._stand().where(ConditionRow.id == condition_id)).one()
        row.told_on = on
        self._session.flush()

    def review(self, condition_id: int, on: date) -> None:
        """It stands, and is looked at again on that day."""
        row = self._session.scalars(self._stand().where(ConditionRow.id == condition_id)).one()
        row.review_on = on
        self._session.flush()

    def end_condition(self, condition_id: int, now: datetime) -> None:
        self._end(ConditionRow.id == condition_id, now)

    def _end(self, which: ColumnElement[bool], now: datetime) -> None:
        for row in self._session.scalars(self._stand().where(which)):
            row.ended_at = now
        self._session.flush()

    def _stand(self) -> Select[ConditionRow]:
        return select(ConditionRow).where(ConditionRow.owner_id == self._owner_id, ConditionRow.ended_at.is_(None))

    def _mine(self, client_id: int) -> int:
        """The id, of a client of hers. Raises NoResultFound for somebody else's."""
        mine = select(ClientRow.id).where(ClientRow.owner_id == self._owner_id, ClientRow.id == client_id)
        return self._session.scalars(mine).one()


def limits_of(said: Mapping[str, int] | None) -> Limits:
    """The practice's own limits; those it never set are the usual ones."""
    return Limits(**(said or {}))


@lru_cache
def _limits(text: str | None) -> Limits:
    return limits_of(json.loads(text) if text else None)


def _decided(row: DecisionRow) -> Decided:
    return Decided(row.id, row.client_id, row.referral_id, row.what, row.line, row.recorded_by, row.at)


def _standing(row: ConditionRow) -> Condition:
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
