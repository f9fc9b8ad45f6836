"""A practice typed in once, as therapists would, and copied for whoever is measured on it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import event

from bench.running.processes import ROOT
from bot.founding import make_key_file
from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.keeping.keys import read_key_file
from storage.migrate import migrate
from storage.store import Store
from tests.conversation.talk import Practice

PLACE = ROOT / "build/bench"  # on the disk the sources are on, for a database in memory commits for nothing
FIRST_THERAPIST = 5001
_AHEAD = timedelta(days=3)  # none of the sessions comes near while somebody measures
_FRESH = timedelta(days=1)
_HOURS = [f"{hour % 12 or 12}{half}{'am' if hour < 12 else 'pm'}" for hour in range(8, 20) for half in ("", ":30")]


def workplace() -> Path:
    """A directory of its own for one run, on a real disk; the caller removes it."""
    PLACE.mkdir(parents=True, exist_ok=True)
    return Path(mkdtemp(prefix="run-", dir=PLACE))


def therapists(count: int) -> list[int]:
    """Their chats."""
    return list(range(FIRST_THERAPIST, FIRST_THERAPIST + count))


def changes(clients: int) -> list[tuple[str, str]]:
    """Lines of which each changes a referral of another client, and what the answer to each must hold."""
    services = (("dbt", "DBT group"), ("housing", "Subsidised housing programme"))
    return [
        (f"C{number} {step} {typed}", f"C{number} · <b>{name}</b>: {step}")
        for step in ("agreed", "contacted")
        for typed, name in services
        for number in range(1, clients + 1)
    ]


def status(clients: int) -> list[tuple[str, str]]:
    """The command, and what each answer must hold."""
    return [("/status", f"<b>Open</b> {2 * clients} ")]


def prepared(count: int, clients: int) -> Path:
    """A directory with `practice.db` and its `followthrough.key`: so many therapists, each with so many clients of two
    referrals and weekly sessions. Made anew when it is a day old, and for each new shape of the database.
    """
    place = PLACE / f"practice-{count}-{clients}-{_shape()}"
    if not (place.exists() and datetime.now(UTC).timestamp() - place.stat().st_mtime < _FRESH.total_seconds()):
        made = workplace()
        _type_in(made, count, clients)
        for older in PLACE.glob(f"practice-{count}-{clients}-*"):
            shutil.rmtree(older, ignore_errors=True)
        try:
            made.rename(place)
        except OSError:
            shutil.rmtree(made)  # another bench was here first
    return place


def copied(source: Path, target: Path) -> None:
    """The practice into another directory."""
    for name in ("practice.db", "followthrough.key"):
        shutil.copyfile(source / name, target / name)
    (target / "followthrough.key").chmod(0o600)


def _shape() -> str:
    """Of the database, and of what is typed."""
    digest = sha256()
    for path in (Path(__file__), *sorted((ROOT / "storage/migrations/versions").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _type_in(place: Path, count: int, clients: int) -> None:
    key_file = place / "followthrough.key"
    make_key_file(key_file)
    cipher = FieldCipher(*(key.secret for key in read_key_file(key_file)))
    engine = open_engine(database_url(f"sqlite:///{place / 'practice.db'}"), cipher)
    event.listen(engine, "connect", _need_not_last)
    migrate(engine)
    store = Store(engine)
    try:
        practice = Practice(store, datetime.now(UTC))
        talkers = [practice.person(chat) for chat in therapists(count)]
        for talker in talkers:
            for line in _lines(practice.now, clients):
                talker.say(line)
        store.wipe_here()  # nothing is left beside the file
    finally:
        store.close()


def _lines(now: datetime, clients: int) -> list[str]:
    days = [f"{now + _AHEAD + timedelta(days=day):%a}".lower() for day in (0, 1)]
    lines = []
    for number in range(clients):
        day, hour = days[number // len(_HOURS) % 2], _HOURS[number % len(_HOURS)]
        lines += [f"C{number + 1} dbt, housing", f"C{number + 1} {day} {hour} weekly"]
    return lines


def _need_not_last(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # for the typing alone; the bot opens it with its own FULL
