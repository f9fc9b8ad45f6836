"""The day, the overview, and the menus of each role."""

from __future__ import annotations

import pytest

from bot.routes import COMMANDS
from bot.wording.commands import for_all, menu
from referrals.model import Role
from tests.conversation.talk import At, Practice, Talker, Tap


def test_the_days_sessions_in_time_order_each_with_one_referral(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, dbt", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        ("B2 tue 9am weekly", "next on"),
        ("D4 housing", "noted"),
        ("D4 tue 10am weekly", "next on"),
        ("E5 thu 10am weekly", "next on"),
        ("/today", "No sessions today that I know of."),
        (At("24 Nov 10:50"), "How did it go with D4?"),
        ("/today", "Tue 24 Nov · 3 sessions"),
    )
    assert ana.text.splitlines()[1:] == [
        "09:00 B2 · nothing to raise",
        "10:00 D4 · Subsidised housing programme, suggested 6 days ago",
        "14:00 C7 · Psychiatric evaluation, suggested 6 days ago",
        "Still to come from me today: 13:30 (C7) and 14:50 (C7).",
    ]
    assert ana.buttons() == ["B2", "D4", "C7"]


def test_at_risk_is_said_in_words_with_the_safety_page_one_tap_away(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 wed 5pm weekly", "next on"),
        ("C7 elevated", "elevated"),
        ("/today", "17:00 C7 · elevated since Wed 18 Nov · DBT group"),
        (Tap("Safety C7"), "Danger now?"),
    )


def test_what_rests_and_who_is_gone_or_in_hospital_is_left_out(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 wed 5pm weekly", "next on"),
        ("C7 acute", "What kind"),
        (Tap("Self"), "acute"),
        (Tap("Let these rest"), "acute"),
        ("/today", "17:00 C7 · acute since Wed 18 Nov · nothing to raise"),
        ("B2 wed 6pm weekly", "next on"),
        ("B2 goodbye", "Nothing is open"),
        (Tap("Close B2"), "goodbye"),
        ("D4 wed 6pm weekly", "next on"),
        ("D4 admitted", "in hospital"),
        ("/today", "1 session"),
    )
    assert "B2" not in ana.text
    assert "D4" not in ana.text


def test_the_overview_puts_risk_first_and_counts_no_rest_as_delay(ana: Talker) -> None:
    ana.talk(
        ("B2 dbt", "noted"),
        ("B2 went", "went today"),
        ("B2 psych eval #crisis", "noted"),
        ("C7 housing", "noted"),
        ("C7 wed 5pm, mon 9am weekly", "next on"),
        ("C7 acute", "What kind"),
        (Tap("Self"), "acute"),
        ("/status", "C7 · acute since Wed 18 Nov · Wed 18 Nov 17:00 · 1 open"),
        ("/status", "Logged in the last 90 days: 3, of which the client went to 1."),
        (Tap("Let these rest"), "acute"),
        ("/status", "Logged in the last 90 days: 2, of which the client went to 1."),
    )
    lines = ana.text.splitlines()
    assert lines[0] == "Open 1 · booked 0 · on hold 1 · sessions this week 1"
    assert [line.split(" · ")[0] for line in lines[-2:]] == ["C7", "B2"]
    assert "acute since Wed 18 Nov" in lines[-2]
    assert lines[-2].endswith("1 on hold")


def test_help_is_of_the_role(practice: Practice, ana: Talker) -> None:
    ana.talk(("/help", "C7 psych eval, DBT group logs what you recommend"))
    assert "/practice" not in ana.text
    boss = practice.person(1009, Role.ADMINISTRATOR)
    boss.talk(("/help", "/practice"))
    assert "/status" not in boss.text


@pytest.mark.parametrize("roles", [set(), *({role} for role in Role), set(Role)])
def test_every_menu_entry_is_answered_and_strangers_see_next_to_nothing(roles: set[Role]) -> None:
    names = [name for name, _ in menu(roles)]
    assert set(names) <= set(COMMANDS)
    assert len(names) == len(set(names))
    assert [name for name, _ in for_all()] == ["help", "privacy"]
