"""What a supervisor sees and says: raised cases of her own supervisees, and nothing else."""

from __future__ import annotations

import pytest

from referrals.model import Role
from tests.conversation.supervised import invited, linked, raise_case, screens
from tests.conversation.talk import At, Practice, Talker, Tap, plain


@pytest.fixture
def kim(practice: Practice) -> Talker:
    return practice.person(2001, Role.SUPERVISOR)


@pytest.fixture
def cases(ana: Talker, kim: Talker) -> Talker:
    """Ana has two clients; Kim supervises her, and C7 is raised."""
    linked(kim, ana)
    ana.talk(
        ("/settings", "Supervision"),
        (Tap("Supervision"), "thu 10am"),
        ("thu 10am weekly", "Thursdays 10:00"),
        ("C7 psych eval, housing", "noted"),
        ("B2 dbt // wakes at four", "noted"),
    )
    raise_case(ana)
    return ana


def test_an_invite_links_the_two_and_both_are_told(ana: Talker, kim: Talker) -> None:
    line = invited(kim)
    ana.talk((line, "is with you now for clinical supervision"))
    assert "is your supervisee now" in kim.text
    ana.talk((line, "aboard already"))  # used up: it opens nothing more


def test_an_invite_of_a_supervisor_lets_no_stranger_in(practice: Practice, kim: Talker) -> None:
    stranger = practice.person(3003, aboard=False)
    stranger.talk((invited(kim), "invite"))
    assert practice.store.run_here(lambda work: work.people.by_telegram_id(3003)) is None


@pytest.mark.usefixtures("cases")
def test_she_sees_the_raised_case_and_no_other(kim: Talker) -> None:
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "Psychiatric evaluation"))
    assert "B2" not in screens(kim)
    assert "wakes at four" not in screens(kim)


@pytest.mark.usefixtures("cases")
def test_a_forged_tap_shows_no_case_that_was_not_raised(kim: Talker, practice: Practice) -> None:
    hidden = practice.store.run_here(lambda work: work.caseload(1).client("B2"))
    assert hidden
    kim.talk(("/agenda", "C7"))
    for data in (f"see:{hidden.id}", f"see:{hidden.id}:line", f"see:{hidden.id}:go_on", f"see:{hidden.id}:condition"):
        kim.press(data, kim.newest.message_id)
        assert kim.screen.toasts[-1]
        assert "B2" not in screens(kim)


def test_what_has_stalled_is_seen_only_once_the_therapist_was_shown_it(ana: Talker, kim: Talker) -> None:
    linked(kim, ana)
    ana.talk(("C7 psych eval #crisis", "noted"), (At("26 Nov 12:00"), "C7"), ("/supervision", "no contact yet"))
    kim.talk(("/agenda", "No case is raised"))


def test_another_supervisor_sees_nothing_of_it(cases: Talker, practice: Practice) -> None:
    other = practice.person(2002, Role.SUPERVISOR)
    raised = practice.store.run_here(lambda work: work.caseload(1).client("C7"))
    assert raised
    other.talk(("/agenda", "No case is raised"))
    for rest in ("", ":line", ":go_on", ":condition"):
        other.press(f"see:{raised.id}{rest}", other.newest.message_id)
    assert "C7" not in screens(other)
    cases.talk(("/supervision", "C7"))


def test_her_line_reaches_the_therapist_even_if_it_names_the_client(cases: Talker, kim: Talker) -> None:
    kim.talk(
        ("/agenda", "C7"),
        (Tap("Somebody C7"), "Psychiatric evaluation"),
        (Tap("Answer in a line"), "Your line on C7"),
        ("C7 may need the group first", "Sent to Somebody on C7"),
    )
    assert cases.text == "Word from Somebody.\nC7: C7 may need the group first"
    cases.talk(("/supervision", "C7"))  # it stays on the agenda


def test_going_on_closes_the_case_and_the_therapist_is_told(cases: Talker, kim: Talker) -> None:
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), (Tap("Go on"), "Somebody is told"))
    assert cases.text.startswith("Word from Somebody.\nC7, decided: go on as it is.")
    kim.talk(("/agenda", "No case is raised"))
    cases.talk(("/supervision", "Nothing has stalled"))
    kim.press("see:1:go_on", kim.newest.message_id)  # once more, from an earlier card
    assert len([line for line in screens(cases).splitlines() if line.startswith("Word from")]) == 1


@pytest.mark.parametrize(("tap", "opens"), [("Let one go", "no longer recommended"), ("Pause", "how long")])
def test_what_changes_her_referrals_the_therapist_does_herself(
    cases: Talker, kim: Talker, tap: str, opens: str
) -> None:
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), (Tap(tap), "She carries it out"))
    cases.talk((Tap("Do it"), opens))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    kim.tap(tap)  # once more: she was told
    assert kim.screen.toasts[-1] == "Somebody was told already."


@pytest.mark.usefixtures("cases")
def test_the_team_is_counts_in_the_order_in_which_they_came(kim: Talker, practice: Practice) -> None:
    others = [practice.person(3000 + number) for number in range(19)]
    for one in others:
        linked(kim, one)
    others[-1].talk(("D4 dbt", "noted"))
    raise_case(others[-1], "D4")
    kim.talk(("/team", "Your supervisees: 20"))
    first = plain(kim.newest.card).splitlines()
    assert first[1].endswith("one case · Thu 19 Nov 10:00")
    assert all(line.endswith("no case") for line in first[2:])
    kim.talk((Tap("More"), "no case"), (Tap("More"), "one case"))
    assert "D4" not in screens(kim)


def test_once_it_ended_nothing_is_seen_any_more(cases: Talker, kim: Talker) -> None:
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    cases.talk(
        ("/supervision", "C7"), (Tap("My supervisor"), "clinical supervision"), (Tap("End with Somebody"), "End it")
    )
    cases.talk((Tap("End it"), "has ended"))
    assert kim.text == "The supervision with Somebody on this bot has ended."
    kim.tap("Answer in a line")
    assert kim.screen.toasts[-1]
    kim.talk(("/agenda", "No case is raised"))


def test_a_new_supervisor_takes_the_place_of_the_old_one(cases: Talker, kim: Talker, practice: Practice) -> None:
    lee = practice.person(2002, Role.SUPERVISOR)
    linked(lee, cases)
    lee.talk(("/agenda", "C7"))
    kim.talk(("/agenda", "No case is raised"))


def test_a_group_supervisor_sees_the_case_beside_the_clinical_one_and_records_no_condition(
    cases: Talker, kim: Talker, practice: Practice
) -> None:
    lee = practice.person(2002, Role.SUPERVISOR)
    linked(lee, cases, "For the group")
    kim.talk(("/agenda", "C7"))
    lee.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"))
    assert "Condition of therapy" not in lee.buttons()
    lee.press("see:1:condition", lee.newest.message_id)
    assert lee.screen.toasts[-1]
    cases.talk(("/supervision", "Somebody (clinical) and Somebody (group)"))


def test_nobody_supervises_herself(practice: Practice) -> None:
    both = practice.person(2003, Role.SUPERVISOR)
    both.say(f"/start {practice.invite(Role.THERAPIST)}")
    both.talk((invited(both), "Nothing was changed"))
