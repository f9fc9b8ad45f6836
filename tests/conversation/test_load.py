"""Several at once: one gentle question, and supervision by one tap."""

from __future__ import annotations

from tests.conversation.talk import At, Talker, Tap, plain

QUESTION = "at once can also say “this is a lot for me”."


def test_three_at_once_bring_one_question_and_none_for_a_week(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, dbt, housing", f"Three {QUESTION}"),
        ("C7 legal aid", "C7: one referral noted."),
    )
    assert QUESTION not in ana.text
    ana.talk((At("25 Nov 16:15"), "Any news of C7?"), ("C7 food bank", f"Five open {QUESTION}"))


def test_a_fourth_open_one_brings_it_too_and_the_weeks_are_each_clients_own(ana: Talker) -> None:
    ana.say("C7 psych eval, dbt")
    assert QUESTION not in ana.text
    ana.say("C7 housing")
    assert QUESTION not in ana.text
    ana.talk(
        ("C7 legal aid", f"Four open {QUESTION}"),
        ("B2 psych eval, dbt, housing", f"Three {QUESTION}"),
    )


def test_undo_takes_the_question_back_with_the_referrals(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 psych eval, legal aid, housing", f"Three {QUESTION}"),
        (Tap("Undo"), "Undone"),
        ("C7 psych eval, legal aid, housing", f"Three {QUESTION}"),
    )


def test_it_is_brought_to_supervision_by_one_tap_and_taken_back_by_another(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, dbt, housing", QUESTION),
        (Tap("Bring to supervision"), "C7 is noted for supervision"),
        ("/status", "for supervision"),
        ("C7", "For supervision since Wed 18 Nov."),
        (Tap("Not for supervision"), "C7 · no session times yet"),
    )
    assert "supervision since" not in ana.text
    ana.talk((Tap("Supervision"), "For supervision since"), (Tap("Undo"), "Undone"))


def test_a_second_press_of_the_same_button_changes_nothing(ana: Talker) -> None:
    ana.say("C7 dbt")
    ana.tap("Bring to supervision")
    said = len(ana.screen.messages)
    ana.tap("Bring to supervision")
    assert ana.screen.toasts[-1] == "C7 is noted for supervision already."
    assert len(ana.screen.messages) == said
    ana.talk(("/undo", "Undone"))
    ana.say("/status")
    assert "for supervision" not in plain(ana.newest.card)
