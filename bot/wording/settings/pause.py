"""A pause: when she is away, and who covers meanwhile. Serves clinical rules "timing" and "acute"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _, _c, _n
from bot.wording.risk.risk import COVERS
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


_UNTIL = Phrases(
    {
        Pause.TOMORROW: N_("Until tomorrow"),
        Pause.MONDAY: N_("Until Monday"),
        Pause.WEEK: N_("A week"),
        Pause.FORTNIGHT: N_("Two weeks"),
        Pause.DATE: N_("Another date"),
    }
)
_WHO_COVERS = Phrases(
    {
        Cover.ON_CALL: N_("Who covers: on-call. Tell them yourself: nobody was told by this bot."),
        Cover.COLLEAGUE: N_("Who covers: a colleague. Tell them yourself: nobody was told by this bot."),
        Cover.MYSELF: N_("Who covers: you stay reachable."),
    }
)
_UNCLEAR = Phrases(
    {
        Unclear.NOT_A_DAY: N_("I do not find those days in the calendar. Nothing was changed."),
        Unclear.PAST: N_("That date has passed. Nothing was changed."),
        Unclear.BACKWARDS: N_("The first day back comes after the first day away. Nothing was changed."),
    }
)
_AT_RISK = {Risk.ACUTE: N_("At acute risk: {codes}."), Risk.ELEVATED: N_("At elevated risk: {codes}.")}


def opens_pause() -> Button:
    return Button(_("Pause"), encode(Action.PAUSE, Pause.SHOW))


def line(away: Away | None) -> str:
    """What the page of all settings says of it. `away` goes on or is to come."""
    if away is None:
        return _c("a pause", "none")
    return _("from {since}, back on {until}", since=day(away.since), until=day(away.until))


def ask(away: Away | None) -> Card:
    """Until when; `away` is the pause that is to be changed."""
    said = [
        _("<b>Pause</b>: until when?"),
        _("Now: {pause}.", pause=line(away)) if away else "",
        _("The date is your first day back. While you are away nothing comes, save looks after clients at acute risk."),
    ]
    taps = [Button(label, encode(Action.PAUSE, until)) for until, label in _UNTIL.items()]
    return Card(" ".join(filter(None, said)), (tuple(taps[:2]), tuple(taps[2:]), back()))


def ask_date() -> Card:
    again = Button(_("Back"), encode(Action.PAUSE, Pause.CHANGE))
    return Card(
        _("<b>Pause</b>: type {first} for the first day back, or {both}. /cancel leaves it.", **_lines()), ((again,),)
    )


def not_understood(why: Unclear) -> Card:
    typed = _("Type {first} for the first day back, or {both}.", **_lines())
    return Card(f"{_UNCLEAR[why]} {typed}")


def answered_below() -> Card:
    return Card(_("Pause: see below."))


def page(away: Away, works_again: date, at_risk: Sequence[Client], today: date) -> Card:
    """`works_again` is her first working day back; `at_risk` are her clients at acute or elevated risk."""
    begun, until = away.since <= today, day(away.until)
    lines = [
        _("<b>Paused</b>: your first day back is {until}.", until=until)
        if begun
        else _("<b>Paused</b> from {since}: your first day back is {until}.", since=day(away.since), until=until),
        _(
            "Nothing comes meanwhile, save looks after clients at acute risk, which go on every day. Sessions in that "
            "time count as left out. On {day} one message gathers the questions that waited.",
            day=day(works_again),
        ),
        *_levels(at_risk),
        _WHO_COVERS[away.cover] if away.cover else bold(_("Who covers meanwhile?")),
    ]
    who = tuple(_covers(away, cover) for cover in Cover)
    over = Button(_("I am back") if begun else _("Call it off"), _of(away, Pause.OVER))
    change = Button(_("Change"), encode(Action.PAUSE, Pause.CHANGE))
    return Card("\n".join(lines), (who, (change, over), back()))


def over(away: Away, today: date) -> Card:
    if today < away.since:
        return Card(_("The pause is called off. All goes on as before."), (back(),))
    return Card(_("Welcome back. What waited comes in your hours, in one message."), (back(),))


def _lines() -> dict[str, str]:
    """What may be typed."""
    return {"first": code(_("14 dec")), "both": code(_("7 dec - 14 dec"))}


def _levels(at_risk: Sequence[Client]) -> list[str]:
    """By code, the clients somebody has to look after meanwhile."""
    lines = []
    for level, sentence in _AT_RISK.items():
        codes = [plain(client.code) for client in at_risk if client.safety.level is level]
        more = [_n("{count} more", "{count} more", len(codes) - _NAMED)] if len(codes) > _NAMED else []
        if codes:
            lines.append(_(sentence, codes=listed([*codes[:_NAMED], *more])))
    return lines


def _covers(away: Away, cover: Cover) -> Button:
    mark = "✓ " if cover is away.cover else ""
    return Button(f"{mark}{COVERS[cover]}", _of(away, Pause.COVER, cover))


def _of(away: Away, what: Pause, *more: str) -> str:
    """Of this pause and no other: a card about an earlier one must not touch it."""
    return encode(Action.PAUSE, what, away.since.isoformat(), away.until.isoformat(), *more)
