"""Why a client's referrals stand in their order, in one sentence. Serves clinical rule "order"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.directory.named import named
from bot.wording.referrals.referral import FIRST_BECAUSE
from bot.wording.risk.risk import LEVELS
from bot.wording.text import plain
from referrals.client import Client
from referrals.model import Referral
from referrals.order import Reason, reason


def why_this_order(client: Client, open_ones: Sequence[Referral]) -> str:
    """`open_ones` in order, without those that rest; empty where there is nothing to put in order."""
    if len(open_ones) < 2:
        return ""
    reasons = list(dict.fromkeys(map(reason, open_ones)))
    if Reason.READINESS in reasons and Reason.AGE in reasons:  # whoever was not asked stands in the middle
        reasons.remove(Reason.AGE)
    risk = f"{LEVELS[client.safety.level]} is logged" if client.safety.at_risk else "nothing at risk is logged"
    firsts = {reason(r): r for r in reversed(open_ones)}
    said = [_phrase(why, firsts[why], plain(client.code)) for why in reasons]
    return f"Why this order: {risk}; {'; then '.join(said)}."


def _phrase(why: Reason, first: Referral, client_code: str) -> str:
    name = plain(named(first.service))
    because = FIRST_BECAUSE.get(first.first_because) if first.first_because else None
    return {
        Reason.HELD: "what rests",
        Reason.SAFETY: f"{name} reduces danger or steadies a crisis",
        Reason.THERAPIST: f"you put {name} first" + (f" because {because}" if because else ""),
        Reason.STABILITY: f"{name} steadies the living situation",
        Reason.WISH: f"{client_code}’s own wish",
        Reason.READINESS: f"{client_code}’s own readiness",
        Reason.AGE: "what has waited longest",
    }[why]
