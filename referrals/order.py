"""One client's referrals in order, the first of them the client's *next*.

Serves clinical rule "order": what reduces danger or steadies comes first, then what the client would most likely do,
then the oldest. Total and stable: no two referrals compare equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from referrals.model import Purpose, Referral

# Unasked readiness sorts in the middle: neither a "no" nor a "yes" is put in the client's mouth.
UNASKED = 5


def in_order(referrals: Iterable[Referral]) -> list[Referral]:
    """The referrals, the one to raise next first."""
    return sorted(referrals, key=_rank)


def urgency(referral: Referral) -> tuple[bool, bool]:
    """What reduces danger sorts first, then what steadies the living situation."""
    return (Purpose.CRISIS not in referral.purposes, Purpose.LIVING not in referral.purposes)


def _rank(referral: Referral) -> tuple[bool, bool, int, datetime, int]:
    asked = referral.readiness if referral.readiness and not referral.readiness.guess else None
    return (
        *urgency(referral),
        -(asked.value if asked else UNASKED),
        referral.created_at,
        referral.id,
    )
