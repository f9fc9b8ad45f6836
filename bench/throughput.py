"""How many updates a second, all the way, beside bots that only say again what they are told.

Ours is the real program: each update is committed to the inbox, acknowledged, handled with its reads and writes,
its answer committed to the outbox (synchronous=FULL; PostgreSQL with fsync), sent, and marked as sent. All are driven
by the same load, from a process of its own, with two updates open in each of 64 chats. After each slice the database
must say the same as the answers, or there are no figures.

The bare echo is python-telegram-bot's, with its defaults. `--profile` says what takes the time instead.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.load.offering import Asked
from bench.running import floor
from bench.running.asking import Size, size
from bench.running.ours import Ours, on_sqlite, postgres
from bench.running.practice import changes, prepared, status, therapists, workplace
from bench.running.processes import BESIDE, Telegram, rival
from bench.running.profiled import profile_of
from bench.running.slices import Contender, alternate, speeds

BASE = "the bare echo"
_RIVALS = {
    BASE: ("ptb",),
    "the same, 256 at once": ("ptb", "256"),
    "aiogram": ("aiogram_echo",),
    "pyTelegramBotAPI": ("telebot_echo",),
}
SQLITE_GOAL, POSTGRES_GOAL = 1.9, 1.0
_OPEN_IN_EACH_CHAT = 2
_FLOOR_SECONDS = 1.0


def main() -> None:
    asked, console, place = size(__doc__, seconds=1.5, slices=5, profile=True), Console(width=140), workplace()
    try:
        with ExitStack() as stack, console.status("measuring"):
            if asked.profile:
                profile(stack, asked, place, console)
            else:
                measure(stack, asked, place, console)
    finally:
        shutil.rmtree(place)


def measure(stack: ExitStack, asked: Size, place: Path, console: Console) -> None:
    source = prepared(asked.therapists, asked.clients)
    telegram = stack.enter_context(Telegram())
    raw = stack.enter_context(rival(telegram, place / "raw.log", "raw"))
    echoes = [Contender("raw HTTP", raw, load(asked, echoed(asked)), promises=False)]
    for name, arguments in list(_RIVALS.items())[: 1 if asked.quick else None] if BESIDE.exists() else ():
        bot = stack.enter_context(rival(telegram, place / f"{len(echoes)}.log", *arguments))
        echoes.append(Contender(name, bot, load(asked, echoed(asked)), promises=False))
    ours = stack.enter_context(Ours(telegram, place, "sqlite", on_sqlite(source, place, "sqlite")))
    contenders = [*echoes, *both("SQLite", ours, asked)]
    if not asked.quick and asked.only in "PostgreSQL by two":
        server = stack.enter_context(postgres(place))
        server.take_in(source, place)
        for name, count in (("PostgreSQL", 1), ("PostgreSQL by two", 2)):
            address = server.copied(f"by_{count}")
            bot = stack.enter_context(Ours(telegram, place, f"postgres{count}", address, processes=count))
            contenders += both(name, bot, asked)
    base = BASE if BESIDE.exists() else echoes[0].name
    chosen = [one for one in contenders if one.name == base or asked.only in one.name]
    measured = alternate(telegram, chosen, asked.slices)
    console.print(speeds("Throughput: echoes of no memory, and the whole durable path", measured, base))
    console.print(f"Goals, beside the echo: {SQLITE_GOAL} on SQLite; {POSTGRES_GOAL} on PostgreSQL, and more by two.")
    console.print(floors(place, asked))


def both(name: str, bot: Ours, asked: Size) -> Iterator[Contender]:
    """A line that changes a referral, and a look at all of them."""
    yield Contender(f"{name}, C7 agreed dbt", bot, load(asked, changes(asked.clients)), bot.agrees)
    yield Contender(f"{name}, /status", bot, load(asked, status(asked.clients)), bot.agrees)


def load(asked: Size, lines: list[tuple[str, str]]) -> Asked:
    chats = therapists(asked.therapists)
    return Asked(chats, lines, seconds=asked.seconds, window=_OPEN_IN_EACH_CHAT * len(chats))


def echoed(asked: Size) -> list[tuple[str, str]]:
    """The same lines, each its own answer."""
    return [(line, line) for line, _ in changes(asked.clients)]


def floors(place: Path, asked: Size) -> Table:
    """What one commit costs the bare driver on this disk."""
    table = Table("the floor", "ms", "in a second", title="One row, one durable commit, nothing else")
    seconds = 0.1 if asked.quick else _FLOOR_SECONDS
    for name, took in (
        ("a page written and kept (fdatasync)", floor.fsync(place, seconds)),
        ("SQLite, synchronous=FULL", floor.sqlite_commit(place, seconds)),
        ("SQLite, synchronous=OFF: what is not the disk", floor.sqlite_commit(place, seconds, "OFF")),
    ):
        table.add_row(name, f"{1000 * took:.3f}", f"{1 / took:,.0f}")
    return table


def profile(stack: ExitStack, asked: Size, place: Path, console: Console) -> None:
    """Where the time goes in our process, over both loads."""
    source = prepared(asked.therapists, asked.clients)
    telegram = stack.enter_context(Telegram())
    for name, lines in (("C7 agreed dbt", changes(asked.clients)), ("/status", status(asked.clients))):
        run = f"run{len(lines)}"
        with Ours(telegram, place, run, on_sqlite(source, place, run), profile=True) as bot:
            done = Contender(name, bot, load(asked, lines), bot.agrees).slice(telegram)
        console.print(profile_of(bot.log, name, done.heard.offered))


if __name__ == "__main__":
    main()
