"""Directories in HSDS 3.0: what is taken from them, what is left out, and what a second import does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.hsds import (
    Broken,
    BrokenDirectoryError,
    Listing,
    Reason,
    Skipped,
    read_json,
)
from referrals.hsds.fields import kind_of, plain_text, wait_weeks
from referrals.model import ServiceKind

HOUSING: dict[str, Any] = {
    "id": "ac148810",
    "name": "Supported housing",
    "alternate_name": "Harbour homes",
    "description": "<p>Rooms &amp; support.</p><script>alert(1)</script>",
    "url": "http://example.com/housing",
    "email": "housing@example.com",
    "status": "active",
    "wait_time": "6-8 weeks",
    "organization": {"id": "d9d5", "name": "Harbour Trust"},
    "phones": [
        {"id": "1", "number": "555-0100", "type": "fax"},
        {"id": "2", "number": '"+1 212 555 0143"', "extension": 100, "type": "voice"},
    ],
    "attributes": [{"id": "3", "taxonomy_term": {"id": "4", "name": "Legal services"}}],
}


def listings(text: str, piece: int = 1 << 16) -> list[Listing | Skipped]:
    return list(read_json(text[start : start + piece] for start in range(0, len(text), piece)))


def one(**changes: Any) -> Listing | Skipped:
    (found,) = listings(json.dumps({**HOUSING, **changes}))
    return found


def listing(**changes: Any) -> Listing:
    found = one(**changes)
    assert isinstance(found, Listing)
    return found


def test_a_service_is_taken_with_all_a_practice_needs() -> None:
    assert one() == Listing(
        place="entry 1",
        external_id="ac148810",
        name="Supported housing",
        organization="Harbour Trust",
        aliases=("Harbour homes",),
        kind=ServiceKind.HOUSING,
        contact="+1 212 555 0143 ext. 100 · housing@example.com · http://example.com/housing",
        wait_weeks=8,
        note="Harbour Trust. Rooms & support",
    )


@pytest.mark.parametrize("piece", [1, 2, 7, 64, 1 << 16])
@pytest.mark.parametrize(
    "shape",
    [
        [HOUSING, {**HOUSING, "id": "b"}],
        {"total_items": 2, "first_page": True, "contents": [HOUSING, {**HOUSING, "id": "b"}], "empty": False},
    ],
    ids=["list", "page"],
)
def test_a_list_and_a_page_are_read_in_pieces_of_any_length(shape: object, piece: int) -> None:
    found = listings(json.dumps(shape, indent=1), piece)
    assert [(item.place, item.external_id) for item in found] == [("entry 1", "ac148810"), ("entry 2", "b")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "inactive"}, Reason.NOT_ACTIVE),
        ({"status": "temporarily closed"}, Reason.NOT_ACTIVE),
        ({"status": None}, Reason.NOT_A_SERVICE),
        ({"id": ""}, Reason.NO_ID),
        ({"id": "x" * 201}, Reason.NO_ID),
        ({"name": " \u200b?"}, Reason.NO_NAME),
        ({"name": None}, Reason.NO_NAME),
        ({"phones": "555"}, Reason.MALFORMED),
        ({"organization": ["x"]}, Reason.MALFORMED),
        ({"name": {"en": "Housing"}}, Reason.MALFORMED),
    ],
)
def test_what_cannot_be_used_is_left_out_with_its_reason(changes: dict[str, Any], reason: Reason) -> None:
    found = one(**changes)
    assert isinstance(found, Skipped)
    assert found.reason is reason


def test_an_entry_that_is_no_object_is_left_out_and_its_neighbours_are_not() -> None:
    found = listings(json.dumps([7, None, HOUSING, "x"]))
    assert [type(item).__name__ for item in found] == ["Skipped", "Skipped", "Listing", "Skipped"]
    assert [item.place for item in found] == ["entry 1", "entry 2", "entry 3", "entry 4"]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "hello", "<html>", "7", '"x"', "[", "[{", "[{}", "[{},", '[{"id": 1}] more', "[" * 100_000, '{"id": ',
     '{"contents": [', "[" + "9" * 5000 + "]", '[{"a": "' + "x" * (1 << 20) + '"'],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_json_of_hsds_is_said(text: str) -> None:
    with pytest.raises(BrokenDirectoryError) as caught:
        listings(text)
    assert caught.value.why is Broken.NOT_JSON


def test_json_without_services_is_said() -> None:
    with pytest.raises(BrokenDirectoryError) as caught:
        listings('{"message": "not found"}')
    assert caught.value.why is Broken.NO_SERVICES


def test_one_endless_entry_is_not_read_to_its_end() -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        yield '[{"description": "'
        while True:
            taken += 1
            yield "x" * (1 << 16)

    with pytest.raises(BrokenDirectoryError):
        list(read_json(endless()))
    assert taken < 40


def test_an_object_of_endless_keys_is_not_read_to_its_end() -> None:
    def endless() -> Any:
        yield "{"
        for number in range(10**9):
            yield f'"k{number}": "{"x" * 5000}",'

    with pytest.raises(BrokenDirectoryError):
        list(read_json(endless()))


KEYS = st.sampled_from(["contents", *HOUSING, "number", "taxonomy_term"]) | st.text()
SCALARS = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_any_json_is_read_or_said_to_be_none(value: object) -> None:
    try:
        found = listings(json.dumps(value))
    except BrokenDirectoryError:
        return
    for item in found:
        if isinstance(item, Listing):
            assert item.name
            assert len(item.name) <= 80
            assert item.name.encode()  # a lone surrogate would not be storable


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("2 weeks", 2), ("about 3 months", 13), ("6-8 weeks", 8), ("6 to 8 weeks", 8), ("two weeks", 2), ("10 days", 2),
        ("10 business days", 2), ("a month", 5), ("1 year", 53), ("no wait", 0), ("None", 0), ("Immediately.", 0),
        ("no waiting list", 0), ("1.5 weeks", 2), ("8-week wait", 8), ("varies", None), ("", None), (None, None),
        ("wait_time", None), ("call 555 0100", None), ("99 years", None),
    ],
)  # fmt: skip
def test_a_wait_in_words_is_made_weeks(words: str | None, weeks: int | None) -> None:
    assert wait_weeks(words) == weeks


def test_a_wait_that_is_not_understood_stays_in_the_note() -> None:
    assert listing(wait_time="Varies").wait_weeks is None
    assert listing(wait_time="Varies").note == "Harbour Trust. Wait: Varies. Rooms & support"


@pytest.mark.parametrize(
    ("name", "terms", "kind"),
    [
        ("988 Lifeline", [], ServiceKind.CRISIS_LINE),
        ("County crisis line", [], ServiceKind.CRISIS_LINE),
        ("DBT skills", [], ServiceKind.SKILLS_GROUP),
        ("Housing legal aid", [], ServiceKind.LEGAL),
        ("Lawn care", [], ServiceKind.OTHER),
        ("Harbour House", ["Substance use disorder"], ServiceKind.HOUSING),
        ("The Harbour", ["Food", "Alcohol treatment"], ServiceKind.SUBSTANCE_USE),
        ("Peer support groups", [], ServiceKind.PEER_SUPPORT),
        ("Outpatient psychiatry", [], ServiceKind.PSYCHIATRIC_EVALUATION),
        ("Care coordination", [], ServiceKind.CASE_MANAGEMENT),
        ("SNAP applications", [], ServiceKind.BENEFITS),
        ("Dental clinic", [], ServiceKind.MEDICAL),
        ("Community garden", ["Leisure"], ServiceKind.OTHER),
    ],
)
def test_a_kind_is_read_from_the_name_then_from_the_terms(name: str, terms: list[str], kind: ServiceKind) -> None:
    assert kind_of(name, terms) is kind


def test_markup_direction_marks_and_length_do_not_get_through() -> None:
    assert plain_text("a\u202eb\x00c\n\td <b>e</b> &lt;f", 80) == "ab c d e <f"
    assert plain_text("one two three", 9) == "one two…"
    assert plain_text("   ", 9) is None
    assert len(plain_text("x" * 10**6, 300) or "") <= 300


@pytest.mark.parametrize(
    ("changes", "contact"),
    [
        ({"phones": [], "service_at_locations": [{"phones": [{"number": "1 place"}]}]}, "1 place"),
        ({"phones": None, "contacts": [{"name": "Ann", "phones": [{"number": "2 contact"}]}]}, "2 contact"),
        ({"phones": [], "organization": {"name": "T", "phones": [{"number": "3 trust"}]}}, "3 trust"),
        ({"phones": [{"number": str(n)} for n in range(5)]}, "0 · 1"),
    ],
)
def test_the_closest_numbers_are_taken(changes: dict[str, Any], contact: str) -> None:
    assert listing(**{"email": None, "url": None, **changes}).contact == contact
