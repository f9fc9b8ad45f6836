"""Looks after a client at risk, a session she did not come to, and what comes back after its rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, _, _c
from bot.wording.referrals.referral import appointment, heading, names, undo
from bot.wording.risk.risk import (
    CHART,
    DANGER,
    WHO_COVERS,
    Heard,
    again,
    asked,
    cover_taps,
    down_tap,
    level,
    missed_tap,
    open_tap,
    procedure,
    ready,
    told,
    with_dates,
)
from bot.wording.text import bold, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import Cover

_COVERED = {
    Cover.ON_CALL: N_("{code} over the days off: on-call."),
    Cover.COLLEAGUE: N_("{code} over the days off: a colleague."),
    Cover.MYSELF: N_("{code} over the days off: I stay reachable."),
}


def check(
    nudge_id: int,
    client: Client,
    options: Sequence[Referral],
    resting: Sequence[Referral],
    zone: tzinfo,
    *,
    off_tomorrow: bool = False,
) -> Card:
    """A look after a client at risk, which nobody asked for: its first line says nothing of why.

    Before days off it asks who covers an acute case.
    """
    lines = [_("Your look after {code}:", code=bold(client.code)), _(DANGER)]
    lines.append(_("Logged: {level}.", level=level(client, zone)))
    lines.append(_("Was {code} seen or spoken to since?", code=plain(client.code)))
    if options:
        comes = _c("of services in order", "next")
        lines.append(f"{comes}  {bold(named(options[0].service))}{ready(options[0])}")
    if resting:
        lines.append(_("On hold, uncounted: {services}. Should each still rest?", services=with_dates(resting, zone)))
    covers = off_tomorrow and client.safety.acute
    if covers:
        lines.append(_(WHO_COVERS))
    seen = Button(_("Seen or spoken to"), encode(Action.CHECK, nudge_id, "seen"))
    unreached = Button(_("Not reached"), encode(Action.CHECK, nudge_id, "unreached"))
    who = (cover_taps(client),) if covers else ()
    taps = ((seen, unreached), *who, (down_tap(client), missed_tap(client)), (open_tap(client),))
    return Card("\n".join(lines), taps)


def covered(client: Client, who: Cover) -> Card:
    said = [_(_COVERED[who], code=bold(client.code))]
    if who is not Cover.MYSELF:
        said.append(_("Tell them yourself, today: nobody was told by this bot."))
    said.append(_("I go on asking every day."))
    return Card(" ".join(said), ((open_tap(client),),))


def checked(client: Client, seen: bool, what_to_do: str | None, change_id: int, zone: tzinfo) -> Card:
    taps = ((undo(change_id), open_tap(client)),)
    if seen:
        noted = _("{code}: noted, {risk}.", code=bold(client.code), risk=asked(client, zone))
        return Card(_in_a_row(noted, again(client, zone), _(CHART)), taps)
    not_reached = _("{code} not reached.", code=bold(client.code))
    return Card(f"{_(DANGER)}\n{_in_a_row(not_reached, procedure(what_to_do), again(client, zone))}", taps)


def missed(client: Client, what_to_do: str | None, heard: Sequence[Heard], change_id: int, zone: tzinfo) -> Card:
    """A client at risk did not come (clinical rule "missed sessions")."""
    lines = (
        _(DANGER),
        _in_a_row(_did_not_come(client, zone), procedure(what_to_do)),
        _in_a_row(told(client, heard, zone), again(client, zone), _(CHART)),
    )
    since = Button(_("Reached since"), encode(Action.REACHED, client.id))
    return Card("\n".join(lines), ((since, open_tap(client)), (undo(change_id),)))


def missed_without_risk(client: Client, next_ask: str, change_id: int, zone: tzinfo) -> Card:
    """`next_ask` is the sentence on when it is asked next."""
    return Card(_in_a_row(_did_not_come(client, zone), next_ask), ((undo(change_id),),))


def came_back(nudge_id: int, client: Client, back: Referral, others: Sequence[Referral], zone: tzinfo) -> Card:
    """One referral comes back after its rest."""
    lines = [
        _("{code}: one thing that rested can come up again.", code=bold(client.code)),
        f"{bold(named(back.service))}{ready(back)}",
    ]
    if back.appointment_at:
        lines.append(_("Booked for {when}.", when=appointment(back, zone)))
    if others:
        still = _("Still on hold: {services}; one at a time, a session or a week apart.", services=names(others))
        lines.append(still)
    rest = Button(_("Let it rest longer"), encode(Action.CHECK, nudge_id, "rest"))
    open_it = Button(_c("a tap opens it", "Open"), encode(Action.OPEN_CLIENT, client.id))
    return Card("\n".join(lines), ((rest, open_it),))


def rests_longer(client_code: str, referral: Referral, change_id: int) -> Card:
    said = _("{referral} rests another week.", referral=heading(client_code, referral))
    return Card(said, ((undo(change_id),),))


def _did_not_come(client: Client, zone: tzinfo) -> str:
    return _("{code} did not come; {risk}.", code=bold(client.code), risk=asked(client, zone))


def _in_a_row(*sentences: str) -> str:
    """Those that there are, in one line."""
    return " ".join(filter(None, sentences))
