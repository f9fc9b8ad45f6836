"""The practice's directory of services."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.model import Service
from storage.caseload import to_service
from storage.models import ServiceRow


class Directory:
    def __init__(self, session: Session) -> None:
        self._session = session

    def services(self) -> list[Service]:
        """All of them, by name."""
        return [to_service(row) for row in self._session.scalars(select(ServiceRow).order_by(ServiceRow.name))]

    def service(self, service_id: int) -> Service | None:
        row = self._session.get(ServiceRow, service_id)
        return to_service(row) if row else None

    def add(self, services: Iterable[tuple[str, tuple[str, ...], bool]]) -> None:
        """Adds services as (name, aliases, in-house)."""
        self._session.add_all(
            ServiceRow(name=name, aliases=list(aliases), in_house=in_house) for name, aliases, in_house in services
        )
        self._session.flush()
