"""The tabular form: CSV files that point at each other by id, as HSDS 3.0 names them and as 1.1 and 2.0 did."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from referrals.hsds.listing import Broken, BrokenDirectoryError, Listing, Skipped, listing_of

SERVICE_TABLE = "service"
# The resource each file name stands for. Other tables of a package are not looked at.
RESOURCES = {
    "service.csv": SERVICE_TABLE,
    "services.csv": SERVICE_TABLE,
    "organization.csv": "organization",
    "organizations.csv": "organization",
    "phone.csv": "phone",
    "phones.csv": "phone",
    "contact.csv": "contact",
    "contacts.csv": "contact",
    "service_at_location.csv": "service_at_location",
    "services_at_location.csv": "service_at_location",
    "attribute.csv": "attribute",
    "attributes.csv": "attribute",
    "service_attribute.csv": "attribute",
    "service_taxonomy.csv": "attribute",
    "taxonomy_term.csv": "taxonomy_term",
    "taxonomy_terms.csv": "taxonomy_term",
    "taxonomy.csv": "taxonomy",
    "taxonomies.csv": "taxonomy",
}
_NEEDED = ("id", "name", "status")
_TAKEN = ("id", "name", "status", "alternate_name", "description", "url", "email", "wait_time")
_OWNERS = ("service_id", "service_at_location_id", "contact_id", "organization_id")  # of a phone, the closest first

Row = dict[str, str]
_Linked = defaultdict[tuple[str, str], list[Row]]


def resource_paths(descriptor: str) -> dict[str, str]:
    """The files that a `datapackage.json` names for the tables in use: file path to resource.

    Raises BrokenDirectoryError for what is no descriptor, and for a path that leads out of the package.
    """
    try:
        listed = json.loads(descriptor)["resources"]
        named = {str(entry["path"]): str(entry["name"]) for entry in listed if isinstance(entry.get("path"), str)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenDirectoryError(Broken.NOT_JSON, "datapackage.json") from error
    for path in named:
        if leads_out(path):
            raise BrokenDirectoryError(Broken.OUTSIDE, "datapackage.json")
    known = {path: RESOURCES.get(f"{name}.csv") for path, name in named.items()}
    return {path: resource for path, resource in known.items() if resource}


def leads_out(path: str) -> bool:
    """Whether a path within a package would lead out of it: absolute, or by way of its parent."""
    forward = path.replace("\\", "/")
    return forward.startswith("/") or ".." in forward.split("/") or ":" in forward


def read_tables(tables: Mapping[str, Iterable[str]]) -> Iterator[Listing | Skipped]:
    """The services of a package, from the lines of its tables by resource. Raises BrokenDirectoryError as it goes.

    The services pass by one at a time; of the tables they point at, what is needed is held.
    """
    if SERVICE_TABLE not in tables:
        raise BrokenDirectoryError(Broken.NO_SERVICES, "services.csv")
    related = _Related(tables)
    for number, row in enumerate(_rows(tables, SERVICE_TABLE, _NEEDED), start=2):
        yield listing_of(related.record(row), f"row {number}")


class _Related:
    """What services point at, by what points at it."""

    def __init__(self, tables: Mapping[str, Iterable[str]]) -> None:
        self._organizations = {
            row["id"]: {key: row.get(key, "") for key in ("name", "email", "website")}
            for row in _rows(tables, "organization", ("id",))
        }
        self._phones = self._linked(tables, "phone", _OWNERS, ("number", "extension", "type"))
        self._contacts = self._linked(tables, "contact", ("service_id",), ("id",))
        self._places = self._linked(tables, "service_at_location", ("service_id",), ("id",))
        self._terms = {
            row["id"]: row.get("name", "")
            for table in ("taxonomy", "taxonomy_term")
            for row in _rows(tables, table, ("id",))
        }
        self._attributes = self._linked(
            tables, "attribute", ("link_id", "service_id"), ("taxonomy_term_id", "taxonomy_id")
        )

    def record(self, row: Row) -> dict[str, object]:
        """A row of services.csv as the object that the JSON form would have. An empty cell is a missing field."""
        own = row.get("id", "")
        organization = row.get("organization_id", "")
        told: dict[str, object] = {key: row.get(key) or None for key in _TAKEN}
        told["phones"] = self._phones[("service_id", own)]
        told["service_at_locations"] = [
            {"phones": self._phones[("service_at_location_id", place["id"])]}
            for place in self._places[("service_id", own)]
        ]
        told["contacts"] = [
            {"phones": self._phones[("contact_id", contact["id"])]} for contact in self._contacts[("service_id", own)]
        ]
        told["organization"] = {
            **{key: value or None for key, value in self._organizations.get(organization, {}).items()},
            "phones": self._phones[("organization_id", organization)],
        }
        links = [*self._attributes[("link_id", own)], *self._attributes[("service_id", own)]]
        ids = [link["taxonomy_term_id"] or link["taxonomy_id"] for link in links]
        told["attributes"] = [{"taxonomy_term": {"name": self._terms[key]}} for key in ids if key in self._terms]
        return told

    def _linked(
        self, tables: Mapping[str, Iterable[str]], table: str, owners: tuple[str, ...], kept: tuple[str, ...]
    ) -> _Linked:
        """The rows of a table under the closest owner that each names, with the columns that are needed."""
        linked: _Linked = defaultdict(list)
        for row in _rows(tables, table, ()):
            owner = next(((column, row[column]) for column in owners if row.get(column)), None)
            if owner is not None:
                linked[owner].append({column: row.get(column, "") for column in kept})
        return linked


def _rows(tables: Mapping[str, Iterable[str]], table: str, needed: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one table, cells without the spaces around them; none where the package has no such table."""
    reader = csv.reader(tables.get(table, ()))
    try:
        header = [column.strip().lstrip("\ufeff").casefold() for column in next(reader, [])]
        if table in tables and not set(needed) <= set(header):
            missing = ", ".join(column for column in needed if column not in header)
            raise BrokenDirectoryError(Broken.NO_COLUMNS, f"{table}: {missing}")
        for cells in reader:
            if any(cells):
                yield {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
            else:
                yield {}
    except csv.Error as error:
        raise BrokenDirectoryError(Broken.NOT_CSV, f"{table}, line {reader.line_num}") from error
