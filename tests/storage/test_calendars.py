"""What was handed out for a calendar: each has her own, and of who is erased nothing is said any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from referrals.calendar import Entry, Held, Kind, News, compare
from referrals.client import Client
from referrals.model import Referral
from storage.person import Person
from storage.privacy_rows import Erased
from storage.rights.retention import Leaving
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NEW_YORK, NOW, logged, raw, snapshot

Case = tuple[Client, Referral]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def entries(case: Case) -> list[Entry]:
    """A session, an appointment of a day, and supervision, a day after another."""
    client, referral = case
    starts = [NOW + DAY * number for number in (1, 2, 3)]
    return [
        Entry(Kind.SESSION, starts[0], starts[0] + HOUR, client_id=client.id, was=NOW),
        Entry(Kind.APPOINTMENT, starts[1], starts[1] + DAY, client.id, referral.id, on=starts[1].date()),
        Entry(Kind.SUPERVISION, starts[2], starts[2] + HOUR, was=starts[2]),
    ]


def hand_out(store: Store, owner: Person, wanted: list[Entry]) -> News:
    def write(work: UnitOfWork) -> News:
        news = compare(work.calendars.held(owner.id), wanted, NEW_YORK, NOW)
        work.calendars.hand_out(owner.id, news, NOW)
        return news

    return store.run_here(write)


def held(store: Store, owner: Person) -> list[Held]:
    return store.look_here(lambda work: work.calendars.held(owner.id))


def shown(store: Store, owner: Person) -> list[tuple[Kind, str | None]]:
    rows = store.look_here(lambda work: work.calendars.shown(owner.id, NOW))
    return [(one.entry.kind, code) for one, code in rows]


def test_it_comes_back_as_it_was_handed_out(store: Store, case: Case, alice: Person) -> None:
    assert len(hand_out(store, alice, entries(case)).added) == 3
    assert [one.entry for one in held(store, alice)] == entries(case)
    assert {(one.sequence, one.changed_at, one.cancelled) for one in held(store, alice)} == {(0, NOW, False)}
    assert hand_out(store, alice, entries(case)) == News([], [], [])


def test_what_is_news_is_kept(store: Store, case: Case, alice: Person) -> None:
    hand_out(store, alice, entries(case))
    before = held(store, alice)
    news = hand_out(store, alice, entries(case)[:1])
    assert held(store, alice) == [before[0], *news.cancelled]


def test_a_uid_tells_nothing_and_is_nobody_elses(store: Store, case: Case, alice: Person, bob: Person) -> None:
    hand_out(store, alice, entries(case))
    hand_out(store, bob, entries(logged(store, bob)))
    uids = [one.uid for owner in (alice, bob) for one in held(store, owner)]
    assert len(set(uids)) == 6
    assert all(len(uid) == 36 and uid[14] == "4" for uid in uids), "drawn by lot"


def test_bob_reads_and_changes_nothing_of_alices(
    store: Store, engine: Engine, case: Case, alice: Person, bob: Person
) -> None:
    hand_out(store, alice, entries(case))
    before, hers = snapshot(engine), [replace(one, sequence=9, cancelled=True) for one in held(store, alice)]
    assert (held(store, bob), shown(store, bob)) == ([], [])
    assert not store.look_here(lambda work: work.calendars.any(bob.id, NOW))
    store.run_here(lambda work: work.calendars.hand_out(bob.id, News((), hers, hers), NOW))
    assert snapshot(engine) == before


def test_the_code_only_of_who_is_still_hers(store: Store, case: Case, alice: Person, bob: Person) -> None:
    hand_out(store, alice, entries(case))
    assert shown(store, alice) == [(Kind.SESSION, "C7"), (Kind.APPOINTMENT, "C7"), (Kind.SUPERVISION, None)]
    store.run_here(lambda work: work.handovers.move(alice.id, bob.id, NOW))
    assert shown(store, alice) == [(kind, None) for kind in (Kind.SESSION, Kind.APPOINTMENT, Kind.SUPERVISION)]


@pytest.mark.parametrize("again", [False, True], ids=["erased", "after a restore"])
def test_of_an_erased_client_it_is_not_known_whose_it_was(
    store: Store, engine: Engine, case: Case, alice: Person, again: bool
) -> None:
    hand_out(store, alice, entries(case))
    if again:
        store.run_here(lambda work: work.erasing.erase_again(Erased.CLIENT, case[0].id, NOW + DAY))
    else:
        store.run_here(lambda work: work.erasing.erase_client(alice.id, case[0].id, NOW))
    rows = raw(engine, "SELECT client_id, referral_id, was FROM calendar WHERE kind <> 'supervision'")
    assert [tuple(row) for row in rows] == [(None, None, None)] * 2
    assert [code for _, code in shown(store, alice)] == [None] * 3
    assert len(hand_out(store, alice, entries(case)[2:]).cancelled) == 2


def test_a_member_who_erases_herself_leaves_nothing_of_it(store: Store, case: Case, alice: Person, bob: Person) -> None:
    hand_out(store, alice, entries(case))
    hand_out(store, bob, entries(logged(store, bob)))
    store.run_here(lambda work: work.erasing.empty(alice.id, NOW))
    assert (len(held(store, alice)), len(held(store, bob))) == (0, 3)


def test_what_is_over_leaves_after_a_week(store: Store, case: Case, alice: Person) -> None:
    hand_out(store, alice, entries(case))
    ends = NOW + DAY + HOUR
    for now, left in ((ends + 7 * DAY, 3), (ends + 7 * DAY + HOUR, 2), (NOW + 40 * DAY, 0)):
        while store.run_here(lambda work, at=now: work.retention.sweep(at)):  # type: ignore[misc] # a lambda's default
            pass
        assert len(held(store, alice)) == left


def test_under_a_hold_it_stays(store: Store, case: Case, alice: Person) -> None:
    hand_out(store, alice, entries(case))
    store.run_here(lambda work: work.people.set_hold(True, NOW, alice.id))
    later = NOW + 400 * DAY
    assert Leaving.CALENDAR not in [one.what for one in store.look_here(lambda work: work.retention.due(later))]
    assert store.run_here(lambda work: work.retention.sweep(later)) == 0
    assert len(held(store, alice)) == 3


def test_any_is_about_what_is_to_come(store: Store, case: Case, alice: Person) -> None:
    hand_out(store, alice, entries(case)[:1])
    assert store.look_here(lambda work: work.calendars.any(alice.id, NOW))
    assert not store.look_here(lambda work: work.calendars.any(alice.id, NOW + DAY + HOUR))


def test_the_audit_tells_of_the_command_and_not_of_hundreds_of_rows(
    store: Store, engine: Engine, case: Case, alice: Person
) -> None:
    before = raw(engine, "SELECT id FROM audit")
    hand_out(store, alice, entries(case))
    assert raw(engine, "SELECT id FROM audit") == before
