"""The practice's directory: looked up, amended, undone, and taken in from an import."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.cli.services_import import import_services
from referrals.hsds import BrokenDirectoryError, Listing, Reason, Skipped
from referrals.hsds.listing import Broken
from referrals.model import Service, ServiceKind
from referrals.starter import STARTER_SERVICES
from storage.changes import DIRECTORY, Undone
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, raw, snapshot

LEGAL = Listing("row 2", "x1", "Law clinic", "Harbour Trust", ("lawyers",), ServiceKind.LEGAL, "555-0143", 3, "a note")
SHELTER = Listing("row 3", "x2", "Night shelter", None, (), ServiceKind.HOUSING, None, None, None)


@pytest.fixture
def directory(store: Store, alice: Person) -> Store:  # noqa: ARG001 - her practice
    store.run_here(lambda work: work.directory.begin(s for s in STARTER_SERVICES if s.name != "Psychiatric evaluation"))
    return store


def service(store: Store, name: str) -> Service:
    found = store.run_here(lambda work: work.directory.called(name))
    assert found is not None
    return found


def amended(store: Store, owner: Person, service: Service) -> int:
    def amend(work: UnitOfWork) -> int:
        work.directory.amend(service)
        return work.changes.record(owner.id, DIRECTORY, NOW)

    return store.run_here(amend)


def undone(store: Store, owner: Person, change_id: int) -> Undone:
    return store.run_here(lambda work: work.changes.undo(owner.id, change_id, NOW))[0]


def test_kinds_are_counted_and_paged_by_name(directory: Store) -> None:
    counts = directory.run_here(lambda work: work.directory.counts())
    assert set(counts) == set(ServiceKind)
    others = directory.run_here(lambda work: work.directory.page(ServiceKind.OTHER, 1, 2))
    assert counts[ServiceKind.OTHER] == 4
    assert [one.name for one in others] == ["Domestic violence advocacy", "Food support"]


def test_the_retired_are_counted_apart_and_still_called_by_their_names(directory: Store, alice: Person) -> None:
    legal = service(directory, "attorney")
    amended(directory, alice, replace(legal, retired=True))
    assert directory.run_here(lambda work: work.directory.retired_count()) == 1
    assert ServiceKind.LEGAL not in directory.run_here(lambda work: work.directory.counts())
    assert directory.run_here(lambda work: work.directory.page(None, 0, 8)) == [replace(legal, retired=True)]
    assert service(directory, "LEGAL-AID").retired
    assert legal.id not in [one.id for one in directory.run_here(lambda work: work.directory.services())]


def test_undo_gives_back_every_column_of_a_service(directory: Store, engine: Engine, alice: Person) -> None:
    before = snapshot(engine)["service"]
    legal = service(directory, "Legal aid")
    change = amended(
        directory,
        alice,
        replace(
            legal, name="Law", aliases=("law",), in_house=True, kind=ServiceKind.OTHER, contact="desk", wait_weeks=4,
            note="n", retired=True,
        ),
    )  # fmt: skip
    assert snapshot(engine)["service"] != before
    assert undone(directory, alice, change) is Undone.RESTORED
    assert snapshot(engine)["service"] == before


def test_a_name_taken_meanwhile_stands_in_the_way_of_undo(directory: Store, alice: Person, bob: Person) -> None:
    change = amended(directory, alice, replace(service(directory, "Legal aid"), name="Law"))
    directory.run_here(lambda work: work.directory.add("Legal aid"))
    assert undone(directory, bob, change) is Undone.ALREADY
    assert undone(directory, alice, change) is Undone.OVERTAKEN


def test_an_addition_is_undone_and_its_id_is_not_given_to_the_next(directory: Store, alice: Person) -> None:
    def add(work: UnitOfWork) -> tuple[int, int]:
        added = work.directory.add("Equine therapy")
        return added.id, work.changes.record(alice.id, DIRECTORY, NOW)

    first, change = directory.run_here(add)
    assert undone(directory, alice, change) is Undone.RESTORED
    assert directory.run_here(lambda work: work.directory.service(first)) is None
    second, _ = directory.run_here(add)
    assert second != first


def test_contact_note_and_what_was_imported_lie_sealed(directory: Store, engine: Engine) -> None:
    directory.run_here(lambda work: import_services(work, [LEGAL], NOW, dry_run=False))
    (row,) = raw(engine, "SELECT contact, note, imported FROM service WHERE external_id = 'x1'")
    assert b"555-0143" not in b"".join(map(bytes, row))
    assert service(directory, "lawyers").contact == "555-0143"


def test_an_import_adds_updates_and_leaves_alone(directory: Store, engine: Engine) -> None:
    first = directory.run_here(lambda work: import_services(work, [LEGAL, SHELTER], NOW, dry_run=False))
    assert (first.added, first.updated, first.unchanged, first.gone) == (["Law clinic", "Night shelter"], [], 0, [])
    before = snapshot(engine)
    second = directory.run_here(lambda work: import_services(work, [LEGAL, SHELTER], NOW, dry_run=False))
    assert (second.added, second.updated, second.unchanged) == ([], [], 2)
    assert snapshot(engine) == before
    third = directory.run_here(lambda work: import_services(work, [replace(LEGAL, wait_weeks=9)], NOW, dry_run=False))
    assert (third.updated, third.unchanged, third.gone) == (["Law clinic"], 0, ["Night shelter"])
    assert service(directory, "Law clinic").wait_weeks == 9
    assert not service(directory, "Night shelter").retired


def test_what_the_practice_amended_outlives_an_import(directory: Store, alice: Person) -> None:
    directory.run_here(lambda work: import_services(work, [LEGAL], NOW, dry_run=False))
    ours = replace(
        service(directory, "Law clinic"), in_house=True, kind=ServiceKind.OTHER, note="ask Ana", aliases=("law",)
    )
    amended(directory, alice, ours)
    new = replace(LEGAL, note="new", wait_weeks=9, aliases=("lawyers", "counsel"), kind=ServiceKind.BENEFITS)
    directory.run_here(lambda work: import_services(work, [new], NOW, dry_run=False))
    assert service(directory, "Law clinic") == replace(ours, wait_weeks=9, aliases=("law", "counsel"))


def test_a_dry_run_says_the_same_and_writes_nothing(directory: Store, engine: Engine) -> None:
    directory.run_here(lambda work: import_services(work, [SHELTER], NOW, dry_run=False))
    records: list[Listing | Skipped] = [
        LEGAL,
        replace(SHELTER, wait_weeks=4),
        replace(SHELTER, wait_weeks=4),
        Skipped("row 9", "", Reason.NO_ID),
    ]
    before = snapshot(engine)
    rehearsed = directory.run_here(lambda work: import_services(work, records, NOW, dry_run=True))
    assert snapshot(engine) == before
    done = directory.run_here(lambda work: import_services(work, records, NOW, dry_run=False))
    assert snapshot(engine) != before
    assert rehearsed == done
    assert [skipped.reason for skipped in done.left_out] == [Reason.TWICE, Reason.NO_ID]


def test_an_import_that_breaks_off_leaves_nothing_of_its_batches(directory: Store, engine: Engine) -> None:
    before = snapshot(engine)

    def breaks(work: UnitOfWork) -> None:
        def records() -> object:
            for number in range(1200):
                yield replace(SHELTER, external_id=f"y{number}", name=f"Shelter {number}")
            raise BrokenDirectoryError(Broken.NOT_JSON, "entry 1201")

        import_services(work, records(), NOW, dry_run=False)  # type: ignore[arg-type]  # a generator of listings

    with pytest.raises(BrokenDirectoryError):
        directory.run_here(breaks)
    assert snapshot(engine) == before


def test_no_more_than_a_batch_is_held(directory: Store) -> None:
    """The session keeps every row it has loaded; an import must not fill it."""

    def take_in(work: UnitOfWork) -> int:
        records = (replace(SHELTER, external_id=f"y{n}", name=f"Shelter {n}") for n in range(1500))
        import_services(work, records, NOW, dry_run=False)
        return len(work._session.held)

    assert directory.run_here(take_in) == 0
