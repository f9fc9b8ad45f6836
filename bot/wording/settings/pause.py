"""A pause: when she is away, and who covers meanwhile. Serves clinical rules "timing" and "acute"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.risk.risk import COVERS, LEVELS
from bot.wording.settings.taps import back
from bot.wording.text import bold, code, day, listed, plain
from referrals.client import Client
from referrals.days_off import Away
from referrals.grammar import Unclear
from referrals.risk import Cover, Risk

_NAMED = 6  # codes of each level of risk


class Pause(StrEnum):
    """What a tap asks for. The last five say until when, counted from the day of the tap."""

    SHOW = "show"
    CHANGE = "change"
    COVER = "cover"
    OVER = "over"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    DATE = "date"


_UNTIL = {
    Pause.TOMORROW: "Until tomorrow",
    Pause.MONDAY: "Until Monday",
    Pause.WEEK: "A week",
    Pause.FORTNIGHT: "Two weeks",
    Pause.DATE: "Another date",
}
_COVERS = {Cover.ON_CALL: "on-call", Cover.COLLEAGUE: "a colleague", Cover.MYSELF: "you stay reachable"}
_UNCLEAR = {
    Unclear.NOT_A_DAY: "I do not find those days in the calendar.",
    Unclear.PAST: "That date has passed.",
    Unclear.BACKWARDS: "The first day back comes after the first day away.",
}
_EXAMPLES = f"{code('14 dec')} for the first day back, or {code('7 dec - 14 dec')}"


def opens_pause() -> Button:
    return Button("Pause", encode(Action.PAUSE, Pause.SHOW))


def line(away: Away | None) -> str:
    """What the page of all settings says of it. `away` goes on or is to come."""
    return f"from {day(away.since)}, back on {day(away.until)}" if away else "none"


def ask(away: Away | None) -> Card:
    """Until when; `away` is the pause that is to be changed."""
    now = f"Now: {line(away)}.\n" if away else ""
    taps = [Button(label, encode(Action.PAUSE, until)) for until, label in _UNTIL.items()]
    return Card(
        f"{bold('Pause')}: until when? {now}The date is your first day back. While you are away nothing comes, save "
        "looks after clients at acute risk.",
        (tuple(taps[:2]), tuple(taps[2:]), back()),
    )


def ask_date() -> Card:
    again = Button("Back", encode(Action.PAUSE, Pause.CHANGE))
    return Card(f"{bold('Pause')}: type {_EXAMPLES}. /cancel leaves it.", ((again,),))


def not_understood(why: Unclear) -> Card:
    return Card(f"{_UNCLEAR[why]} Nothing was changed. Type {_EXAMPLES}.")


def answered_below() -> Card:
    return Card("Pause: see below.")


def page(away: Away, works_again: date, at_risk: Sequence[Client], today: date) -> Card:
    """`works_again` is her first working day back; `at_risk` are her clients at acute or elevated risk."""
    begun = away.since <= today
    since = "" if begun else f" from {day(away.since)}"
    lines = [
        f"{bold('Paused')}{since}: your first day back is {day(away.until)}.",
        "Nothing comes meanwhile, save looks after clients at acute risk, which go on every day. Sessions in that time "
        f"count as left out. On {day(works_again)} one message gathers the questions that waited.",
        *_levels(at_risk),
        _cover(away.cover),
    ]
    who = tuple(_covers(away, cover) for cover in Cover)
    over = Button("I am back" if begun else "Call it off", _of(away, Pause.OVER))
    change = Button("Change", encode(Action.PAUSE, Pause.CHANGE))
    return Card("\n".join(lines), (who, (change, over), back()))


def over(away: Away, today: date) -> Card:
    if today < away.since:
        return Card("The pause is called off. All goes on as before.", (back(),))
    return Card("Welcome back. What waited comes in your hours, in one message.", (back(),))


def _levels(at_risk: Sequence[Client]) -> list[str]:
    """By code, the clients somebody has to look after meanwhile."""
    lines = []
    for level in (Risk.ACUTE, Risk.ELEVATED):
        codes = [plain(client.code) for client in at_risk if client.safety.level is level]
        more = [f"{len(codes) - _NAMED} more"] if len(codes) > _NAMED else []
        if codes:
            lines.append(f"At {LEVELS[level]} risk: {listed([*codes[:_NAMED], *more])}.")
    return lines


def _cover(cover: Cover | None) -> str:
    if cover is None:
        return bold("Who covers meanwhile?")
    told = "" if cover is Cover.MYSELF else " Tell them yourself: nobody was told by this bot."
    return f"Who covers: {_COVERS[cover]}.{told}"


def _covers(away: Away, cover: Cover) -> Button:
    mark = "✓ " if cover is away.cover else ""
    return Button(f"{mark}{COVERS[cover]}", _of(away, Pause.COVER, cover))


def _of(away: Away, what: Pause, *more: str) -> str:
    """Of this pause and no other: a card about an earlier one must not touch it."""
    return encode(Action.PAUSE, what, away.since.isoformat(), away.until.isoformat(), *more)
