"""Every word a person reads keeps to the voice: a walk over all that can be said."""

from __future__ import annotations

import re

import pytest

from bot.actions import decode
from bot.wording import trouble
from bot.wording.bundles import Standing, message
from bot.wording.card import Card
from bot.wording.nudges import nudge
from referrals.timing import NudgeKind
from sandbox.bot_api.errors import ApiError
from sandbox.bot_api.html import parse_html
from tests.unit.bot.cards import cards, constants, public_functions, texts
from tests.unit.bot.examples import every_example
from tests.unit.bot.examples.bundles import EVERY
from tests.unit.bot.examples.nudges import ASKED
from tests.unit.bot.examples.samples import BIGGEST_ID, IN_A_WEEK, REFERRALS
from tests.unit.moments import NEW_YORK, NOW

# docs/clinical.md: "no risk logged, last asked DATE" is the one way to speak of it.
NEVER = re.compile(
    r"\b(safe|low[ -]risk|no[ -]risk(?! logged)|resistant|refused|failed|non-?compliant|overdue)\b", re.IGNORECASE
)
RISK = re.compile(r"\b(risk|acute|elevated|danger|crisis|suicid\w*|safety|harm|violence|emergency)\b", re.IGNORECASE)
MOST_LINES = 14


def test_every_public_function_of_the_wording_has_its_examples() -> None:
    assert set(every_example()) == public_functions()


@pytest.mark.parametrize(
    ("words", "forbidden"),
    [
        ("You are SAFE now", True),
        ("no risk.", True),
        ("low-risk", True),
        ("no risk logged, last asked Tue 17 Nov", False),
        ("safety plan", False),
        ("unsafe", False),
    ],
)
def test_the_rule_for_words_knows_them(words: str, forbidden: bool) -> None:
    assert bool(NEVER.search(words)) is forbidden


def test_no_word_is_said_that_is_never_used() -> None:
    assert [(name, words) for name, words in [*texts(), *constants()] if NEVER.search(words)] == []


def test_nothing_is_shouted() -> None:
    assert [(name, words) for name, words in [*texts(), *constants()] if "!" in words] == []


def test_every_card_fits_a_phone() -> None:
    lines = [(name, card.html.count("\n") + 1) for name, card in cards()]
    assert [(name, count) for name, count in lines if count > MOST_LINES] == []


def test_every_card_is_html_that_telegram_reads() -> None:
    def broken(html: str) -> bool:
        try:
            parse_html(html)
        except ApiError:
            return True
        return False

    assert broken("<b>C7")
    assert [(name, card.html) for name, card in cards() if broken(card.html)] == []


def test_every_keyboard_keeps_telegrams_limits_and_every_tap_is_understood() -> None:
    for name, card in cards():
        buttons = [button for row in card.rows for button in row]
        assert len(buttons) <= 100, name
        assert all(1 <= len(row) <= 8 for row in card.rows), name
        assert all(decode(button.data) is not None and button.label for button in buttons), name


def test_what_is_said_over_a_button_has_no_markup_and_fits() -> None:
    """These are shown as callback answers, which know no HTML and 200 characters."""
    for name, words in texts():
        if name.rsplit(".", 1)[1] in {"stranger", "not_your_role", "undone", "failed", "stale_tap"}:
            assert len(words) <= 200
            assert not set(words) & set("<>&"), name


@pytest.mark.parametrize("kind", ASKED)
def test_the_first_line_of_what_nobody_asked_for_names_no_service_and_no_risk(kind: NudgeKind) -> None:
    for referral in REFERRALS:
        for session_at in (None, IN_A_WEEK):
            card = nudge(kind, BIGGEST_ID, "AB123", referral, session_at, NOW, NEW_YORK)
            first, _ = parse_html(card.html.split("\n")[0])
            assert referral.service.name not in first
            assert not RISK.search(first)


def test_nor_does_the_first_line_of_several_together() -> None:
    for items in EVERY:
        first, _ = parse_html(message(items, NOW, NEW_YORK).html.split("\n")[0])
        if len(items) > 1 and all(item.standing is Standing.OPEN for item in items):
            assert not any(item.referral.service.name in first for item in items)
            assert not RISK.search(first)


def test_nor_does_the_line_about_an_outage() -> None:
    assert not RISK.search(trouble.outage())
    assert len(Card(trouble.outage()).html) < 200
