"""One referral's page: all that is known of it, and every tap on it; and choosing among a client's referrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _n
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
    wanted,
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

_REDUCES = Phrases(
    {
        RiskKind.SELF: N_("reduces danger to self"),
        RiskKind.OTHERS: N_("reduces danger to others"),
        RiskKind.DEPENDENT: N_("reduces danger to a child or dependent adult"),
        RiskKind.VIOLENCE: N_("reduces danger from violence at home"),
        RiskKind.MEDICAL: N_("reduces medical danger or danger in withdrawal"),
    }
)
_HELD = {
    Hold.RISK: N_("on hold since {day}: what is acute comes first; {state} before"),
    Hold.CHOICE: N_("on hold since {day}: another option was picked; {state} before"),
    Hold.STAY: N_("on hold since {day}: the client is in hospital; {state} before"),
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
        f"{heading(client.code, referral)} · {_where(referral)}",
        _capital(" · ".join(filter(None, (purposes(referral) or _("no purpose noted yet"), _reduces(referral))))),
        _capital(_standing(referral, now, zone)),
        _capital(ready_line(referral) or _("not asked yet how ready")),
        _("In the way: {barrier}.", barrier=BARRIERS[referral.barrier]) if referral.barrier else "",
        plan_line(referral),
        heard_line(referral),
        _("Note: {note}", note=plain(shortened(referral.note, _LONGEST))) if referral.note else "",
        _service(referral),
        consent_line(client, referral, stands_permission),
        word_line(referral, zone),
        f"{condition_line(condition)}." if condition else "",
        _("Its place: {why}.", why=why(referral)) if referral.open else "",
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
    home = Button(_("Back"), encode(Action.OPEN_CLIENT, client.id))
    ends = (Button(_("Ended ({count})", count=ended), encode(Action.UPDATE, client.id, "ended")),) if ended else ()
    if not listed:
        line_ = code(_("{code} psych eval", code=client.code))
        nothing = _("{code}: nothing open. To log a referral: {line}", code=bold(client.code), line=line_)
        return Card(nothing, ((*ends, home),))
    shown = [f"{plain(named(one.service))} · {standing(one, now, zone)}" for one in listed[:_SHOWN]]
    more = [_("and {services}", services=names(listed[_SHOWN:]))] if listed[_SHOWN:] else []
    asked = _("{code}: which one?", code=bold(client.code))
    return Card("\n".join([asked, *shown, *more]), (*_choose(listed), (*ends, home)))


def ended_ones(client: Client, listed: Sequence[Referral], now: datetime, zone: tzinfo) -> Card:
    """`listed` the newest ending first."""
    home = (
        Button(_("Open ones"), encode(Action.UPDATE, client.id)),
        Button(_("Back"), encode(Action.OPEN_CLIENT, client.id)),
    )
    if not listed:
        return Card(_("{code}: nothing has ended.", code=bold(client.code)), (home,))
    shown = [f"{plain(named(one.service))} · {standing(one, now, zone)}" for one in listed[:_SHOWN]]
    ended = _("{code}, ended:", code=bold(client.code))
    return Card("\n".join([ended, *shown]), (*_choose(listed), home))


def reopened(client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo) -> Card:
    open_it = Button(_("Open it"), encode(Action.REFERRAL, referral.id))
    said = _("{referral}: open again, from the start.", referral=heading(client_code, referral))
    return Card(f"{said}\n{next_ask(planned, zone, referral)}", ((open_it, undo(change_id)),))


def open_already(client_code: str, referral: Referral) -> Card:
    return Card(_("{referral} is open already; nothing was changed.", referral=heading(client_code, referral)))


def nothing_to_reopen(client_code: str, ended: Sequence[Referral]) -> Card:
    said = [_("{code} has no ended referral like that.", code=plain(client_code))]
    if ended:
        said.append(_("Ended: {services}.", services=names(ended)))
    said.append(_("Nothing was changed."))
    return Card(" ".join(said))


def _choose(listed: Sequence[Referral]) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        (Button(shortened(named(one.service), 40), encode(Action.REFERRAL, one.id)),) for one in listed[:_SHOWN]
    )


def _standing(referral: Referral, now: datetime, zone: tzinfo) -> str:
    parts = [_held(referral, now, zone) if referral.held else standing(referral, now, zone)]
    if referral.expected_on:
        parts.append(_("place expected about {day}", day=day(referral.expected_on)))
    parts.append(wanted(referral))
    if referral.revisit_on:
        parts.append(_("to come back to on {day}", day=day(referral.revisit_on)))
    return " · ".join(filter(None, parts))


def _held(referral: Referral, now: datetime, zone: tzinfo) -> str:
    before = STATES[stands(referral)]
    if referral.hold and referral.held_at:
        since = day(referral.held_at.astimezone(zone).date())
        said = _(_HELD[referral.hold], day=since, state=before)
    else:
        said = _("on hold for now; {state} before", state=before)
    return ", ".join([said, *([standing(referral, now, zone)] if referral.appointment_at else [])])


def _where(referral: Referral) -> str:
    return _("in-house") if referral.service.in_house else _("outside")


def _reduces(referral: Referral) -> str:
    danger = _REDUCES[referral.reduces] if referral.reduces else ""
    enough = _("enough for now") if referral.sufficient else ""
    return " · ".join(filter(None, (danger, enough)))


def _service(referral: Referral) -> str:
    service = referral.service
    weeks = service.wait_weeks
    wait = _n("usual wait {count} week", "usual wait {count} weeks", weeks) if weeks else ""
    contact = _("contact {contact}", contact=plain(shortened(service.contact, _LONGEST))) if service.contact else ""
    return _capital(" · ".join(filter(None, (contact, wait))))


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
