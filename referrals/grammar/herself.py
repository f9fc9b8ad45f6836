"""Reading what a line says of the client herself: risk, a stay in hospital, a missed session, an ending."""

from __future__ import annotations

from referrals.grammar import words as w
from referrals.grammar.commands import Command, Goodbye, OpenClient, SetRisk, StandDown, Stay, StayKind, Trouble
from referrals.grammar.dates import LONGEST_WHEN, Toward
from referrals.grammar.line import MisreadError, Word, Words, phrase_at, pieces
from referrals.grammar.parts import FoundWhen, split_when
from referrals.grammar.said import Said, refuse_future

LONGEST_DETAIL = LONGEST_WHEN + 2  # words beside a verb that is not the first

_ALREADY_BEGUN = frozenset({StayKind.ADMITTED, StayKind.NO_SHOW, StayKind.DIED})


def read_open(said: Said) -> Command | None:
    return None if said.words or said.extras.words or said.note else OpenClient(said.code)


def read_risk(said: Said) -> Command | None:
    """A risk alone. Beside other words without a comma it is neither: never a service named by half a line."""
    extras = said.extras
    if extras.risk and not said.words:
        if beside := beside_risk(extras.words):
            raise MisreadError(Trouble.TOO_MUCH, beside)
        return SetRisk(said.code, extras.risk)
    if said.words and (said.words[-1].key in w.RISKS or phrase_at(said.words, 0, w.RISKS)):
        raise MisreadError(Trouble.TOO_MUCH, beside_risk(said.words))
    return None


def read_stand_down(said: Said) -> Command | None:
    return StandDown(said.code) if "".join(word.key for word in said.words) in w.STAND_DOWN else None


def read_goodbye(said: Said) -> Command | None:
    """The words alone: with others beside them they are a service's name."""
    return Goodbye(said.code) if "".join(word.key for word in said.words) in w.GOODBYE else None


def read_stay(said: Said) -> Command | None:
    for place in range(len(said.words)):
        hit = phrase_at(said.words, place, w.STAYS)
        if hit is None:
            continue
        kind, length = hit
        before, after = said.words[:place], said.words[place + length :]
        if before and len(before + after) > LONGEST_DETAIL:
            continue
        found = split_when(before + after, said.where, Toward.BACK)
        others = pieces(found.others)
        if not others:
            return _stay_on(said, kind, found)
        if not before and kind is not StayKind.NO_SHOW and not _begins_a_name(said.words[:length]):
            raise MisreadError(Trouble.TOO_MUCH, others[0])
    return None


def _begins_a_name(words: Words) -> bool:
    return "".join(word.key for word in words) in w.STAYS_THAT_BEGIN_NAMES


def _stay_on(said: Said, kind: StayKind, found: FoundWhen) -> Stay:
    if found.when is None:
        return Stay(said.code, kind)
    if kind in _ALREADY_BEGUN:
        refuse_future(found, said)
    if found.when.at:
        raise MisreadError(Trouble.TOO_MUCH, found.run, str(found.when.on))
    return Stay(said.code, kind, found.when.on)


def beside_risk(words: Words) -> Words:
    beside, place = list[Word](), 0
    while place < len(words):
        risk = phrase_at(words, place, w.RISKS)
        if not (risk or words[place].separator):
            beside.append(words[place])
        place += risk[1] if risk else 1
    return tuple(beside)
