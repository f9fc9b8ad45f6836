"""A Bundle is as FHIR R4B has it: each state and ending is mapped, each code one of its set, nothing leads nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.provenance import Provenance
from fhir.resources.R4B.servicerequest import ServiceRequest
from fhir.resources.R4B.task import Task

from bot.exchange.checking import NonconformingError, check, elements, fhir_json
from bot.exchange.codes import CODES, REQUEST_STATUS, REQUIRED, TASK_STATUS, System
from bot.exchange.resources import bundle
from bot.exchange.spreadsheets import csv_bytes
from bot.wording.tables import tables
from referrals.lifecycle import Ending
from referrals.model import Referral, State
from tests.storage.filled import filled
from tests.unit.bot.examples.holdings import FULL, NOTE, NOTHING, OTHER, OWNER, PLAN, every_state, handed

Element = dict[str, Any]
_RESOURCES = (Bundle, ServiceRequest, Task, Provenance)


def of_type(whole: Element, kind: str) -> list[Element]:
    return [entry["resource"] for entry in whole["entry"] if entry["resource"]["resourceType"] == kind]


def one(whole: Element, kind: str) -> Element:
    return of_type(whole, kind)[0]


@pytest.mark.parametrize("own", [True, False])
def test_every_state_ending_and_hold_makes_a_bundle_that_conforms(own: bool) -> None:
    states = every_state()
    whole = json.loads(fhir_json(bundle(handed(*states, own=own))))
    assert len(of_type(whole, "Task")) == len(of_type(whole, "ServiceRequest")) == len(states)
    assert fhir_json(bundle(NOTHING)).startswith(b"{")


@pytest.mark.parametrize("turn", range(25))
def test_whatever_its_fields_say_it_conforms(turn: int) -> None:
    """An ending that is none of ours, as an archive may have it, is said in words alone."""
    one = filled(Referral, turn)
    task = json.loads(fhir_json(bundle(handed(one))))["entry"][1]["resource"]
    assert task["statusReason"] == {"text": one.ended_because}
    assert csv_bytes(tables(handed(one))[0])


@pytest.mark.parametrize(
    ("words", "note"), [("a\x00b\x0b\tc\n", [{"text": "ab\tc\n"}]), ("\x1f \n", None), ("ńo", [{"text": "ńo"}])]
)
def test_no_character_is_in_it_that_its_strings_may_not_hold(words: str, note: object) -> None:
    (one,) = of_type(bundle(handed(replace(FULL, note=words))), "ServiceRequest")
    assert one.get("note") == note


def test_every_state_has_its_status() -> None:
    assert set(TASK_STATUS) == set(REQUEST_STATUS) == set(State)
    ended = {TASK_STATUS[state] for state in State if state.ended}
    assert ended == {"completed", "rejected", "cancelled", "failed"}
    assert not ended & {TASK_STATUS[state] for state in State if not state.ended}
    assert {REQUEST_STATUS[state] for state in State if state.ended} == {"completed", "revoked"}


def test_business_status_tells_apart_what_a_status_does_not() -> None:
    said = {
        (task["status"], task["businessStatus"]["coding"][0]["code"])
        for task in of_type(bundle(handed(*every_state())), "Task")
    }
    in_progress = {("in-progress", code) for code in ("contacted", "waitlisted", "scheduled")}
    resting = {("on-hold", state.value) for state in State if not state.ended and state is not State.ON_HOLD}
    assert said >= in_progress | resting | {("requested", "suggested"), ("accepted", "agreed")}
    assert ("on-hold", "on_hold") not in said


def test_every_ending_is_said() -> None:
    tasks = of_type(bundle(handed(*every_state())), "Task")
    system = System.ENDING.urn
    reasons = {
        c["code"] for task in tasks for c in task.get("statusReason", {}).get("coding", []) if c["system"] == system
    }
    assert reasons == set(Ending)


def test_the_full_one_says_all_it_knows() -> None:
    whole = bundle(handed())
    request, task = one(whole, "ServiceRequest"), one(whole, "Task")
    assert request["status"] == "active"
    assert request["code"]["text"] == "Legal aid"
    assert request["occurrenceDateTime"] == "2026-12-03T20:00:00Z"
    assert request["priority"] == task["priority"] == "urgent"
    assert [reason["coding"][0]["code"] for reason in request["reasonCode"]] == [
        "crisis",
        "diagnosis",
        "living",
        "practice",
    ]
    assert request["note"] == [{"text": NOTE}]
    assert task["note"] == [{"text": PLAN}]
    assert task["restriction"] == {"period": {"end": "2026-12-24"}}
    assert {inner["type"]["coding"][0]["code"]: inner for inner in task["input"]}.keys() == {
        "readiness", "expected_on", "revisit_on",
    }  # fmt: skip
    assert task["input"][0]["valueInteger"] == 4, "the client's own number, and not the guess"
    assert task["statusReason"]["coding"][0]["code"] == "cost"


def test_a_day_without_a_time_is_a_day() -> None:
    request = one(bundle(handed(replace(FULL, appointment_timed=False))), "ServiceRequest")
    assert request["occurrenceDateTime"] == "2026-12-03"


def test_history_is_provenance_of_both() -> None:
    whole = bundle(handed())
    urls = [entry["fullUrl"] for entry in whole["entry"]]
    found = of_type(whole, "Provenance")
    assert len(found) == 4, "what concerns the client and no referral is left out"
    assert {tuple(target["reference"] for target in prov["target"]) for prov in found} == {(urls[0], urls[1])}
    assert [prov["activity"]["coding"][0]["code"] for prov in found[:2]] == ["suggested", "barrier"]
    assert found[1]["activity"]["text"] == "something in the way (cost)"


def test_the_subject_is_a_code_and_nobody_is_named() -> None:
    whole = bundle(handed())
    assert {entry["resource"]["resourceType"] for entry in whole["entry"]} == {"ServiceRequest", "Task", "Provenance"}
    for subject in (one(whole, "ServiceRequest")["subject"], one(whole, "Task")["for"]):
        assert subject.keys() == {"type", "identifier"}
        assert subject["identifier"]["value"] == "C7"
    assert of_type(whole, "Provenance")[-1]["agent"][0]["who"] == {"type": "Practitioner", "display": "another"}


def test_two_therapists_clients_of_one_code_are_two() -> None:
    mine = handed(own=False)
    hers = replace(mine.holdings[0], member_id=OTHER)
    whole = bundle(replace(mine, holdings=(mine.holdings[0], hers)))
    systems = {request["subject"]["identifier"]["system"] for request in of_type(whole, "ServiceRequest")}
    assert len(systems) == 2


def test_its_names_are_the_same_next_time_and_tell_no_ids() -> None:
    text = json.dumps(bundle(handed()))
    assert text == json.dumps(bundle(handed()))
    for number in (OWNER, OTHER):
        assert f'"{number}"' not in text


def _known() -> dict[str, set[str]]:
    """Which codes the library has for an element; where it has but the beginning of them, a "+" stands beside."""
    return {
        f"{kind.__name__}.{field.alias or name}": set(map(str, known))
        for kind in _RESOURCES
        for name, field in kind.model_fields.items()
        if isinstance(field.json_schema_extra, dict)
        and isinstance(known := field.json_schema_extra.get("enum_values"), list)
    }


def test_required_codes_are_those_of_the_library() -> None:
    for place, known in _known().items():
        if place in REQUIRED:
            assert known - {"+"} <= REQUIRED[place].codes, place
            assert "+" in known or known == REQUIRED[place].codes, place


def test_every_element_with_a_required_set_is_looked_at() -> None:
    """Found by the library's models: who writes one more such element, gives it its set."""
    whole = bundle(handed(*every_state(), FULL))
    written = {place for place, _ in elements(whole, "Bundle")} & _known().keys()
    assert len(written) == 7  # the search itself finds something
    assert written <= set(REQUIRED)
    for place, value in elements(whole, "Bundle"):
        assert place not in REQUIRED or value in REQUIRED[place].codes


def _set(path: tuple[str | int, ...], value: object) -> Callable[[Element], None]:
    def change(whole: Any) -> None:
        *way, last = path
        for step in way:
            whole = whole[step]
        whole[last] = value

    return change


_FIRST, _TASK, _PROV = ("entry", 0, "resource"), ("entry", 1, "resource"), ("entry", 2, "resource")
_URL = "urn:uuid:00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_set(("type",), "heap"), "Bundle.type"),
        (_set((*_FIRST, "status"), "on_hold"), "ServiceRequest.status"),
        (_set((*_FIRST, "intent"), "wish"), "ServiceRequest.intent"),
        (_set((*_FIRST, "priority"), "high"), "ServiceRequest.priority"),
        (_set((*_TASK, "status"), "waitlisted"), "Task.status"),
        (_set((*_TASK, "intent"), "directive"), "Task.intent"),
        (_set((*_TASK, "priority"), "high"), "Task.priority"),
        (_set((*_TASK, "businessStatus", "coding", 0, "code"), "gone"), "Task.businessStatus.coding"),
        (_set((*_TASK, "businessStatus", "coding", 0, "system"), _URL), "Task.businessStatus.coding"),
        (_set((*_TASK, "focus", "reference"), _URL), "Task.focus.reference"),
        (_set((*_PROV, "target", 0, "reference"), _URL), "Provenance.target.reference"),
        (_set((*_TASK, "lastModified"), "2020-01-01T00:00:00Z"), "Task"),
        (_set((*_FIRST, "orderDetail"), [{"text": "x"}]), "ServiceRequest"),
        (_set((*_TASK, "note"), []), "Task.note"),
        (_set(("entry", 1, "request"), {"method": "PUT", "url": "x"}), "Bundle"),
        (_set(("total",), 3), "Bundle"),
        (lambda whole: whole["entry"][1].pop("resource"), "Bundle.entry"),
        (lambda whole: whole["entry"][1].pop("fullUrl"), "Bundle.entry.fullUrl"),
        (lambda whole: whole["entry"][1].update(fullUrl=whole["entry"][0]["fullUrl"]), "Bundle.entry.fullUrl"),
    ],
)
def test_what_does_not_conform_is_not_written(change: Callable[[Element], None], place: str) -> None:
    whole = bundle(handed())
    if place == "ServiceRequest":
        whole["entry"][0]["resource"].pop("code")
    check(bundle(handed()))
    change(whole)
    with pytest.raises(NonconformingError) as raised:
        check(whole)
    assert raised.value.place == place


def test_nor_is_what_has_another_shape_and_the_complaint_quotes_nothing() -> None:
    whole = bundle(handed())
    whole["entry"][0]["resource"]["subject"] = NOTE
    with pytest.raises(NonconformingError) as raised:
        fhir_json(whole)
    assert NOTE not in str(raised.value)
    assert raised.value.__cause__ is None


def test_every_system_of_codes_is_known() -> None:
    assert {system.urn for system in System} <= set(CODES)
    assert len({system.urn for system in System}) == len(System)
