"""What is not shared appears nowhere else: a sentinel in a private reflection is looked for everywhere."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy import Engine

from referrals.model import Role
from storage.crypto import EncryptedText
from storage.models import Base
from storage.store import Store
from tests.conftest import CIPHER
from tests.conversation.supervised import linked, raise_case, screens
from tests.conversation.talk import At, Practice, Talker, Tap
from tests.storage.practice import on_sqlite, raw

SENTINEL = "the blue teapot of my grandmother"


@pytest.fixture
def kim(ana: Talker, practice: Practice) -> Talker:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, ana)
    return kim


def places(engine: Engine) -> set[str]:
    """Every table and column in which the sentinel can be read by whoever holds the key."""
    found = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            sealed = isinstance(column.type, EncryptedText)
            for (value,) in map(tuple, raw(engine, f"SELECT {column.name} FROM {table.name}")):  # noqa: S608
                text = CIPHER.open(bytes(value), f"{table.name}|{column.name}") if sealed and value else str(value)
                if SENTINEL in text:
                    found.add(f"{table.name}.{column.name}")
    return found


def told(ana: Talker, engine: Engine) -> None:
    """A reflection of which nothing is shared, and everything else a week brings."""
    ana.talk(
        ("/settings", "Supervision"),
        (Tap("Supervision"), "thu 10am"),
        ("thu 10am weekly", "Thursdays 10:00"),
        ("C7 psych eval, housing", "noted"),
        ("C7 tue 2pm weekly", "next on"),
    )
    raise_case(ana)
    ana.talk(("/reflect C7", "four short prompts"), (Tap("Begin"), "1 of 4"), (SENTINEL, "2 of 4"))
    seen_by_key = places(engine)
    assert seen_by_key == {"reflection.answers"}, "also while the next prompt is open"
    ana.talk((f"C7 and {SENTINEL}", "3 of 4"), (f"C7 went {SENTINEL}", "4 of 4"), (SENTINEL, "that is yours"))
    ana.talk((Tap("Keep"), "kept, for you alone"))


def test_it_is_nowhere_but_in_its_own_row(
    ana: Talker,
    kim: Talker,
    engine: Engine,
    store: Store,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    told(ana, engine)
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), ("/agenda", "C7"))
    kim.tap("Agenda as PDF")
    kim.talk(("/team", "one case"))
    ana.say("/supervision")
    ana.tap("Agenda as PDF")
    assert SENTINEL not in str([kim.screen.papers, ana.screen.papers])
    assert [len(talker.screen.papers) for talker in (kim, ana)] == [1, 1]
    ana.talk(("/supervision", "C7"), ("/status", "C7"), ("C7", "For supervision"), (Tap("History"), "C7"))
    ana.talk((At("24 Nov 15:00"), "How did it go"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    assert SENTINEL not in screens(ana, kim)
    assert places(engine) == {"reflection.answers"}
    assert SENTINEL not in caplog.text + "".join(capsys.readouterr())
    kinds = {happened.kind for happened in store.run_here(lambda work: work.caseload(1).history(1))}
    assert not [kind for kind in kinds if "reflect" in kind]


def test_once_erased_it_is_nowhere_at_all(ana: Talker, engine: Engine) -> None:
    told(ana, engine)
    ana.talk((Tap("Erase it"), "cannot be brought back"), (Tap("Erase it for good"), "erased"))
    assert places(engine) == set()


def test_read_twice_it_leaves_every_screen_once_erased(ana: Talker, kim: Talker, engine: Engine) -> None:
    told(ana, engine)
    ana.talk((Tap("Read it"), SENTINEL), ("/reflect C7", "Only you see that"), (Tap("Read it"), SENTINEL))
    ana.talk(("/reflect C7", "Only you see that"), (Tap("Erase it"), "cannot be brought back"))
    ana.talk((Tap("Erase it for good"), "erased"))
    assert SENTINEL not in screens(ana, kim)
    assert places(engine) == set()


@on_sqlite
def test_nor_do_its_sealed_bytes_stay_in_the_file(ana: Talker, engine: Engine) -> None:
    """PostgreSQL keeps its files to itself until it vacuums them."""
    told(ana, engine)
    ((sealed,),) = map(tuple, raw(engine, "SELECT answers FROM reflection"))
    file = Path(str(engine.url.database))
    ana.practice.store.close()
    engine.dispose()  # the log beside the file is written back, and goes
    assert bytes(sealed)[-64:] in file.read_bytes()
    assert SENTINEL.encode() not in file.read_bytes()
    ana.practice.store = Store(engine)
    ana.talk((Tap("Erase it"), "cannot be brought back"), (Tap("Erase it for good"), "erased"))
    ana.practice.store.close()
    engine.dispose()
    assert bytes(sealed)[-64:] not in file.read_bytes()


def test_the_search_finds_what_is_there(ana: Talker, engine: Engine) -> None:
    """Else the tests above would find nothing whatever happened."""
    ana.talk((f"C7 psych eval // {SENTINEL}", "noted"))
    assert "referral.note" in places(engine)
