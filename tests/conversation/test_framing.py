"""How to say it, how it was heard, and repair after a rejection."""

from __future__ import annotations

from datetime import timedelta

import pytest

from referrals.model import Heard
from tests.conversation.pages import STALE, history, kept, open_page, rows, twice, undone
from tests.conversation.talk import At, Talker, Tap


@pytest.fixture
def ana(ana: Talker) -> Talker:
    """With one open referral and weekly sessions, the referral's page before her."""
    ana.talk(("C7 dbt #practice", "noted"), ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"))
    open_page(ana)
    return ana


def test_words_for_it_say_what_it_adds_and_that_the_therapy_goes_on(ana: Talker) -> None:
    ana.talk((Tap("How to say it"), "A skills group would add a place to practise"))
    assert "Our own sessions stay as they are" in ana.text
    assert ana.buttons() == ["How was it heard?", "Back"]
    ana.talk((Tap("Back"), "Recommended practice"))


@pytest.mark.parametrize(
    ("label", "said", "heard"),
    [
        ("Support", "heard as support", Heard.SUPPORT),
        ("Unsure", "heard with doubts", Heard.UNSURE),
        ("Rejection", "heard as rejection", Heard.REJECTION),
    ],
)
def test_how_it_was_heard_is_kept_once_and_undone_exactly(ana: Talker, label: str, said: str, heard: Heard) -> None:
    ana.talk((Tap("How to say it"), "something like"), (Tap("How was it heard?"), "how was it heard?"))
    undone(ana, lambda: ana.talk((Tap(label), said)))
    open_page(ana, 1, "more")
    ana.tap("How was it heard?")
    twice(ana, label)
    assert kept(ana).heard is heard
    assert (history(ana)[0].kind, history(ana)[0].detail) == ("heard", {"heard": heard.value})


def test_after_a_rejection_comes_repair_and_no_question_before_the_next_session(ana: Talker) -> None:
    ana.talk((At("24 Nov 14:50"), "How did it go with C7?"), (Tap("Not ready"), "What stands in the way?"))
    ana.talk(
        (Tap("Felt sent away"), "Say first that you stay"),
        (Tap("How was it heard?"), "how was it heard?"),
        (Tap("Rejection"), "I will not ask about it before the next session, and then it is about this."),
    )
    assert "Name it, ask what it was like, say that you stay." in ana.text
    said = len(ana.screen.messages)
    ana.practice.move_to(ana.practice.now + timedelta(days=6, hours=22))  # the Tuesday after, 12:50
    assert len(ana.screen.messages) == said
    ana.talk((At("1 Dec 13:30"), "C7"))


def test_without_sessions_a_rejection_rests_a_week(ana: Talker) -> None:
    ana.say("D4 housing")
    open_page(ana, 2, "more")
    ana.talk((Tap("How was it heard?"), "how was it heard?"), (Tap("Rejection"), "repair comes first"))
    assert kept(ana, 2).next_check_at == ana.practice.now + timedelta(days=7)


def test_talking_about_it_clears_it(ana: Talker) -> None:
    open_page(ana, 1, "more")
    ana.talk((Tap("How was it heard?"), "how was it heard?"), (Tap("Rejection"), "repair comes first"))
    open_page(ana)
    assert "Heard as rejection: repair comes first." in ana.text
    ana.talk(
        (Tap("How to say it"), "it may have sounded as if I wanted to pass you on. I do not; I am staying."),
        (Tap("Talked about it"), "good that you talked. How is it heard now?"),
    )
    assert ana.buttons() == ["Support", "Unsure", "Enough", "Back"]
    undone(ana, lambda: ana.talk((Tap("Unsure"), "talked about, now heard with doubts")))
    open_page(ana)
    ana.tap("How to say it")
    ana.tap("Talked about it")
    twice(ana, "Support")
    assert kept(ana).heard is Heard.SUPPORT
    assert history(ana)[0].kind == "repaired"


def test_a_rejection_is_not_put_a_second_time_over_one_that_stands(ana: Talker) -> None:
    open_page(ana, 1, "more")
    ana.talk((Tap("How was it heard?"), "how was it heard?"), (Tap("Rejection"), "repair comes first"))
    ana.tap("Talked about it")
    before = rows(ana)
    ana.press("heard:1:rejection", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


@pytest.mark.parametrize("data", ["heard:1:support", "heard:1:talked", "heard:1:loud", "heard:9", "say:9", "say:x"])
def test_forged_taps_change_nothing(ana: Talker, data: str) -> None:
    before = rows(ana)
    ana.press(data, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


def test_another_therapist_hears_nothing(ana: Talker, bob: Talker) -> None:
    open_page(ana, 1, "more")
    ana.tap("How was it heard?")
    bob.say("B1 housing")
    for data in ("say:1", "heard:1", "heard:1:rejection", "heard:1:talked"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert kept(ana).heard is None
