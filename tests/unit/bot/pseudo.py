"""A language nobody speaks: each sentence of the catalogues in letters of its own, so that what is in none shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from bot.wording import language

# Small letters of mathematics; a placeholder, a tag, an entity, a command and a line to type stay as they are.
_LETTERS = {ord("a") + place: 0x1D41A + place for place in range(26)}
_LETTERS |= {ord("A") + place: 0x1D400 + place for place in range(26)}
_STAYS = re.compile(r"\{[^}]*\}|<code>.*?</code>|</?[a-z]+>|&[a-z]+;|/[a-z]+|#[a-z]+")


class Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return disguised(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return disguised(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return disguised(message)


def disguised(message: str) -> str:
    said, end = "", 0
    for found in _STAYS.finditer(message):
        said += message[end : found.start()].translate(_LETTERS) + found[0]
        end = found.end()
    return said + message[end:].translate(_LETTERS)


@contextmanager
def spoken() -> Iterator[None]:
    """Whatever is said within is disguised."""
    before = language._catalogue.set(Pseudo())  # type: ignore[arg-type]  # it reads no file, and is asked nothing else
    try:
        yield
    finally:
        language._catalogue.reset(before)


def plain_words(text: str) -> set[str]:
    """Words in ordinary letters: in no catalogue, or data. Tags, commands and lines to type do not count."""
    bare = re.sub(r"<code>.*?</code>|</?[a-z]+>|&[a-z]+;|/[a-z]+|#[a-z]+", " ", text)
    return set(re.findall(r"[A-Za-z]{2,}", bare))
