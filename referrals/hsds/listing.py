"""One service of an HSDS directory: what is taken from its record, or why it is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from referrals.hsds.fields import kind_of, plain_text, wait_weeks
from referrals.model import ServiceKind
from referrals.services import LONGEST_NAME, label_key, tidy

_ID, _CONTACT, _NOTE, _ORGANIZATION = 200, 200, 300, 80  # characters
_PHONES = 2
_NOT_FOR_TALKING = {"fax", "pager", "textphone", "video"}
T = TypeVar("T")


class Reason(StrEnum):
    """Why a record is left out."""

    NOT_A_SERVICE = "not_a_service"
    NO_ID = "no_id"
    NO_NAME = "no_name"
    NOT_ACTIVE = "not_active"
    MALFORMED = "malformed"
    NAME_TAKEN = "name_taken"
    IDENTIFIER = "identifier"
    TWICE = "twice"


class Broken(StrEnum):
    """Why nothing of a directory can be read."""

    NOT_JSON = "not_json"
    NOT_CSV = "not_csv"
    NO_SERVICES = "no_services"
    NO_COLUMNS = "no_columns"
    OUTSIDE = "outside"
    NOT_TEXT = "not_text"
    NOT_ZIP = "not_zip"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


class BrokenDirectoryError(ValueError):
    """What was given is no HSDS directory. `place` says where it was noticed: an entry, a table, a column."""

    def __init__(self, why: Broken, place: str) -> None:
        super().__init__(f"{why}: {place}")
        self.why = why
        self.place = place


@dataclass(frozen=True, slots=True)
class Listing:
    """A service as a directory tells of it. `wait_weeks` None where no wait is told; `contact` may hold numbers."""

    place: str
    external_id: str
    name: str
    organization: str | None
    aliases: tuple[str, ...]
    kind: ServiceKind
    contact: str | None
    wait_weeks: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record left out. `detail` is a status or a field's name, as the reason has it."""

    place: str
    name: str
    reason: Reason
    detail: str = ""
    external_id: str = ""


def _or_none(value: object) -> object:
    return () if value is None else value


Many = Annotated[tuple[T, ...], BeforeValidator(_or_none)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, frozen=True)


class _Phone(_Record):
    number: str | None = None
    extension: str | None = None
    type: str | None = None


class _Reached(_Record):
    phones: Many[_Phone] = ()


class _Organization(_Reached):
    name: str | None = None
    email: str | None = None
    website: str | None = None


class _Place(_Reached):
    contacts: Many[_Reached] = ()


class _Term(_Record):
    name: str | None = None


class _Attribute(_Record):
    taxonomy_term: _Term | None = None


class _Service(_Place):
    id: str | None = None
    name: str | None = None
    status: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    wait_time: str | None = None
    organization: _Organization = _Organization()
    service_at_locations: Many[_Place] = ()
    attributes: Many[_Attribute] = ()


def listing_of(record: object, place: str) -> Listing | Skipped:
    """A record of the `service` object of HSDS 3.0 as a listing, whoever wrote it; `place` is where it stands."""
    try:
        told = _Service.model_validate(record)
    except ValidationError as error:
        where = error.errors(include_input=False, include_url=False)[0]["loc"]
        return Skipped(place, "", Reason.MALFORMED if where else Reason.NOT_A_SERVICE, ".".join(map(str, where[:3])))
    name, external_id = plain_text(told.name, LONGEST_NAME) or "", tidy(told.id or "")
    if reason := _unusable(told, name, external_id):
        return Skipped(place, name, reason, tidy(told.status or "")[:40], external_id)
    organization = plain_text(told.organization.name, _ORGANIZATION)
    terms = [attribute.taxonomy_term.name or "" for attribute in told.attributes if attribute.taxonomy_term]
    alias = tidy(told.alternate_name or "")
    return Listing(
        place=place,
        external_id=external_id,
        name=name,
        organization=organization,
        aliases=(alias,) if label_key(alias) and len(alias) <= LONGEST_NAME else (),
        kind=kind_of(name, terms),
        contact=_contact(told),
        wait_weeks=wait_weeks(told.wait_time),
        note=_note(told, organization),
    )


def _unusable(told: _Service, name: str, external_id: str) -> Reason | None:
    if told.status is None or not told.status.strip():
        return Reason.NOT_A_SERVICE
    if not 0 < len(external_id) <= _ID:
        return Reason.NO_ID
    if not label_key(name):
        return Reason.NO_NAME
    return None if told.status.strip().casefold() == "active" else Reason.NOT_ACTIVE


def _contact(told: _Service) -> str | None:
    phones = next(filter(None, (_numbers(phones) for phones in _phones(told))), [])
    email, url = told.email or told.organization.email, told.url or told.organization.website
    parts = [*phones, *(plain_text(part, _CONTACT) or "" for part in (email, url))]
    return plain_text(" · ".join(filter(None, parts)), _CONTACT)


def _phones(told: _Service) -> Iterator[list[_Phone]]:
    """The service's own, else those of where it is, of whom to ask there, of the organization."""
    yield list(told.phones)
    yield [phone for place in told.service_at_locations for phone in place.phones]
    contacts = [*told.contacts, *(contact for place in told.service_at_locations for contact in place.contacts)]
    yield [phone for contact in contacts for phone in contact.phones]
    yield list(told.organization.phones)


def _numbers(phones: list[_Phone]) -> list[str]:
    spoken = [phone for phone in phones if (phone.type or "").casefold() not in _NOT_FOR_TALKING]
    written = [(tidy((phone.number or "")[:60]).strip('" '), tidy((phone.extension or "")[:12])) for phone in spoken]
    return [f"{number} ext. {extension}" if extension else number for number, extension in written if number][:_PHONES]


def _note(told: _Service, organization: str | None) -> str | None:
    wait = tidy((told.wait_time or "")[:80])
    said = f"Wait: {wait}" if wait and wait_weeks(wait) is None else None
    parts = [part.rstrip(".") for part in (organization, said, plain_text(told.description, _NOTE)) if part]
    return plain_text(". ".join(parts), _NOTE)
