"""People come by invites, once each, and keep what they told of themselves."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import Engine

from referrals.model import Role
from storage.invites import INVITE_LIFE
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, HOURS, NEW_YORK, NOW, THURSDAYS, founded, raw

SECOND = timedelta(seconds=1)


def invited(store: Store, role: Role = Role.THERAPIST, *, reusable: bool = False) -> str:
    return store.run_here(lambda work: work.invites.make(role, NOW, reusable=reusable))


def admitted(store: Store, code: str, telegram_id: int, later: timedelta = SECOND) -> Person | None:
    taken = store.run_here(lambda work: work.invites.admit(code, telegram_id, NOW + later))
    return taken.person if taken else None


def test_an_invite_lets_one_person_in_with_the_practices_zone_and_ordinary_hours(store: Store) -> None:
    founded(store)
    code = invited(store)
    alice = admitted(store, code, ALICE_CHAT)
    assert alice is not None
    assert (alice.roles, alice.hours, alice.zone) == (frozenset({Role.THERAPIST}), HOURS, NEW_YORK)
    assert admitted(store, code, BOB_CHAT) is None
    assert admitted(store, code, ALICE_CHAT) is None
    assert store.run_here(lambda work: work.people.chats()) == {ALICE_CHAT: ""}


def test_an_invite_lasts_seven_days(store: Store) -> None:
    founded(store)
    code = invited(store)
    assert timedelta(days=7) == INVITE_LIFE
    assert admitted(store, code, ALICE_CHAT, INVITE_LIFE) is None
    assert admitted(store, code, ALICE_CHAT, INVITE_LIFE - SECOND) is not None


def test_a_reusable_invite_lets_everybody_in(store: Store) -> None:
    founded(store)
    code = invited(store, reusable=True)
    people = [admitted(store, code, chat, INVITE_LIFE * 2) for chat in (ALICE_CHAT, BOB_CHAT)]
    assert None not in people


def test_a_second_invite_adds_its_role(store: Store) -> None:
    founded(store)
    first = admitted(store, invited(store), ALICE_CHAT)
    second = admitted(store, invited(store, Role.SUPERVISOR), ALICE_CHAT)
    assert first is not None
    assert second is not None
    assert second.id == first.id
    assert second.roles == {Role.THERAPIST, Role.SUPERVISOR}


def test_a_code_nobody_made_opens_nothing(store: Store) -> None:
    founded(store)
    invited(store)
    assert admitted(store, "", ALICE_CHAT) is None
    assert admitted(store, "guess", ALICE_CHAT) is None


def test_an_invite_before_the_practice_is_founded_opens_nothing_and_stays_good(store: Store) -> None:
    code = invited(store)
    assert admitted(store, code, ALICE_CHAT) is None
    founded(store)
    assert admitted(store, code, ALICE_CHAT) is not None


def test_only_a_hash_of_the_code_is_kept(store: Store, engine: Engine) -> None:
    code = invited(store)
    (invite,) = raw(engine, "SELECT * FROM invite")
    assert all(code not in str(value) for value in invite)
    assert len(invite.code_hash) == 64


def test_what_a_member_tells_of_herself_is_kept(store: Store, engine: Engine, alice: Person) -> None:
    days = frozenset({0, 6})
    store.run_here(lambda work: work.people.set_hours(alice.id, days, time(7, 30), time(12)))
    store.run_here(lambda work: work.people.set_zone(alice.id, THURSDAYS.zone))
    store.run_here(lambda work: work.people.set_supervision(alice.id, THURSDAYS))
    store.run_here(lambda work: work.people.set_welcomed(alice.id, NOW))
    store.run_here(lambda work: work.people.set_blocked(ALICE_CHAT, NOW))
    known = store.run_here(lambda work: work.people.by_telegram_id(ALICE_CHAT))
    assert known == store.run_here(lambda work: work.people.by_id(alice.id))
    assert known is not None
    assert (known.hours.days, known.hours.start, known.hours.end, known.welcomed) == (days, time(7, 30), time(12), True)
    (row,) = raw(engine, "SELECT supervision, blocked_at FROM member")
    assert None not in row


def test_nobody_is_known_before_she_came(store: Store) -> None:
    assert store.run_here(lambda work: work.people.by_telegram_id(ALICE_CHAT)) is None
    assert store.run_here(lambda work: work.people.by_id(1)) is None


def test_what_waits_to_be_written_is_read_as_well(store: Store, alice: Person) -> None:
    def moved(work: UnitOfWork) -> Person | None:
        practice = work.people.practice()
        assert practice is not None
        practice.holidays = "US"
        return work.people.by_id(alice.id)

    now = store.run_here(moved)
    assert now is not None
    assert now.habits.off.region == "US"
