"""Risk in the chat, as transcripts: logged, steps taken, options compared, the rest held, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.wording.risk.risk import DANGER
from referrals.model import Role
from tests.conversation.talk import At, Practice, Talker, Tap, labels, plain


@pytest.fixture
def ana(practice: Practice) -> Talker:
    """A trainee whose practice has confirmed its crisis lines."""
    practice.store.run_here(lambda work: work.people.describe(region="US", missed_procedure="phone twice"))
    practice.store.run_here(lambda work: work.people.confirm_lines(None, practice.now))
    talker = practice.person(1001)
    talker.talk(
        ("C7 psych eval, DBT group, housing", "C7 is new to me"),
        ("C7 booked housing 4 dec 3pm", "booked for Fri 4 Dec 15:00"),
        ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"),
    )
    return talker


def acute(talker: Talker) -> None:
    """Wednesday 16:10, hours until 18:00."""
    talker.talk(("C7 acute", "What kind of danger?"), (Tap("Self"), "acute since Wed 18 Nov 16:10 · to self"))


def test_an_acute_line_opens_with_the_danger_line_and_asks_what_kind(ana: Talker) -> None:
    ana.say("C7 acute")
    assert ana.text == f"{DANGER}\nC7: acute is noted. What kind of danger?\nNobody was told by this bot."
    assert ana.buttons() == [
        "Self",
        "Others",
        "Child or dependent adult",
        "Violence at home",
        "Medical or withdrawal",
        "Undo",
    ]
    ana.talk((Tap("Others"), "A duty to report or protect may be due today. Ask your supervisor now"))
    assert ana.text.startswith(DANGER)


def test_what_kind_of_danger_is_asked_again_until_it_is_said(ana: Talker) -> None:
    ana.talk(("C7 acute", "What kind of danger?"), ("C9 dbt", "C9"), ("C7", "What kind of danger?"))
    ana.talk((Tap("Self"), "· to self"))
    assert "What kind of danger?" not in ana.text
    assert "Others" not in ana.buttons()


def test_own_steps_come_first_and_a_second_press_changes_nothing(ana: Talker) -> None:
    acute(ana)
    assert "First, in the therapy: safety plan · means safety · sooner session · your supervisor" in ana.text
    first = ana.newest.card.rows[0][0]
    ana.talk((Tap("Safety plan"), "First, in the therapy: ✓ safety plan · means safety · sooner session"))
    shown = ana.newest.card
    ana.press(first.data, ana.newest.message_id)
    assert ana.newest.card.html == shown.html
    ana.talk((Tap("Safety plan ✓"), "First, in the therapy: safety plan · means safety"))


def test_the_crisis_line_is_always_shown_and_never_enough_alone(ana: Talker) -> None:
    ana.say("C7 crisis line")
    acute(ana)
    assert "Crisis line: 988 Suicide & Crisis Lifeline, call or text 988" in ana.text
    ana.tap("Options")
    assert "Crisis line" not in " ".join(ana.buttons())


def test_no_line_is_shown_before_the_administrator_confirmed_it(practice: Practice) -> None:
    practice.store.run_here(lambda work: work.people.describe(region="US"))
    ana, sam = practice.person(1001), practice.person(1003, Role.ADMINISTRATOR)
    ana.talk(("C7 acute", "What kind"), (Tap("Self"), "not confirmed by its administrator yet"))
    assert "988" not in ana.text
    sam.talk(
        ("/practice", "Therapists see no line until"), (Tap("I have checked them: show these lines"), "Confirmed on")
    )
    ana.talk(("/safety C7", "988 Suicide & Crisis Lifeline"))
    practice.store.run_here(lambda work: work.people.describe(region="ES"))
    sam.talk(
        ("/practice", "I know no crisis line for that region"),
        (Tap("I have checked them: show these lines"), "Confirmed"),
    )
    ana.talk(("/safety C7", "none is known to me for ES. No number is made up here"))


def test_options_stand_in_the_order_of_the_clients_readiness(ana: Talker) -> None:
    ana.talk(
        ("C7 ready 4 for psych eval", "ready 4"),
        ("C7 ready 8 for dbt", "ready 8"),
        ("C7 ready ~10 for housing", "guess"),
    )
    acute(ana)
    ana.talk((Tap("Options"), "which of these would be enough for now?"))
    for service in ("Psychiatric evaluation", "DBT group", "Subsidised housing programme"):
        ana.tap(service)
    ana.tap("Back")
    assert (
        "next  DBT group · ready 8\nthen  Psychiatric evaluation · ready 4\nthen  Subsidised housing programme"
        in ana.text
    )


def test_what_rests_is_confirmed_keeps_its_dates_and_is_neither_counted_nor_asked_about(ana: Talker) -> None:
    acute(ana)
    assert "To rest while this is acute, if you agree: " in ana.text
    ana.talk(
        (Tap("Options"), "enough for now"),
        (Tap("Psychiatric evaluation"), "enough"),
        (Tap("Back"), "next  Psych"),
    )
    ana.talk((Tap("Let these rest"), "On hold, uncounted: "))
    assert "Subsidised housing programme (booked Fri 4 Dec 15:00)" in ana.text
    ana.talk(("/status", "on hold 2"))
    before = set(ana.screen.messages)
    ana.talk((At("7 Dec 12:00"), "C7"))
    new = [shown.card.html for number, shown in ana.screen.messages.items() if number not in before]
    assert new
    assert not [html for html in new if "One thing to bring up" in html and "Psychiatric" not in html]
    assert not [html for html in new if "Did the client go?" in html]


def test_what_reduces_the_danger_is_never_held(ana: Talker) -> None:
    ana.talk(("C7 case management #crisis", "noted"))
    acute(ana)
    ana.tap("Let these rest")
    assert "Case management" not in ana.text.split("On hold, uncounted:")[1]
    ana.talk((Tap("Options"), "enough for now"))
    taps = {b.label: b for row in ana.newest.card.rows for b in row}
    dbt = next(row[1] for row in ana.newest.card.rows if row[0].label == "DBT group")
    assert taps
    ana.press(dbt.data, ana.newest.message_id)
    ana.talk((Tap("Self"), "enough for now"), (Tap("Back"), "acute since"))
    assert "DBT group" not in ana.text.split("On hold, uncounted:")[1]


def test_checks_come_the_same_day_the_next_morning_then_daily_also_at_weekends(ana: Talker) -> None:
    acute(ana)
    assert "I will ask about C7 on Wed 18 Nov 18:00, the next morning, then daily until it is stood down." in ana.text
    for when in ("18 Nov 18:00", "19 Nov 9:00", "20 Nov 9:00", "21 Nov 9:00", "22 Nov 9:00"):
        ana.talk((At(when), "Your look after C7:\nDanger now?"))
    ana.talk((Tap("Seen or spoken to"), "noted, acute since Wed 18 Nov. I will ask again on Mon 23 Nov 09:00."))
    ana.tap("Seen or spoken to") if "Seen or spoken to" in ana.buttons() else None


def test_a_check_that_found_nobody_is_asked_again_the_same_day(ana: Talker) -> None:
    acute(ana)
    ana.talk(
        (At("19 Nov 9:00"), "Your look after C7"),
        (
            Tap("Not reached"),
            "C7 not reached. Your practice's procedure: phone twice. I will ask again on Thu 19 Nov 12:00.",
        ),
        (At("19 Nov 12:00"), "Your look after C7"),
    )


def test_a_session_missed_at_risk_shows_the_procedure_and_is_asked_about_today(ana: Talker) -> None:
    acute(ana)
    ana.talk(
        (At("24 Nov 14:55"), "Your look after C7"),
        ("C7 no-show", "did not come; acute since Wed 18 Nov. Your practice's procedure: phone twice."),
    )
    assert "Nobody was told by this bot." in ana.text
    assert "I will ask again on Tue 24 Nov 17:55." in ana.text
    ana.talk((Tap("Reached since"), "C7: reached."))


def test_standing_down_takes_two_steps_and_what_rests_comes_back_one_at_a_time(ana: Talker) -> None:
    acute(ana)
    ana.talk(
        (Tap("Let these rest"), "On hold"),
        ("C7 stand down", "from acute to elevated. Talked over with?"),
        (Tap("Supervisor"), "elevated since Wed 18 Nov · talked over: supervisor."),
    )
    assert "Psychiatric evaluation comes back first, around Tue 24 Nov 12:00, then the others one at a time" in ana.text
    assert "Put it in the chart." in ana.text
    ana.talk(
        (At("24 Nov 12:00"), "C7: one thing that rested can come up again.\nPsychiatric evaluation"),
        (At("24 Nov 13:30"), "C7 at 14:00. One thing to bring up:\nPsychiatric evaluation"),
        (At("1 Dec 12:00"), "one thing that rested can come up again.\nDBT group"),
        ("C7 stand down", "from elevated to no risk logged. Talked over with?"),
        (Tap("On-call"), "C7: no risk logged, last asked Tue 1 Dec"),
        (At("8 Dec 12:00"), "one thing that rested can come up again.\nSubsidised housing programme"),
    )


def test_a_trainees_not_yet_keeps_holds_and_checks(ana: Talker) -> None:
    acute(ana)
    ana.talk(
        (Tap("Let these rest"), "On hold"),
        ("C7 stand down", "Talked over with?"),
        (Tap("Not yet"), "C7 stays acute: holds and checks go on until it is talked over"),
        ("/safety C7", "acute since Wed 18 Nov 16:10"),
        ("/status", "on hold 3"),
    )


def test_a_not_yet_leaves_the_check_of_the_same_day(ana: Talker) -> None:
    acute(ana)
    ana.talk(
        ("C7 stand down", "Talked over with?"),
        (Tap("Not yet"), "I will ask again on Wed 18 Nov 18:00."),
        (At("18 Nov 18:00"), "Your look after C7"),
    )


def test_services_logged_with_a_risk_are_said_beside_it(ana: Talker) -> None:
    ana.talk(("B2 legal aid, dbt !acute", "Logged with it: Legal aid and DBT group.\nB2 is new to me; acute is noted."))
    ana.talk((Tap("Undo"), "Undone"), ("B2", "I know no B2 of yours."))


def test_a_licensed_therapist_may_decide_alone(practice: Practice) -> None:
    code = practice.store.run_here(lambda work: work.invites.make(Role.THERAPIST, practice.now, licensed=True))
    lea = practice.person(1004, aboard=False)
    lea.say(f"/start {code}")
    for _question in range(3):
        lea.tap_first()
    lea.talk(
        ("B2 acute", "What kind"),
        (Tap("Self"), "acute"),
        ("B2 stand down", "Talked over"),
        (Tap("Not yet"), "elevated since"),
    )


def test_a_stand_down_pressed_twice_goes_down_once(ana: Talker) -> None:
    acute(ana)
    ana.say("C7 stand down")
    asked = ana.newest
    tap = asked.card.rows[0][0]
    ana.press(tap.data, asked.message_id)
    ana.press(tap.data, asked.message_id)
    assert ana.screen.toasts[-1].startswith("This button has had its day")
    ana.talk(("/safety C7", "elevated since"))


def test_risk_is_undone_exactly(ana: Talker) -> None:
    ana.talk(("C7 acute", "What kind"), (Tap("Undo"), "Undone"), ("/safety C7", "C7: no risk logged, not asked yet."))


def test_an_elevated_line_and_the_weekly_look_within_hours(ana: Talker) -> None:
    ana.talk(
        ("C7 elevated", "elevated since Wed 18 Nov 16:10"),
        (At("25 Nov 16:10"), "Your look after C7"),
        (Tap("Seen or spoken to"), "elevated since"),
    )


def test_elevated_said_of_an_acute_client_is_a_stand_down_in_other_words(ana: Talker) -> None:
    acute(ana)
    ana.talk(
        ("C7 elevated", "from acute to elevated. Talked over with?"),
        ("/safety C7", "acute since Wed 18 Nov 16:10"),
        ("C7 elevated", "from acute to elevated. Talked over with?"),
        (Tap("Not yet"), "acute"),
        ("/safety C7", "acute since Wed 18 Nov 16:10"),
    )


def test_another_therapists_taps_reach_nothing(ana: Talker) -> None:
    acute(ana)
    other = ana.practice.person(1005)
    other.say("B2 dbt")
    for row in ana.newest.card.rows:
        for button in row:
            other.press(button.data, other.newest.message_id)
            assert other.screen.toasts[-1], button
    ana.talk(("/safety C7", "acute since"), ("/status", "Open 3"))


def test_admitted_pauses_and_discharged_asks_for_contact(ana: Talker) -> None:
    ana.talk(
        ("C7 admitted", "in hospital since Wed 18 Nov. The follow-up pauses"),
        (At("25 Nov 16:10"), "One question about C7:\nIn hospital since Wed 18 Nov. Still?"),
        (Tap("Still there"), "still in hospital. I will ask again on Wed 2 Dec 16:10."),
        ("C7 discharged today", "Reach C7 within a day, at the latest by Sat 28 Nov 16:10"),
        (At("26 Nov 9:00"), "Discharged on Wed 25 Nov. Have you reached C7 since?"),
        (Tap("Reached C7"), "C7: reached. I will ask"),
    )
    nudged = [
        labels(shown.card) for shown in ana.screen.messages.values() if "One thing to bring up" in shown.card.html
    ]
    assert not nudged


def test_died_silences_everything_and_offers_supervision(ana: Talker) -> None:
    ana.talk(("C7 died", "I am sorry. C7: everything is silent from now on"))
    assert "noted for supervision" in ana.text
    count = len(ana.screen.messages)
    ana.practice.move_to(ana.practice.now + timedelta(days=60))
    assert len(ana.screen.messages) == count


def test_before_days_off_it_asks_who_covers(ana: Talker) -> None:
    acute(ana)
    assert "who covers" not in ana.text
    ana.talk((At("19 Nov 9:00"), "Your look after C7"))
    assert "who covers" not in ana.text
    ana.talk(
        (At("20 Nov 9:00"), "Tomorrow is no working day of yours: who covers?"),
        (Tap("On-call"), "C7 over the days off: on-call. Tell them yourself, today: nobody was told by this bot."),
        (At("21 Nov 9:00"), "Your look after C7"),
    )
    assert "who covers" not in ana.text


def test_each_mark_and_each_hold_can_be_taken_back(ana: Talker) -> None:
    acute(ana)
    ana.talk((Tap("Options"), "enough for now"), (Tap("DBT group"), "enough for now"))
    assert "✓ DBT group" in ana.buttons()
    ana.talk((Tap("Undo"), "Undone"), ("/safety C7", "acute since"), (Tap("On hold"), "a tap changes it"))
    ana.talk((Tap("Goes on: DBT group"), "a tap changes it"))
    assert "Resting: DBT group" in ana.buttons()
    ana.talk((Tap("Undo"), "Undone"), ("/status", "booked 1"))
    assert "on hold" not in ana.text


def test_what_comes_back_without_sessions_is_not_asked_about_in_the_same_breath(ana: Talker) -> None:
    ana.talk(
        ("B2 dbt", "noted"),
        ("B2 acute", "What kind"),
        (Tap("Self"), "B2 · acute"),
        (Tap("Let these rest"), "On hold"),
        ("B2 stand down", "Talked over with?"),
        (Tap("Supervisor"), "DBT group comes back first, around Wed 25 Nov 16:10"),
        (At("25 Nov 16:10"), "B2: one thing that rested can come up again."),
    )
    assert "Any news of B2?" not in [plain(shown.card).split("\n")[0] for shown in ana.screen.messages.values()]
    ana.talk((At("30 Nov 16:10"), "Any news of B2?"))


def test_a_stand_down_begun_before_a_new_acute_line_stands_nothing_down(ana: Talker) -> None:
    acute(ana)
    ana.say("C7 stand down")
    begun = ana.newest
    tap = begun.card.rows[0][0]
    ana.say("C7 acute")
    ana.press(tap.data, begun.message_id)
    assert ana.screen.toasts[-1].startswith("This button has had its day")
    ana.talk(("/safety C7", "acute since"))


def test_undone_a_first_line_leaves_no_risk_though_the_client_stays_for_another(ana: Talker) -> None:
    ana.talk(("F9 acute", "acute is noted"))
    first = ana.newest
    ana.talk(("F9 dbt", "noted"))
    undo = next(button.data for row in first.card.rows for button in row if button.label == "Undo")
    ana.press(undo, first.message_id)
    assert "F9 is as it was before." in plain(ana.screen.messages[first.message_id].card)
    ana.talk(("F9", "DBT group"))
    assert "acute" not in ana.text
