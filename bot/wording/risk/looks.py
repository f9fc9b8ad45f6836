"""Looks after a client at risk, a session she did not come to, and what comes back after its rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import appointment, heading, names, undo
from bot.wording.risk.risk import (
    CHART,
    COVERS,
    DANGER,
    LEVELS,
    WHO_COVERS,
    Heard,
    asked,
    cover_taps,
    down_tap,
    missed_tap,
    open_tap,
    procedure,
    ready,
    told,
    with_dates,
)
from bot.wording.text import bold, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.risk import Cover


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
    level, since = LEVELS.get(client.safety.level, ""), client.safety.since
    lines = [f"Your look after {bold(client.code)}:", DANGER]
    lines.append(f"Logged: {level} since {moment(since, zone)}." if since else f"Logged: {level}.")
    lines.append("Was C7 seen or spoken to since?".replace("C7", plain(client.code)))
    if options:
        lines.append(f"next  {bold(named(options[0].service))}{ready(options[0])}")
    if resting:
        lines.append(f"On hold, uncounted: {with_dates(resting, zone)}. Should each still rest?")
    covers = off_tomorrow and client.safety.acute
    if covers:
        lines.append(WHO_COVERS)
    seen = Button("Seen or spoken to", encode(Action.CHECK, nudge_id, "seen"))
    unreached = Button("Not reached", encode(Action.CHECK, nudge_id, "unreached"))
    who = (cover_taps(client),) if covers else ()
    taps = ((seen, unreached), *who, (down_tap(client), missed_tap(client)), (open_tap(client),))
    return Card("\n".join(lines), taps)


def covered(client: Client, who: Cover) -> Card:
    told = "" if who is Cover.MYSELF else " Tell them yourself, today: nobody was told by this bot."
    return Card(
        f"{bold(client.code)} over the days off: {COVERS[who][0].lower() + COVERS[who][1:]}.{told} "
        "I go on asking every day.",
        ((open_tap(client),),),
    )


def checked(client: Client, seen: bool, what_to_do: str | None, change_id: int, zone: tzinfo) -> Card:
    again = f" I will ask again on {moment(client.check_at, zone)}." if client.check_at else ""
    if seen:
        return Card(
            f"{bold(client.code)}: noted, {asked(client, zone)}.{again} {CHART}", ((undo(change_id), open_tap(client)),)
        )
    return Card(
        f"{DANGER}\n{bold(client.code)} not reached. {procedure(what_to_do)}{again}",
        ((undo(change_id), open_tap(client)),),
    )


def missed(client: Client, what_to_do: str | None, heard: Sequence[Heard], change_id: int, zone: tzinfo) -> Card:
    """A client at risk did not come (clinical rule "missed sessions")."""
    again = f" I will ask again on {moment(client.check_at, zone)}." if client.check_at else ""
    return Card(
        f"{DANGER}\n{bold(client.code)} did not come; {asked(client, zone)}. {procedure(what_to_do)}\n"
        f"{told(client, heard, zone)}{again} {CHART}",
        ((Button("Reached since", encode(Action.REACHED, client.id)), open_tap(client)), (undo(change_id),)),
    )


def missed_without_risk(client: Client, again: str, change_id: int, zone: tzinfo) -> Card:
    return Card(f"{bold(client.code)} did not come; {asked(client, zone)}. {again}", ((undo(change_id),),))


def came_back(nudge_id: int, client: Client, back: Referral, others: Sequence[Referral], zone: tzinfo) -> Card:
    """One referral comes back after its rest."""
    lines = [
        f"{bold(client.code)}: one thing that rested can come up again.",
        f"{bold(named(back.service))}{ready(back)}",
    ]
    if back.appointment_at:
        lines.append(f"Booked for {appointment(back, zone)}.")
    if others:
        lines.append(f"Still on hold: {names(others)}; one at a time, a session or a week apart.")
    rest = Button("Let it rest longer", encode(Action.CHECK, nudge_id, "rest"))
    return Card("\n".join(lines), ((rest, Button("Open", encode(Action.OPEN_CLIENT, client.id))),))


def rests_longer(client_code: str, referral: Referral, change_id: int) -> Card:
    return Card(f"{heading(client_code, referral)} rests another week.", ((undo(change_id),),))
