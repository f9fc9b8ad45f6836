"""Several options for one need: choosing them, asking the client's number for each, and what was picked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import back, enough, heading, names, report, undo
from bot.wording.text import bold, code, plain, shortened
from referrals.model import Referral, Step

_NAME = 28  # characters that a button shows of a service
_SHOWN = 8
_HALF = 6  # numbers in the first row


def which(client_code: str, first: Referral, others: Sequence[Referral], chosen: Collection[int]) -> Card:
    taps = [_toggle(first, one, on=one.id in chosen) for one in others[:_SHOWN]]
    done = (Button("Done", encode(Action.CHOICE, first.id, "done")), back(first))
    return Card(
        f"{heading(client_code, first)}: which others would meet the same need?", (*((tap,) for tap in taps), done)
    )


def nothing_beside(client_code: str, first: Referral) -> Card:
    line = code(f"{client_code} legal aid")
    return Card(
        f"{heading(client_code, first)}: nothing else is open to choose from. To log another option: {line}",
        ((back(first),),),
    )


def alone(client_code: str, first: Referral, change_id: int | None) -> Card:
    took_back = [undo(change_id)] if change_id else []
    return Card(f"{heading(client_code, first)} stands alone: no other options.", ((back(first), *took_back),))


def number(client_code: str, first: Referral, option: Referral, change_id: int | None) -> Card:
    """Asks for the client's own number for one option; it may be skipped."""
    taps = [Button(str(value), encode(Action.CHOICE, first.id, "n", option.id, value)) for value in range(11)]
    skip = Button("Skip", encode(Action.CHOICE, first.id, "n", option.id))
    last = f" Last: {option.own_readiness}." if option.own_readiness is not None else ""
    took_back = [undo(change_id)] if change_id else []
    return Card(
        f"{heading(client_code, option)}: how likely, 0 to 10? {plain(client_code)}'s own number.{last}",
        (tuple(taps[:_HALF]), tuple(taps[_HALF:]), (skip, enough(first, change_id), *took_back)),
    )


def which_one(client_code: str, first: Referral, together: Sequence[Referral], change_id: int | None) -> Card:
    """`together` in order of the client's readiness."""
    taps = tuple((_option(first, one),) for one in together[:_SHOWN])
    took_back = [undo(change_id)] if change_id else []
    return Card(
        f"Which did {bold(client_code)} pick? Only that one is followed; the others rest and keep their dates.",
        (*taps, (Button("Not yet", encode(Action.ENOUGH, first.id)), *took_back)),
    )


def picked(client_code: str, chosen: Referral, others: Sequence[Referral], change_id: int) -> Card:
    """The others rest; each can be ended instead."""
    ends = tuple((_end(one),) for one in others[:_SHOWN])
    rest = f"\n{names(others)} {'rests' if len(others) == 1 else 'rest'} for now." if others else ""
    changes = (change_button(others[0]),) if others else ()
    return Card(
        f"{plain(client_code)} picked {bold(named(chosen.service))}.{rest}",
        (*ends, (*changes, back(chosen)), (undo(change_id),)),
    )


def standing(client_code: str, first: Referral, together: Sequence[Referral], chosen: Referral | None) -> Card:
    """A choice made before."""
    said = f"picked {bold(named(chosen.service))}" if chosen else "has nothing picked that is still open"
    others = [one for one in together if chosen is None or one.id != chosen.id]
    rest = f" Beside it: {names(others)}." if others else ""
    return Card(f"{plain(client_code)} {said}.{rest}", ((change_button(first), back(first)),))


def change_button(referral: Referral) -> Button:
    """Brings back what rests because another option was picked."""
    return Button("Change the pick", encode(Action.CHOICE, referral.id, "change"))


def _toggle(first: Referral, other: Referral, on: bool) -> Button:
    mark = "✓ " if on else ""
    label = f"{mark}{shortened(named(other.service), _NAME)}"
    return Button(label, encode(Action.CHOICE, first.id, "off" if on else "on", other.id))


def _option(first: Referral, option: Referral) -> Button:
    own = option.own_readiness
    ready = "" if own is None else f" · ready {own}"
    return Button(f"{shortened(named(option.service), _NAME)}{ready}", encode(Action.CHOICE, first.id, "it", option.id))


def _end(option: Referral) -> Button:
    return report(option, Step.DROPPED, f"End {shortened(named(option.service), _NAME)}")
