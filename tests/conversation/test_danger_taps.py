"""Under the danger line risk is logged by a tap, of the one client the line was plainly about; without it of nobody."""

from __future__ import annotations

import pytest

from bot.wording.risk.risk import DANGER
from referrals.model import Role
from tests.conversation.pages import STALE
from tests.conversation.talk import Practice, Shown, Talker, Tap, labels, plain

BOTH = ["Log acute", "Log elevated"]


@pytest.fixture
def seen(ana: Talker) -> Talker:
    ana.say("C7 dbt")
    return ana


def danger(talker: Talker, line: str) -> Shown:
    """The card with the danger line that answers a line."""
    before = set(talker.screen.messages)
    talker.say(line)
    new = [shown for number, shown in talker.screen.messages.items() if number not in before]
    (card,) = [shown for shown in new if plain(shown.card).startswith(DANGER)]
    return card


@pytest.mark.parametrize(
    "line",
    [
        "C7 she wants to die",
        "C7 wants to die",
        "C7 suicidal",
        "C7 housing // has a gun",
        "C7 agreed to kill himself",
        "C7 dbt, suicide",
        "C7 suicidal // see C7",
    ],
)
def test_acute_or_elevated_is_a_tap_away_and_nothing_is_logged_before(seen: Talker, line: str) -> None:
    card = danger(seen, line)
    assert labels(card.card) == BOTH
    seen.talk(("C7", "no risk logged, not asked yet"))


def test_the_tap_is_answered_like_the_line(seen: Talker) -> None:
    danger(seen, "C7 wants to die")
    seen.talk((Tap("Log acute"), f"{DANGER}\nC7: acute is noted. What kind of danger?"), (Tap("Undo"), "Undone"))
    seen.talk(("C7", "no risk logged, not asked yet"))
    danger(seen, "C7 wants to die")
    seen.talk((Tap("Log elevated"), "C7 · elevated since Wed 18 Nov 16:10"))


def test_also_where_goals_or_a_plan_hold_the_word_and_are_kept(seen: Talker) -> None:
    assert labels(danger(seen, "C7 goal: die").card) == [*BOTH, "Undo"]
    seen.tap("Log elevated")
    seen.talk(("C7", "elevated since"), (Tap("Plan"), "if what, then what?"))
    assert labels(danger(seen, "if she is suicidal, then she calls").card) == [
        *("Acute now", "C7: all of it"),
        *("Back", "Undo"),
    ]
    assert labels(danger(seen, "C7 goal: not to die").card) == ["Acute now", "C7: all of it", "Undo"]


def test_nothing_leads_down_from_what_is_logged_already(seen: Talker) -> None:
    seen.say("C7 elevated")
    assert labels(danger(seen, "C7 wants to die").card) == ["Acute now", "C7: all of it"]
    seen.tap("Acute now")
    assert labels(danger(seen, "C7 wants to die").card) == ["C7: all of it"]
    seen.talk((Tap("C7: all of it"), "acute since"))


@pytest.mark.parametrize(
    "line",
    [
        "she wants to die",  # nobody is named, and C7 in the answer is an example
        "Z9 wants to die",  # nobody's client
        "C7 and B2 suicidal",
        "C7 dbt // B2 has a gun",
        "C7 suicidal, call 617-555-0123",  # not kept
        "/suicidal",
    ],
)
def test_it_has_no_taps_where_the_line_is_not_plainly_about_one_client(seen: Talker, line: str) -> None:
    seen.say("B2 dbt")
    assert labels(danger(seen, line).card) == []


def test_nor_where_the_work_has_ended(seen: Talker) -> None:
    seen.talk(("C7 dropped dbt", "no longer"), ("C7 goodbye", "Goodbye to C7"), (Tap("Close C7"), "C7 · goodbye"))
    assert labels(danger(seen, "C7 wants to die").card) == []


def test_nobody_logs_risk_of_another_therapists_client(seen: Talker, bob: Talker) -> None:
    assert labels(danger(bob, "C7 wants to die").card) == []
    theirs = danger(seen, "C7 wants to die").card.rows[0]
    for tap in theirs:
        bob.press(tap.data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    seen.talk(("C7", "no risk logged, not asked yet"))


def test_a_supervisor_without_a_caseload_has_the_line_alone(practice: Practice) -> None:
    sam = practice.person(1003, Role.SUPERVISOR)
    assert labels(danger(sam, "C7 wants to die").card) == []


def test_beside_an_answer_to_a_reflection_it_is_about_the_client_reflected_on(seen: Talker) -> None:
    seen.say("B2 dbt")
    seen.talk(("/reflect C7", "C7"), (Tap("Begin"), ""))
    before = set(seen.screen.messages)
    seen.say("B2 made me think of suicide")
    (beside,) = [m for number, m in seen.screen.messages.items() if number not in before]
    assert labels(beside.card) == BOTH
    seen.press(beside.card.rows[0][1].data, beside.message_id)
    seen.talk(("/cancel", "Left open"), ("C7", "elevated since"), ("B2", "no risk logged"))


def test_in_spanish(luz: Talker) -> None:
    luz.say("C7 dbt")
    luz.say("C7 se quiere matar")
    assert luz.buttons() == ["Anotar agudo", "Anotar elevado"]
    luz.talk((Tap("Anotar agudo"), "C7: queda anotado: agudo. ¿Qué tipo de peligro?"))
