"""The client's own number, 0 to 10: asking for it, its trend, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, _
from bot.wording.referrals.referral import BARRIERS, back, enough, heading
from bot.wording.text import code, day, plain
from referrals.client import Client
from referrals.model import Referral, State
from referrals.readiness import Approach, Trend, approach, lower, own_numbers, trend

_STANDING = {
    Trend.RISING: N_("ready {number}, was {before}: rising"),
    Trend.FALLING: N_("ready {number}, was {before}: falling"),
    Trend.STEADY: N_("ready {number}, was {before}: steady"),
}
_NOW = {
    Trend.RISING: N_("Now ready {number}, was {before}: rising."),
    Trend.FALLING: N_("Now ready {number}, was {before}: falling."),
    Trend.STEADY: N_("Now ready {number}, was {before}: steady."),
}
_UNDONE = frozenset({State.SUGGESTED, State.AGREED, State.CONTACTED})
_HALF = 6  # numbers in the first row
_NUMBERS = {"own": code("7"), "guess": code("~7")}


def ask(client: Client, referral: Referral, zone: tzinfo, guess: bool, early: bool) -> Card:
    """`early` when she was asked less than three sessions ago."""
    mark = "~" if guess else ""
    taps = [Button(f"{mark}{number}", encode(Action.READY, referral.id, number)) for number in range(11)]
    other = Button(
        _("The client's own number") if guess else _("My guess instead"),
        encode(Action.READY, referral.id, "own" if guess else "guess"),
    )
    whose = (
        _("Your own guess, 0 to 10. It is kept apart and never counts.")
        if guess
        else _(
            "How likely is it, 0 to 10, that {code} will go? The client's own number.",
            code=plain(client.code),
        )
    )
    lines = [heading(client.code, referral), whose, said_before(referral, zone)]
    if early and not guess:
        lines.append(_("Asked not long ago; every third session is often enough."))
    rows = (tuple(taps[:_HALF]), tuple(taps[_HALF:]), (other, enough(referral), back(referral)))
    return Card("\n".join(filter(None, lines)), rows)


def said_before(referral: Referral, zone: tzinfo) -> str:
    """The last number of each kind, with its day."""
    own = next((reading for reading in reversed(referral.readings) if not reading.guess), None)
    last = own or (referral.readings[-1] if referral.readings else None)
    if last is None:
        return ""
    on = day(last.at.astimezone(zone).date())
    if own:
        return _("Last: {number} on {day}.", number=last.value, day=on)
    return _("Your last guess: {number} on {day}.", number=last.value, day=on)


def standing(referral: Referral) -> str:
    """The number with its trend: "ready 5, was 8: falling"; empty when nothing was told."""
    numbers = own_numbers(referral)
    if not numbers:
        guess = referral.readiness
        return _("ready ~{number}, your guess", number=guess.value) if guess else ""
    way = trend(referral)
    if way is None:
        return _("ready {number}", number=numbers[-1])
    return _(_STANDING[way], number=numbers[-1], before=_before(numbers))


def explore(referral: Referral) -> str:
    """The question that lets the client say herself what speaks for it: about a lower number, never a higher one."""
    own = referral.own_readiness
    if own is None:
        return ""
    if own == 0:
        return _("Worth asking: “What would have to be different for it to be a 1?”")
    return _(
        "Worth asking: “Why {number} and not {lower}?” Then listen; what speaks for it comes from the client.",
        number=own,
        lower=lower(own),
    )


def follows(referral: Referral) -> tuple[Sequence[str], tuple[Button, ...]]:
    """What the client's number is worth doing next, in lines, with its taps."""
    supervise = Button(_("Bring to supervision"), encode(Action.RAISE, referral.client_id))
    way, numbers = trend(referral), own_numbers(referral)
    lines = [_(_NOW[way], number=numbers[-1], before=_before(numbers))] if way else []
    taps = [supervise] if way is Trend.FALLING else []
    if referral.state not in _UNDONE:
        return lines, tuple(taps)
    match approach(referral):
        case Approach.EXPLORE:
            lines.append(explore(referral))
        case Approach.BARRIER:
            lines.append(_("High, and not done yet: something practical may be in the way."))
            taps.append(Button(_("What is in the way?"), encode(Action.BARRIER, referral.id)))
        case Approach.PLAN:
            barrier = BARRIERS[referral.barrier] if referral.barrier else ""
            lines.append(_("High, with {barrier} in the way: an if-then plan helps most now.", barrier=barrier))
            taps.append(Button(_("If-then plan"), encode(Action.PLAN, referral.id)))
        case Approach.ASK:
            pass
    return lines, tuple(taps)


def not_a_number() -> Card:
    said = _("A number from 0 to 10, please: {own}, or {guess} for your own guess. /cancel leaves it.", **_NUMBERS)
    return Card(said)


def _before(numbers: Sequence[int]) -> int:
    """The number that the last one is compared with: the nearest that differs enough, of the two before."""
    return next((n for n in reversed(numbers[-3:-1]) if abs(n - numbers[-1]) >= 2), numbers[-2])
