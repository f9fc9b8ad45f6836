"""A typed line taken apart: words, a client's code, a note; and what is raised when a reading fails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from referrals.codes import ClientCode, parse_code
from referrals.folding import folded, squeeze
from referrals.grammar.commands import Trouble
from referrals.grammar.tables import Table

Meaning = TypeVar("Meaning")

_GLANCED = 500  # characters
_SEPARATOR = ","
_NOTE = "//"
_TOKENS = re.compile(r'"[^"]*"|[,;\n]|[#!][^\s,;#!"]+|[^\s,;#!"]+')
_AS_IT_STANDS = re.compile(r"[ -~\t\n]*")  # ASCII that is seen: each such form is the only one of its kind
_EDGES = ".:?!…-*•()[]"
_SYMBOLS = frozenset("&+@~")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"'} | dict.fromkeys("‐‑‒–—−", "-")
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line. `key` is what tables are asked with; a quoted word's key is in no table."""

    text: str
    key: str
    place: int

    @property
    def separator(self) -> bool:
        return self.key == _SEPARATOR

    @property
    def tag(self) -> bool:
        return self.text[0] in "#!" and not self.quoted

    @property
    def quoted(self) -> bool:
        return self.key.startswith('"')

    @property
    def small(self) -> bool:
        """Whether it has no capital, as little words have that belong to no name."""
        return self.text.islower()

    @property
    def folded(self) -> str:
        return folded(self.text)

    @property
    def written(self) -> str:
        return f'"{self.text}"' if self.quoted else self.text


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The words beside the codes. `codes` holds every code of the line, `code` the one at its edge, if any.

    `head` is all that stands before the note, in plain form; the places of words are places in it.
    """

    head: str
    words: Words
    note: str | None
    code: ClientCode | None
    codes: tuple[ClientCode, ...]


class Example(Enum):
    """What is offered in words of the person's own language."""

    SERVICE = "service"
    GOALS = "goals"


class MisreadError(Exception):
    """`words` stood in the way; with `instead` in their place (or at the end) the line may be readable."""

    def __init__(self, trouble: Trouble, words: Sequence[Word] = (), instead: str | Example = "") -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.words = tuple(words)
        self.instead = instead


def take_apart(text: str) -> Line:
    """The line as words. A newline separates services just as a comma does; all after "//" is the note."""
    head, _, tail = plain(text).partition(_NOTE)
    words, note = split(head), " ".join(tail.split())
    coded = [(word, code) for word in words if (code := code_of(word))]
    edge = next((code for word, code in coded if word in (words[0], words[-1])), None)
    codes = tuple(dict.fromkeys(code for _, code in coded))
    if not codes and note and (last := parse_code(note.split()[-1])):
        edge, codes, note = last, (last,), note.rpartition(" ")[0]
    rest = tuple(word for word in words if word not in {coded_word for coded_word, _ in coded})
    return Line(head, rest, note or None, edge, codes)


def code_in(text: str) -> ClientCode | None:
    """The first client's code in a line of any kind."""
    return next(iter(take_apart(text[:_GLANCED]).codes), None)


def only_code_in(text: str) -> ClientCode | None:
    """The client's code in a line of any kind, its note as well; None where there is none, or more than one."""
    codes = {code for word in split(plain(text[:_GLANCED])) if (code := code_of(word))}
    return codes.pop() if len(codes) == 1 else None


def plain(text: str) -> str:
    """Compatible forms made one (NFKC), typographic quotes and dashes made plain, invisible characters dropped."""
    if _AS_IT_STANDS.fullmatch(text):
        return text.translate(_PLAIN)
    visible = "".join(char for char in text if char in "\n\t" or not unicodedata.category(char).startswith("C"))
    return unicodedata.normalize("NFKC", visible).translate(_PLAIN)


def split(text: str) -> Words:
    """The words of `text`, punctuation at their edges dropped; what says nothing (an emoji, a lone dash) is no word."""
    return tuple(word for typed in _TOKENS.finditer(text) if (word := _word(typed[0], typed.start())))


def _word(typed: str, place: int) -> Word | None:
    if typed in ",;\n":
        return Word(_SEPARATOR, _SEPARATOR, place)
    if typed.startswith('"'):
        inner = " ".join(typed.strip('"').split())
        return Word(inner, f'"{inner}', place) if squeeze(inner) else None
    marker = typed[0] if typed[0] in "#!" else ""
    text = marker + typed[len(marker) :].strip(_EDGES)
    key = text if text in _SYMBOLS else squeeze(text)
    return Word(text, key, place) if key else None


def code_of(word: Word) -> ClientCode | None:
    return None if word.quoted else parse_code(word.text.lstrip("#"))


def phrase_at(words: Words, start: int, table: Table[Meaning]) -> tuple[Meaning, int] | None:
    """The longest phrase of `table` that begins at `start`: its meaning, and its length in words."""
    key, found, begins = "", None, table.begins
    for place in range(start, len(words)):
        key += words[place].key
        if key in table:
            found = table[key], place + 1 - start
        if key not in begins:
            break
    return found


def pieces(words: Words) -> list[Words]:
    """The words between separators, empty pieces left out."""
    found: list[list[Word]] = [[]]
    for word in words:
        if word.separator:
            found.append([])
        else:
            found[-1].append(word)
    return [tuple(piece) for piece in found if piece]


def joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words if not word.separator)


def without_edge_separators(words: Words) -> Words:
    places = [place for place, word in enumerate(words) if not word.separator]
    return words[places[0] : places[-1] + 1] if places else ()
