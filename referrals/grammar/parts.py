"""The parts of a line that may stand anywhere in it: tags, readiness, "by" and "until" a date, other dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from referrals.grammar import words as w
from referrals.grammar.commands import Trouble, When
from referrals.grammar.dates import LONGEST_WHEN, Toward, datelike, interpret
from referrals.grammar.line import MisreadError, Word, Words, phrase_at, pieces, without_edge_separators
from referrals.model import Purpose, Readiness
from referrals.risk import Risk

Meaning = TypeVar("Meaning")

_NUMBER = re.compile(r"(?P<guess>~?)(?P<value>10|[0-9])(?:/10)?")
_BOUNDARY = Word(",", ",", -1)


@dataclass(frozen=True, slots=True)
class Extras:
    """What a line says beside its services or its verb; `words` are the words that said it."""

    risk: Risk | None = None
    purposes: frozenset[Purpose] = frozenset()
    readiness: Readiness | None = None
    wanted_by: date | None = None
    words: Words = ()


@dataclass(frozen=True, slots=True)
class FoundWhen:
    """A date found among words, the `run` that says it, and the words that are left."""

    when: When | None
    run: Words
    others: Words


def take_extras(words: Words, local: datetime) -> tuple[Extras, Words]:
    """The extras in `words`, and the words around them, kept apart by a separator. Raises MisreadError."""
    extras, rest, place = Extras(), list[Word](), 0
    while place < len(words):
        verb = phrase_at(words, place, w.STEPS)  # "not ready" is a verb, not a readiness
        taken = None if verb else _extra_at(words, place, local)
        length = verb[1] if verb else 1
        if taken is None:
            rest += words[place : place + length]
        else:
            extras, length = _with(extras, *taken), len(taken[1])
            rest.append(_BOUNDARY)
        place += length
    return extras, without_edge_separators(tuple(rest))


def split_when(words: Words, local: datetime, toward: Toward) -> FoundWhen:
    """The longest date in `words`. Raises MisreadError when it is impossible, past though to come, or one of two."""
    if sum(map(datelike, words)) > 2 * LONGEST_WHEN:
        raise MisreadError(Trouble.BAD_DATE, words)
    for length in range(min(LONGEST_WHEN, len(words)), 0, -1):
        starts = range(len(words) - length + 1)
        found = {
            start: reading
            for start in starts
            if (reading := _reading(words[start : start + length], local, toward)) is not None
        }
        if found:
            first, last = min(found), max(found) + length
            if len(set(found.values())) > 1:
                raise MisreadError(Trouble.BAD_DATE, words[first:last])
            run, reading = words[first : first + length], found[first]
            if isinstance(reading, Trouble):
                raise MisreadError(reading, run)
            return FoundWhen(reading, run, words[:first] + words[first + length :])
    return FoundWhen(None, (), words)


def split_until(words: Words, local: datetime) -> FoundWhen:
    """The day after the first "until" in `words`, which is in the `run`. Raises MisreadError when no day follows it."""
    for place in range(len(words)):
        hit = phrase_at(words, place, w.UNTIL)
        if hit:
            found = leading_when(words[place:], local, after=hit[1])
            if found.when is None:
                raise MisreadError(Trouble.BAD_DATE, _up_to_separator(words[place:]))
            if found.when.at:
                raise MisreadError(Trouble.TOO_MUCH, found.run, f"{w.UNTIL_WORD} {found.when.on}")
            return FoundWhen(found.when, found.run, words[:place] + found.others)
    return FoundWhen(None, (), words)


def leading_when(words: Words, local: datetime, *, after: int = 0) -> FoundWhen:
    """The longest date ahead with which `words` go on behind their first `after`, which are part of the `run`.

    Raises MisreadError when it is impossible or past.
    """
    for end in range(min(after + LONGEST_WHEN, len(words)), after, -1):
        reading = _reading(words[after:end], local, Toward.AHEAD)
        if isinstance(reading, Trouble):
            raise MisreadError(reading, words[:end])
        if reading:
            return FoundWhen(reading, words[:end], words[end:])
    return FoundWhen(None, (), words)


def trailing_when(words: Words, local: datetime) -> FoundWhen:
    """The longest date ahead with which `words` end. Raises MisreadError when it is impossible, past, or one of two."""
    words = without_edge_separators(words)
    for start in range(max(0, len(words) - LONGEST_WHEN), len(words)):
        run, others = words[start:], words[:start]
        reading = _reading(run, local, Toward.AHEAD)
        if isinstance(reading, Trouble):
            raise MisreadError(reading, run)
        if reading:
            if (other := split_when(others, local, Toward.AHEAD)).when:
                raise MisreadError(Trouble.BAD_DATE, words[words.index(other.run[0]) :])
            return FoundWhen(reading, run, others)
    return FoundWhen(None, (), words)


def split_phrase(words: Words, table: Mapping[str, Meaning]) -> tuple[Meaning | None, Words]:
    """The first phrase of `table` in `words`, and the words around it."""
    for place in range(len(words)):
        hit = phrase_at(words, place, table)
        if hit:
            return hit[0], words[:place] + words[place + hit[1] :]
    return None, words


def _reading(run: Words, local: datetime, toward: Toward) -> When | Trouble | None:
    if run[0].separator or run[-1].separator:
        return None
    return interpret(tuple(word for word in run if not word.separator), local, toward)


def _with(extras: Extras, part: Extras, words: Words) -> Extras:
    """Both together. Raises MisreadError when `words` say anew what was said before."""
    changes: dict[str, Any] = {"purposes": extras.purposes | part.purposes, "words": extras.words + words}
    for field in fields(Extras):
        if field.name not in changes and getattr(part, field.name) is not None:
            if getattr(extras, field.name) is not None:
                raise MisreadError(Trouble.TOO_MUCH, words)
            changes[field.name] = getattr(part, field.name)
    return replace(extras, **changes)


def _extra_at(words: Words, place: int, local: datetime) -> tuple[Extras, Words] | None:
    word = words[place]
    if word.tag:
        return _tag(word), (word,)
    if word.key in w.RISKS and _stands_alone(words, place):
        return Extras(risk=w.RISKS[word.key]), (word,)
    if word.key in w.READY:
        return _readiness(words[place : place + 3])
    if word.key in w.BY:
        return _wanted_by(words[place:], local)
    return None


def _stands_alone(words: Words, place: int) -> bool:
    before, after = words[:place], words[place + 1 :]
    return (not before or before[-1].separator or before[-1].tag) and (not after or after[0].separator or after[0].tag)


def _tag(word: Word) -> Extras:
    if word.key in w.RISKS:
        return Extras(risk=w.RISKS[word.key])
    if word.key in w.PURPOSES:
        return Extras(purposes=frozenset({w.PURPOSES[word.key]}))
    from rapidfuzz import process  # noqa: PLC0415 - a word in a line that is none of the known ones

    close = process.extractOne(word.key, [*w.RISKS, *w.PURPOSES], score_cutoff=75)
    instead = "" if close is None else ("!" if close[0] in w.RISKS else "#") + close[0]
    raise MisreadError(Trouble.UNKNOWN_TAG, [word], instead)


def _readiness(words: Words) -> tuple[Extras, Words]:
    """`words` are the word "ready" and up to two more: a lone "~" and the number, or the number."""
    length = 3 if len(words) > 1 and words[1].text == "~" else 2
    number = _NUMBER.fullmatch("".join(word.text for word in words[1:length]))
    if number is None:
        raise MisreadError(
            Trouble.BAD_READINESS, _up_to_separator(words[:length]), f"{w.READY_WORD} {w.EXAMPLE_READINESS}"
        )
    return Extras(readiness=Readiness(int(number["value"]), guess=bool(number["guess"]))), words[:length]


def _wanted_by(words: Words, local: datetime) -> tuple[Extras, Words]:
    found = leading_when(words, local, after=1)
    if found.when is None:
        raise MisreadError(Trouble.BAD_DATE, _up_to_separator(words))
    if found.when.at:
        raise MisreadError(Trouble.TOO_MUCH, found.run, f"{w.BY_WORD} {found.when.on}")
    return Extras(wanted_by=found.when.on), found.run


def _up_to_separator(words: Words) -> Sequence[Word]:
    return pieces(words)[0]
