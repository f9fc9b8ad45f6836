"""What was understood of a line that changed something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import as_logged, details, heading, names, next_ask, undo
from bot.wording.risk.risk import DANGER
from bot.wording.text import bold, code, listed, plain, quoted, shortened
from referrals.client import Client
from referrals.model import Readiness, Referral, Service, Step
from referrals.timing import Planned

_SHOWN = 6
_NOTE_CHARACTERS = 160
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, slots=True)
class Logged:
    """What one line has logged. `open_before` are services it named that were open already.

    `many` is how many the load check is about, 0 when it is not put.
    """

    client: Client
    new_client: bool
    referrals: Sequence[Referral]
    open_before: Sequence[Service]
    planned: Sequence[Planned]
    note: str | None
    change_id: int
    many: int = 0


def logged(what: Logged, zone: tzinfo) -> Card:
    """One card for all the referrals of one line; what is kept of it is said, the note included."""
    client, referrals = what.client, what.referrals
    met = f"{plain(client.code)} is new to me. " if what.new_client else f"{plain(client.code)}: "
    count = _count(len(referrals))
    noun = "referral" if len(referrals) == 1 else "referrals"
    lines = [f"{met}{count if what.new_client else count.lower()} {noun} noted."]
    lines += [f"{number} {_logged_line(r)}" for number, r in enumerate(referrals[:_SHOWN], start=1)]
    if more := referrals[_SHOWN:]:
        lines.append(f"and {names(more)}")
    if what.open_before:
        lines.append(f"{listed(plain(s.name) for s in what.open_before)} was open before and stays as it was.")
    if what.note:
        lines.append(f"Note: {plain(shortened(what.note, _NOTE_CHARACTERS))}")
    lines.append(_question(client, referrals))
    if what.many:
        at_once = "at once" if what.many == len(referrals) else "open at once"
        lines.append(
            f"{_count(what.many)} {at_once} can also say “this is a lot for me”. Supervision is a good place for that."
        )
    ask_sessions = f"When are the sessions? For example: {code(f'{client.code} tue 2pm weekly')}"
    lines.append(next_ask(what.planned, zone) if client.sessions else ask_sessions)
    return Card("\n".join(filter(None, lines)), _logged_rows(what))


def _question(client: Client, referrals: Sequence[Referral]) -> str:
    without = [referral for referral in referrals if not referral.purposes]
    purpose = "" if not without else "What is it for" if len(referrals) == 1 else "What are they for"
    unsafe = "" if client.safety.at_risk else "is anything unsafe"
    asked = ", and ".join(filter(None, (purpose, unsafe)))
    return f"{asked[0].upper()}{asked[1:]}?" if asked else ""


def _logged_rows(what: Logged) -> tuple[tuple[Button, ...], ...]:
    """Purposes and readiness are of the first referral logged; safety and supervision of the client."""
    client = what.client
    first = next((r for r in what.referrals if not r.purposes), what.referrals[0])
    rows = (
        Button("Purposes", encode(Action.PURPOSES, first.id)),
        Button("Safety", encode(Action.SAFETY, client.id)),
        Button("Readiness", encode(Action.READY, first.id)),
    )
    why = "load" if what.many else "on"
    supervision = () if client.raised_at else (Button("Bring to supervision", encode(Action.RAISE, client.id, why)),)
    return (rows, (*supervision, undo(what.change_id)))


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _logged_line(referral: Referral) -> str:
    place = "in-house" if referral.service.in_house else "outside"
    return " · ".join([bold(named(referral.service)), place, *as_logged(referral)])


def already_open(client: Client, services: Sequence[Service]) -> Card:
    names = " and ".join(plain(named(service)) for service in services)
    return Card(
        f"{plain(client.code)} has {names} open already; nothing was added. {code(client.code)} shows where it stands."
    )


def which_service(words: str, candidates: Sequence[Service], danger: bool) -> Card:
    """`danger` when the line spoke of risk: then it leads (clinical rule "danger line")."""
    rows = tuple((Button(named(service), encode(Action.CHOOSE_SERVICE, service.id)),) for service in candidates)
    lead = f"{DANGER}\n" if danger else ""
    return Card(f"{lead}{quoted(words)}: which one? Nothing is noted until you choose.", rows)


def like_initials(client_code: str, free: str, danger: bool) -> Card:
    """A code that may be initials with a date is turned away, and another is offered for the same line."""
    lead = f"{DANGER}\n" if danger else ""
    return Card(
        f"{lead}{plain(client_code)} looks like initials with a date, which may tell who it is. Nothing was noted.\n"
        f"{bold(free)} is free: one tap notes the same line under it. Keep who it is in your practice's own records.",
        ((Button(f"Use {free}", encode(Action.CODE, free)),),),
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
