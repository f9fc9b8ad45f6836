"""Finding the service somebody means by the words typed. Two that are close are asked about, never guessed between.

A near spelling is counted in slips of the finger, word by word: a score for the whole phrase would take "inpatient
treatment" for "outpatient treatment", and "men's shelter" for "women's shelter".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from referrals.folding import folded
from referrals.grammar.tables import LANGUAGES, phrases
from referrals.model import Service
from referrals.slips import slip

LONGEST_NAME = 80  # characters

_SHOWN = 3  # of an unknown name's neighbours
_OFFERED = 8  # of those that may be meant; a directory of thousands has hundreds of groups
_WORTH_SHOWING = 60  # out of 100
_WORD = re.compile(r"\w+")
_WORD_OR_SHORT = re.compile(r"\w+(?:['’]\w+)?")
_NEVER = frozenset(map(folded, phrases("names", "never")))
_GAPS = frozenset({"Cc", "Zl", "Zp", "Zs"})
_AND = frozenset(phrases("names", "and"))
_JOINER = re.compile(rf"(\s+(?:{'|'.join(map(re.escape, sorted(_AND)))}|&|\+)\s+)", re.IGNORECASE)
_WRITTEN_OUT: dict[str, str] = {
    short: full for language in LANGUAGES.values() for short, full in language["names"]["written_out"].items()
}


@dataclass(frozen=True, slots=True)
class Exact:
    """The words are the service's name or one of its aliases, case, accents and punctuation aside."""

    service: Service


@dataclass(frozen=True, slots=True)
class Near:
    """The words are a misspelling of this service and of no other."""

    service: Service


@dataclass(frozen=True, slots=True)
class Close:
    """The words may mean any of `candidates`, or are only part of the one: to be asked."""

    candidates: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """No service of the directory; `nearest` (at most three, perhaps none) are there to be shown."""

    nearest: tuple[Service, ...]


Match = Exact | Near | Close | Unknown

_Name = tuple[str, ...]  # words, folded


def match(words: str, directory: Sequence[Service]) -> Match:
    """Which service of `directory` the typed `words` mean."""
    typed = _name(words)
    known = [(service, _names(service)) for service in directory]
    named = tuple(service for service, names in known if typed in names)
    if named:
        return Exact(named[0]) if len(named) == 1 else Close(named[:_OFFERED])
    misspelt = tuple(service for service, names in known if any(_near(typed, name) for name in names))
    if misspelt:
        return Near(misspelt[0]) if len(misspelt) == 1 else Close(_likeliest(typed, misspelt))
    partly = tuple(service for service, names in known if any(_shares(typed, name) for name in names))
    return Close(_likeliest(typed, partly)) if partly else Unknown(_neighbours(typed, known))


def label_key(label: str) -> str:
    """One for labels that are one to a reader: case, accents, punctuation and short forms aside; "" if no word."""
    return " ".join(_name(label))


def tells(words: str) -> bool:
    """Whether these are more of a sentence than of a service's name: "is moving to Boston", "what's up with"."""
    said = [word.replace("’", "'") for word in _WORD_OR_SHORT.findall(folded(words))]
    return not _NEVER.isdisjoint(said)


def tidy(text: str) -> str:
    """Typed or imported words on one line: no control or invisible characters, single spaces."""
    visible = (" " if unicodedata.category(char) in _GAPS else char for char in text if _printable(char))
    return " ".join("".join(visible).split())


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"}


def match_all(pieces: Iterable[str], directory: Sequence[Service]) -> tuple[tuple[str, Match], ...]:
    """Each piece with its match. A piece that names nothing as it stands is taken apart at "and", "y", "&" and "+".

    The longest run of parts that is a name stays whole, so that "food and clothing bank and housing" is two services.
    """
    return tuple(found for piece in pieces for found in _match_joined(piece, directory))


def _match_joined(piece: str, directory: Sequence[Service]) -> list[tuple[str, Match]]:
    parts = _JOINER.split(piece)  # names at even places, joiners between
    found: list[tuple[str, Match]] = []
    while parts:
        for end in range(len(parts), 0, -2):
            words = "".join(parts[:end])
            result = match(words, directory)
            if end == 1 or isinstance(result, Exact | Near):
                break
        found.append((words, result))
        parts = parts[end + 1 :]
    if all(isinstance(result, Unknown) for _, result in found):
        return [(piece, match(piece, directory))]
    return found


def _name(text: str) -> _Name:
    typed = text if text.isascii() else unicodedata.normalize("NFKC", text)
    words = _WORD.findall(folded(typed).replace("'", "").replace("’", ""))
    return tuple(_WRITTEN_OUT.get(word, word) for word in words if word not in _AND)


def _names(service: Service) -> list[_Name]:
    return [_label(label) for label in (service.name, *service.aliases)]


@lru_cache(8192)
def _label(label: str) -> _Name:
    """A label of the directory. What somebody typed is not kept."""
    return _name(label)


def _near(typed: _Name, name: _Name) -> bool:
    """Whether each word of one is a slip away from its word of the other, or only the spaces differ."""
    if "".join(typed) == "".join(name):
        return True
    return len(typed) == len(name) and (all(map(slip, typed, name)) or all(map(slip, sorted(typed), sorted(name))))


def _shares(typed: _Name, name: _Name) -> bool:
    """Whether one says the other in part: "psych" of "psychiatric evaluation", "evening DBT group" of "DBT group"."""
    begun = bool(typed) and all(any(_begins(word, full) for full in name) for word in typed)
    return begun or (bool(name) and set(name) <= set(typed))


def _begins(word: str, full: str) -> bool:
    return full == word or (len(word) > 3 and full.startswith(word))


def _likeliest(typed: _Name, candidates: tuple[Service, ...]) -> tuple[Service, ...]:
    if len(candidates) <= _OFFERED:
        return candidates
    known = [(service, _names(service)) for service in candidates]
    return tuple(service for _, service in _scored(typed, known)[:_OFFERED])


def _neighbours(typed: _Name, known: Sequence[tuple[Service, list[_Name]]]) -> tuple[Service, ...]:
    return tuple(service for score, service in _scored(typed, known)[:_SHOWN] if score >= _WORTH_SHOWING)


def _scored(typed: _Name, known: Sequence[tuple[Service, list[_Name]]]) -> list[tuple[float, Service]]:
    """The likest first; of equals, the directory's order holds."""
    words = " ".join(typed)
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    scores: list[tuple[float, Service]] = []
    for service, names in known:
        likest = process.extractOne(words, [" ".join(name) for name in names], scorer=fuzz.WRatio)
        scores.append((likest[1], service))
    return sorted(scores, key=lambda scored: -scored[0])
