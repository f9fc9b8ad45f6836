"""The parts of a line that may stand anywhere in it: tags, readiness, "by" and "until" a date, other dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from referrals.grammar import words as w
from referrals.grammar.commands import Trouble, When
from referrals.grammar.dates import LONGEST_WHEN, Here, Toward, datelike, interpret
from referrals.grammar.line import MisreadError, Word, Words, phrase_at, pieces, without_edge_separators
from referrals.grammar.tables import Table
from referrals.model import Purpose, Readiness
from referrals.risk import Risk

Meaning = TypeVar("Meaning")

_NUMBER = re.compile(r"(?P<guess>~?)(?P<value>10|[0-9])(?:/10)?")
_BOUNDARY = Word(",", ",", -1)
_INTRODUCE = (w.RISKS, w.READY, w.BY, w.READY_BEFORE_NUMBER, w.BY_BEFORE_DAY)
_BEGIN = frozenset(key for table in _INTRODUCE for key in (*table, *table.begins))


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


def take_extras(words: Words, where: Here) -> tuple[Extras, Words]:
    """The extras in `words`, and the words around them, kept apart by a separator. Raises MisreadError."""
    extras, rest, place = Extras(), list[Word](), 0
    while place < len(words):
        verb = phrase_at(words, place, w.STEPS)  # "not ready" is a verb, not a readiness
        taken = None if verb else _extra_at(words, place, where)
        length = verb[1] if verb else 1
        if taken is None:
            rest += words[place : place + length]
        else:
            extras, length = _with(extras, *taken), len(taken[1])
            rest.append(_BOUNDARY)
        place += length
    return extras, without_edge_separators(tuple(rest))


def split_when(words: Words, where: Here, toward: Toward) -> FoundWhen:
    """The longest date in `words`. Raises MisreadError when it is impossible, past though to come, or one of two."""
    if sum(map(datelike, words)) > 2 * LONGEST_WHEN:
        raise MisreadError(Trouble.BAD_DATE, words)
    for length in range(min(LONGEST_WHEN, len(words)), 0, -1):
        starts = range(len(words) - length + 1)
        found = {
            start: reading
            for start in starts
            if (reading := _reading(words[start : start + length], where, toward)) is not None
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


def split_until(words: Words, where: Here) -> FoundWhen:
    """The day after the first "until" in `words`, which is in the `run`. Raises MisreadError when no day follows it."""
    for place in range(len(words)):
        hit = phrase_at(words, place, w.UNTIL)
        if hit:
            found = leading_when(words[place:], where, after=hit[1])
            if found.when is None:
                raise MisreadError(Trouble.BAD_DATE, _up_to_separator(words[place:]))
            if found.when.at:
                raise MisreadError(Trouble.TOO_MUCH, found.run, f"until {found.when.on}")
            return FoundWhen(found.when, found.run, words[:place] + found.others)
    return FoundWhen(None, (), words)


def leading_when(words: Words, where: Here, *, after: int = 0) -> FoundWhen:
    """The longest date ahead with which `words` go on behind their first `after`, which are part of the `run`.

    Raises MisreadError when it is impossible or past.
    """
    for end in range(min(after + LONGEST_WHEN, len(words)), after, -1):
        reading = _reading(words[after:end], where, Toward.AHEAD)
        if isinstance(reading, Trouble):
            raise MisreadError(reading, words[:end])
        if reading:
            return FoundWhen(reading, words[:end], words[end:])
    return FoundWhen(None, (), words)


def trailing_when(words: Words, where: Here) -> FoundWhen:
    """The longest date ahead with which `words` end. Raises MisreadError when it is impossible, past, or one of two."""
    words = without_edge_separators(words)
    for start in range(max(0, len(words) - LONGEST_WHEN), len(words)):
        run, others = words[start:], words[:start]
        reading = _reading(run, where, Toward.AHEAD)
        if isinstance(reading, Trouble):
            raise MisreadError(reading, run)
        if reading:
            if (other := split_when(others, where, Toward.AHEAD)).when:
                raise MisreadError(Trouble.BAD_DATE, words[words.index(other.run[0]) :])
            return FoundWhen(reading, run, others)
    return FoundWhen(None, (), words)


def split_phrase(words: Words, table: Table[Meaning]) -> tuple[Meaning | None, Words]:
    """The first phrase of `table` in `words`, and the words around it."""
    for place in range(len(words)):
        hit = phrase_at(words, place, table)
        if hit:
            return hit[0], words[:place] + words[place + hit[1] :]
    return None, words


def _reading(run: Words, where: Here, toward: Toward) -> When | Trouble | None:
    if run[0].separator or run[-1].separator:
        return None
    return interpret(tuple(word for word in run if not word.separator), where, toward)


def _with(extras: Extras, part: Extras, words: Words) -> Extras:
    """Both together. Raises MisreadError when `words` say anew what was said before."""
    changes: dict[str, Any] = {"purposes": extras.purposes | part.purposes, "words": extras.words + words}
    for field in fields(Extras):
        if field.name not in changes and getattr(part, field.name) is not None:
            if getattr(extras, field.name) is not None:
                raise MisreadError(Trouble.TOO_MUCH, words)
            changes[field.name] = getattr(part, field.name)
    return replace(extras, **changes)


def _extra_at(words: Words, place: int, where: Here) -> tuple[Extras, Words] | None:
    word = words[place]
    if word.tag:
        return _tag(word), (word,)
    if word.key not in _BEGIN:
        return None
    risk = phrase_at(words, place, w.RISKS)
    if risk and _stands_alone(words, place, risk[1]):
        return Extras(risk=risk[0]), words[place : place + risk[1]]
    said = words[place:]
    if (ready := phrase_at(said, 0, w.READY)) or _before_number(said):
        return _readiness(said, ready[1] if ready else 1)
    if by := phrase_at(said, 0, w.BY):
        return _wanted_by(said, where, by[1])
    by = phrase_at(said, 0, w.BY_BEFORE_DAY)
    return _wanted_by(said, where, by[1]) if by and _before_day(said[by[1] :], where) and not _has_verb(words) else None


def _before_number(words: Words) -> bool:
    return words[0].key in w.READY_BEFORE_NUMBER and _number(words, 1)[0] is not None


def _has_verb(words: Words) -> bool:
    """Whether the line reports something: then "para el viernes" is the day of that, and nothing is wanted by it."""
    places = range(len(words))
    return any(phrase_at(words, at, w.STEPS) or phrase_at(words, at, w.SESSION_CHANGES) for at in places)


def _before_day(words: Words, where: Here) -> bool:
    """Whether `words` go on with a date, be it one that cannot be."""
    if not words or not datelike(words[0]):
        return False
    runs = (words[:end] for end in range(min(LONGEST_WHEN, len(words)), 0, -1))
    return any(_reading(run, where, Toward.AHEAD) for run in runs)


def _stands_alone(words: Words, place: int, length: int) -> bool:
    before, after = words[:place], words[place + length :]
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


def _number(words: Words, after: int) -> tuple[re.Match[str] | None, int]:
    """The number behind the first `after` words, perhaps with a lone "~" before it, and where it ends."""
    end = after + (2 if len(words) > after and words[after].text == "~" else 1)
    return _NUMBER.fullmatch("".join(word.text for word in words[after:end])), end


def _readiness(words: Words, after: int) -> tuple[Extras, Words]:
    """The readiness in `words`, of which the first `after` introduce it."""
    number, length = _number(words, after)
    if number is None:
        raise MisreadError(Trouble.BAD_READINESS, _up_to_separator(words[:length]), w.EXAMPLE_READINESS)
    return Extras(readiness=Readiness(int(number["value"]), guess=bool(number["guess"]))), words[:length]


def _wanted_by(words: Words, where: Here, after: int) -> tuple[Extras, Words]:
    found = leading_when(words, where, after=after)
    if found.when is None:
        raise MisreadError(Trouble.BAD_DATE, _up_to_separator(words))
    if found.when.at:
        raise MisreadError(Trouble.TOO_MUCH, found.run, f"by {found.when.on}")
    return Extras(wanted_by=found.when.on), found.run


def _up_to_separator(words: Words) -> Sequence[Word]:
    return pieces(words)[0]
