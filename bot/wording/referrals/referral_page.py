"""One referral's page: all that is known of it, and every tap on it; and choosing among a client's referrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals import referral_taps
from bot.wording.referrals.consent import consent_line, word_line
from bot.wording.referrals.framing import heard_line
from bot.wording.referrals.plan import plan_line
from bot.wording.referrals.readiness import standing as ready_line
from bot.wording.referrals.referral import (
    BARRIERS,
    STATES,
    details,
    heading,
    names,
    next_ask,
    purposes,
    standing,
    stands,
    undo,
    why,
)
from bot.wording.supervision.conditions import standing as condition_line
from bot.wording.text import bold, code, day, plain, shortened
from referrals.client import Client
from referrals.consent import Permission
from referrals.model import Hold, Referral
from referrals.risk import RiskKind
from referrals.supervisors import Condition
from referrals.timing import Planned

_REDUCES = {
    RiskKind.SELF: "reduces danger to self",
    RiskKind.OTHERS: "reduces danger to others",
    RiskKind.DEPENDENT: "reduces danger to a child or dependent adult",
    RiskKind.VIOLENCE: "reduces danger from violence at home",
    RiskKind.MEDICAL: "reduces medical danger or danger in withdrawal",
}
_HOLDS = {
    Hold.RISK: "what is acute comes first",
    Hold.CHOICE: "another option was picked",
    Hold.STAY: "the client is in hospital",
}
_LONGEST = 160  # characters of a note or a contact
_SHOWN = 10


def page(
    client: Client,
    referral: Referral,
    stands_permission: Permission,
    now: datetime,
    zone: tzinfo,
    more: bool,
    options: bool,
    condition: Condition | None = None,
) -> Card:
    """`more` shows the rarer taps instead; `options` whether another referral of the client's is open.

    `condition` if therapy depends on it for now.
    """
    lines = [
        f"{heading(client.code, referral)} · {'in-house' if referral.service.in_house else 'outside'}",
        _capital(" · ".join(filter(None, (purposes(referral) or "no purpose noted yet", _reduces(referral))))),
        _capital(_standing(referral, now, zone)),
        _capital(ready_line(referral) or "not asked yet how ready"),
        f"In the way: {BARRIERS[referral.barrier]}." if referral.barrier else "",
        plan_line(referral),
        heard_line(referral),
        f"Note: {plain(shortened(referral.note, _LONGEST))}" if referral.note else "",
        _service(referral),
        consent_line(client, referral, stands_permission),
        word_line(referral, zone),
        f"{condition_line(condition)}." if condition else "",
        f"Its place: {why(referral)}." if referral.open else "",
    ]
    taps = referral_taps.taps(client, referral, more=more, options=options)
    return Card("\n".join(filter(None, lines)), taps)


def line(
    client_code: str,
    referral: Referral,
    planned: Sequence[Planned],
    change_id: int | None,
    now: datetime,
    zone: tzinfo,
) -> Card:
    """A handled card: one referral in a line, and when it comes up again."""
    said = f"{heading(client_code, referral)}: {details(referral, now, zone)}."
    again = f"\n{next_ask(planned, zone, referral)}" if referral.open else ""
    return Card(f"{said}{again}", ((undo(change_id),),) if change_id else ())


def open_ones(client: Client, listed: Sequence[Referral], ended: int, now: datetime, zone: tzinfo) -> Card:
    """`listed` in order, `ended` how many have ended."""
    home = Button("Back", encode(Action.OPEN_CLIENT, client.id))
    ends = (Button(f"Ended ({ended})", encode(Action.UPDATE, client.id, "ended")),) if ended else ()
    if not listed:
        line_ = code(f"{client.code} psych eval")
        return Card(f"{bold(client.code)}: nothing open. To log a referral: {line_}", ((*ends, home),))
    shown = [f"{plain(named(one.service))} · {standing(one, now, zone)}" for one in listed[:_SHOWN]]
    more = [f"and {names(listed[_SHOWN:])}"] if listed[_SHOWN:] else []
    return Card("\n".join([f"{bold(client.code)}: which one?", *shown, *more]), (*_choose(listed), (*ends, home)))


def ended_ones(client: Client, listed: Sequence[Referral], now: datetime, zone: tzinfo) -> Card:
    """`listed` the newest ending first."""
    home = (
        Button("Open ones", encode(Action.UPDATE, client.id)),
        Button("Back", encode(Action.OPEN_CLIENT, client.id)),
    )
    if not listed:
        return Card(f"{bold(client.code)}: nothing has ended.", (home,))
    shown = [f"{plain(named(one.service))} · {standing(one, now, zone)}" for one in listed[:_SHOWN]]
    return Card("\n".join([f"{bold(client.code)}, ended:", *shown]), (*_choose(listed), home))


def reopened(client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo) -> Card:
    open_it = Button("Open it", encode(Action.REFERRAL, referral.id))
    said = f"{heading(client_code, referral)}: open again, from the start.\n{next_ask(planned, zone, referral)}"
    return Card(said, ((open_it, undo(change_id)),))


def open_already(client_code: str, referral: Referral) -> Card:
    return Card(f"{heading(client_code, referral)} is open already; nothing was changed.")


def nothing_to_reopen(client_code: str, ended: Sequence[Referral]) -> Card:
    known = f" Ended: {names(ended)}." if ended else ""
    return Card(f"{plain(client_code)} has no ended referral like that.{known} Nothing was changed.")


def _choose(listed: Sequence[Referral]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(shortened(named(one.service), 40), encode(Action.REFERRAL, one.id)),) for one in listed[:_SHOWN]
    )


def _standing(referral: Referral, now: datetime, zone: tzinfo) -> str:
    if referral.held:
        since = day(referral.held_at.astimezone(zone).date()) if referral.held_at else "lately"
        because = _HOLDS[referral.hold] if referral.hold else "for now"
        booked = f", {standing(referral, now, zone)}" if referral.appointment_at else ""
        parts = [f"on hold since {since}: {because}; {STATES[stands(referral)]} before{booked}"]
    else:
        parts = [standing(referral, now, zone)]
    if referral.expected_on:
        parts.append(f"place expected about {day(referral.expected_on)}")
    if referral.wanted_by:
        parts.append(f"wanted by {day(referral.wanted_by)}")
    if referral.revisit_on:
        parts.append(f"to come back to on {day(referral.revisit_on)}")
    return " · ".join(parts)


def _reduces(referral: Referral) -> str:
    danger = _REDUCES[referral.reduces] if referral.reduces else ""
    enough = "enough for now" if referral.sufficient else ""
    return " · ".join(filter(None, (danger, enough)))


def _service(referral: Referral) -> str:
    service = referral.service
    wait = f"usual wait {service.wait_weeks} weeks" if service.wait_weeks else ""
    contact = f"contact {plain(shortened(service.contact, _LONGEST))}" if service.contact else ""
    return _capital(" · ".join(filter(None, (contact, wait))))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
