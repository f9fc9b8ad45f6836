"""The bot itself, founded anew in a directory of its own, with one therapist aboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from bench.attention.phone import Phone
from bench.attention.year import BEGINS, HOLIDAYS, at
from referrals.model import Role
from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.migrate import migrate
from storage.store import Store
from tests.conversation.talk import Practice, Talker

_THERAPIST = 1001
_MOVES_IN = time(8)
SUPERVISION = "fri 1pm weekly"


@contextmanager
def moved_in() -> Iterator[Phone]:
    """A therapist who has answered the three questions, on the morning on which the year begins."""
    with TemporaryDirectory() as directory:
        store = _store(Path(directory) / "year.db")
        try:
            practice = Practice(store, at(BEGINS, _MOVES_IN))
            store.run_here(lambda work: work.people.describe(holidays=HOLIDAYS))
            yield Phone(practice, _aboard(practice))
        finally:
            store.close()


def _aboard(practice: Practice) -> Talker:
    talker = practice.person(_THERAPIST, aboard=False)
    talker.say(f"/start {practice.invite(Role.THERAPIST)}")
    talker.tap_first()
    talker.tap_first()
    talker.say(SUPERVISION)
    return talker


def _store(path: Path) -> Store:
    engine = open_engine(database_url(f"sqlite:///{path}"), FieldCipher(bytes(32)))
    event.listen(engine, "connect", _need_not_last)
    migrate(engine)
    return Store(engine)


def _need_not_last(connection: object, _entry: ConnectionPoolEntry) -> None:
    # A simulated year need not outlive a power cut; a wait for the disk at each of its turns would be most of its time.
    connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]
