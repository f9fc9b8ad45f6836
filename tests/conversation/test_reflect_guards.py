"""What must not happen to a reflection: pressed twice, shared unseen, left where it was read, out of reach."""

from __future__ import annotations

import pytest

from bot.wording.risk.risk import DANGER
from referrals.model import Role
from storage.reflections import Reflection
from tests.conversation.supervised import linked, screens
from tests.conversation.talk import At, Practice, Talker, Tap, labels, plain

FIRST = "I want to hide when she rings"
LAST = "somebody to tell me that is allowed"


@pytest.fixture
def begun(ana: Talker) -> Talker:
    ana.talk(("C7 psych eval", "noted"), ("/reflect C7", "not legally privileged"), (Tap("Begin"), "1 of 4"))
    return ana


@pytest.fixture
def done(begun: Talker) -> Talker:
    begun.talk((FIRST, "2 of 4"), (Tap("Pass over"), "3 of 4"), (Tap("Pass over"), "4 of 4"), (LAST, "that is yours"))
    return begun


@pytest.fixture
def kim(done: Talker, practice: Practice) -> Talker:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, done)
    return kim


def kept(talker: Talker) -> list[Reflection]:
    return talker.practice.store.run_here(lambda work: work.reflections.about(1, 1))


def again(talker: Talker, label: str) -> None:
    """The same press twice, as a nervous thumb or a slow network makes it."""
    shown = next(m for _, m in sorted(talker.screen.messages.items(), reverse=True) if label in labels(m.card))
    data = next(b.data for row in shown.card.rows for b in row if b.label == label)
    talker.press(data, shown.message_id)
    talker.press(data, shown.message_id)


def supervisor_reads(kim: Talker) -> str:
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    return kim.text


def test_a_double_press_begins_one_and_passes_one_prompt_over(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("/reflect C7", "not legally privileged"))
    again(ana, "Begin")
    assert len(kept(ana)) == 1
    assert ana.screen.toasts[-1]
    again(ana, "Pass over")
    assert "2 of 4" in ana.text
    assert ana.screen.toasts[-1]


def test_a_press_on_the_prompt_before_changes_nothing(begun: Talker) -> None:
    card = begun.newest
    data = card.card.rows[0][0].data
    begun.talk((FIRST, "2 of 4"))
    begun.press(data, card.message_id)
    assert "2 of 4" in begun.text


def test_a_late_press_of_begin_begins_no_other_beside_the_open_prompt(begun: Talker) -> None:
    begun.talk((FIRST, "2 of 4"))
    begun.press("refl:go:1", begun.newest.message_id)
    assert [one.answers for one in kept(begun)] == [(FIRST,)]
    assert "2 of 4" in begun.text


@pytest.mark.parametrize("passed", [0, 2])
def test_where_nothing_was_written_nothing_is_kept(begun: Talker, passed: int) -> None:
    for _ in range(passed):
        begun.tap("Pass over")
    begun.talk((Tap("Stop here"), "nothing was written, and nothing is kept"))
    assert kept(begun) == []
    begun.talk(("/reflect C7", "four short prompts"))


def test_nor_when_every_prompt_was_passed_over(begun: Talker) -> None:
    for _ in range(4):
        begun.tap("Pass over")
    assert "nothing is kept" in begun.text
    assert kept(begun) == []


def test_one_begun_and_left_without_a_word_is_not_offered(begun: Talker) -> None:
    begun.talk(("/reflect C7", "four short prompts"), (Tap("Begin"), "1 of 4"))
    assert len(kept(begun)) == 1


@pytest.mark.parametrize("shape", ["word ", "&", "<b>\n"])
def test_a_long_answer_is_kept_and_read_whole(begun: Talker, shape: str) -> None:
    text = (shape * 4000)[:3900] + "END"
    begun.talk((text, "2 of 4"), (Tap("Stop here"), "that is yours"), (Tap("Keep"), "kept"))
    begun.talk(("/reflect C7", "Only you see that"), (Tap("Read it"), "Stirs in me"))
    read = plain(begun.newest.card)
    while "More" in begun.buttons():
        begun.tap("More")
        read += plain(begun.newest.card)
    assert "END" in read
    begun.talk((Tap("Hide"), "kept"))
    assert shape.strip() * 2 not in screens(begun)


def test_what_is_shown_before_sharing_is_what_the_supervisor_reads(done: Talker, kim: Talker) -> None:
    done.talk((Tap("Share"), FIRST))
    (card,) = [plain(m.card) for m in done.screen.messages.values() if FIRST in plain(m.card)]
    shown = card.split("\n", 1)[1]
    done.talk((Tap("Share all of it"), "shared, with the case"))
    assert shown in supervisor_reads(kim)
    assert len(shown.splitlines()) == 2


def test_what_is_too_long_for_the_agenda_is_not_shared_in_part(begun: Talker, practice: Practice) -> None:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, begun)
    begun.talk(("so tired " * 200, "2 of 4"), (Tap("Stop here"), "that is yours"), (Tap("Share"), "longer than"))
    assert "Share all of it" not in begun.buttons()
    begun.talk((Tap("Share one line"), "the one line"), ("so tired " * 200, "longer than"))
    assert kept(begun)[0].shared is None
    assert len(begun.screen.deleted) == 2
    begun.talk(("shorter, then", "shared, with the case"))
    assert "Shared: shorter, then" in supervisor_reads(kim)


def test_an_answer_given_after_the_showing_is_not_shared_by_it(begun: Talker) -> None:
    begun.talk((FIRST, "2 of 4"), (Tap("Stop here"), "that is yours"), (Tap("Share"), FIRST))
    shown = begun.newest
    data = next(b.data for row in shown.card.rows for b in row if b.label == "Share all of it")
    begun.talk(("/reflect C7", "Only you see that"), (Tap("Go on"), "2 of 4"), ("not for her", "3 of 4"))
    begun.press(data, shown.message_id)
    assert kept(begun)[0].shared is None
    assert begun.screen.toasts[-1]


def test_once_taken_back_nothing_older_takes_its_place(done: Talker, kim: Talker) -> None:
    done.talk((Tap("Share one line"), "the one line"), ("the older line", "shared"))
    done.talk(("/reflect C7", "Only you see that"), (Tap("Begin anew"), "not legally privileged"))
    done.talk((Tap("Begin"), "1 of 4"), ("weary", "2 of 4"), (Tap("Stop here"), "that is yours"))
    done.talk((Tap("Share one line"), "the one line"), ("the newer line", "shared"))
    assert "the newer line" in supervisor_reads(kim)
    done.talk((Tap("Take it back"), "what was read before"))
    assert "line" not in supervisor_reads(kim)


def test_it_can_be_taken_back_from_its_own_page_too(done: Talker, kim: Talker) -> None:
    done.talk((Tap("Share one line"), "the one line"), ("I avoid her calls", "shared"))
    done.talk(("/reflect C7", "Shared of it: I avoid her calls"), (Tap("Take it back"), "what was read before"))
    assert "avoid" not in supervisor_reads(kim)
    assert "avoid" not in screens(done)


def test_erased_it_also_leaves_the_cards_that_showed_it(done: Talker) -> None:
    done.talk((Tap("Keep"), "kept"), ("/reflect C7", "Only you see that"), (Tap("Read it"), FIRST))
    done.talk(("/reflect C7", "Only you see that"), (Tap("Erase it"), "cannot be brought back"))
    done.talk((Tap("Erase it for good"), "erased"))
    assert FIRST not in screens(done)


def test_read_again_it_stands_on_one_card_alone(done: Talker) -> None:
    done.talk((Tap("Keep"), "kept"), ("/reflect C7", "Only you see that"), (Tap("Read it"), FIRST))
    done.talk(("/reflect C7", "Only you see that"), (Tap("Read it"), FIRST))
    assert screens(done).count(FIRST) == 1


def test_an_erased_line_leaves_the_agenda_and_the_chat(done: Talker, kim: Talker) -> None:
    done.talk((Tap("Share one line"), "the one line"), ("I avoid her calls", "shared"))
    done.talk(("/reflect C7", "Only you see that"), (Tap("Erase it"), "What you shared of it goes as well"))
    done.talk((Tap("Erase it for good"), "erased"))
    assert "avoid" not in screens(done)
    assert "avoid" not in supervisor_reads(kim)


def test_an_earlier_one_can_be_read_and_erased_too(done: Talker) -> None:
    done.talk((Tap("Keep"), "kept"))
    done.do(At("25 Nov 10:00"))
    done.talk(("/reflect C7", "Wed 18 Nov"), (Tap("Begin anew"), "not legally privileged"), (Tap("Begin"), "1 of 4"))
    done.talk(("weary", "2 of 4"), (Tap("Stop here"), "that is yours"), (Tap("Keep"), "kept"))
    done.talk(("/reflect C7", "Wed 25 Nov"), (Tap("Erase it"), "Another one of yours stays"), (Tap("Keep"), "kept"))
    done.talk(("/reflect C7", "Wed 25 Nov"), (Tap("Earlier: Wed 18 Nov"), "Wed 18 Nov"), (Tap("Read it"), FIRST))
    done.talk((Tap("Erase it"), "cannot be brought back"), (Tap("Erase it for good"), "erased"))
    assert [one.answers for one in kept(done)] == [("weary",)]


def test_not_now_leaves_another_question_open(ana: Talker) -> None:
    ana.talk(("C7 psych eval", "noted"), ("/reflect C7", "four short prompts"))
    ana.talk(("/settings", "Supervision"), (Tap("Supervision"), "thu 10am"), (Tap("Not now"), "another time"))
    ana.talk(("thu 10am weekly", "Thursdays 10:00"))


def test_the_line_to_share_can_be_left_and_a_prompt_is_then_no_answer_to_it(done: Talker) -> None:
    done.talk((Tap("Share one line"), "the one line"), (Tap("Back"), "that is yours"))
    done.talk(("C7", "Psychiatric evaluation"))
    assert kept(done)[0].shared is None


def test_a_prompt_that_gave_way_to_the_line_does_not_stay_in_sight(begun: Talker) -> None:
    """Else a private answer might be typed to the question whose answer is shared."""
    begun.talk((FIRST, "2 of 4"), (Tap("Stop here"), "that is yours"))
    begun.talk(("/reflect C7", "Only you see that"), (Tap("Go on"), "2 of 4"))
    begun.talk((Tap("Share one line"), "the one line"))
    assert "2 of 4" not in screens(begun)


def test_a_refused_line_is_no_answer_and_the_prompt_waits(begun: Talker) -> None:
    begun.talk(("call me on 617-555-0123", "I did not store it"), (FIRST, "2 of 4"))
    assert kept(begun)[0].answers == (FIRST,)


def test_the_danger_line_beside_an_answer_reads_no_code_out_of_it(begun: Talker) -> None:
    begun.say("K9 and I both want to die")
    said = [plain(shown.card) for shown in begun.screen.messages.values() if plain(shown.card).startswith(DANGER)]
    assert len(said) == 1
    assert "C7 acute" in said[0]
    assert "K9" not in screens(begun)
    assert kept(begun)[0].answers == ("K9 and I both want to die",)


def test_left_half_way_for_more_than_a_day_it_goes_on_where_it_was(begun: Talker) -> None:
    begun.talk((FIRST, "2 of 4"))
    begun.do(At("20 Nov 10:00"))
    begun.tap("Pass over")
    assert begun.screen.toasts[-1]
    begun.talk(("/reflect C7", "1 of 4 answered"), (Tap("Go on"), "2 of 4"), ("yes", "3 of 4"))
    assert kept(begun)[0].answers == (FIRST, "yes")


def test_another_question_takes_the_words_and_it_stays_kept(begun: Talker) -> None:
    begun.talk((FIRST, "2 of 4"), ("/settings", "Supervision"), (Tap("Supervision"), "thu 10am"))
    begun.talk(("thu 10am weekly", "Thursdays 10:00"), ("/reflect C7", "1 of 4 answered"))
    assert kept(begun)[0].answers == (FIRST,)


def test_one_erased_while_its_prompt_waits_takes_no_more_words(begun: Talker) -> None:
    begun.talk((FIRST, "2 of 4"), ("/reflect C7", "Only you see that"), (Tap("Erase it"), "cannot be brought back"))
    begun.talk((Tap("Erase it for good"), "erased"))
    begun.tap("Pass over")
    assert begun.screen.toasts[-1]
    assert kept(begun) == []


@pytest.mark.parametrize(
    "data", ["new:1", "go:1", "open:1", "read:1:0", "on:1", "line:1", "share:1", "yes:1:4", "back:1", "erase:1",
             "gone:1", "keep:1", "stop:1", "pass:1:0", "talk:1"],
)  # fmt: skip
def test_nobody_elses_tap_shows_or_changes_anything(done: Talker, bob: Talker, data: str) -> None:
    bob.talk(("D4 dbt", "noted"))
    done.talk((Tap("Share one line"), "the one line"), ("I avoid her calls", "shared"))
    before, cards, toasts = kept(done), screens(bob), len(bob.screen.toasts)
    bob.press(f"refl:{data}", bob.newest.message_id)
    assert bob.screen.toasts[toasts:] == ["This button has had its day. Nothing was changed."]
    assert (kept(done), screens(bob)) == (before, cards)


def test_an_undo_that_takes_the_client_back_leaves_what_was_written(begun: Talker) -> None:
    """A reflection has no Undo: nothing but an erasing takes it."""
    noted = begun.screen.messages[min(n for n, m in begun.screen.messages.items() if "noted" in plain(m.card))]
    begun.talk((FIRST, "2 of 4"))
    undo = next(b.data for row in noted.card.rows for b in row if b.label == "Undo")
    begun.press(undo, noted.message_id)
    assert "Undone" in plain(begun.screen.messages[noted.message_id].card)
    assert [one.answers for one in kept(begun)] == [(FIRST,)]
    begun.talk(("C7", "C7"))
