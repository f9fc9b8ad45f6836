"""`/reflect`: four prompts one at a time, and what becomes of the answers is the therapist's choice alone."""

from __future__ import annotations

import pytest

from referrals.model import Role
from tests.conversation.supervised import linked, raise_case, screens
from tests.conversation.talk import Practice, Talker, Tap

FIRST = "I want to hide when she rings"
LAST = "somebody to tell me that is allowed"


@pytest.fixture
def begun(ana: Talker) -> Talker:
    ana.talk(
        ("C7 psych eval", "noted"),
        ("/reflect C7", "not legally privileged"),
        (Tap("Begin"), "1 of 4"),
        (FIRST, "2 of 4"),
    )
    return ana


@pytest.fixture
def done(begun: Talker) -> Talker:
    begun.talk((Tap("Pass over"), "3 of 4"), (Tap("Pass over"), "4 of 4"), (LAST, "that is yours"))
    return begun


def test_the_plain_statement_comes_before_the_first_prompt(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("/reflect C7", "Nobody is shown what you write, nor that you wrote"))
    for words in ("not legally privileged", "Telegram carries it", "Write about yourself", "erase it"):
        assert words in ana.text
    ana.talk((Tap("Not now"), "another time"))


def test_every_answer_is_deleted_from_the_chat_and_said_back_nowhere(done: Talker) -> None:
    assert len(done.screen.deleted) == 2
    assert FIRST not in screens(done)
    assert LAST not in screens(done)


def test_it_can_be_kept_read_and_hidden(done: Talker) -> None:
    done.talk((Tap("Keep"), "kept, for you alone"), ("/reflect C7", "Only you see that"), (Tap("Read it"), FIRST))
    done.talk((Tap("Hide"), "kept, for you alone"))
    assert FIRST not in screens(done)


def test_stopping_keeps_what_there_is_and_it_can_go_on_later(begun: Talker) -> None:
    begun.talk((Tap("Stop here"), "that is yours"), (Tap("Keep"), "kept"))
    begun.talk(("/reflect C7", "there is a reflection"), (Tap("Go on"), "2 of 4"), ("yes, and I am ashamed", "3 of 4"))


def test_it_can_be_erased_for_good(done: Talker, practice: Practice) -> None:
    done.talk((Tap("Erase"), "cannot be brought back"), (Tap("Erase it for good"), "erased"))
    assert practice.store.run_here(lambda work: work.reflections.about(1, 1)) == []
    done.talk(("/reflect C7", "four short prompts"))


@pytest.mark.parametrize("typed", ["C7 makes me tired", "C7 went silent on me", "housing, dbt and all that"])
def test_words_that_look_like_a_line_are_an_answer_all_the_same(begun: Talker, typed: str) -> None:
    begun.talk((typed, "3 of 4"))
    assert typed not in screens(begun)
    begun.talk(("/status", "Psychiatric evaluation, suggested today"))


def test_danger_is_never_taken_for_an_answer(begun: Talker) -> None:
    begun.talk(("C7 acute", "What kind of danger?"))


def test_words_of_danger_bring_the_danger_line_beside_it(begun: Talker) -> None:
    begun.talk(("she wants to kill herself", "Danger now?"))
    assert "kill" not in screens(begun)


def test_one_line_is_shared_and_can_be_taken_back(done: Talker, practice: Practice) -> None:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, done)
    done.talk((Tap("Share one line"), "Somebody reads with the case"), ("I avoid her calls", "shared, with the case"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "Shared: I avoid her calls"))
    assert FIRST not in screens(kim)
    done.talk((Tap("Take it back"), "Keep it, or share some of it"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    assert "I avoid her calls" not in kim.text


def test_all_of_it_is_shared_after_it_was_shown_to_the_letter(done: Talker, practice: Practice) -> None:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, done)
    done.talk((Tap("Share"), FIRST), (Tap("Share all of it"), "shared, with the case"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), LAST))


def test_a_group_supervisor_reads_nothing_of_it(done: Talker, practice: Practice) -> None:
    lee = practice.person(2002, Role.SUPERVISOR)
    linked(lee, done, "For the group")
    done.talk((Tap("Share one line"), "No supervisor of yours is here"), ("I avoid her calls", "shared"))
    lee.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    assert "I avoid" not in screens(lee)


def test_what_was_shared_before_the_last_supervision_is_not_shown_again(done: Talker, practice: Practice) -> None:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, done)
    done.talk((Tap("Share one line"), "the one line"), ("I avoid her calls", "shared"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "I avoid her calls"), (Tap("Go on"), "is told"))
    practice.move_to(practice.now.replace(hour=22))
    raise_case(done)
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    assert "I avoid" not in kim.text


def test_nobody_else_opens_it_by_a_forged_tap(done: Talker, bob: Talker) -> None:
    bob.talk(("D4 dbt", "noted"))
    for does in ("read", "on", "share", "yes", "erase", "gone", "keep", "line"):
        bob.press(f"refl:{does}:1", bob.newest.message_id)
        assert bob.screen.toasts[-1]
    assert FIRST not in screens(bob)
    done.talk(("/reflect C7", "there is a reflection"), (Tap("Read it"), FIRST))
