"""Old cards, half-answered questions and second thoughts: nothing lands on the wrong line, nothing ends in silence."""

from __future__ import annotations

from datetime import timedelta

from referrals.model import Role
from tests.conversation.talk import At, Practice, Shown, Talker, Tap


def press(ana: Talker, shown: Shown, label: str) -> None:
    """Presses a button of an old card."""
    data = next(button.data for row in shown.card.rows for button in row if button.label == label)
    ana.press(data, shown.message_id)


def test_an_old_choice_of_services_answers_no_newer_line(ana: Talker) -> None:
    ana.say("F1 group")
    old = ana.newest
    ana.say("F2 support")
    press(ana, old, old.card.rows[0][0].label)
    assert ana.screen.toasts[-1] == "This button has had its day. Nothing was changed."
    ana.talk(("/status", "Nothing logged yet."))


def test_an_old_choice_of_referrals_answers_no_newer_report(ana: Talker) -> None:
    ana.talk(("G1 dbt, housing", "noted"), ("G1 agreed", "which one?"))
    old = ana.newest
    ana.say("G1 dropped")
    press(ana, old, "DBT group")
    assert ana.screen.toasts[-1] == "This button has had its day. Nothing was changed."
    ana.talk((Tap("DBT group"), "no longer recommended"))


def test_two_unclear_services_are_asked_about_one_after_the_other(ana: Talker) -> None:
    ana.say("E1 group, support")
    ana.tap_first()
    assert "which one?" in ana.text
    ana.tap_first()
    assert "E1 is new to me. Two referrals noted." in ana.text


def test_which_one_may_be_answered_in_words(ana: Talker) -> None:
    ana.talk(
        ("A4 dbt, housing", "noted"),
        ("A4 ready 3", "which one?"),
        ("the other", "Which one? Tap it above, or type its name"),
        ("housing", "ready 3, the client's own number"),
    )


def test_a_booking_moved_to_another_day_asks_for_the_new_day(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 booked fri 3pm", "booked for Fri 20 Nov 15:00"),
        (At("23 Nov 09:00"), "Did the client go?"),
        (Tap("Moved to another day"), "booked for when?"),
        ("30 nov", "booked for Mon 30 Nov.\nI will ask how it went on Tue 1 Dec 09:00."),
    )


def test_a_missed_appointment_is_for_the_very_next_session(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        ("C7 booked mon 3pm", "booked for Mon 23 Nov 15:00"),
        (At("24 Nov 09:05"), "Did the client go?"),
        (Tap("Did not go"), "did not go · contacted today.\nI will ask around the session on Tue 24 Nov 14:00."),
        (At("24 Nov 13:30"), "One thing to bring up:\nDBT group"),
    )


def test_a_day_typed_after_undo_books_nothing_and_is_answered(ana: Talker) -> None:
    ana.talk(("B2 dbt", "noted"), ("B2 booked", "booked for when?"), (Tap("Undo"), "B2 is as it was before."))
    ana.talk(("fri 3pm", "Which client?"), ("B2", "next  DBT group · suggested today"))


def test_an_open_question_outlives_what_is_said_and_undone_about_others(ana: Talker) -> None:
    ana.talk(
        ("B2 dbt", "noted"),
        ("B2 booked", "booked for when?"),
        ("C7 housing", "noted"),
        ("C7 agreed", "agreed today"),
        ("/undo", "C7 is as it was before."),
        ("fri 3pm", "B2 · DBT group: booked for Fri 20 Nov 15:00."),
    )


def test_a_day_that_was_not_offered_is_no_answer(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 booked", "booked for when?"))
    asked = ana.newest
    referral_id = asked.card.rows[0][0].data.split(":")[1]
    for day in ("1999-01-01", "9999-12-31"):
        ana.press(f"appt:{referral_id}:{day}", asked.message_id)
        assert ana.screen.toasts[-1] == "This button has had its day. Nothing was changed."


def test_the_bots_own_planning_does_not_stand_in_the_way_of_undo(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on"))
    ana.practice.move_to(ana.practice.now + timedelta(days=5, hours=22, minutes=35))  # Tuesday 14:45, in the session
    ana.talk(("C7 ready 6", "ready 6"))
    ana.practice.move_to(ana.practice.now + timedelta(minutes=6))
    assert "How did it go with C7?" in ana.text
    ana.tap("Undo")
    said = [shown.card.html for shown in ana.screen.messages.values()]
    assert [html for html in said if html.startswith("Undone: DBT group · readiness told")]


def test_after_a_downtime_nothing_comes_at_night_and_a_late_question_names_its_day(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 tue 2pm weekly", "next on"))
    before = ana.text
    ana.practice.now += timedelta(days=8, hours=11)  # Friday 27 November, 3:10 at night; nothing ticked meanwhile
    ana.practice.tick()
    assert ana.text == before
    ana.talk((At("27 Nov 09:00"), "How did it go with C7 on Tue 24 Nov?"))


def test_services_already_open_are_named_when_others_are_new(ana: Talker) -> None:
    ana.talk(("A5 dbt", "noted"), ("A5 dbt, legal aid", "DBT group was open before and stays as it was."))


def test_a_second_tap_on_her_own_link_repeats_the_open_question(practice: Practice) -> None:
    code = practice.invite()
    ana = practice.person(1001, aboard=False)
    ana.talk((f"/start {code}", "1 of 3"), (Tap("America/New York"), "2 of 3"), (f"/start {code}", "2 of 3"))


def test_a_second_role_is_named(ana: Talker) -> None:
    ana.talk((f"/start {ana.practice.invite(Role.SUPERVISOR)}", "Your invite adds a role: supervisor."))


def test_each_of_three_referrals_is_raised_in_its_turn(ana: Talker) -> None:
    ana.talk(("C7 psych eval, dbt, housing", "noted"), ("C7 tue 2pm weekly", "next on"))
    raised = []
    for day in ("24 Nov", "1 Dec", "8 Dec"):
        ana.talk((At(f"{day} 14:50"), "How did it go with C7?"))
        raised.append(ana.text.splitlines()[1].split(" · ")[0])
        ana.tap("Not ready")
    assert raised == ["Psychiatric evaluation", "DBT group", "Subsidised housing programme"]
