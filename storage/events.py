"""What happened, noted as it happens: a change that is recorded in the same transaction takes it in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, update

from storage.models import Event
from storage.one_of import one_of
from storage.prepared import Prepared
from storage.session import WorkSession, table_of

_EVENT = table_of(Event)
_NOTE = Prepared(insert(_EVENT).returning(_EVENT.c.id))
_PART_OF = Prepared(update(_EVENT).where(one_of(_EVENT.c.id, "noted")).values(change_id=bindparam("change")))


def note(
    session: WorkSession,
    member_id: int,
    client_id: int,
    kind: str,
    at: datetime,
    *,
    referral_id: int | None = None,
    detail: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """That a member did something about a client, at an instant (UTC). `detail` holds no typed text."""
    about = {"member_id": member_id, "client_id": client_id, "referral_id": referral_id}
    told = {"kind": kind, "detail": dict(detail) if detail else None, "at": at}
    session.noted.append(session.write(_NOTE, {**about, **told})[0].id)


def make_part_of(session: WorkSession, change_id: int) -> None:
    """What was noted so far goes with a change: once that is undone, it did not happen."""
    if session.noted:
        session.write(_PART_OF, {"noted": session.noted, "change": change_id})
