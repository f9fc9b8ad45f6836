"""What is planned and what went out, as rows: the statements that read and write them, each built once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from referrals.timing import QUESTIONS, NudgeKind, Planned
from storage.models import Nudge, NudgeState
from storage.one_of import one_of
from storage.prepared import Plain, Prepared
from storage.session import table_of

_OF_A_DAY = (NudgeKind.AFTER_APPOINTMENT, NudgeKind.REVISIT, NudgeKind.DECISION)
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
ROWS_OF_ONE, ASKED_OF_ONE = (Prepared(some.where(_n.client_id == _CLIENT)) for some in (_ROWS, _ASKED))
ROWS_OF, ASKED_OF = (Prepared(some.where(one_of(_n.client_id, "some"))) for some in (_ROWS, _ASKED))


class Place(NamedTuple):
    """Something planned, when its own rule wants it, and when it comes as the day was arranged last (UTC)."""

    id: int
    client_id: int
    send_at: datetime
    planned: Planned

    @classmethod
    def of(cls, row: Plain) -> Place:
        """In the order of `_PLANNED`."""
        number, client_id, send_at, *planned = row
        return cls(number, client_id, send_at, Planned(*planned))


# What is planned of one therapist's, in the order in which `Place` and `Planned` have it.
_PLANNED = select(
    _n.id, _n.client_id, _n.send_at, _n.kind, _n.due_at, _n.local_date, _n.referral_id, _n.session_at, _n.urgent
).where(_n.owner_id == OWNER, _n.state == NudgeState.PLANNED)
OF_OWNER, OF_BOTH = Prepared(_PLANNED, Place.of), Prepared(_PLANNED.where(_n.client_id == _CLIENT), Place.of)
SAID = Prepared(
    select(_n.outbox_id, func.min(_n.sent_at).label("sent_at"))
    .where(_n.owner_id == OWNER, _n.sent_at >= _SINCE, _n.urgent.is_(False))
    .group_by(_n.outbox_id)
)
# One that was said on that date before stays the only one: no rule speaks twice.
NEW = Prepared(
    sqlite.insert(NUDGE).on_conflict_do_nothing(index_elements=[_n.rule, _n.local_date]),
    postgresql=postgresql.insert(NUDGE).on_conflict_do_nothing(index_elements=[_n.rule, _n.local_date]),
)
MOVE = Prepared(update(NUDGE).where(_n.id == ONE))
LOST = Prepared(delete(NUDGE).where(one_of(_n.id, "lost")))
MAY_DIFFER = ("kind", "due_at", "referral_id", "session_at", "urgent", "delayed")
