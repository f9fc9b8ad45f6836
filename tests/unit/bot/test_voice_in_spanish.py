"""The voice holds in Spanish as in English: the same walk over all that can be said, with that language's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.wording.directory.named import named
from bot.wording.language import speaking
from referrals.grammar import NotUnderstood, read_line
from referrals.services import Exact, match
from tests.unit.bot.cards import cards, texts
from tests.unit.bot.test_wording import MOST_LINES
from tests.unit.moments import NEW_YORK, NOW
from tests.unit.test_services import STARTER

# docs/clinical.md: "no risk logged, last asked DATE" is the one way to speak of it.
NEVER = re.compile(
    r"\b(a salvo|bajo riesgo|sin riesgo(?! anotado)|resistentes?|rechaz(?:ó|an?|ad[oa]s?|aron)|se neg(?:ó|aron)"
    r"|fracas\w+|fall(?:ó|ad[oa]s?)|incumpl\w+|atrasad[oa]s?|vencid[oa]s?)\b",
    re.IGNORECASE,
)
# The command line speaks English, whoever types.
_CONSOLE = tuple(
    f"bot.wording.{room}" for room in ("console", "directory.console", "exchange", "keeping", "moving", "privacy.data")
)
_QUOTED = ("&lt;this&gt;", "How did it go")
_LINE = re.compile(r"<code>([A-Z]{1,2}\d{1,3} [^<]+)</code>")


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    with speaking("es"):
        yield


@pytest.mark.parametrize(
    ("words", "forbidden"),
    [("Está a salvo", True), ("sin riesgo.", True), ("sin riesgo anotado", False), ("falló", True), ("rechazo", False)],
)
def test_the_rule_for_words_knows_them(words: str, forbidden: bool) -> None:
    assert bool(NEVER.search(words)) is forbidden


def test_no_word_is_said_that_is_never_used_and_nothing_is_shouted() -> None:
    assert [(name, words) for name, words in said() if NEVER.search(words) or set(words) & set("!¡")] == []


def test_every_card_fits_a_phone() -> None:
    assert [name for name, card in cards() if card.html.count("\n") + 1 > MOST_LINES] == []


def test_every_question_of_a_sentence_of_ours_is_opened() -> None:
    """What the examples quote may ask as it likes: it is somebody's words, or a card made before."""
    asks = [(name, words) for name, words in said() if words.count("?") > words.count("¿")]
    assert [(name, words) for name, words in asks if not any(quoted in words for quoted in _QUOTED)] == []


def test_every_line_on_a_card_is_one_the_bot_understands() -> None:
    lines = {line for _name, words in said() for line in _LINE.findall(words) if "&" not in line}
    assert len(lines) > 30  # the search itself finds something
    misread = {line for line in lines if isinstance(read_line(line, NOW, NEW_YORK, "es"), NotUnderstood)}
    assert misread == set()


def test_a_starter_service_is_found_by_the_name_it_is_shown_with() -> None:
    shown = {service.name: named(service) for service in STARTER}
    assert [name for name, words in shown.items() if words == name] == []
    assert {name: match(words, STARTER) for name, words in shown.items()} == {one.name: Exact(one) for one in STARTER}


def said() -> Iterator[tuple[str, str]]:
    for name, words in texts():
        if not name.startswith(_CONSOLE):
            yield name, words
