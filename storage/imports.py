"""An imported directory of services, written in batches within one transaction.

It works on columns and never on rows that the session would keep, so that memory holds a batch, not the directory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from referrals.hsds import Added, Known, Outcome, Told, Updated
from referrals.model import Service
from storage.models import ServiceRow
from storage.people_rows import Practice
from storage.rows import SERVICE_COLUMNS, to_service


class Imports:
    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self) -> None:
        """Waits until no other import is under way, and keeps the next one waiting until this one is committed."""
        self._session.execute(select(Practice.id).with_for_update())

    def known(self, external_ids: Iterable[str]) -> dict[str, Known]:
        """Those of the external ids that came before, with what was said of them then."""
        chosen = select(*SERVICE_COLUMNS, ServiceRow.external_id, ServiceRow.imported).where(
            ServiceRow.external_id.in_(list(external_ids))
        )
        return {row.external_id: _known(row) for row in self._session.execute(chosen)}

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """What was added and updated, at once."""
        added = [_values(o.service, o.told) | {"external_id": o.external_id} for o in outcomes if isinstance(o, Added)]
        updated = [_values(o.service, o.told) | {"id": o.service.id} for o in outcomes if isinstance(o, Updated)]
        if added:
            self._session.execute(insert(ServiceRow), added)
        if updated:
            self._session.execute(update(ServiceRow), updated)

    def earlier(self, seen: set[str]) -> list[str]:
        """The names of services that came by an import and whose external ids are not among `seen`, by name."""
        named = select(ServiceRow.external_id, ServiceRow.name).where(
            ServiceRow.external_id.is_not(None), ServiceRow.retired.is_(False)
        )
        return [
            row.name for row in self._session.execute(named.order_by(ServiceRow.name)) if row.external_id not in seen
        ]


def _known(row: Row[*tuple[Any, ...]]) -> Known:
    told = json.loads(row.imported) if row.imported else {}
    return Known(
        to_service(row[: len(SERVICE_COLUMNS)]),
        row.external_id,
        Told(**{**told, "aliases": tuple(told.get("aliases", ()))}),
    )


def _values(service: Service, told: Told) -> dict[str, Any]:
    return {
        "name": service.name,
        "aliases": list(service.aliases),
        "in_house": service.in_house,
        "kind": service.kind,
        "contact": service.contact,
        "wait_weeks": service.wait_weeks,
        "note": service.note,
        "retired": service.retired,
        "imported": json.dumps(asdict(told)),
    }
