"""Erasing in the memory: hers alone, gone from the files, and gone once more after a restore."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from referrals.client import Client
from referrals.model import Referral
from referrals.remembered import how_many
from referrals.sessions import Cadence, SessionRule, Slot, next_session
from storage.changes import Undone
from storage.models import Base
from storage.person import Person
from storage.privacy_rows import Erased
from storage.rights.erasing import _OF_CLIENT
from storage.store import _ERASED_FROM, Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER
from tests.storage.practice import NEW_YORK, NOW, logged, on_postgresql, on_sqlite, raw, snapshot

Case = tuple[Client, Referral]
SENTINEL = "7f3a9d52-0c1e-4b7a-9d7e-5a1c0e9b6f21"
CODE = "QZ987"
LATER = NOW + timedelta(days=1)


def test_bob_erases_nothing_of_alices(store: Store, engine: Engine, case: Case, alice: Person, bob: Person) -> None:
    reflection = store.run_here(lambda work: work.reflections.begin(alice.id, case[0].id, NOW))
    before = snapshot(engine)
    assert store.run_here(lambda work: work.erasing.erase_client(bob.id, case[0].id, NOW)) is None
    assert store.run_here(lambda work: work.erasing.erase_reflections(bob.id, NOW, reflection)) == []
    assert store.run_here(lambda work: work.erasing.weigh(bob.id, case[0].id)).clients == 0
    assert snapshot(engine) == before


def test_it_says_what_it_takes(store: Store, case: Case, alice: Person) -> None:
    store.run_here(lambda work: work.reflections.begin(alice.id, case[0].id, NOW))
    store.run_here(lambda work: work.outbox.send(alice.telegram_id, '{"html": "\\u201cC7 is due", "rows": []}', NOW))
    store.run_here(lambda work: work.outbox.send(alice.telegram_id, '{"html": "AC7 and C71", "rows": []}', NOW))
    weight = store.run_here(lambda work: work.erasing.weigh(alice.id, case[0].id))
    assert (weight.clients, weight.referrals, weight.events, weight.reflections, weight.waiting) == (1, 1, 1, 1, 1)


def test_no_table_that_hangs_on_a_client_is_forgotten() -> None:
    hang = {table.name for table in Base.metadata.tables.values() if "client_id" in table.columns}
    # What was handed out for a calendar stays without her, so that it can be cancelled there.
    assert {table.__tablename__ for table in _OF_CLIENT} == hang - {"calendar"}
    assert hang | {"client", "telling"} <= set(_ERASED_FROM), "PostgreSQL vacuums them"


@on_sqlite
def test_no_byte_of_it_stays_in_the_files(store: Store, engine: Engine, alice: Person) -> None:
    client, _ = logged(store, alice, CODE, SENTINEL)
    raw(engine, "UPDATE client SET region = :sentinel", sentinel=SENTINEL)
    ((sealed,),) = map(tuple, raw(engine, "SELECT note FROM referral"))
    store.wipe_here()
    looked_for = (CODE.encode(), SENTINEL.encode(), bytes(sealed)[-48:])
    assert [one in _files(engine) for one in looked_for] == [True] * 3, "the search itself finds what is there"
    store.run_here(lambda work: work.erasing.erase_client(alice.id, client.id, NOW))
    assert CODE.encode() in _files(engine), "until the log is written back"
    assert store.wipe_here()
    assert [one in _files(engine) for one in looked_for] == [False] * 3


@on_sqlite
def test_while_somebody_else_reads_the_log_stays_and_that_is_said(store: Store, engine: Engine, case: Case) -> None:
    other = engine.raw_connection()
    other.cursor().execute("BEGIN")
    other.cursor().execute("SELECT id FROM client").fetchall()
    store.run_here(lambda work: work.erasing.erase_client(1, case[0].id, NOW))
    raw(engine, "PRAGMA busy_timeout = 1")
    assert not store.wipe_here()
    other.cursor().execute("ROLLBACK")
    other.close()
    assert store.wipe_here()


@on_postgresql
def test_postgresql_is_vacuumed(store: Store, engine: Engine, case: Case, alice: Person) -> None:
    before = _vacuumed(engine)
    store.run_here(lambda work: work.erasing.erase_client(alice.id, case[0].id, NOW))
    assert store.wipe_here()
    assert _vacuumed(engine) == before + 1


def _vacuumed(engine: Engine) -> int:
    """How often the table of clients was."""
    raw(engine, "SELECT pg_stat_force_next_flush()")
    (row,) = raw(engine, "SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'client'")
    return int(row.vacuum_count)


def _files(engine: Engine) -> bytes:
    """The database with the log and the index beside it."""
    file = Path(str(engine.url.database))
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


@pytest.mark.parametrize(("before", "gone"), [(NOW + timedelta(seconds=1), True), (NOW, False)])
def test_after_a_restore_a_client_goes_again_unless_she_came_later(
    store: Store, engine: Engine, case: Case, before: object, gone: bool
) -> None:
    assert store.run_here(lambda work: work.erasing.erase_again(Erased.CLIENT, case[0].id, before)) is gone  # type: ignore[arg-type]
    assert (raw(engine, "SELECT id FROM client") == []) is gone
    assert (raw(engine, "SELECT id FROM referral") == []) is gone


def test_after_a_restore_reflections_and_members_go_again(
    store: Store, engine: Engine, case: Case, alice: Person, bob: Person
) -> None:
    early = store.run_here(lambda work: work.reflections.begin(alice.id, case[0].id, NOW))
    store.run_here(lambda work: work.reflections.answer(alice.id, early, ["tired"]))
    late = store.run_here(lambda work: work.reflections.begin(alice.id, case[0].id, LATER))
    for number in (early, late):
        store.run_here(lambda work, n=number: work.erasing.erase_again(Erased.REFLECTION, n, LATER))  # type: ignore[misc]
    assert [row.id for row in raw(engine, "SELECT id FROM reflection")] == [late]
    assert store.run_here(lambda work: work.erasing.erase_again(Erased.MEMBER, bob.id, LATER))
    assert not store.run_here(lambda work: work.erasing.erase_again(Erased.MEMBER, alice.id, NOW))
    assert [row.telegram_id < 0 for row in raw(engine, "SELECT telegram_id FROM member ORDER BY id")] == [False, True]


def test_it_is_noted_once_however_often_it_is_done_again(store: Store, engine: Engine, case: Case) -> None:
    for _twice in range(2):
        store.run_here(lambda work: work.erasing.erase_again(Erased.CLIENT, case[0].id, LATER))
    assert [tuple(row) for row in raw(engine, "SELECT what, row_id FROM erasure")] == [("client", case[0].id)]


def test_a_member_erased_again_keeps_what_was_not_erased_with_her(
    store: Store, engine: Engine, case: Case, alice: Person
) -> None:
    """A client she had handed over by then is a colleague's, and was not erased."""
    store.run_here(lambda work: work.erasing.erase_again(Erased.MEMBER, alice.id, LATER))
    assert [row.id for row in raw(engine, "SELECT id FROM client")] == [case[0].id]


def test_no_image_of_her_stays_in_a_change_that_was_about_others_too(
    store: Store, engine: Engine, case: Case, alice: Person
) -> None:
    """One tap may put off what was asked about several clients: it is one change, kept with the first."""
    other, _ = logged(store, alice, "B2", SENTINEL)

    def both(work: UnitOfWork) -> int:
        caseload = work.caseload(alice.id)
        for client in (case[0], other):
            (referral,) = caseload.referrals(client.id)
            caseload.save(replace(referral, wanted_by=LATER.date()), "put_off", NOW)
        return work.changes.record(alice.id, case[0].id, NOW)

    change_id = store.run_here(both)
    assert SENTINEL in images(engine)
    store.run_here(lambda work: work.erasing.erase_client(alice.id, other.id, NOW))
    assert SENTINEL not in images(engine)
    undone, _whose = store.run_here(lambda work: work.changes.undo(alice.id, change_id, NOW))
    assert undone is Undone.RESTORED, "for the other client it can still be taken back"
    (referral,) = store.run_here(lambda work: work.caseload(alice.id).referrals(case[0].id))
    assert referral.wanted_by is None


def images(engine: Engine) -> str:
    return "".join(CIPHER.open(bytes(row.images), "change|images") for row in raw(engine, "SELECT images FROM change"))


def test_nothing_worked_out_from_it_stays_in_the_process(store: Store, alice: Person) -> None:
    """Its session times and numbers were kept for the next turn."""
    client = store.run_here(lambda work: work.caseload(alice.id).add_client("C7", NOW))
    rule = SessionRule((Slot(1, time(14)),), Cadence.WEEKLY, NOW.date(), NEW_YORK)
    store.run_here(lambda work: work.caseload(alice.id).set_sessions(client.id, rule, NOW))
    found = store.run_here(lambda work: work.caseload(alice.id).client_by_id(client.id))
    assert found is not None
    assert found.sessions is not None
    next_session(found.sessions, NOW)
    store.run_here(lambda work: work.erasing.erase_client(alice.id, client.id, NOW))
    assert how_many() > 0
    store.wipe_here()
    assert how_many() == 0
