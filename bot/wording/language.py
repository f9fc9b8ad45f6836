"""In which language something is said: that of whoever reads it, for as long as words are made for her.

`_` stands around every sentence a person reads, and gives it in the language of the `speaking` block around; outside of
one, and for a language without a catalogue, it is the English that stands in the code. Catalogues are gettext's, one
folder each below `locale`: a further language is a further folder, and no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TypeVar

Key = TypeVar("Key")

ENGLISH = "en"
LOCALES = Path(__file__).parent / "locale"
DOMAIN = "followthrough"
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.ASCII | re.IGNORECASE)
_LONGEST_CODE = 35  # characters, as BCP 47 would have room for

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)
_catalogue: ContextVar[GNUTranslations | None] = ContextVar("catalogue", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words made within are in this language: one of `languages`, or else English."""
    said = language if language in languages() else ENGLISH
    spoken, catalogue = _spoken.set(said), _catalogue.set(_read(said))
    try:
        yield
    finally:
        _catalogue.reset(catalogue)
        _spoken.reset(spoken)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def _(message: str, /, **values: object) -> str:
    """A sentence, with each `{name}` in it replaced by that value, which is in Telegram's HTML if the sentence is."""
    catalogue = _catalogue.get()
    said = message if catalogue is None else catalogue.gettext(message)
    return said.format_map(values) if values else said


def _n(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of a sentence that fits a number, which is its `{count}`."""
    catalogue = _catalogue.get()
    said = (one if count == 1 else many) if catalogue is None else catalogue.ngettext(one, many, count)
    return said.format_map({"count": count, **values})


def _c(context: str, message: str, /, **values: object) -> str:
    """A word whose meaning the `context` (for the translator alone) tells: "No" as an answer, "open" of a door."""
    catalogue = _catalogue.get()
    said = message if catalogue is None else catalogue.pgettext(context, message)
    return said.format_map(values) if values else said


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a sentence that stands in a table; it is said later, by `Phrases` or `_`."""
    return message


def NC_(_context: str, message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks one that is said later by `_c`, with the same context."""
    return message


class Phrases(Mapping[Key, str]):
    """A table of sentences marked by `N_`: what is looked up is in the language that is spoken then."""

    def __init__(self, marked: Mapping[Key, str]) -> None:
        self._marked = dict(marked)

    def __getitem__(self, key: Key) -> str:
        return _(self._marked[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._marked)

    def __len__(self) -> int:
        return len(self._marked)


@lru_cache(1)
def languages() -> tuple[str, ...]:
    """English, and each that has a catalogue, by its code."""
    found = (folder.parent.parent.name for folder in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *sorted(set(found) - {ENGLISH}))


def understood(code: str | None) -> str:
    """The language that Telegram's code names ("es-MX" is "es"); empty for none of `languages`, and for no code."""
    named = (code or "").partition("-")[0].lower()
    return named if named in languages() else ""


def is_code(text: str) -> bool:
    """Whether it has the form of a language's code, and nothing else can hide in it."""
    return len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) is not None


@lru_cache
def own_name(language: str) -> str:
    """What a language calls itself: "English", "Español"."""
    from babel import Locale  # noqa: PLC0415 - read when somebody looks at the choice, with its data

    return (Locale.parse(language).get_language_name(language) or language).capitalize()


@lru_cache
def _read(language: str) -> GNUTranslations | None:
    """Its catalogue, read when somebody first reads that language; None for English."""
    if language == ENGLISH:
        return None
    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)
