"""Invites, the three questions, and what a stranger hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from referrals.model import Role
from tests.conversation.talk import Practice, Talker, Tap


def test_the_first_buttons_are_fair_defaults_and_then_comes_the_first_line(practice: Practice) -> None:
    ana = practice.person(1001, aboard=False)
    ana.talk(
        (f"/start {practice.invite()}", "1 of 3 · Your time zone?"),
        (Tap("America/New York"), "2 of 3 · Your working hours?"),
        (Tap("Mon–Fri 9–18"), "3 of 3 · Your supervision slot?"),
        (Tap("No supervision slot yet"), "Your first line: C7 psych eval, DBT group, housing"),
    )
    assert "Danger now? Leave this chat" in ana.text
    assert "without end-to-end encryption" in ana.text


def test_the_questions_can_be_answered_in_words(practice: Practice) -> None:
    ana = practice.person(1001, aboard=False)
    ana.talk(
        (f"/start {practice.invite()}", "1 of 3"),
        ("Atlantis", "I know no time zone called Atlantis."),
        ("Chicago", "Time zone: America/Chicago"),
        ("whenever", "I did not find days and hours in that."),
        ("mon-wed 10-17:30", "Working hours: Mon–Wed 10–17:30"),
        ("hm", "I did not find a day and a time in that."),
        ("thu 10am fortnightly", "Supervision: every other Thursday 10:00"),
        ("C7 dbt", "One referral noted."),
        ("C7 booked 20 nov", "I will ask how it went on Mon 23 Nov 10:00."),
    )


def test_an_old_button_of_the_first_questions_changes_nothing(ana: Talker) -> None:
    ana.press("zone:Europe/Berlin", 1)
    assert ana.screen.toasts[-1] == "This button has had its day. Nothing was changed."


@pytest.mark.parametrize(
    "line", ["hello", "C7 psych eval", "/status", "/start", "/start wrong", "/help", "\N{WAVING HAND SIGN}"]
)
def test_a_stranger_gets_one_line_and_nothing_else(practice: Practice, line: str) -> None:
    stranger = practice.person(6, aboard=False)
    stranger.say(line)
    assert len(stranger.screen.messages) == 1
    assert "invite" in stranger.text
    assert not practice.store.run_here(lambda work: work.people.by_telegram_id(6))


def test_a_stranger_presses_nothing(practice: Practice) -> None:
    stranger = practice.person(6, aboard=False)
    stranger.press("undo:1", 1)
    assert "private assistant" in stranger.screen.toasts[-1]


def test_an_invite_is_for_one_person_and_seven_days(practice: Practice) -> None:
    code = practice.invite()
    practice.person(1001, aboard=False).talk((f"/start {code}", "1 of 3"))
    practice.person(1002, aboard=False).talk((f"/start {code}", "has been used or has expired"))
    late = practice.invite()
    practice.now += timedelta(days=7)
    practice.person(1003, aboard=False).talk((f"/start {late}", "has been used or has expired"))


def test_a_member_who_used_her_invite_is_aboard_already(ana: Talker) -> None:
    ana.talk(
        ("/start", "You are aboard already."), (f"/start {ana.practice.invite(Role.SUPERVISOR)}", "aboard already")
    )


def test_a_supervisor_has_no_caseload_to_write_in(practice: Practice) -> None:
    ruth = practice.person(1002, Role.SUPERVISOR)
    ruth.talk(
        ("C7 dbt", "belongs to another role"), ("/status", "belongs to another role"), ("/help", "Client codes only")
    )
