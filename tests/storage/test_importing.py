"""An archive read back: every field as it was, nothing of hers overwritten, nothing broken or identifying taken in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Because, Decision
from storage.caseload import NewReferral
from storage.person import Person
from storage.privacy_rows import Erased
from storage.rights.importing import (
    ArchiveError,
    BrokenArchiveError,
    ForeignArchiveError,
    IdentifyingArchiveError,
    read_archive,
)
from storage.rows import referral_values, write_client
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.filled import filled
from tests.storage.practice import NOW, logged, snapshot
from tests.unit.bot.examples.archives import AT, archive, client, referral

SECRET = "call her on 212-555-0143"  # pragma: allowlist secret


def test_every_field_comes_back_as_it_was(store: Store, alice: Person, bob: Person) -> None:
    def fill(work: UnitOfWork) -> None:
        caseload, session = work.caseload(alice.id), work._session
        (service,) = work.directory.services()
        for turn, code in enumerate(("C7", "B2")):
            row = caseload._client_row(caseload.add_client(code, NOW).id)
            write_client(row, filled(Client, turn, id=row.id, code=code, region="US"))
            made = [caseload.add_referral(row.id, NewReferral(service=service), NOW) for _two in range(2)]
            for number, one in enumerate(made):
                told = filled(Referral, turn + number, id=one.id, client_id=row.id, service=service)
                changed = {"created_at": one.created_at, "option_of": made[0].id, "ended_because": "attended"}
                caseload._save_referral(one.id, referral_values(_with(told, **changed)))
            cases = work.cases(alice.id)
            cases.answer(row.id, "abc123", Because.OWN_WORDS, NOW, until=NOW, own_words="it moves")
            cases.decide(row.id, Decision.NOTE, alice.id, NOW, referral_id=made[1].id, line="once more", told=True)
            cases.make_condition(
                row.id, made[0].id, reason="why", offered="what", review_on=NOW.date(), recorded_by=alice.id, now=NOW
            )
            reflection = work.reflections.begin(alice.id, row.id, NOW)
            work.reflections.answer(alice.id, reflection, ["tired", None])
            work.reflections.share(alice.id, reflection, "tired", NOW)
            session.flush()

    store.run_here(fill)
    before = exported(store, alice)
    store.run_here(lambda work: work.importing.take_in(read_archive(before, NOW), bob.id))
    assert json.loads(exported(store, bob))["clients"] == json.loads(before)["clients"]


def test_a_code_she_has_is_left_alone(store: Store, alice: Person) -> None:
    logged(store, alice, note="as it was")
    before = exported(store, alice)
    text = archive(client("C7"), client("B2"))
    result = store.run_here(lambda work: work.importing.take_in(read_archive(text, NOW), alice.id))
    assert (result.taken, result.left_alone, result.services) == (["B2"], ["C7"], ["Legal aid"])
    again = store.run_here(lambda work: work.importing.take_in(read_archive(text, NOW), alice.id))
    assert (again.taken, again.services) == ([], [])
    clients = json.loads(exported(store, alice))["clients"]
    assert clients[1:] == json.loads(before)["clients"]


def test_a_service_the_practice_has_is_used(store: Store, engine: Engine, alice: Person) -> None:
    text = archive(
        client("C7", referrals=[referral(service="Psychiatric evaluation")]),
        services=[{"name": "Psychiatric evaluation", "kind": "other", "in_house": True}],
    )
    services = snapshot(engine)["service"]
    assert store.run_here(lambda work: work.importing.take_in(read_archive(text, NOW), alice.id)).services == []
    assert snapshot(engine)["service"] == services


def test_what_others_recorded_is_counted_and_ascribed_to_nobody_else(store: Store, alice: Person) -> None:
    event = {
        "at": AT,
        "kind": "decided",
        "referral": 1,
        "by": "another",
        "detail": {"what": "go_on"},
    }
    result = store.run_here(
        lambda work: work.importing.take_in(read_archive(archive(client("C7", history=[event])), NOW), alice.id)
    )
    assert result.by_others == 1


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("no json", BrokenArchiveError, "data.json"),
        ("[" * 100_000, BrokenArchiveError, "data.json"),
        ("[]", ForeignArchiveError, "data.json"),
        ("{}", ForeignArchiveError, "format"),
        (archive(format="another"), ForeignArchiveError, "format"),
        (archive(version=2), ForeignArchiveError, "version"),
        (archive(version="1"), ForeignArchiveError, "version"),
        (archive(client("C7"), client("B2", risk="fine")), BrokenArchiveError, "clients 2, risk"),
        (archive(client(referrals=[referral(state="gone")])), BrokenArchiveError, "clients 1, referrals 1, state"),
        (archive(client("C7", **{SECRET: "x"})), BrokenArchiveError, "clients 1"),
        (archive(client("Maria")), BrokenArchiveError, "clients 1, code"),
        (archive(client("C7"), client("C7")), BrokenArchiveError, "data.json"),
        (archive(client(), services=[]), BrokenArchiveError, "data.json"),
        (archive(client(referrals=[referral(1), referral(1)])), BrokenArchiveError, "clients 1"),
        (archive(client(referrals=[referral(option_of=7)])), BrokenArchiveError, "clients 1"),
        (archive(client(created_at="2026-11-24T20:00:00")), BrokenArchiveError, "clients 1, created_at"),
    ],
)
def test_what_is_broken_or_foreign_is_not_read(text: str, kind: type[ArchiveError], place: str) -> None:
    with pytest.raises(kind) as caught:
        read_archive(text, NOW)
    assert caught.value.place == place


_TOLD = {"at": AT, "told_at": None, "referral": None, "recorded_by": "owner"}
_CONDITION = {
    "referral": 1, "offered": "x", "review_on": "2027-01-01", "decided_at": AT, "recorded_by": None,
    "told_on": None, "ended_at": None,
}  # fmt: skip
_REFLECTION = {"begun_at": AT, "shared_at": None}
_ANSWER = {"at": AT, "until": None, "facts": "abc", "because": "own_words"}


@pytest.mark.parametrize(
    ("second", "field"),
    [
        (client("B2", goals=SECRET), "goals"),
        (client("B2", raised_line=SECRET), "raised_line"),
        (client("B2", region="2125550143"), "region"),
        (client("B2", referrals=[referral(note=SECRET)]), "note"),
        (client("B2", referrals=[referral(plan=SECRET)]), "plan"),
        (client("B2", referrals=[referral(note="1980-05-03")]), "note"),
        (client("B2", decisions=[{**_TOLD, "what": "note", "line": SECRET}]), "line"),
        (client("B2", conditions=[{**_CONDITION, "reason": SECRET}]), "reason"),
        (client("B2", conditions=[{**_CONDITION, "reason": "x", "offered": SECRET}]), "offered"),
        (client("B2", stall_answers=[{**_ANSWER, "own_words": SECRET}]), "own_words"),
        (client("B2", reflections=[{**_REFLECTION, "answers": ["x", SECRET], "shared": None}]), "answers"),
        (client("B2", reflections=[{**_REFLECTION, "answers": [], "shared": SECRET}]), "shared"),
        (client("JD84"), "code"),
    ],
)
def test_what_could_tell_who_a_client_is_is_not_read_nor_said_back(second: dict[str, Any], field: str) -> None:
    with pytest.raises(IdentifyingArchiveError) as caught:
        read_archive(archive(client("C7"), second), NOW)
    assert caught.value.place == f"client 2, {field}"
    assert "555" not in str(caught.value)


FAR, EARLY = "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"
_SESSIONS = {
    "slots": [{"weekday": 1, "at": "14:00:00"}], "every": "weekly", "starts_on": "2026-11-03",
    "zone": "America/New_York", "moved": [], "paused_from": None, "paused_until": None,
}  # fmt: skip


def happened(**detail: Any) -> dict[str, Any]:
    return client(history=[{"at": AT, "kind": "barrier", "referral": 1, "by": "owner", "detail": detail}])


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (client(created_at=FAR), "created_at"),
        (client(check_at=EARLY), "check_at"),
        (client(hospital_on="0001-01-01"), "hospital_on"),
        (client(sessions={**_SESSIONS, "starts_on": "9999-12-31"}), "sessions, starts_on"),
        (client(sessions={**_SESSIONS, "moved": [{"was": AT, "to": FAR}]}), "sessions, moved 1, to"),
        (client(sessions={**_SESSIONS, "slots": [{"weekday": 1, "at": "14:00:00+05:00"}]}), "sessions, slots 1, at"),
        (client(referrals=[referral(appointment_at=EARLY)]), "referrals 1, appointment_at"),
        (client(referrals=[referral(next_check_at=FAR)]), "referrals 1, next_check_at"),
        (client(referrals=[referral(wanted_by="0001-01-01")]), "referrals 1, wanted_by"),
        (client(referrals=[referral(plan="x" * 161)]), "referrals 1, plan"),
        (client(goals="x" * 161), "goals"),
        (client(reflections=[{**_REFLECTION, "answers": [], "shared": "x" * 1001}]), "reflections 1, shared"),
        (client(region="a\u0000b"), "region"),
        (happened(barrier="from a later version"), "history 1, detail, barrier"),
        (happened(barrier="later"), "history 1, detail"),
        (happened(level="later"), "history 1, detail"),
        (happened(on="later"), "history 1, detail"),
        (happened(carrier="later"), "history 1, detail"),
        (happened(word="<b>"), "history 1, detail"),
        (happened(a=SECRET), "history 1, detail"),
    ],
)
def test_nor_what_the_rules_cannot_reckon_with_or_the_cards_not_say(said: dict[str, Any], place: str) -> None:
    with pytest.raises(BrokenArchiveError) as caught:
        read_archive(archive(said), NOW)
    assert caught.value.place == f"clients 1, {place}"


@pytest.mark.parametrize(
    ("said", "looked_after"),
    [
        (client(risk="acute", check_at=None), True),
        (client(risk="acute", check_at="2027-11-24T20:00:00Z"), True),
        (client(risk="elevated", check_at=None), True),
        (client(risk="acute", check_at="2026-11-25T14:00:00Z"), False),
        (client(risk="acute", hospital="admitted", check_at="2026-12-01T14:00:00Z"), False),
        (client(risk="elevated", check_at="2026-12-01T14:00:00Z"), False),
        (client(risk="acute", closed_at=AT, closed_because="died"), False),
        (client(), False),
    ],
)
def test_nobody_at_risk_is_passed_over(said: dict[str, Any], looked_after: bool) -> None:
    (read,) = read_archive(archive(said), NOW).clients
    assert (read.check_at == NOW) is looked_after


def test_what_says_it_was_begun_later_is_erased_again_after_a_restore(
    store: Store, engine: Engine, alice: Person
) -> None:
    """Else a date ahead would let it outlive its erasing."""
    late = "2099-01-01T00:00:00Z"
    reflections = [{"begun_at": late, "answers": ["x"], "shared": "y", "shared_at": late}]
    text = archive(client(created_at=late, reflections=reflections))
    store.run_here(lambda work: work.importing.take_in(read_archive(text, NOW), alice.id))
    later = NOW + timedelta(minutes=1)
    assert store.run_here(lambda work: work.erasing.erase_again(Erased.REFLECTION, 1, later))
    assert store.run_here(lambda work: work.erasing.erase_again(Erased.CLIENT, 1, later))
    assert snapshot(engine)["client"] == []


def test_nor_in_a_services_name() -> None:
    services = [
        {"name": "Legal aid", "kind": "legal", "in_house": False},
        {"name": SECRET, "kind": "other", "in_house": False},
    ]
    with pytest.raises(IdentifyingArchiveError) as caught:
        read_archive(archive(client(), services=services), NOW)
    assert caught.value.place == "service 2, name"


def exported(store: Store, person: Person) -> str:
    read: Callable[[UnitOfWork], str] = lambda work: work.exporting.archive(person.id, NOW).model_dump_json()  # noqa: E731
    return store.look_here(read)


def _with(referral_: Referral, **changed: Any) -> Referral:
    return replace(referral_, **changed)
