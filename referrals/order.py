"""One client's referrals in order, the first of them the client's *next*, and the reason for its place.

Serves clinical rule "order": what reduces danger comes first, whatever else is said; then what the therapist put first;
then what steadies the living situation, the client's own wishes, her readiness, and age. Total and stable: no two
referrals compare equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from referrals.model import Purpose, Referral, ServiceKind

# Unasked readiness sorts in the middle: neither a "no" nor a "yes" is put in the client's mouth.
UNASKED = 5


class Reason(StrEnum):
    """Why a referral stands where it does: the first of these that sets it apart."""

    HELD = "held"
    SAFETY = "safety"
    THERAPIST = "therapist"
    STABILITY = "stability"
    WISH = "wish"
    READINESS = "readiness"
    AGE = "age"


def in_order(referrals: Iterable[Referral]) -> list[Referral]:
    """The referrals, the one to raise next first; those that rest come last."""
    return sorted(referrals, key=_rank)


def by_client(referrals: Iterable[Referral]) -> defaultdict[int, list[Referral]]:
    """Each client's referrals by her id, in the order in which they were given; of whoever has none, an empty list."""
    found: defaultdict[int, list[Referral]] = defaultdict(list)
    for referral in referrals:
        found[referral.client_id].append(referral)
    return found


Urgency = tuple[bool, bool, float, bool, bool, float]


def urgency(referral: Referral) -> Urgency:
    """What is decided before readiness and age: danger, the therapist's own order, stability, the client's wish."""
    first, wished = referral.first_at, referral.wished_at  # the newest of either comes first
    return (
        not reduces_danger(referral),
        first is None,
        -first.timestamp() if first else 0.0,
        Purpose.LIVING not in referral.purposes,
        wished is None,
        -wished.timestamp() if wished else 0.0,
    )


def reduces_danger(referral: Referral) -> bool:
    """Whether it names a danger it reduces, is there to steady a crisis, or is a crisis line."""
    return (
        referral.reduces is not None
        or Purpose.CRISIS in referral.purposes
        or referral.service.kind is ServiceKind.CRISIS_LINE
    )


def reason(referral: Referral) -> Reason:
    """What puts the referral where it stands."""
    marks = {
        Reason.HELD: referral.held,
        Reason.SAFETY: reduces_danger(referral),
        Reason.THERAPIST: referral.first_at is not None,
        Reason.STABILITY: Purpose.LIVING in referral.purposes,
        Reason.WISH: referral.wished_at is not None,
        Reason.READINESS: referral.own_readiness is not None,
    }
    return next((why for why, holds in marks.items() if holds), Reason.AGE)


def _rank(referral: Referral) -> tuple[bool, Urgency, int, datetime, int]:
    own = referral.own_readiness
    readiness = UNASKED if own is None else own
    return (referral.held, urgency(referral), -readiness, referral.created_at, referral.id)
