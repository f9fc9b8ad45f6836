"""Undo: images of the rows before a change, taken by watching the session, and given back exactly."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import Enum as PythonEnum
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Enum, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.sql.elements import KeyedColumnElement

from referrals.client import Client
from storage.events import make_part_of, note
from storage.models import MOVED_BY_THE_BOT, Base, Change, ClientRow, ReferralRow, ServiceRow
from storage.prepared import Prepared, Values
from storage.rows import write_client
from storage.session import Watcher, WorkSession, changed_in, table_of
from storage.supervision_rows import ConditionRow, DecisionRow, ReflectionRow, StallAnswer
from storage.types import UtcDateTime

UNDO_FOR = timedelta(minutes=10)
KEPT = timedelta(days=1)  # for whoever presses Undo too late, to be told so

DIRECTORY = 0  # stands for the client where a change is of the practice's directory alone; no client has this id

_Row = ClientRow | ReferralRow | ServiceRow | StallAnswer | DecisionRow | ConditionRow
_WATCHED = (ClientRow, ReferralRow, ServiceRow, StallAnswer, DecisionRow, ConditionRow)
_TABLES = {row.__tablename__: row for row in _WATCHED}
_COLUMNS: dict[type[Base], list[KeyedColumnElement[Any]]] = {
    row: [column for column in row.__table__.columns if column.key not in {"id", "version"}] for row in _WATCHED
}
_KEYS = {row: [column.key for column in columns] for row, columns in _COLUMNS.items()}
_PLAIN = frozenset({str, int, bool, list, dict})  # what JSON takes as it is

_CHANGE = table_of(Change)
_KEEP = Prepared(insert(_CHANGE).returning(_CHANGE.c.id))


class Undone(StrEnum):
    """How an undo ended. Only RESTORED changed anything."""

    RESTORED = "restored"
    ALREADY = "already"
    TOO_LATE = "too_late"
    OVERTAKEN = "overtaken"


class Changes(Watcher):
    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self._before: dict[_Row, dict[str, Any] | None] = {}
        # Of rows written as columns, by table and id: how each stood at first, and how it stands.
        self._saved: dict[tuple[str, int], tuple[dict[str, Any], dict[str, Any]]] = {}

    def record(self, owner_id: int, client_id: int, now: datetime) -> int:
        """Keeps the images of what this transaction changed so far; returns the change's id.

        `client_id` is DIRECTORY where only services changed.
        """
        self._session.flush()
        images = {
            about: {"table": about[0], "id": about[1], "before": before, "after": after}
            for about, (before, after) in self._saved.items()
        }
        for row, before in self._before.items():
            about = row.__tablename__, row.id
            first = self._saved[about][0] if about in self._saved else before
            images[about] = {"table": about[0], "id": about[1], "before": first, "after": _image(row)}
        change = {"owner_id": owner_id, "client_id": client_id, "images": json.dumps(list(images.values())), "at": now}
        change_id = int(self._session.write(_KEEP, change)[0].id)
        make_part_of(self._session, change_id)
        return change_id

    def newest(self, owner_id: int) -> int | None:
        """The owner's newest change that was not undone."""
        newest = select(Change.id).where(Change.owner_id == owner_id, Change.undone_at.is_(None))
        return self._session.scalar(newest.order_by(Change.id.desc()).limit(1))

    def of_directory(self, owner_id: int, change_id: int) -> bool:
        """Whether a change is one of the owner's to the directory alone."""
        mine = select(Change.id).where(Change.owner_id == owner_id, Change.client_id == DIRECTORY)
        return self._session.scalar(mine.where(Change.id == change_id)) is not None

    def forget(self, owner_id: int, client_ids: Collection[int]) -> None:
        """These clients are not hers any more: she can take back nothing about them, and no image of them is kept.

        That something was undone stays known, for the history leaves it out.
        """
        hers = Change.owner_id == owner_id, Change.client_id.in_(client_ids)
        self._session.execute(delete(Change).where(*hers, Change.undone_at.is_(None)))
        self._session.execute(update(Change).where(*hers).values(images=json.dumps([])))

    def undo(self, owner_id: int, change_id: int, now: datetime) -> tuple[Undone, int | None]:
        """Restores what one change of this owner's did, unless something newer touched it; and whose client it was."""
        change = self._session.scalar(
            select(Change).where(Change.id == change_id, Change.owner_id == owner_id).with_for_update()
        )
        if change is None or change.undone_at is not None:
            return Undone.ALREADY, None
        if now - change.at > UNDO_FOR:
            return Undone.TOO_LATE, change.client_id
        images = json.loads(change.images)
        rows = [self._row(image) for image in images]
        # By content, not by version: once a newer change is undone, the rows are again as this one left them.
        if any(
            row is None or _touched(row, image["after"]) or self._name_taken(row, image["before"])
            for row, image in zip(rows, images, strict=True)
        ):
            return Undone.OVERTAKEN, change.client_id
        # The newest row first: a referral goes before the client it was logged for.
        for row, image in reversed(list(zip(rows, images, strict=True))):
            assert row is not None  # noqa: S101 - for the type checker; tested just above
            self._restore(row, image["before"], image["after"])
        change.undone_at, change.images = now, "[]"  # the row stays, for the history leaves out what was undone
        self._session.flush()
        note(self._session, owner_id, change.client_id, "undone", now)
        return Undone.RESTORED, change.client_id

    def forget_old(self, now: datetime) -> None:
        """What cannot be undone any more needs no images of how it was before."""
        self._session.execute(delete(Change).where(Change.undone_at.is_(None), Change.at < now - KEPT))

    def _row(self, image: dict[str, Any]) -> _Row | None:
        row = self._session.get(_TABLES[image["table"]], image["id"])
        return row if isinstance(row, _WATCHED) else None

    def _name_taken(self, row: _Row, before: dict[str, Any] | None) -> bool:
        """Whether the name a service had before belongs to another one by now."""
        if not isinstance(row, ServiceRow) or before is None:
            return False
        other = select(ServiceRow.id).where(ServiceRow.name == before["name"], ServiceRow.id != row.id)
        return self._session.scalar(other) is not None

    def _restore(self, row: _Row, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        """Gives back what the change made different; where the bot has moved the rest on since, that stays."""
        if before is not None:
            for column in _COLUMNS[type(row)]:
                if before[column.key] != after[column.key]:
                    setattr(row, column.key, _decode(column, before[column.key]))
        elif isinstance(row, ClientRow) and (self._has_referrals(row) or self._has_words(row)):
            write_client(row, Client(id=row.id, code=row.code))  # she stays for their sake, with nothing else of it
        elif not (isinstance(row, ServiceRow) and self._has_referrals(row)):
            self._session.delete(row)
        self._session.flush()

    def _has_referrals(self, row: ClientRow | ServiceRow) -> bool:
        """Whether a referral, be it somebody else's, would lose its client or its service."""
        column = ReferralRow.client_id if isinstance(row, ClientRow) else ReferralRow.service_id
        return self._session.scalar(select(ReferralRow.id).where(column == row.id).limit(1)) is not None

    def _has_words(self, row: ClientRow) -> bool:
        """Whether a reflection about a client would go with her, which nothing but an erasing may do."""
        about = select(ReflectionRow.id).where(ReflectionRow.client_id == row.id).limit(1)
        return self._session.scalar(about) is not None

    def about_to_flush(self, session: WorkSession) -> None:
        for row in session.new:
            if isinstance(row, _WATCHED):
                self._before.setdefault(row, None)
        for row in session.dirty:
            if isinstance(row, _WATCHED) and row not in self._before and (changed := changed_in(row)):
                self._before[row] = _image_before(row, changed)

    def saved(self, kind: type[Base], row_id: int, before: Values, after: Values) -> None:
        about = kind.__tablename__, row_id
        first = self._saved[about][0] if about in self._saved else _image_of(kind, before)
        self._saved[about] = first, _image_of(kind, after)


def leave_out(session: Session, client_ids: Collection[int]) -> None:
    """No change keeps an image of what is these clients'. One about others as well can still be undone for them."""
    for change in session.scalars(select(Change).where(Change.undone_at.is_(None))):
        images = json.loads(change.images)
        left = [image for image in images if _whose(image) not in client_ids]
        if len(left) < len(images):
            change.images = json.dumps(left)
    session.flush()


def _whose(image: dict[str, Any]) -> int | None:
    """The client (id) of a row an image is of; None for a service's."""
    client_id = image["id"] if image["table"] == ClientRow.__tablename__ else image["after"].get("client_id")
    return int(client_id) if client_id is not None else None


def _touched(row: _Row, after: dict[str, Any]) -> bool:
    """Whether a person changed the row since. When to ask again is moved by the bot itself, and does not count."""
    return any(value != after[key] for key, value in _image(row).items() if key not in MOVED_BY_THE_BOT)


def _image(row: _Row) -> dict[str, Any]:
    return {key: _encode(getattr(row, key)) for key in _KEYS[type(row)]}


def _image_of(kind: type[Base], row: Values) -> dict[str, Any]:
    return {key: _encode(row[key]) for key in _KEYS[kind]}


def _image_before(row: _Row, changed: Iterable[str]) -> dict[str, Any]:
    image = _image(row)
    for key in changed:
        history = get_history(row, key)
        if key in image and history.deleted:
            image[key] = _encode(history.deleted[0])
    return image


def _encode(value: Any) -> Any:
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # as the database will give it back, to be compared
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, PythonEnum) else value


def _decode(column: KeyedColumnElement[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return column.type.enum_class(value) if isinstance(column.type, Enum) and column.type.enum_class else value
