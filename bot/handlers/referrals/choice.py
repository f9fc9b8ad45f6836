"""Several options for one need: which they are, how ready the client is for each, which is picked.

In a client's history: "option" with "beside" (how many others), "picked", "held" with "hold" (a `Hold`), "released";
the numbers told on the way under "readiness".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.handlers.changing import Settled, settle
from bot.handlers.referrals import finding
from bot.turn import Turn, allows
from bot.wording.referrals import choice as wording
from referrals.choice import by_readiness, join, options, pick, picked, resting, unpick
from referrals.client import Client
from referrals.lifecycle import with_reading
from referrals.model import Hold, Readiness, Referral, Role

CHOICE = "choice"
_JOINING, _NUMBERS, _PICKING = "joining", "numbers", "picking"
_HIGHEST = 10


@dataclass(frozen=True, slots=True)
class _Round:
    """One client's round of choosing, begun on the page of `first`; `waiting` is what its open question waits with."""

    client: Client
    first: Referral
    waiting: dict[str, Any]

    @property
    def stage(self) -> str:
        return str(self.waiting.get("stage", ""))


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """The button on a page begins; every later tap belongs to the card that asked."""
    word = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if word in {"", "change"}:
        found = finding.still_open(turn)
        if found is not None:
            (_change if word else _begin)(turn, *found)
        return
    asked = finding.asked(turn, CHOICE)
    if asked is None:
        return
    going = _Round(*asked)
    stage, answer = _ANSWERS.get(word, ("", _stale))
    (answer if going.first.open and going.stage == stage else _stale)(turn, going)


def _begin(turn: Turn, client: Client, first: Referral) -> None:
    everything = turn.caseload.referrals(client.id)
    together = options(first, everything)
    if resting(together):
        turn.edit(wording.standing(client.code, first, together, picked(together)))
        return
    chosen = [one.id for one in together if one.id != first.id]
    if _others(everything, first):
        _ask_which(turn, client, first, chosen)
    else:
        turn.edit(wording.nothing_beside(client.code, first))


def _change(turn: Turn, client: Client, first: Referral) -> None:
    together = options(first, turn.caseload.referrals(client.id))
    back = unpick(together, turn.now)
    if not back:
        turn.refuse()
        return
    settled = _save(turn, client, back, "released")
    _ask_pick(turn, client, first, settled.change_id)


def _toggle(turn: Turn, going: _Round) -> None:
    other = turn.said.id(2)
    if other not in [one.id for one in _others(turn.caseload.referrals(going.client.id), going.first)]:
        _stale(turn, going)
        return
    kept = [number for number in going.waiting["chosen"] if number != other]
    _ask_which(turn, going.client, going.first, [*kept, other] if turn.said.arguments[1] == "on" else kept)


def _joined(turn: Turn, going: _Round) -> None:
    everything = turn.caseload.referrals(going.client.id)
    chosen = going.waiting["chosen"]
    changed = join(going.first, chosen, everything, turn.now)
    turn.settle_question()
    change_id = None
    if changed:
        for one in changed:
            beside = sum(other.option_of == one.option_of for other in changed) - 1 if one.option_of else 0
            turn.caseload.save(one, "option", turn.now, {"beside": beside})
        change_id = settle(turn, going.client).change_id
    together = _together(turn, going)
    if together:
        _ask_number(turn, going, [one.id for one in together], change_id)
    else:
        turn.edit(wording.alone(going.client.code, going.first, change_id))


def _number(turn: Turn, going: _Round) -> None:
    told, left = turn.said.arguments[3:4], list(going.waiting["left"])
    option = next((one for one in _together(turn, going) if one.id == turn.said.id(2)), None)
    if option is None or left[:1] != [option.id] or (told and told[0] not in map(str, range(_HIGHEST + 1))):
        _stale(turn, going)
        return
    change_id = going.waiting["change"]
    if told:
        value = int(told[0])
        changed = with_reading(option, Readiness(value), turn.now)
        turn.caseload.save(changed, "readiness", turn.now, {"value": value, "guess": False})
        change_id = settle(turn, going.client).change_id
    _ask_number(turn, going, left[1:], change_id)


def _picked(turn: Turn, going: _Round) -> None:
    together = _together(turn, going)
    chosen = next((one for one in together if one.id == turn.said.id(2)), None)
    if chosen is None:
        _stale(turn, going)
        return
    turn.settle_question()
    changed = {one.id: one for one in pick(chosen, together, turn.now)}
    chosen = changed.pop(chosen.id, chosen)
    turn.caseload.save(chosen, "picked", turn.now)
    for one in changed.values():
        turn.caseload.save(one, "held", turn.now, {"hold": Hold.CHOICE.value})
    settled = settle(turn, going.client)
    others = [one for one in _together(turn, going) if one.id != chosen.id]
    turn.edit(wording.picked(going.client.code, chosen, others, settled.change_id))


def _stale(turn: Turn, _going: _Round) -> None:
    turn.refuse()


_ANSWERS: dict[str, tuple[str, Callable[[Turn, _Round], None]]] = {
    "on": (_JOINING, _toggle),
    "off": (_JOINING, _toggle),
    "done": (_JOINING, _joined),
    "n": (_NUMBERS, _number),
    "it": (_PICKING, _picked),
}


def _ask_which(turn: Turn, client: Client, first: Referral, chosen: list[int]) -> None:
    others = _others(turn.caseload.referrals(client.id), first)
    card = wording.which(client.code, first, others, chosen)
    turn.ask(CHOICE, card, referral=first.id, stage=_JOINING, chosen=chosen)


def _ask_number(turn: Turn, going: _Round, left: list[int], change_id: int | None) -> None:
    """The number for the first of those left, and when none is left, which one it is to be."""
    by_id = {one.id: one for one in _together(turn, going)}
    left = [number for number in left if number in by_id]
    if not left:
        _ask_pick(turn, going.client, going.first, change_id)
        return
    card = wording.number(going.client.code, going.first, by_id[left[0]], change_id)
    turn.ask(CHOICE, card, referral=going.first.id, stage=_NUMBERS, left=left, change=change_id)


def _ask_pick(turn: Turn, client: Client, first: Referral, change_id: int | None) -> None:
    together = by_readiness(options(first, turn.caseload.referrals(client.id)))
    card = wording.which_one(client.code, first, together, change_id)
    turn.ask(CHOICE, card, referral=first.id, stage=_PICKING, change=change_id)


def _save(turn: Turn, client: Client, changed: Iterable[Referral], event: str) -> Settled:
    for one in changed:
        turn.caseload.save(one, event, turn.now)
    return settle(turn, client)


def _together(turn: Turn, going: _Round) -> list[Referral]:
    first = turn.caseload.referral(going.first.id) or going.first
    return options(first, turn.caseload.referrals(going.client.id))


def _others(everything: Iterable[Referral], first: Referral) -> list[Referral]:
    return [one for one in everything if one.open and one.id != first.id]
