"""What happened to one therapist's clients. Every statement carries the owner, as in her caseload."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, select

from referrals.model import Barrier
from storage.models import EVENT_NAMES_BARRIER, Change, ClientRow, Event, ReferralRow, ServiceRow
from storage.one_of import one_of
from storage.plain import OWNER, as_text
from storage.prepared import Prepared
from storage.session import WorkSession

Detail = Mapping[str, str | int | bool | None]
Barriers = dict[int, list[Barrier]]


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a client's history, at a UTC instant; `referral_id` None where it concerns the client herself."""

    kind: str
    referral_id: int | None
    member_id: int
    detail: Detail
    at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done with a client, and the name of the service that it was about, if it was about one."""

    kind: str
    service: str | None
    detail: Detail


_c, _e, _change = ClientRow.__table__.c, Event.__table__.c, Change.__table__.c
_r, _s = ReferralRow.__table__.c, ServiceRow.__table__.c


def _counts() -> ColumnElement[bool]:
    """Whether an event is neither an undoing nor was undone."""
    undone = select(_change.id).where(_change.id == _e.change_id, _change.undone_at.is_not(None))
    return (_e.kind != "undone") & ~undone.exists()


_HERS = _c.owner_id == OWNER
_HAPPENED = Prepared(
    select(_e.kind, _e.referral_id, _e.member_id, _e.detail, _e.at)
    .join(ClientRow.__table__, _c.id == _e.client_id)
    .where(_HERS, _c.id == bindparam("client"), _counts())
    .order_by(_e.id.desc())
)
_OF_CHANGE = Prepared(
    select(_e.kind, _s.name, _e.detail)
    .join(ClientRow.__table__, _c.id == _e.client_id)
    .outerjoin(ReferralRow.__table__, _r.id == _e.referral_id)
    .outerjoin(ServiceRow.__table__, _s.id == _r.service_id)
    .where(_HERS, _e.change_id == bindparam("change"))
    .order_by(_e.id)
)
_BARRIERS = (
    select(_e.client_id, _e.referral_id, as_text(_e.detail))
    .join(ClientRow.__table__, _c.id == _e.client_id)
    .where(_HERS, _e.referral_id.is_not(None), EVENT_NAMES_BARRIER, _counts())
    .order_by(_e.id)
)
_BARRIERS_OF_ALL, _BARRIERS_OF = Prepared(_BARRIERS), Prepared(_BARRIERS.where(one_of(_c.id, "some")))


def what_happened(client_id: int) -> Select[Event]:
    """The events of a client, newest first, without what was undone and the undoing."""
    return select(Event).where(Event.client_id == client_id, _counts()).order_by(Event.id.desc())


class History:
    def __init__(self, session: WorkSession, owner_id: int) -> None:
        self._session = session
        self._owner_id = owner_id

    def of(self, client_id: int) -> list[Happened]:
        """What happened to a client, newest first; nothing of somebody else's."""
        rows = self._session.read(_HAPPENED, {"owner": self._owner_id, "client": client_id})
        return [Happened(kind, about, by, detail or {}, at) for kind, about, by, detail, at in rows]

    def of_change(self, change_id: int) -> list[Deed]:
        """What one change did to clients of hers, in the order in which it did it."""
        rows = self._session.read(_OF_CHANGE, {"owner": self._owner_id, "change": change_id})
        return [Deed(kind, service, detail or {}) for kind, service, detail in rows]

    def barriers(self, of: Collection[int] | None = None) -> dict[int, Barriers]:
        """What was reported to stand in the way, oldest first, by client and referral (ids); `of` some, or of all."""
        if of is None:
            rows = self._session.read(_BARRIERS_OF_ALL, {"owner": self._owner_id})
        else:
            rows = self._session.read(_BARRIERS_OF, {"owner": self._owner_id, "some": of})
        found: dict[int, Barriers] = {}
        for client_id, referral_id, detail in rows:
            named = json.loads(detail).get("barrier")
            if isinstance(named, str):
                found.setdefault(client_id, {}).setdefault(referral_id, []).append(Barrier(named))
        return found
