"""Parting: who carries each referral on, never alone at risk, and the way back."""

from __future__ import annotations

from referrals.model import Role
from tests.conversation.talk import At, Practice, Talker, Tap

STALE = "This button has had its day. Nothing was changed."


def case(ana: Talker) -> Talker:
    ana.talk(("C7 psych eval, dbt", "noted"), ("C7 tue 2pm weekly", "next on"))
    return ana


def test_each_open_referral_is_carried_by_somebody_and_then_nothing_is_asked(ana: Talker) -> None:
    case(ana).talk(
        ("C7 goodbye", "Goodbye to C7. Who carries this on?\nPsychiatric evaluation"),
        (Tap("The next therapist"), "Who carries this on?\nDBT group"),
        ("/status", "Open 2"),  # nothing is kept before the last answer
        (Tap("The client"), "C7 · goodbye. Nothing is asked about C7 any more."),
    )
    card = next(
        m for m in ana.screen.messages.values() if "C7 · goodbye" in m.card.html or "</b> · goodbye" in m.card.html
    )
    assert "Psychiatric evaluation · the next therapist carries it on" in card.card.html
    assert "DBT group · the client carries it on" in card.card.html
    ana.say("/status")
    assert "C7 ·" not in ana.text
    said = len(ana.screen.messages)
    ana.practice.move_to(ana.practice.now.replace(month=12, day=20))
    assert len(ana.screen.messages) == said


def test_undo_brings_all_of_it_back(ana: Talker) -> None:
    case(ana).talk(
        ("C7 goodbye", "Who carries"),
        (Tap("Nobody"), "Who carries"),
        (Tap("The provider"), "C7 · goodbye"),
        (Tap("Undo"), "C7 is as it was before."),
        ("C7", "next  Psychiatric evaluation · suggested today"),
    )
    assert "then  DBT group · suggested today" in ana.text
    ana.talk((At("24 Nov 13:30"), "C7 at 14:00."))


def test_a_client_with_nothing_open_is_closed_by_one_more_tap(ana: Talker) -> None:
    ana.talk(
        ("C7 tue 2pm weekly", "next on"),
        ("C7", "Nothing open."),
        (Tap("More"), "Goals"),
        (Tap("Goodbye"), "Nothing is open to be carried on."),
        (Tap("Close C7"), "C7 · goodbye."),
        ("C7", "C7 · goodbye on Wed 18 Nov"),
    )


def test_at_risk_a_trainee_does_not_part_before_it_is_talked_over(ana: Talker) -> None:
    case(ana).talk(("C7 elevated", "elevated"), ("C7 goodbye", "Talked over with?"))
    assert ana.text.startswith("Danger now?")
    ana.talk((Tap("Not yet"), "C7 stays open · elevated since Wed 18 Nov. Nothing was closed"))
    ana.talk(("C7", "next  Psychiatric evaluation"))


def test_at_risk_with_the_supervisor_it_goes_on(ana: Talker) -> None:
    case(ana).talk(
        ("C7 elevated", "elevated"),
        ("C7 goodbye", "Talked over with?"),
        (Tap("Supervisor"), "Who carries this on?"),
        (Tap("The case manager"), "Who carries this on?"),
        (Tap("Nobody"), "C7 · goodbye."),
    )


def test_risk_that_comes_up_between_two_answers_is_asked_about_first(ana: Talker) -> None:
    case(ana).talk(
        ("C7 goodbye", "Who carries"), (Tap("Nobody"), "Who carries this on?\nDBT group"), ("C7 elevated", "elevated")
    )
    asked = next(m for m in ana.screen.messages.values() if "DBT group" in m.card.html and "Goodbye to" in m.card.html)
    data = asked.card.rows[0][0].data
    ana.press(data, asked.message_id)
    assert "Talked over with?" in asked.card.html
    ana.talk(("C7", "elevated since"))
    assert "goodbye" not in ana.text


def test_a_licensed_therapist_decides_alone(practice: Practice) -> None:
    code = practice.store.run_here(lambda work: work.invites.make(Role.THERAPIST, practice.now, licensed=True))
    eva = Talker(practice, 1003)
    eva.say(f"/start {code}")
    for _question in range(3):
        eva.tap_first()
    eva.talk(
        ("C7 dbt", "noted"),
        ("C7 elevated", "elevated"),
        ("C7 goodbye", "Talked over with?"),
        (Tap("Not yet"), "Who carries this on?"),
        (Tap("Nobody"), "C7 · goodbye."),
    )


def test_forged_old_and_foreign_taps_close_nothing(ana: Talker, bob: Talker) -> None:
    case(ana).talk(("C7 elevated", "elevated"), ("C7 goodbye", "Talked over with?"))
    asked = ana.newest
    for data in ("carry:1:nobody", "carry:2:nobody", "bye:1:sure", "bye:1:nonsense", "bye:2:supervisor"):
        ana.press(data, asked.message_id)
        assert ana.screen.toasts[-1] == STALE, data
    bob.press("bye:1:supervisor", 1)
    bob.press("carry:1:nobody", 1)
    assert bob.screen.toasts[-2:] == [STALE, STALE]
    ana.talk(("C7", "next  Psychiatric evaluation"))


def test_an_old_card_answers_no_newer_question(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 goodbye", "Who carries"))
    old = ana.newest
    ana.talk(("C7 goodbye", "Who carries"))
    ana.press(old.card.rows[0][0].data, old.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("C7", "next  DBT group"))


def test_nobody_parts_twice_or_takes_up_what_goes_on(ana: Talker) -> None:
    ana.talk(("C7 tue 2pm weekly", "next on"), ("C7", "Nothing open"))
    page = ana.newest
    ana.press("up:1", page.message_id)
    assert ana.screen.toasts[-1] == STALE
    ana.talk(("C7 goodbye", "Nothing is open"), (Tap("Close C7"), "C7 · goodbye."))
    ana.press("bye:1", page.message_id)
    assert ana.screen.toasts[-1] == STALE


def test_the_last_answer_twice_parts_once(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 goodbye", "Who carries"))
    last = ana.newest.card.rows[0][0].data
    ana.press(last, ana.newest.message_id)
    ana.press(last, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE


def test_a_closed_client_is_opened_taken_up_again_and_not_written_to(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 goodbye", "Who carries"),
        (Tap("The client"), "C7 · goodbye"),
        ("C7 housing", "C7 is closed since Wed 18 Nov. Nothing was noted."),
        ("C7", "DBT group · the client carries it on"),
        (Tap("Take up again"), "C7 is taken up again.\nEnded then: DBT group."),
        ("C7 reopen dbt", "DBT group"),
        ("C7", "next  DBT group"),
    )


def test_a_line_of_danger_about_a_closed_client_leads_with_the_danger_line(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 goodbye", "Who carries"),
        (Tap("Nobody"), "C7 · goodbye"),
        ("C7 acute", "closed since"),
    )
    assert ana.text.startswith("Danger now?")
    ana.talk((Tap("Take up again"), "taken up again"), (Tap("Undo"), "Undone"), ("C7", "C7 · goodbye on"))
