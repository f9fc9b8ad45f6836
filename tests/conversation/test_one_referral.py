"""One referral all the way through, as a transcript."""

from __future__ import annotations

from storage.changes import UNDO_FOR
from tests.conversation.talk import At, Talker, Tap, labels


def test_from_first_line_to_status(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, DBT group, housing", "C7 is new to me. Three referrals noted."),
        (
            "C7 tue 2pm weekly",
            "sessions Tuesdays 14:00, next on Tue 24 Nov 14:00. I will ask around those, not in between.",
        ),
        (At("24 Nov 13:30"), "C7 at 14:00. One thing to bring up:\nPsychiatric evaluation · suggested 6 days ago"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
        (Tap("Booked"), "booked for when?"),
        ("3 dec", "booked for Thu 3 Dec.\nI will ask how it went on Fri 4 Dec 09:00."),
        (At("4 Dec 09:00"), "Psychiatric evaluation, Thu 3 Dec. Did the client go?"),
        (Tap("Went"), "C7 · Psychiatric evaluation: went today."),
        ("/status", "Logged in the last 90 days: 3, of which the client went to 1."),
        ("C7", "done  Psychiatric evaluation · went today"),
    )
    assert "next  DBT group" in ana.text


def test_the_card_of_a_new_client_fits_a_screen_and_can_be_undone(ana: Talker) -> None:
    ana.say("C7 psych eval, DBT group, housing")
    assert ana.text == (
        "C7 is new to me. Three referrals noted.\n"
        "1 Psychiatric evaluation · in-house\n"
        "2 DBT group · in-house\n"
        "3 Subsidised housing programme · in-house\n"
        "What are they for, and is anything unsafe?\n"
        "Three at once can also say “this is a lot for me”. Supervision is a good place for that.\n"
        "When are the sessions? For example: C7 tue 2pm weekly"
    )
    ana.talk((Tap("Undo"), "Undone"), ("C7", "I know no C7 of yours."), ("/status", "Nothing logged yet."))


def test_everything_a_line_may_carry_is_echoed(ana: Talker) -> None:
    ana.say("C7 dbt #crisis #practice ready 7 by 3 dec // after the holidays")
    assert "to steady a crisis and recommended practice · ready 7" in ana.text
    assert "wanted by Thu 3 Dec" in ana.text
    assert "Note: after the holidays" in ana.text


def test_undo_restores_the_referral_and_the_plan(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"),
        ("C7 booked dbt 20 nov", "booked for Fri 20 Nov"),
        (Tap("Undo"), "C7 is as it was before."),
        ("C7", "next  DBT group · suggested today"),
        (At("24 Nov 13:30"), "One thing to bring up:\nDBT group"),
    )


def test_undo_ends_after_ten_minutes_and_before_something_newer(ana: Talker) -> None:
    ana.say("C7 dbt")
    first = ana.newest
    ana.say("C7 agreed")
    ana.press(first.card.rows[-1][-1].data, first.message_id)
    assert "Something newer changed this." in ana.screen.toasts[-1]
    ana.practice.now += UNDO_FOR * 1.01
    ana.tap("Undo")
    assert "Undo works for ten minutes." in ana.screen.toasts[-1]
    ana.talk(("C7", "next  DBT group · agreed today"))


def test_undo_by_command_takes_back_the_newest_change(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 agreed", "agreed today"),
        ("/undo", "Undone"),
        ("C7", "DBT group · suggested today"),
        ("/undo", "Undone"),
        ("C7", "I know no C7 of yours."),
        ("/undo", "There is nothing left to undo here."),
    )


def test_a_booking_may_wait_for_its_day(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 booked", "booked for when?"),
        ("sometime soon", "I do not find that date in the calendar."),
        (Tap("Not known yet"), "booked, day not known yet"),
        ("C7 booked fri 3pm", "booked for Fri 20 Nov 15:00"),
    )


def test_a_day_can_be_tapped(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 booked", "booked for when?"),
        (Tap("Fri 20 Nov"), "booked for Fri 20 Nov.\nI will ask how it went on Mon 23 Nov 09:00."),
        (At("23 Nov 09:00"), "Did the client go?"),
        (Tap("Did not go"), "contacted today"),
    )


def test_an_answer_by_line_closes_the_question(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 tue 2pm weekly", "next on"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
        ("C7 agreed", "answered, thank you"),
    )
    assert "Booked" not in [label for shown in ana.screen.messages.values() for label in labels(shown.card)]


def test_an_unanswered_question_comes_back_with_the_next_session(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "One referral noted."),
        ("C7 tue 2pm weekly", "next on"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
        (At("1 Dec 13:30"), "C7 at 14:00."),
        (At("1 Dec 14:50"), "How did it go with C7?"),
        (Tap("Did not come up"), "I will ask around the session on Tue 8 Dec 14:00."),
    )


def test_without_sessions_it_asks_by_stage_in_working_hours(ana: Talker) -> None:
    ana.talk(("C7 dbt", "When are the sessions?"), (At("24 Nov 09:00"), "Any news of C7?"))
    ana.talk((Tap("Not known yet"), "I will ask on"))


def test_close_names_are_asked_about_and_nothing_is_noted_until_then(ana: Talker) -> None:
    ana.say("C8 group, housing")
    assert "which one? Nothing is noted until you choose." in ana.text
    label = ana.buttons()[0]
    ana.talk(("/status", "Nothing logged yet."), (Tap(label), "C8 is new to me. Two referrals noted."))
    ana.talk(("C8", label))


def test_a_verb_without_a_service_asks_which(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, dbt", "Two referrals noted."),
        ("C7 agreed", "C7: which one?"),
        (Tap("DBT group"), "C7 · DBT group: agreed today."),
        ("C7 ready 7 for dbt", "ready 7, the client's own number"),
        ("C7 can't cost dbt", "cost"),
    )
