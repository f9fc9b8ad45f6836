"""What was understood of a line that changed something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referral import details, heading, names, next_ask, undo
from bot.wording.text import bold, code, day, listed, moment, plain, quoted, sessions, shortened
from referrals.client import Client
from referrals.model import Readiness, Referral, Service, Step
from referrals.sessions import SessionRule
from referrals.timing import Planned

MANY_AT_ONCE = 3
_SHOWN = 8
_NOTE_CHARACTERS = 160
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, slots=True)
class Logged:
    """What one line has logged. `open_before` are services it named that were open already."""

    client: Client
    new_client: bool
    referrals: Sequence[Referral]
    open_before: Sequence[Service]
    planned: Sequence[Planned]
    note: str | None
    change_id: int


def logged(what: Logged, now: datetime, zone: tzinfo) -> Card:
    """One card for all the referrals of one line; what is kept of it is said, the note included."""
    client, referrals = what.client, what.referrals
    met = f"{plain(client.code)} is new to me. " if what.new_client else f"{plain(client.code)}: "
    count = _NUMBERS[len(referrals)] if len(referrals) < len(_NUMBERS) else str(len(referrals))
    noun = "referral" if len(referrals) == 1 else "referrals"
    lines = [f"{met}{count if what.new_client else count.lower()} {noun} noted."]
    lines += [f"{number} {_logged_line(r, now, zone)}" for number, r in enumerate(referrals[:_SHOWN], start=1)]
    if more := referrals[_SHOWN:]:
        lines.append(f"and {names(more)}")
    if what.open_before:
        lines.append(f"{listed(plain(s.name) for s in what.open_before)} was open before and stays as it was.")
    if what.note:
        lines.append(f"Note: {plain(shortened(what.note, _NOTE_CHARACTERS))}")
    if len(referrals) >= MANY_AT_ONCE:
        lines.append(
            f"{count} at once can also mean “this is a lot for me”. If so, supervision is a good place for it."
        )
    ask_sessions = f"When are the sessions? For example: {code(f'{client.code} tue 2pm weekly')}"
    lines.append(next_ask(what.planned, zone) if client.sessions else ask_sessions)
    return Card("\n".join(lines), ((undo(what.change_id),),))


def _logged_line(referral: Referral, now: datetime, zone: tzinfo) -> str:
    place = "in-house" if referral.service.in_house else "outside"
    more = details(referral, now, zone).split(" · ")[:-1] if referral.purposes or referral.readiness else []
    wanted = [f"wanted by {day(referral.wanted_by)}"] if referral.wanted_by else []
    said = [part for part in more if not part.startswith("suggested")]
    return " · ".join([bold(referral.service.name), place, *said, *wanted])


def already_open(client: Client, services: Sequence[Service]) -> Card:
    names = " and ".join(plain(service.name) for service in services)
    return Card(
        f"{plain(client.code)} has {names} open already; nothing was added. {code(client.code)} shows where it stands."
    )


def which_service(words: str, candidates: Sequence[Service]) -> Card:
    rows = tuple((Button(service.name, encode(Action.CHOOSE_SERVICE, service.id)),) for service in candidates)
    return Card(f"{quoted(words)}: which one? Nothing is noted until you choose.", rows)


def sessions_set(client_code: str, rule: SessionRule, next_at: datetime, change_id: int, zone: tzinfo) -> Card:
    return Card(
        f"{bold(client_code)}: sessions {sessions(rule)}, next on {moment(next_at, zone)}. "
        "I will ask around those, not in between.",
        ((undo(change_id),),),
    )


# What was reported, where the state alone does not say it.
_REPORTED = {Step.MISSED: "did not go", Step.NOT_READY: "not ready yet"}


def moved(
    client_code: str,
    step: Step,
    referral: Referral,
    planned: Sequence[Planned],
    change_id: int,
    now: datetime,
    zone: tzinfo,
) -> Card:
    """One line for what a report did, and when the bot comes back to it."""
    reported = f"{_REPORTED[step]} · " if step in _REPORTED else ""
    said = f"{heading(client_code, referral)}: {reported}{details(referral, now, zone)}."
    lines = [said, next_ask(planned, zone, referral)] if referral.open else [said]
    return Card("\n".join(lines), ((undo(change_id),),))


def readiness_noted(client_code: str, referral: Referral, readiness: Readiness, change_id: int) -> Card:
    whose = "your guess, which does not count as the client's word" if readiness.guess else "the client's own number"
    return Card(f"{heading(client_code, referral)}: ready {readiness.value}, {whose}.", ((undo(change_id),),))
