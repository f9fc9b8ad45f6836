"""The client's own number, 0 to 10: asking for it, its trend, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import BARRIERS, back, enough, heading
from bot.wording.text import code, day, plain
from referrals.client import Client
from referrals.model import Referral, State
from referrals.readiness import Approach, Trend, approach, lower, own_numbers, trend

_TRENDS = {Trend.RISING: "rising", Trend.FALLING: "falling", Trend.STEADY: "steady"}
_UNDONE = frozenset({State.SUGGESTED, State.AGREED, State.CONTACTED})
_HALF = 6  # numbers in the first row


def ask(client: Client, referral: Referral, zone: tzinfo, guess: bool, early: bool) -> Card:
    """`early` when she was asked less than three sessions ago."""
    mark = "~" if guess else ""
    taps = [Button(f"{mark}{number}", encode(Action.READY, referral.id, number)) for number in range(11)]
    other = Button(
        "The client's own number" if guess else "My guess instead",
        encode(Action.READY, referral.id, "own" if guess else "guess"),
    )
    whose = (
        "Your own guess, 0 to 10. It is kept apart and never counts."
        if guess
        else f"How likely is it, 0 to 10, that {plain(client.code)} will go? The client's own number."
    )
    lines = [heading(client.code, referral), whose, said_before(referral, zone)]
    if early and not guess:
        lines.append("Asked not long ago; every third session is often enough.")
    rows = (tuple(taps[:_HALF]), tuple(taps[_HALF:]), (other, enough(referral), back(referral)))
    return Card("\n".join(filter(None, lines)), rows)


def said_before(referral: Referral, zone: tzinfo) -> str:
    """The last number of each kind, with its day."""
    own = next((reading for reading in reversed(referral.readings) if not reading.guess), None)
    last = own or (referral.readings[-1] if referral.readings else None)
    if last is None:
        return ""
    on = day(last.at.astimezone(zone).date())
    return f"Last: {last.value} on {on}." if own else f"Your last guess: {last.value} on {on}."


def standing(referral: Referral) -> str:
    """The number with its trend: "ready 5, was 8: falling"; empty when nothing was told."""
    numbers = own_numbers(referral)
    if not numbers:
        guess = referral.readiness
        return f"ready ~{guess.value}, your guess" if guess else ""
    way = trend(referral)
    if way is None:
        return f"ready {numbers[-1]}"
    before = next((n for n in reversed(numbers[-3:-1]) if abs(n - numbers[-1]) >= 2), numbers[-2])
    return f"ready {numbers[-1]}, was {before}: {_TRENDS[way]}"


def explore(referral: Referral) -> str:
    """The question that lets the client say herself what speaks for it: about a lower number, never a higher one."""
    own = referral.own_readiness
    if own is None:
        return ""
    if own == 0:
        return "Worth asking: “What would have to be different for it to be a 1?”"
    return f"Worth asking: “Why {own} and not {lower(own)}?” Then listen; what speaks for it comes from the client."


def follows(referral: Referral) -> tuple[Sequence[str], tuple[Button, ...]]:
    """What the client's number is worth doing next, in lines, with its taps."""
    supervise = Button("Bring to supervision", encode(Action.RAISE, referral.client_id))
    falling = trend(referral) is Trend.FALLING
    lines = [f"Now {standing(referral)}."] if trend(referral) else []
    taps = [supervise] if falling else []
    if referral.state not in _UNDONE:
        return lines, tuple(taps)
    match approach(referral):
        case Approach.EXPLORE:
            lines.append(explore(referral))
        case Approach.BARRIER:
            lines.append("High, and not done yet: something practical may be in the way.")
            taps.append(Button("What is in the way?", encode(Action.BARRIER, referral.id)))
        case Approach.PLAN:
            barrier = BARRIERS[referral.barrier] if referral.barrier else ""
            lines.append(f"High, with {barrier} in the way: an if-then plan helps most now.")
            taps.append(Button("If-then plan", encode(Action.PLAN, referral.id)))
        case Approach.ASK:
            pass
    return lines, tuple(taps)


def not_a_number() -> Card:
    return Card(f"A number from 0 to 10, please: {code('7')}, or {code('~7')} for your own guess. /cancel leaves it.")
