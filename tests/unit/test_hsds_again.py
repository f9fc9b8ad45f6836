"""What a second import of a directory does, and what it leaves to the practice."""

from __future__ import annotations

from dataclasses import replace

from referrals.hsds import (
    Added,
    Book,
    Known,
    Listing,
    Outcome,
    Reason,
    Skipped,
    Told,
    Unchanged,
    Updated,
)
from referrals.model import Service, ServiceKind
from tests.unit.moments import NOW
from tests.unit.test_hsds import listing


def imported(book: Book, told: Listing, number: int = 100) -> Known:
    """The service as it stands after its first import."""
    outcome = book.decide(told, None)
    assert isinstance(outcome, Added)
    return Known(replace(outcome.service, id=number), told.external_id, outcome.told)


def again(known: Known, told: Listing, *labels: tuple[str, int]) -> Outcome:
    """What a later import says, with the practice's directory as it is by then."""
    own = [(label, known.service.id) for label in (known.service.name, *known.service.aliases)]
    return Book([*own, *labels], NOW).decide(told, known)


def test_the_same_directory_again_changes_nothing() -> None:
    assert again(imported(Book([], NOW), listing()), listing()) == Unchanged()


def test_what_the_directory_changed_is_taken_over() -> None:
    known = imported(Book([], NOW), listing())
    outcome = again(known, listing(name="Homes", wait_time="3 weeks", alternate_name="Harbour rooms"))
    assert isinstance(outcome, Updated)
    assert outcome.visibly
    assert (outcome.service.name, outcome.service.wait_weeks) == ("Homes", 3)
    assert outcome.service.aliases == ("Harbour homes", "Harbour rooms", "Supported housing")


def test_what_the_practice_amended_stays() -> None:
    known = imported(Book([], NOW), listing())
    ours = replace(
        known.service, name="Our homes", aliases=("homes",), in_house=True, kind=ServiceKind.OTHER, contact="Ana knows",
        wait_weeks=40, note=None, retired=True,
    )  # fmt: skip
    new = listing(name="Homes", wait_time="3 weeks", email="new@example.com", description="New", alternate_name="Rooms")
    outcome = again(replace(known, service=ours), new)
    assert isinstance(outcome, Updated)
    assert outcome.service == replace(ours, aliases=("homes", "Rooms"))
    assert outcome.told.contact != ours.contact


def test_an_alias_the_practice_took_away_does_not_come_back() -> None:
    known = imported(Book([], NOW), listing())
    bare = replace(known, service=replace(known.service, aliases=()))
    outcome = again(bare, listing(wait_time="3 weeks"))
    assert isinstance(outcome, Updated)
    assert outcome.service.aliases == ()


def test_a_change_to_what_the_practice_amended_is_no_visible_change() -> None:
    known = imported(Book([], NOW), listing())
    amended = replace(known, service=replace(known.service, wait_weeks=40))
    outcome = again(amended, listing(wait_time="3 weeks"))
    assert isinstance(outcome, Updated)
    assert not outcome.visibly


def test_every_name_means_one_service() -> None:
    book = Book([("Legal aid", 1), ("supported housing", 2), ("HARBOUR-HOMES", 3)], NOW)
    outcome = book.decide(listing(), None)
    assert isinstance(outcome, Added)
    assert (outcome.service.name, outcome.service.aliases) == ("Supported housing (Harbour Trust)", ())
    twin = book.decide(listing(id="b"), None)
    assert isinstance(twin, Skipped)
    assert twin.reason is Reason.NAME_TAKEN


def test_a_name_given_with_its_organization_stays_at_the_next_import() -> None:
    others = ("Supported housing", 2)
    known = imported(Book([others], NOW), listing())
    assert known.service.name == "Supported housing (Harbour Trust)"
    assert again(known, listing(), others) == Unchanged()
    outcome = again(known, listing(wait_time="3 weeks"), others)
    assert isinstance(outcome, Updated)
    assert outcome.service.name == "Supported housing (Harbour Trust)"


def test_an_id_that_comes_twice_counts_once() -> None:
    book = Book([], NOW)
    book.decide(listing(), None)
    twice = book.decide(listing(name="Another"), None)
    assert isinstance(twice, Skipped)
    assert twice.reason is Reason.TWICE


def test_a_service_of_which_nothing_was_kept_only_gains() -> None:
    ours = Service(7, "Homes", note="ask Ana")
    outcome = again(Known(ours, "ac148810", Told()), listing())
    assert isinstance(outcome, Updated)
    assert (outcome.service.name, outcome.service.note, outcome.service.wait_weeks) == ("Homes", "ask Ana", 8)


def test_a_name_with_a_number_is_left_out_and_an_other_name_with_one_dropped() -> None:
    told = listing(name="Pat's house 212-555-0143")
    assert Book([], NOW).decide(told, None) == Skipped(
        told.place, told.name, Reason.IDENTIFIER, external_id=told.external_id
    )
    outcome = Book([], NOW).decide(replace(listing(), aliases=("law clinic", "call 212-555-0143")), None)
    assert isinstance(outcome, Added)
    assert outcome.service.aliases == outcome.told.aliases == ("law clinic",)


def test_a_contact_and_a_note_may_hold_numbers() -> None:
    outcome = Book([], NOW).decide(replace(listing(), contact="212-555-0143", note="12 Elm Street"), None)
    assert isinstance(outcome, Added)
    assert (outcome.service.contact, outcome.service.note) == ("212-555-0143", "12 Elm Street")
