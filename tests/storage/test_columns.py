"""What the columns promise: instants are aware UTC, words are sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import JSON, Engine, Enum, LargeBinary, String, Table
from sqlalchemy.exc import StatementError

from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Because, Decision
from storage.crypto import EncryptedText, FieldCipher, FieldKeyError, new_key
from storage.engine import open_engine
from storage.inbox import Received
from storage.models import Base, ServiceRow
from storage.people_rows import Member
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER
from tests.storage.practice import ALICE_CHAT, NEW_YORK, NOW, founded, logged, raw

Case = tuple[Client, Referral]
SECRET = "sleeps badly since the move"  # pragma: allowlist secret
SEALED = [
    (table.name, column.name)
    for table in Base.metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, EncryptedText)
]

_CODE, _RULES, _ZONE = "a practice's own code", "words and numbers of the rules", "an IANA time zone"
_DIRECTORY = "the practice's directory, nobody's in particular; looked up by it"
NOT_SEALED = {
    "audit|deed": "a command, a tap or the form of what came",
    "audit|row_table": "a table's name",
    "client|care_steps": _RULES,
    "client|code": f"{_CODE}, looked up by it",
    "client|region": "an ISO code",
    "client|sessions": "weekdays, times and a zone",
    "draft|kind": "which question is open",
    "event|detail": _RULES,
    "event|kind": _RULES,
    "inbox|refused": "which kind of identifier it held, not what it said",
    "invite|code_hash": "a hash",
    "invite|role": _RULES,
    "member|roles": _RULES,
    "member|language": "the code of a language",
    "member|supervision": "a weekday, a time and a zone",
    "member|workdays": "weekdays",
    "member|zone": _ZONE,
    "nudge|rule": "kinds and ids",
    "outbox|error": "a short code of Telegram's or ours",
    "practice|approved_by": "who allowed Telegram, typed at the machine for whoever asks later",
    "practice|holidays": "an ISO code",
    "practice|limits": _RULES,
    "practice|name": "the practice's own name, typed at the machine",
    "practice|region": "an ISO code",
    "practice|uid": "drawn by lot",
    "practice|zone": _ZONE,
    "referral|ended_because": _RULES,
    "referral|purposes": _RULES,
    "referral|readings": "numbers and instants",
    "runner|holder": "a number of a process's own",
    "service|aliases": _DIRECTORY,
    "service|external_id": "its id in the directory it came from",
    "service|name": _DIRECTORY,
    "stall_answer|facts": "kinds, ids and counts",
}


def test_words_lie_sealed_in_the_database(store: Store, engine: Engine, alice: Person) -> None:
    def write(work: UnitOfWork) -> None:
        work.inbox.keep(1, [Received(update_id=1, chat_id=ALICE_CHAT, message_id=1, body=SECRET)], NOW)
        work.outbox.send(ALICE_CHAT, SECRET, NOW)
        work.drafts.open(alice.id, "note", NOW, text=SECRET)
        work.people.describe(own_line=SECRET, missed_procedure=SECRET)
        work.directory.amend(replace(referral.service, contact=SECRET, note=SECRET))
        work._session.get_one(ServiceRow, referral.service.id).imported = SECRET
        work.caseload(alice.id).save_client(replace(client, goals=SECRET, raised_line=SECRET), "goals", NOW)
        supervision(work)
        work.caseload(alice.id).save(replace(referral, plan=SECRET), "plan", NOW)

    def supervision(work: UnitOfWork) -> None:
        work._session.get_one(Member, alice.id).called = SECRET
        reflection = work.reflections.begin(alice.id, client.id, NOW)
        work.reflections.answer(alice.id, reflection, [SECRET])
        work.reflections.share(alice.id, reflection, SECRET, NOW)
        cases = work.cases(alice.id)
        cases.answer(client.id, "facts", Because.OWN_WORDS, NOW, own_words=SECRET)
        cases.decide(client.id, Decision.NOTE, alice.id, NOW, line=SECRET)
        cases.make_condition(
            client.id,
            referral.id,
            reason=SECRET,
            offered=SECRET,
            review_on=NOW.date(),
            recorded_by=None,
            now=NOW,
        )

    def change(work: UnitOfWork) -> None:
        work.caseload(alice.id).put_off(referral.id, None)
        work.changes.record(alice.id, referral.client_id, NOW)

    client, referral = logged(store, alice, note=SECRET)
    store.run_here(write)
    store.run_here(change)

    read = {}
    for table, column in SEALED:
        ((sealed,),) = map(tuple, raw(engine, f"SELECT {column} FROM {table}"))  # noqa: S608 - names of the models
        assert SECRET.encode() not in bytes(sealed)
        read[f"{table}|{column}"] = CIPHER.open(bytes(sealed), f"{table}|{column}")
    assert {place for place, text in read.items() if SECRET not in text} == {"practice|key_check"}


@pytest.mark.parametrize("table", Base.metadata.tables.values(), ids=lambda table: str(table.name))
def test_every_other_column_that_could_hold_words_has_its_reason(table: Table) -> None:
    """A new column of a person's words cannot be forgotten: it is sealed, or it stands in the list with a reason."""
    open_words = {
        f"{table.name}|{column.name}"
        for column in table.columns
        if isinstance(column.type, String | JSON | LargeBinary) and not isinstance(column.type, Enum)
    }
    assert open_words == {place for place in NOT_SEALED if place.startswith(f"{table.name}|")}


def test_each_sealed_column_knows_its_own_place() -> None:
    places = {f"{table}|{column}": Base.metadata.tables[table].c[column].type for table, column in SEALED}
    assert {place: column.place for place, column in places.items() if isinstance(column, EncryptedText)} == {
        place: place for place in places
    }


def test_the_same_words_are_never_sealed_alike(store: Store, engine: Engine) -> None:
    for _ in range(2):
        store.run_here(lambda work: work.outbox.send(ALICE_CHAT, SECRET, NOW))
    (first,), (second,) = map(tuple, raw(engine, "SELECT body FROM outbox"))
    assert first != second


def test_another_key_opens_nothing(store: Store, engine: Engine) -> None:
    store.run_here(lambda work: work.outbox.send(ALICE_CHAT, SECRET, NOW))
    other = Store(open_engine(engine.url, FieldCipher.from_text(new_key())))
    with pytest.raises(FieldKeyError, match="another key"):
        other.run_here(lambda work: work.outbox.claim(1, [], 1))
    other.close()


def test_another_key_is_noticed_before_anything_is_written(store: Store, engine: Engine) -> None:
    founded(store)
    other = Store(open_engine(engine.url, FieldCipher.from_text(new_key())))
    with pytest.raises(FieldKeyError, match="another key"):
        other.run_here(lambda work: work.people.practice())
    other.close()


@pytest.mark.parametrize("place", [0, 5, 20, -1], ids=["key id", "nonce", "words", "seal"])
def test_an_altered_byte_is_noticed(store: Store, engine: Engine, place: int) -> None:
    store.run_here(lambda work: work.outbox.send(ALICE_CHAT, SECRET, NOW))
    ((body,),) = map(tuple, raw(engine, "SELECT body FROM outbox"))
    altered = bytearray(body)
    altered[place] ^= 1
    raw(engine, "UPDATE outbox SET body = :body", body=bytes(altered))
    with pytest.raises(FieldKeyError):
        store.run_here(lambda work: work.outbox.claim(1, [], 1))


def test_words_moved_to_another_column_do_not_open(store: Store, engine: Engine, alice: Person) -> None:
    store.run_here(lambda work: work.drafts.open(alice.id, "note", NOW, text=SECRET))
    store.run_here(lambda work: work.outbox.send(ALICE_CHAT, "hello", NOW))
    raw(engine, "UPDATE outbox SET body = (SELECT data FROM draft)")
    with pytest.raises(FieldKeyError, match="altered or moved"):
        store.run_here(lambda work: work.outbox.claim(1, [], 1))


@pytest.mark.parametrize("length", range(0, 32, 5))
def test_words_cut_short_do_not_open(length: int) -> None:
    with pytest.raises(FieldKeyError):
        CIPHER.open(CIPHER.seal("", "a|b")[:length], "a|b")


@pytest.mark.parametrize("text", ["", "short", "A" * 36, "ключ", "?" * 44])
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(FieldKeyError):
        FieldCipher.from_text(text)


def test_a_key_file_may_end_in_a_new_line() -> None:
    key = new_key()
    assert FieldCipher.from_text(key + "\n").key_id == FieldCipher.from_text(key).key_id


def test_a_naive_instant_is_refused(store: Store, alice: Person) -> None:
    naive = datetime(2026, 11, 24, 20, 0)  # noqa: DTZ001 - the very mistake
    with pytest.raises(StatementError, match="naive datetime"):
        store.run_here(lambda work: work.caseload(alice.id).add_client("C7", naive))


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK),
        datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK, fold=1),
        NOW.replace(microsecond=123456),
    ],
    ids=["first of a fold", "second of a fold", "microseconds"],
)
def test_an_instant_comes_back_as_utc(store: Store, alice: Person, case: Case, instant: datetime) -> None:
    store.run_here(lambda work: work.caseload(alice.id).put_off(case[1].id, instant))
    back = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert back is not None
    assert back.next_check_at == instant.astimezone(UTC)
    assert back.next_check_at.tzinfo is UTC
