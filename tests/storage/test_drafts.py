"""The bot waits for one answer of each member, a day at most."""

from __future__ import annotations

from datetime import timedelta

from storage.drafts import LIFE, OpenDraft
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW


def current(store: Store, member: Person, later: timedelta = timedelta()) -> OpenDraft | None:
    return store.run_here(lambda work: work.drafts.current(member.id, NOW + later))


def test_the_newest_question_waits(store: Store, alice: Person) -> None:
    store.run_here(lambda work: work.drafts.open(alice.id, "note", NOW, referral=1))
    store.run_here(lambda work: work.drafts.open(alice.id, "barrier", NOW, referral=2, words="too far"))
    assert current(store, alice) == OpenDraft("barrier", {"referral": 2, "words": "too far"})


def test_a_question_is_given_up_after_a_day(store: Store, alice: Person) -> None:
    store.run_here(lambda work: work.drafts.open(alice.id, "note", NOW))
    assert current(store, alice, LIFE) is not None
    assert current(store, alice, LIFE + timedelta(seconds=1)) is None


def test_an_answered_question_waits_no_more(store: Store, alice: Person) -> None:
    store.run_here(lambda work: work.drafts.open(alice.id, "note", NOW))
    store.run_here(lambda work: work.drafts.close(alice.id))
    assert current(store, alice) is None


def test_what_is_opened_or_answered_is_known_in_the_same_transaction(store: Store, alice: Person) -> None:
    def talk(work: UnitOfWork) -> list[OpenDraft | None]:
        seen = [work.drafts.current(alice.id, NOW)]
        work.drafts.open(alice.id, "note", NOW, referral=1)
        seen.append(work.drafts.current(alice.id, NOW))
        work.drafts.close(alice.id)
        return [*seen, work.drafts.current(alice.id, NOW)]

    assert store.run_here(talk) == [None, OpenDraft("note", {"referral": 1}), None]
