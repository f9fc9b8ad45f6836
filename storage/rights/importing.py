"""An archive read back: its clients become those of one member, save whose code she has already."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.client import Hospital
from referrals.codes import ClientCode, looks_like_initials
from referrals.identifiers import find_identifier
from referrals.risk import Risk
from referrals.services import label_key
from referrals.sessions import Moved, SessionRule, Slot
from storage.models import ClientRow, Event, ReferralRow, ServiceRow
from storage.rights.archive import Archive, By, ClientPart, ServicePart, SessionsPart
from storage.rules import rule_to_json
from storage.supervision_rows import ConditionRow, DecisionRow, ReflectionRow, StallAnswer

_FARTHEST_LOOK = timedelta(days=2)  # of an acute case: the morning after, and a little
# Strings that are no free text: each is of a form of its own.
_NO_FREE_TEXT = {"code", "zone", "facts", "kind", "ended_because"}


class ArchiveError(ValueError):
    """An archive that is not read: `place` is where, by position and field, never by what stands there."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class ForeignArchiveError(ArchiveError):
    """It is no archive of this program, or one of another version."""


class BrokenArchiveError(ArchiveError):
    """Something in it is not as the format has it."""


class IdentifyingArchiveError(ArchiveError):
    """A text in it looks as if it could tell who a client is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it: codes taken in and left alone, services added by name, and how much others had recorded."""

    taken: Sequence[str] = field(default=())
    left_alone: Sequence[str] = field(default=())
    services: Sequence[str] = field(default=())
    by_others: int = 0


def read_archive(text: str, now: datetime) -> Archive:
    """The archive, if it is one, whole, and free of what looks like identifiers. Raises ArchiveError."""
    archive = _parsed(text)
    for position, client in enumerate(archive.clients, 1):
        if looks_like_initials(ClientCode(client.code)):
            raise IdentifyingArchiveError(f"client {position}, code")
        for name, words in _free_texts(client):
            if find_identifier(words, now) is not None:
                raise IdentifyingArchiveError(f"client {position}, {name}")
    for position, service in enumerate(archive.services, 1):
        if find_identifier(service.name, now) is not None:
            raise IdentifyingArchiveError(f"service {position}, name")
    return archive.model_copy(update={"clients": [_as_of(client, now) for client in archive.clients]})


def _as_of(client: ClientPart, now: datetime) -> ClientPart:
    """Nothing was begun later than now, or a restore would take it for newer than its erasing; and whoever is at risk
    is looked after, whatever the archive says of when."""
    reflections = [
        one.model_copy(
            update={"begun_at": min(one.begun_at, now), "shared_at": one.shared_at and min(one.shared_at, now)}
        )
        for one in client.reflections
    ]
    fresh = {"created_at": min(client.created_at, now), "reflections": reflections}
    return client.model_copy(update=fresh | ({"check_at": now} if _passed_over(client, now) else {}))


def _passed_over(client: ClientPart, now: datetime) -> bool:
    """Whether a look after a client at risk is missing, or farther ahead than the rules would ever set one."""
    if client.closed_at is not None or client.risk is Risk.NONE_LOGGED:
        return False
    daily = client.risk is Risk.ACUTE and client.hospital is not Hospital.ADMITTED
    return client.check_at is None or (daily and client.check_at > now + _FARTHEST_LOOK)


def _parsed(text: str) -> Archive:
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenArchiveError("data.json") from error
    if not isinstance(head, dict):
        raise ForeignArchiveError("data.json")
    for name in ("format", "version"):
        expected = Archive.model_fields[name].annotation
        if head.get(name) not in expected.__args__:  # type: ignore[union-attr] # both are literals
            raise ForeignArchiveError(name)
    try:
        return Archive.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise BrokenArchiveError(_place(error)) from None


def _place(error: ValidationError) -> str:
    """ "clients 3, referrals 1, state": names of the format and positions alone, counted from 1."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    steps = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    said: list[str] = []
    for step in steps:
        if isinstance(step, int) and said:
            said[-1] += f" {step + 1}"
        elif isinstance(step, str) and step in _NAMES:
            said.append(step)
    return ", ".join(said) or "data.json"


def _free_texts(part: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text that somebody may have typed, with the name of its field."""
    match part:
        case BaseModel():
            for field_name in type(part).model_fields:
                if field_name not in _NO_FREE_TEXT:
                    yield from _free_texts(getattr(part, field_name), field_name)
        case list():
            for one in part:
                yield from _free_texts(one, name)
        case dict():
            # Of a history, where days of the rules stand as dates: whatever else has digits is looked at.
            for one in part.values():
                yield from () if isinstance(one, str) and _is_a_day(one) else _free_texts(one, name)
        case str() if not isinstance(part, Enum):
            yield name, part


def _is_a_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return len(words) == len("2026-11-24")


class Importing:
    def __init__(self, session: Session) -> None:
        self._session = session

    def take_in(self, archive: Archive, member_id: int) -> Imported:
        """Writes what she does not have. Whoever calls it plans anew."""
        known = set(self._session.scalars(select(ClientRow.code).where(ClientRow.owner_id == member_id)))
        new = [client for client in archive.clients if client.code not in known]
        used = {referral.service for client in new for referral in client.referrals}
        services, added = self._services(archive, used)
        for client in new:
            self._client(client, member_id, services)
        return Imported(
            taken=[client.code for client in new],
            left_alone=[client.code for client in archive.clients if client.code in known],
            services=added,
            by_others=sum(_by_others(client) for client in new),
        )

    def _services(self, archive: Archive, names: set[str]) -> tuple[Mapping[str, int], list[str]]:
        known = self._known(names)
        new = _told_apart([one for one in archive.services if one.name in names - known.keys()])
        rows = [
            ServiceRow(name=one.name, aliases=[], in_house=one.in_house, kind=one.kind, retired=False) for one in new
        ]
        self._session.add_all(rows)
        self._session.flush()
        return {**known, **self._known(names)}, [one.name for one in new]

    def _known(self, names: set[str]) -> dict[str, int]:
        """Those the directory has: by its name as it is written, else as a typed line is read, other names included.

        A second service that answers to a name would make every line that says it a question.
        """
        rows = self._session.execute(select(ServiceRow.name, ServiceRow.id, ServiceRow.aliases)).all()
        written = {row.name: row.id for row in rows}
        read: dict[str, int] = {}
        for label, service_id in (
            *((row.name, row.id) for row in rows),
            *((alias, row.id) for row in rows for alias in row.aliases),
        ):
            read.setdefault(label_key(label), service_id)
        found = {name: written.get(name) or read.get(label_key(name) or name) for name in names}
        return {name: service_id for name, service_id in found.items() if service_id is not None}

    def _client(self, part: ClientPart, owner_id: int, services: Mapping[str, int]) -> None:
        row = ClientRow(
            owner_id=owner_id,
            **_same(part, ClientRow, "sessions", "care_steps"),
            sessions=_rule(part.sessions),
            care_steps=[step.value for step in part.care_steps],
        )
        self._add(row)
        numbers = self._referrals(part, row, services)
        hers = {"owner_id": owner_id, "client_id": row.id}
        for event in part.history:
            self._add(
                Event(
                    member_id=owner_id,
                    client_id=row.id,
                    referral_id=numbers.get(event.referral or 0),
                    change_id=None,
                    **_same(event, Event),
                )
            )
        for answered in part.stall_answers:
            self._add(StallAnswer(**hers, **_same(answered, StallAnswer)))
        for decision in part.decisions:
            about = numbers.get(decision.referral or 0)
            more = _same(decision, DecisionRow, "recorded_by")
            self._add(DecisionRow(**hers, referral_id=about, recorded_by=owner_id, **more))
        for condition in part.conditions:
            by = owner_id if condition.recorded_by is By.OWNER else None
            more = _same(condition, ConditionRow, "recorded_by")
            self._add(ConditionRow(**hers, referral_id=numbers[condition.referral], recorded_by=by, **more))
        for reflection in part.reflections:
            more = _same(reflection, ReflectionRow, "answers")
            self._add(ReflectionRow(**hers, answers=json.dumps(reflection.answers), shown_in=None, **more))

    def _referrals(self, part: ClientPart, client: ClientRow, services: Mapping[str, int]) -> dict[int, int]:
        """Writes a client's referrals in their order; returns their ids by their numbers in the archive."""
        rows = {
            one.number: ReferralRow(
                owner_id=client.owner_id,
                client_id=client.id,
                service_id=services[one.service],
                option_of=None,
                purposes=[purpose.value for purpose in one.purposes],
                readings=[[reading.value, reading.guess, reading.at.isoformat()] for reading in one.readings],
                **_same(one, ReferralRow, "service", "option_of", "purposes", "readings"),
            )
            for one in part.referrals
        }
        for row in rows.values():
            self._add(row)
        for one in part.referrals:
            if one.option_of is not None:
                rows[one.number].option_of = rows[one.option_of].id
        self._session.flush()
        return {number: row.id for number, row in rows.items()}

    def _add(self, row: object) -> None:
        # One by one, so that ids follow the archive's order, by which they are exported again.
        self._session.add(row)
        self._session.flush()


def _told_apart(services: Sequence[ServicePart]) -> list[ServicePart]:
    """Of those that are one to a reader, the first."""
    return list({label_key(one.name) or one.name: one for one in reversed(services)}.values())[::-1]


def _same(part: BaseModel, table: Any, *otherwise: str) -> dict[str, Any]:
    """What has the same name in the archive and in the row."""
    columns = table.__table__.columns.keys()
    return {name: getattr(part, name) for name in type(part).model_fields if name in columns and name not in otherwise}


def _rule(part: SessionsPart | None) -> dict[str, Any] | None:
    if part is None:
        return None
    rule = SessionRule(
        slots=tuple(Slot(slot.weekday, slot.at) for slot in part.slots),
        every=part.every,
        starts_on=part.starts_on,
        zone=ZoneInfo(part.zone),
        moved=tuple(Moved(move.was, move.to) for move in part.moved),
        paused_from=part.paused_from,
        paused_until=part.paused_until,
    )
    return rule_to_json(rule)


def _by_others(client: ClientPart) -> int:
    told = [one.by for one in client.history]
    decided = [one.recorded_by for one in client.decisions]
    required = [one.recorded_by for one in client.conditions]
    return sum(by is By.ANOTHER for by in (*told, *decided, *required))


def _names_of(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield name
        for inner in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _names_of(inner)


_NAMES = frozenset(_names_of(Archive))
