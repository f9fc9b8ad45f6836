"""Referrals and their history as tables for people. docs/export.md has every column.

The names of columns are fixed in every language, so that a table can be read back; what stands under them is in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.exchange.holdings import Case, Handed, Holding
from bot.exchange.table import Cell, Form, Table
from bot.wording.clients.history import told
from bot.wording.directory.services import KINDS
from bot.wording.language import N_, Phrases, _c
from bot.wording.referrals.referral import BARRIERS, PURPOSES, STATES
from referrals.lifecycle import Ending
from referrals.model import Consent, Referral
from storage.history import Happened

REFERRALS, HISTORY = "referrals", "history"
CONSENTS = Phrases({Consent.GIVEN: N_("given"), Consent.WITHDRAWN: N_("withdrawn")})
# By their words, for an archive that was read back may have another.
_ENDINGS: Phrases[str] = Phrases(
    {
        Ending.ATTENDED: N_("the client went"),
        Ending.CLIENT_DECIDED: N_("the client decided, for now"),
        Ending.NO_LONGER_RECOMMENDED: N_("no longer recommended"),
        Ending.NOT_AVAILABLE: N_("not available"),
        Ending.PARTED: N_("the work ended"),
        Ending.DIED: N_("the client died"),
    }
)
_THERAPIST = (("therapist", Form.NUMBER),)
_REFERRAL = (
    ("code", Form.WORDS),
    ("service", Form.WORDS),
    ("kind", Form.WORDS),
    ("state", Form.WORDS),
    ("since", Form.DAY),
    ("purposes", Form.WORDS),
    ("readiness", Form.NUMBER),
    ("barrier", Form.WORDS),
    ("appointment", Form.MOMENT),
    ("expected_on", Form.DAY),
    ("wanted_by", Form.DAY),
    ("consent", Form.WORDS),
    ("consent_until", Form.DAY),
    ("recommended", Form.DAY),
    ("ended_because", Form.WORDS),
    ("revisit_on", Form.DAY),
    ("zone", Form.WORDS),
)
_OWN_WORDS = (("plan", Form.WORDS), ("note", Form.WORDS))
_EVENT = (
    ("code", Form.WORDS),
    ("service", Form.WORDS),
    ("at", Form.MOMENT),
    ("what", Form.WORDS),
    ("by", Form.WORDS),
    ("zone", Form.WORDS),
)


def tables(handed: Handed) -> tuple[Table, Table]:
    """The referrals, a row each, and what happened. Of several therapists each row says whose it is."""
    whose, words = ((), _OWN_WORDS) if handed.own else (_THERAPIST, ())
    referrals = tuple(
        _whose(handed, holding, row) for holding in handed.holdings for row in _referrals(handed, holding)
    )
    history = tuple(_whose(handed, holding, row) for holding in handed.holdings for row in _history(handed, holding))
    return (
        Table(REFERRALS, (*whose, *_REFERRAL, *words), referrals),
        Table(HISTORY, (*whose, *_EVENT), history),
    )


def ending(one: Referral) -> str | None:
    """Why it ended, None where it did not."""
    if one.ended_because is None:
        return None
    return _ENDINGS.get(one.ended_because, one.ended_because.replace("_", " "))


def _whose(handed: Handed, holding: Holding, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return row if handed.own else (holding.member_id, *row)


def _referrals(handed: Handed, holding: Holding) -> Iterator[tuple[Cell, ...]]:
    for case in holding.cases:
        for one in case.referrals:
            row = _referral(case, one, holding.zone)
            yield (*row, one.plan, one.note) if handed.own else row


def _referral(case: Case, one: Referral, zone: ZoneInfo) -> tuple[Cell, ...]:
    return (
        case.client.code,
        one.service.name,
        KINDS[one.service.kind].lower(),
        STATES[one.state],
        _day(one.moved_at, zone),
        ", ".join(PURPOSES[purpose] for purpose in sorted(one.purposes)) or None,
        one.own_readiness,
        BARRIERS[one.barrier] if one.barrier else None,
        _appointment(one, zone),
        one.expected_on.isoformat() if one.expected_on else None,
        one.wanted_by.isoformat() if one.wanted_by else None,
        CONSENTS[one.consent] if one.consent else None,
        one.consent_until.isoformat() if one.consent_until else None,
        _day(one.created_at, zone),
        ending(one),
        one.revisit_on.isoformat() if one.revisit_on else None,
        zone.key,
    )


def _history(handed: Handed, holding: Holding) -> Iterator[tuple[Cell, ...]]:
    for case in holding.cases:
        services = {one.id: one.service.name for one in case.referrals}
        for event in case.history:
            yield (
                case.client.code,
                services.get(event.referral_id or 0),
                _moment(event.at, holding.zone),
                told(event.kind, event.detail),
                _by(handed, holding, event),
                holding.zone.key,
            )


def _by(handed: Handed, holding: Holding, event: Happened) -> str:
    if not handed.own:
        return str(event.member_id)
    return _c("who did it", "you") if event.member_id == holding.member_id else _c("who did it", "another")


def _appointment(one: Referral, zone: ZoneInfo) -> str | None:
    if one.appointment_at is None:
        return None
    return _moment(one.appointment_at, zone) if one.appointment_timed else _day(one.appointment_at, zone)


def _day(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
