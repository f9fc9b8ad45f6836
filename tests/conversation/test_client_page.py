"""The client's page: order with its reason, history, more, and the list of clients."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording.clients.history import EVENTS
from bot.wording.referrals.days import Day
from referrals.model import Step
from tests.conversation.talk import Talker, Tap, plain

STALE = "This button has had its day. Nothing was changed."
# What is written under a name that is not said where it is written: reports by their step, days by what they are for.
NOT_LITERAL = {*Step, *Day}
_WRITES = {"save", "save_client", "respond", "_record", "_keep", "_save"}


def test_the_page_says_next_then_and_why(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval #diagnosis ready 7", "noted"),
        ("C7 housing #living ready 8", "noted"),
        ("C7 dbt #practice ready 4", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        ("C7 agreed psych eval", "agreed today"),
        ("C7 wants dbt", "DBT group"),
    )
    ana.say("C7")
    assert ana.text == (
        "C7 · Tue 14:00 · no risk logged, not asked yet\n"
        "next  Subsidised housing programme · to better the living situation · ready 8 · suggested today\n"
        "then  DBT group · recommended practice · ready 4 · suggested today · C7’s own first wish\n"
        "then  Psychiatric evaluation · to clarify the diagnosis · ready 7 · agreed today, no contact yet\n"
        "Why this order: nothing at risk is logged; Subsidised housing programme steadies the living situation; "
        "then C7’s own wish; then C7’s own readiness.\n"
        "I will ask around the session on Tue 24 Nov 14:00."
    )
    assert ana.buttons() == ["Update", "How to say it", "Plan", "Supervision", "History", "Safety", "More"]


def test_elevated_risk_stands_in_the_first_line_with_its_date(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 elevated", "elevated"),
        ("C7", "C7 · no session times yet · elevated since Wed 18 Nov"),
    )
    assert "Safety" in ana.buttons()


def test_the_page_of_an_acute_client_begins_with_the_danger_line(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7 acute", "What kind"), (Tap("Self"), "acute since"))
    ana.say("C7")
    assert ana.text.startswith("Danger now? Leave this chat:")
    assert "First, in the therapy:" in ana.text


def test_her_referrals_stay_one_tap_away_behind_the_danger_line(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"), ("C7 acute", "What kind"), (Tap("Self"), "acute since"), (Tap("C7"), "open  DBT group")
    )
    assert ana.text.startswith("Danger now? Leave this chat:")
    assert "Why this order" not in ana.text
    assert ana.buttons()[:3] == ["Update", "How to say it", "Plan"]
    ana.talk((Tap("Safety"), "First, in the therapy:"))


def test_a_falling_number_shows_what_it_was(ana: Talker) -> None:
    ana.talk(("C7 dbt ready 8", "noted"), ("C7 ready 5", "ready 5"), ("C7", "ready 5, was 8"))


def test_history_tells_in_plain_words_what_was_not_undone(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 agreed", "agreed today"),
        ("C7 went", "went today"),
        (Tap("Undo"), "Undone"),
        ("C7 elevated", "elevated"),
        ("C7", "elevated since"),
    )
    ana.tap("History")
    assert ana.text == (
        "C7 · history\n"
        "Wed 18 Nov 16:10 · risk logged (elevated) · you\n"
        "Wed 18 Nov 16:10 · DBT group: agreed · you\n"
        "Wed 18 Nov 16:10 · DBT group: recommended · you"
    )
    ana.talk((Tap("Back"), "next  DBT group"))


def test_a_long_history_has_pages_and_a_forged_page_is_the_last(ana: Talker) -> None:
    ana.say("C7 dbt")
    for number in range(12):
        ana.say(f"C7 ready {number % 10}")
    ana.say("C7")
    ana.tap("History")
    assert ana.text.startswith("C7 · history · page 1 of 2\n")
    assert len(ana.text.splitlines()) == 11
    ana.tap("Older")
    assert ana.text.startswith("C7 · history · page 2 of 2\n")
    assert ana.text.endswith("DBT group: recommended · you")
    data = next(button.data for button in ana.newest.card.rows[0] if button.label == "Newer")
    ana.tap("Newer")
    ana.press(f"{data.rsplit(':', 1)[0]}:99999", ana.newest.message_id)
    assert "page 2 of 2" in ana.text


def test_every_kind_of_event_has_its_words() -> None:
    found = set(_written())
    assert {"taken_up", "parted", "risk", "session_moved", "suggested"} <= found
    assert (found | {str(kind) for kind in NOT_LITERAL}) - set(EVENTS) == set()


def test_nobody_else_opens_her_page_her_history_or_more(ana: Talker, bob: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7", "next  DBT group"))
    for action in ("open", "hist", "more", "goals", "region", "raise", "bye", "up"):
        bob.press(f"{action}:1", 1)
        assert bob.screen.toasts[-1] == STALE, action


@pytest.mark.parametrize("label", ["Update", "How to say it", "Plan", "Supervision", "History", "Safety", "More"])
def test_every_button_of_the_page_is_answered(ana: Talker, label: str) -> None:
    ana.talk(("C7 dbt, housing", "noted"), ("C7", "next  DBT group"))
    page = ana.newest.card
    ana.tap(label)
    assert ana.screen.toasts[-1] == ""
    assert ana.newest.card != page


@pytest.mark.parametrize("label", ["Purposes", "Safety", "Readiness", "Bring to supervision", "Undo"])
def test_every_button_of_the_logged_card_is_answered(ana: Talker, label: str) -> None:
    ana.say("C7 dbt, housing")
    card = ana.newest.card
    ana.tap(label)
    assert ana.screen.toasts[-1] == ""
    assert ana.newest.card != card


def test_goals_by_line_and_by_tap_on_one_line(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 goals: sleep through the night", "C7 · goals: sleep through the night"),
        (Tap("Undo"), "Undone"),
        ("C7", "next  DBT group"),
        (Tap("More"), "Goals: not noted"),
        (Tap("Goals"), "What does C7 want of the therapy?"),
        ("see friends\nagain", "C7 · goals: see friends again"),
        ("C7", "Goals: see friends again"),
    )


def test_goals_that_are_too_long_leave_the_question_open(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7", "next"),
        (Tap("More"), "Goals: not noted"),
        (Tap("Goals"), "What does C7 want"),
        ("word " * 40, "That is longer than I keep: 160 characters"),
        ("to work", "C7 · goals: to work"),
    )


def test_words_of_danger_among_goals_put_the_danger_line_first(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"), ("C7", "next"), (Tap("More"), "Goals"), (Tap("Goals"), "What does C7 want"))
    ana.say("no more self-harm")
    assert ana.text.startswith("Danger now?")
    assert "goals: no more self-harm" in ana.text


def test_where_she_usually_is_by_two_letters_or_as_the_practice(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7", "next"),
        (Tap("More"), "Usually in: "),
        (Tap("Where"), "Where is C7 usually?"),
        ("Bavaria", "Two letters, please"),
        ("de", "Usually in: DE"),
        (Tap("Where"), "Where is C7 usually?"),
        (Tap("As the practice"), "as the practice"),
        (Tap("Undo"), "Undone"),
        ("C7", "next"),
        (Tap("More"), "Usually in: DE"),
    )


def test_the_list_says_who_comes_when_and_keeps_the_ended_apart(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("B2 tue 2pm weekly", "next on"),
        ("D4 housing", "noted"),
        ("D4 goodbye", "Who carries this on?"),
        (Tap("Nobody"), "D4 · goodbye."),
    )
    ana.say("/clients")
    assert ana.text == "2 clients. A tap opens the page.\nTue 24 Nov 14:00 · B2\nEnded: D4"
    assert ana.buttons() == ["B2", "C7", "New client"]
    listed = ana.newest
    ana.talk((Tap("C7"), "next  DBT group"))
    assert plain(listed.card).startswith("2 clients.")  # the list stays


def test_what_rests_shows_its_dates_in_one_line(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt by 3 dec", "noted"),
        ("C7 crisis line", "noted"),
        ("C7 acute", "What kind"),
        (Tap("Self"), "acute since"),
        (Tap("Let these rest"), "acute since"),
        ("C7 stand down", "Talked over"),
        (Tap("Supervisor"), "elevated"),
        ("C7", "on hold  DBT group (wanted by Thu 3 Dec)"),
    )


def _written() -> Iterator[str]:
    """Every name of an event that stands in the code where one is kept."""
    for path in [*Path("bot").rglob("*.py"), *Path("storage").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _WRITES:
                yield from (word for argument in node.args for word in _words(argument))


def _words(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from (*_words(one), *_words(other))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
