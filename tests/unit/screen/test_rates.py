"""Ten thousand hostile lines and ten thousand ordinary ones: what the screen misses, and what it turns away in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from referrals.identifiers import find_identifier
from tests.unit.grammar.lines import NOW
from tests.unit.screen.hostile import hostile_line
from tests.unit.screen.ordinary import ordinary_line

LINES = 10_000
SEED = 20_261_124


def test_at_least_999_of_a_thousand_identifiers_are_found(
    record_property: Callable[[str, object], None],
) -> None:
    random = Random(SEED)
    lines = [hostile_line(random) for _ in range(LINES)]
    missed = [line for line in lines if find_identifier(line.text, NOW) is None]
    recall = 1 - len(missed) / LINES
    record_property("recall", recall)
    named = "\n".join(f"{line.kind}, {line.disguise}: {line.text!r}" for line in missed[:20])
    assert recall >= 0.999, f"recall {recall:.2%}; missed:\n{named}"
    # The rate says something only where every kind came often, and under every disguise.
    assert min(Counter(line.kind for line in lines).values()) > LINES / 30
    assert len({(line.kind, line.disguise) for line in lines}) > 300


def test_at_most_one_ordinary_line_of_a_thousand_is_turned_away(
    record_property: Callable[[str, object], None],
) -> None:
    random = Random(SEED)
    lines = [ordinary_line(random) for _ in range(LINES)]
    turned_away = [(found, line) for line in lines if (found := find_identifier(line, NOW))]
    rate = len(turned_away) / LINES
    record_property("false alarms", rate)
    named = "\n".join(f"{found}: {line!r}" for found, line in turned_away[:20])
    assert rate <= 0.001, f"false alarms {rate:.2%}:\n{named}"
    assert len(set(lines)) > LINES / 2
