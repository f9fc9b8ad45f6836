"""What is said at risk holds in every language."""

from __future__ import annotations

import pytest

from bot import catalogues
from bot.wording.card import Card
from bot.wording.language import _
from bot.wording.risk.risk import DANGER, opens_with_danger
from referrals.crisis_lines import CRISIS_LINES, CrisisLine
from tests.unit.bot import pseudo


@pytest.mark.parametrize("line", CRISIS_LINES, ids=lambda line: line.name)
def test_how_a_crisis_line_is_reached_stands_in_the_catalogues(line: CrisisLine) -> None:
    assert catalogues.template().get(line.reach, context="crisis line") is not None


def test_the_danger_line_is_known_in_the_language_it_was_said_in() -> None:
    with pseudo.spoken():
        assert _(DANGER) != DANGER
        assert opens_with_danger(Card(f"{_(DANGER)}\nC7"))
        assert not opens_with_danger(Card(f"C7\n{_(DANGER)}"))
    assert opens_with_danger(Card(f"{DANGER}\nC7"))
