"""What stands on the agenda's paper: every word of it. The template only lays it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import unescape
from typing import Any

from bot.wording.card import Card
from bot.wording.clients.history import EVENTS
from bot.wording.directory.named import named
from bot.wording.language import _, _n
from bot.wording.referrals.framing import heard_line
from bot.wording.referrals.referral import BARRIERS, purposes, standing, wanted
from bot.wording.risk.risk import asked
from bot.wording.supervision import conditions as condition_wording
from bot.wording.supervision.cases import CaseShown, reasons
from bot.wording.text import day, moment
from referrals.model import Barrier, Referral
from referrals.order import in_order
from referrals.readiness import own_numbers
from referrals.supervisors import Condition

_TRIED = (
    "contacted",
    "waitlisted",
    "booked",
    "missed",
    "repaired",
    "picked",
    "put_first",
    "word_back",
)


_LETTER = frozenset({"US", "CA", "MX"})  # where paper is not A4, by ISO 3166


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is: what the reader is called, her practice, and the practice's region (ISO 3166)."""

    called: str
    practice: str
    region: str | None


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One case: `barriers` and `steps` (kinds of event, oldest first) by the referral's id; `shared` of a reflection.

    `therapist` is whose case it is, on a supervisor's paper; empty on her own.
    """

    case: CaseShown
    therapist: str
    barriers: Mapping[int, Sequence[Barrier]]
    steps: Mapping[int, Sequence[str]]
    conditions: Sequence[Condition]
    shared: str | None


def paper(
    cases: Sequence[OnPaper], head: Letterhead, meets_at: datetime | None, as_of: datetime, zone: tzinfo
) -> Mapping[str, Any]:
    """The whole page as data; `meets_at` (UTC) is the supervision it is for, None where it is for none of them."""
    return {
        "letter": (head.region or "").split("-")[0] in _LETTER,
        "title": _("Supervision"),
        "when": moment(meets_at or as_of, zone),
        "whose": " · ".join(filter(None, (head.called, head.practice))),
        "count": _n("one case", "{count} cases, in the order of need", len(cases)) if cases else _("no case"),
        "footer": _("Client codes only. As of {moment}. Not part of the clinical record.", moment=moment(as_of, zone)),
        "question": _("The question"),
        "shared": _("Shared"),
        "cases": [_case(one, as_of, zone) for one in cases],
    }


def caption(count: int) -> str:
    """Under the document in the chat. Unlike a card it can be passed on, and says so."""
    return _n(
        "The agenda, one case, in codes only. This file can be forwarded and saved: mind where it goes.",
        "The agenda, {count} cases, in codes only. This file can be forwarded and saved: mind where it goes.",
        count,
    )


def nothing_to_print() -> Card:
    return Card(_("No case for supervision: there is nothing to print."))


def not_made() -> Card:
    """What was asked for will not come; the chat has all of it as well."""
    return Card(_("The agenda could not be made as a file. /supervision and /agenda show the same cases."))


def _case(one: OnPaper, as_of: datetime, zone: tzinfo) -> dict[str, Any]:
    client = one.case.client
    open_ones = in_order(r for r in one.case.referrals.values() if r.open)
    return {
        "code": client.code,
        "whose": one.therapist,
        "risk": asked(client, zone),
        "why": [_plain(reason) for reason in reasons(one.case)] or [_("Noted by hand")],
        "referrals": [_referral(r, one, place, as_of, zone) for place, r in enumerate(open_ones)],
        "conditions": [condition_wording.standing(condition) for condition in one.conditions],
        "line": client.raised_line or "",
        "shared": one.shared or "",
    }


def _referral(referral: Referral, one: OnPaper, place: int, as_of: datetime, zone: tzinfo) -> dict[str, Any]:
    numbers = own_numbers(referral)
    in_the_way = Counter(one.barriers.get(referral.id, ()))
    barriers = [_barrier(barrier, count) for barrier, count in in_the_way.items()]
    tried = [EVENTS[kind] for kind in _TRIED if kind in one.steps.get(referral.id, ())]
    so_far = (
        _("In the way: {barriers}", barriers="; ".join(barriers)) if barriers else "",
        _("So far: {steps}", steps=", ".join(tried)) if tried else "",
        heard_line(referral).rstrip("."),
    )
    plan = _("Plan: “{plan}”", plan=referral.plan) if referral.plan else ""
    return {
        "name": named(referral.service),
        "place": _("next") if place == 0 else _("then"),
        "stands": " · ".join(filter(None, (purposes(referral), standing(referral, as_of, zone), _dates(referral)))),
        "readiness": numbers,
        "ready": _ready(referral),
        "more": list(filter(None, (" · ".join(filter(None, so_far)), plan))),
    }


def _barrier(barrier: Barrier, count: int) -> str:
    if count == 1:
        return BARRIERS[barrier]
    return _("{barrier}, {count} times", barrier=BARRIERS[barrier], count=count)


def _dates(referral: Referral) -> str:
    """The days still to come that are not an appointment."""
    place = _("a place expected {day}", day=day(referral.expected_on)) if referral.expected_on else ""
    return ", ".join(filter(None, (place, wanted(referral))))


def _ready(referral: Referral) -> str:
    """The client's own number; a guess is marked as one, and never drawn (clinical rule "readiness")."""
    own, last = referral.own_readiness, referral.readiness
    said = _("ready {number}", number=own) if own is not None else ""
    return ", ".join(filter(None, (said, _("guess ~{number}", number=last.value) if last and last.guess else "")))


def _plain(words: str) -> str:
    """The reasons are made for cards: on paper there is no markup to escape for."""
    return unescape(words)
