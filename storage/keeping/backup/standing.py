"""The database that a backup would replace, looked at past the models: it may be of any version, or not be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Engine, Integer, String, column, inspect, select, table

from storage.crypto import cipher_of
from storage.keeping.counters import counters
from storage.keeping.reading import KEY_CHECK, key_check, looking
from storage.privacy_rows import Erased
from storage.rights.erasures import ErasureEntry, ErasureList
from storage.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Standing:
    """What of it lasts: whose it is, which ids it gave, what it erased, since when and by whom nothing may be
    erased, who (member ids) is locked or has left, since when, and the hashes of the invites that open something.

    `accounts` has each member's Telegram account, by her id and the instant at which she came: together they tell her
    from another one with the same id. `practice` is None where there is none yet, and empty where it is of a version
    that knew no uid.
    """

    practice: str | None = None
    erased: tuple[ErasureEntry, ...] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    hold: tuple[datetime, int | None] | None = None
    shut_out: Mapping[int, datetime] = field(default_factory=dict)
    accounts: Mapping[tuple[int, datetime], int] = field(default_factory=dict)
    invites: frozenset[str] = frozenset()

    @property
    def erasures(self) -> ErasureList:
        return ErasureList(self.practice or "", self.erased)


def standing(engine: Engine) -> Standing:
    """Raises FieldKeyError when it was written with another key, StorageUnavailableError, UnreadableDatabaseError."""
    with looking(engine.url) as connection:
        sealed = connection and key_check(connection)
        if connection is None or not sealed:
            return Standing()
        cipher_of(engine).open(sealed, KEY_CHECK)
        (practice,) = _all(connection, "practice", uid=String, hold_since=UtcDateTime, hold_by=Integer)
        members = _all(
            connection,
            "member",
            id=Integer,
            telegram_id=BigInteger,
            joined_at=UtcDateTime,
            locked_at=UtcDateTime,
            left_at=UtcDateTime,
        )
        invites = _all(connection, "invite", code_hash=String, used_at=UtcDateTime, revoked_at=UtcDateTime)
        erased = _all(connection, "erasure", id=Integer, at=UtcDateTime, what=String, row_id=Integer)
        return Standing(
            practice["uid"] or "",
            tuple(ErasureEntry(one["id"], one["at"], Erased(one["what"]), one["row_id"]) for one in erased),
            counters(connection),
            (practice["hold_since"], practice["hold_by"]) if practice["hold_since"] else None,
            {one["id"]: since for one in members if (since := one["locked_at"] or one["left_at"]) is not None},
            {(one["id"], one["joined_at"]): one["telegram_id"] for one in members},
            frozenset(one["code_hash"] for one in invites if not (one["used_at"] or one["revoked_at"])),
        )


def _all(connection: Connection, name: str, **columns: Any) -> list[dict[str, Any]]:
    """Every row of a table, None for a column it does not have; nothing where there is no such table."""
    looked = inspect(connection)
    if not looked.has_table(name):
        return []
    there = {one["name"] for one in looked.get_columns(name)}
    chosen = [key for key in columns if key in there]
    if not chosen:
        return [dict.fromkeys(columns)]
    rows = connection.execute(select(*table(name, *(column(key, columns[key]) for key in chosen)).columns))
    return [dict.fromkeys(columns) | dict(zip(chosen, row, strict=True)) for row in rows]
