"""The practice's directory of services."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.model import Service
from referrals.starter import StarterService
from storage.models import ServiceRow
from storage.rows import to_service


class Directory:
    def __init__(self, session: Session) -> None:
        self._session = session

    def services(self) -> list[Service]:
        """All that may be recommended, by name."""
        offered = select(ServiceRow).where(ServiceRow.retired.is_(False)).order_by(ServiceRow.name)
        return [to_service(row) for row in self._session.scalars(offered)]

    def service(self, service_id: int) -> Service | None:
        row = self._session.get(ServiceRow, service_id)
        return to_service(row) if row else None

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
