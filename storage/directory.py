"""The practice's directory of services, as a chat sees and amends it."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import randbelow

from sqlalchemy import Select, func, select

from referrals.model import Service, ServiceKind
from referrals.services import label_key
from referrals.starter import StarterService
from storage.models import ServiceRow
from storage.prepared import Prepared
from storage.rows import SERVICE_COLUMNS, service_of, to_service
from storage.session import WorkSession

_IDS = 800_000_000
# There may be thousands: read as columns, for rows would be kept by the session.
_SERVICES = Prepared(
    select(*SERVICE_COLUMNS).where(ServiceRow.retired.is_(False)).order_by(ServiceRow.name), to_service
)
_AMENDED = ("name", "in_house", "kind", "contact", "wait_weeks", "note", "retired")


class Directory:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def services(self) -> list[Service]:
        """All that may be recommended, by name."""
        return self._session.read(_SERVICES)

    def service(self, service_id: int) -> Service | None:
        row = self._session.get(ServiceRow, service_id)
        return service_of(row) if row else None

    def counts(self) -> dict[ServiceKind, int]:
        """How many there are of each kind that has any, the retired left out."""
        counted = select(ServiceRow.kind, func.count()).where(ServiceRow.retired.is_(False)).group_by(ServiceRow.kind)
        found = {row[0]: row[1] for row in self._session.execute(counted)}
        return {kind: found[kind] for kind in ServiceKind if kind in found}

    def retired_count(self) -> int:
        return self._session.scalar(select(func.count()).where(ServiceRow.retired.is_(True))) or 0

    def page(self, kind: ServiceKind | None, start: int, count: int) -> list[Service]:
        """Some services of a kind by name, `count` of them from `start`; the retired ones where `kind` is None."""
        chosen = _offered().where(ServiceRow.kind == kind) if kind else _retired()
        rows = self._session.scalars(chosen.order_by(ServiceRow.name).offset(start).limit(count))
        return [service_of(row) for row in rows]

    def called(self, label: str) -> Service | None:
        """The service, retired or not, that has this name or other name, case and punctuation aside."""
        key = label_key(label)
        owner = next((service_id for known, service_id in self.labels() if label_key(known) == key), None)
        return self.service(owner) if owner else None

    def labels(self) -> Iterable[tuple[str, int]]:
        """Every name and other name in use, each with the id of its service; of the retired ones, too."""
        named = self._session.execute(select(ServiceRow.id, ServiceRow.name, ServiceRow.aliases))
        return [(label, row.id) for row in named for label in (row.name, *row.aliases)]

    def begin(self, services: Iterable[StarterService]) -> None:
        """Adds what a new practice begins with."""
        self._session.add_all(
            ServiceRow(
                name=service.name,
                aliases=list(service.aliases),
                in_house=service.in_house,
                kind=service.kind,
                retired=False,
            )
            for service in services
        )
        self._session.flush()

    def add(self, name: str) -> Service:
        """A new service outside, of no particular kind; whoever adds it has seen that the name is free.

        Its id is drawn, not counted: an addition can be undone, and an old button must not reach the next one.
        """
        row = ServiceRow(
            id=1 + randbelow(_IDS), name=name, aliases=[], in_house=False, kind=ServiceKind.OTHER, retired=False
        )
        self._session.add(row)
        self._session.flush()
        return service_of(row)

    def amend(self, service: Service) -> None:
        """Writes what somebody made of a service. Raises NoResultFound when it is gone."""
        row = self._session.get_one(ServiceRow, service.id)
        for name in _AMENDED:
            setattr(row, name, getattr(service, name))
        row.aliases = list(service.aliases)
        self._session.flush()


def _offered() -> Select[ServiceRow]:
    return select(ServiceRow).where(ServiceRow.retired.is_(False))


def _retired() -> Select[ServiceRow]:
    return select(ServiceRow).where(ServiceRow.retired.is_(True))
