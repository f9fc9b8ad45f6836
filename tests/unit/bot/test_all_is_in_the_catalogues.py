"""No word of ours reaches a person past the catalogues: what is left in ordinary letters was given, or is a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from zoneinfo import ZoneInfo

import pytest

from bot.wording.commands import menu
from bot.wording.dates import names
from bot.wording.language import languages, own_name
from bot.wording.settings.zone import offered
from referrals.crisis_lines import CRISIS_LINES
from referrals.model import Role
from storage.rights.archive import FORMAT
from tests.unit.bot import pseudo
from tests.unit.bot.cards import _words as words_of
from tests.unit.bot.examples import every_example
from tests.unit.bot.examples.samples import Say

# Said to whoever types on the bot's machine, in English; and helpers that are given all they say.
_CONSOLE = (
    "console",
    "directory.console",
    "exchange",
    "keeping",
    "moving",
    "terminal",
    "privacy.data",
    "audit.there_already",
    "audit.written",
)
# Data and no words: what a tap carries, kinds and states, names of columns; a helper that is tried with a word.
_NO_WORDS = {
    "nudges.taps",
    "nudges.asked_as",
    "referrals.referral.stands",
    "directory.services.tap",
    "tables.tables",
    "text.first_upper",
}
SAID = {
    say: examples
    for say, examples in every_example().items()
    if not (name := f"{say.__module__}.{say.__name__}".removeprefix("bot.wording.")).startswith(_CONSOLE)
    and name not in _NO_WORDS
}


def test_what_stands_in_none_is_noticed() -> None:
    with pseudo.spoken():
        assert pseudo.plain_words("Nothing was noted.") == {"Nothing", "was", "noted"}
        assert pseudo.plain_words(pseudo.disguised("Nothing was {what}: <code>C7 dbt</code> /status &amp; 7")) == {
            "what"
        }


@pytest.mark.parametrize("say", SAID, ids=lambda say: f"{say.__module__}.{say.__name__}".removeprefix("bot.wording."))
def test_every_word_was_given_or_stands_in_a_catalogue(say: Say) -> None:
    known = names()
    own = {*_plain([*known.weekdays, *known.short_weekdays, *known.short_months]), *_NAMES}
    with pseudo.spoken():
        for arguments in SAID[say]:
            given = list(_given(arguments))
            left = _plain(words_of(say(*arguments))) - own
            assert {word for word in left if not any(word in one for one in given)} == set()


def _plain(texts: object) -> set[str]:
    assert isinstance(texts, Iterator | list | set | tuple)
    return {word for text in texts for word in pseudo.plain_words(text)}


# Names: of crisis lines, regions, zones, languages, the bot's commands and an export's format.
_NAMES = {
    *_plain([line.name for line in CRISIS_LINES]),
    *_plain([line.region for line in CRISIS_LINES]),
    *_plain([zone.replace("_", " ") for zone in offered("UTC")]),
    *_plain([own_name(code) for code in languages()]),
    *(name for name, _words in menu(frozenset(Role))),
    *_plain([FORMAT]),
}


def _given(value: object) -> Iterator[str]:
    """Every text within: of a service, a client, a person. An enum's word is ours, not given."""
    if type(value) is str:
        yield value
    elif isinstance(value, ZoneInfo):
        yield value.key.replace("_", " ")
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _given(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _given(key)
            yield from _given(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _given(inner)
