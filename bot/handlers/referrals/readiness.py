"""The client's own number, asked by tap or answered in words; `progress` beside it keeps it."""

from __future__ import annotations

import re
from typing import Any

from bot.handlers.referrals import finding
from bot.handlers.referrals.progress import note_readiness
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals import readiness as wording
from referrals.client import Client
from referrals.model import Readiness, Referral, Role
from referrals.readiness import may_ask

READY = "ready"
_HIGHEST = 10
_NUMBER = re.compile(r"\s*(?:ready\s+)?(~?)\s*([0-9]|10)\s*", re.IGNORECASE)


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Asks; changes between her number and the therapist's guess; or takes the number, once."""
    if len(turn.said.arguments) < 2:
        found = finding.still_open(turn)
        if found is not None:
            _ask(turn, *found, guess=False)
        return
    asked = finding.asked(turn, READY)
    if asked is None:
        return
    client, referral, waiting = asked
    word = turn.said.arguments[1]
    if not referral.open:
        turn.refuse()
    elif word in {"guess", "own"}:
        _ask(turn, client, referral, guess=word == "guess")
    elif word in map(str, range(_HIGHEST + 1)):
        turn.settle_question()
        note_readiness(turn, client, referral, Readiness(int(word), waiting["guess"]))
    else:
        turn.refuse()


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The number in words: `7`, or `~7` for the therapist's guess."""
    number = _NUMBER.fullmatch(turn.said.text)
    if number is None:
        turn.say(wording.not_a_number())
        return
    found = finding.about(turn, waiting)
    if found is None:
        return
    turn.settle_question()
    if not found[1].open:
        turn.say(trouble.gone())
        return
    guess = waiting["guess"] or bool(number[1])
    note_readiness(turn, *found, Readiness(int(number[2]), guess))


def _ask(turn: Turn, client: Client, referral: Referral, *, guess: bool) -> None:
    early = not may_ask(referral, client, turn.now)
    card = wording.ask(client, referral, turn.member.zone, guess=guess, early=early)
    turn.ask(READY, card, referral=referral.id, guess=guess)
