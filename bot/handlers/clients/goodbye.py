"""Parting from a client: who carries each open referral on, then the end.

Serves clinical rules "endings" and "stand down".

Nothing is kept before the last question is answered; the end and all partings are one change. Events: `goodbye`
{talked_over}; for a referral `parted` {carrier}.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from bot.handlers.changing import close_questions, settle
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.clients import goodbye as wording
from referrals.client import Client, Closing
from referrals.grammar import Goodbye
from referrals.lifecycle import part
from referrals.model import Carrier, Referral, Role
from referrals.order import in_order
from referrals.risk import TalkedOver

PARTING = "parting"
_SURE = "sure"
Word = TypeVar("Word", bound=StrEnum)


def line(turn: Turn, command: Goodbye) -> None:
    """`C7 goodbye`"""
    client = turn.caseload.client(command.code)
    if client is None:
        turn.say(trouble.no_such_client(command.code))
    else:
        _go_on(turn, client, {"carried": {}, "talked": None})


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """The tap that begins it, and the answers to "talked over with?" and "close?"."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None or not client.active:
        turn.refuse()
    elif len(turn.said.arguments) == 1:
        _go_on(turn, client, {"carried": {}, "talked": None})
    else:
        _answered(turn, client)


@allows(Role.THERAPIST)
def carried(turn: Turn) -> None:
    """Who carries one referral on."""
    waiting, carrier = turn.question(PARTING), _word(turn, Carrier)
    client = turn.caseload.client_by_id(waiting["client"]) if waiting else None
    if waiting is None or carrier is None or client is None or not client.active or waiting["asks"] != turn.said.id():
        turn.refuse()
        return
    _go_on(turn, client, {**waiting, "carried": {**waiting["carried"], str(turn.said.id()): carrier.value}})


def _answered(turn: Turn, client: Client) -> None:
    waiting, with_whom = turn.question(PARTING), _word(turn, TalkedOver)
    if waiting is None or waiting["client"] != client.id:
        turn.refuse()
    elif with_whom is not None and waiting["asks"] == "talked":
        _go_on(turn, client, {**waiting, "talked": with_whom.value})
    elif turn.said.arguments[1] == _SURE and waiting["asks"] == _SURE:
        _go_on(turn, client, {**waiting, "sure": True})
    else:
        turn.refuse()


def _go_on(turn: Turn, client: Client, known: dict[str, Any]) -> None:
    """Puts the next question, or ends the work; what has changed since the first question counts."""
    talked = TalkedOver(known["talked"]) if known["talked"] else None
    open_ones = [r for r in in_order(turn.caseload.referrals(client.id)) if r.open]
    left = [r for r in open_ones if str(r.id) not in known["carried"]]
    if client.safety.at_risk and talked is None:
        _ask(turn, client, known, "talked")
    elif client.safety.at_risk and talked is TalkedOver.NOT_YET and not turn.member.licensed:
        turn.settle_question()
        turn.edit(wording.not_talked_over(client, turn.member.zone))
    elif left:
        _ask(turn, client, known, left[0].id, left)
    elif not open_ones and not known.get("sure"):
        _ask(turn, client, known, _SURE)
    else:
        turn.settle_question()
        _part(turn, client, open_ones, known["carried"], talked)


def _ask(
    turn: Turn, client: Client, known: dict[str, Any], asks: int | str, left: list[Referral] | None = None
) -> None:
    if left:
        card = wording.who_carries(client, left[0], len(left) - 1, turn.now, turn.member.zone)
    else:
        card = wording.talked_over(client, turn.member.zone) if asks == "talked" else wording.sure(client)
    kept = {key: value for key, value in known.items() if key in {"carried", "talked", "sure"}}
    turn.ask(PARTING, card, client=client.id, asks=asks, **kept)


def _part(
    turn: Turn, client: Client, open_ones: list[Referral], carriers: dict[str, str], talked: TalkedOver | None
) -> None:
    parted = [part(referral, Carrier(carriers[str(referral.id)]), turn.now) for referral in open_ones]
    for referral in parted:
        carrier = referral.carried_by.value if referral.carried_by else None
        turn.caseload.save(referral, "parted", turn.now, {"carrier": carrier})
        close_questions(turn, referral)
    closed = replace(client, closed_at=turn.now, closed_because=Closing.GOODBYE, check_at=None)
    turn.caseload.save_client(closed, "goodbye", turn.now, {"talked_over": talked.value if talked else None})
    turn.edit(wording.parted(closed, parted, settle(turn, closed).change_id))


def _word(turn: Turn, words: type[Word]) -> Word | None:
    """The tap's second argument as one of `words`; it may be forged."""
    try:
        return words(turn.said.arguments[1])
    except (IndexError, ValueError):
        return None
