"""A caseload in counts, which is all that anybody but its owner reads of it."""

from __future__ import annotations

from bot.wording.risk.risk import DANGER
from storage.handover import Load

PRESENT = "somebody must look after them today"


def clients(count: int) -> str:
    return "one client" if count == 1 else f"{count or 'no'} clients"


def load(one: Load) -> str:
    """12 clients (3 of them closed), 20 open referrals"""
    closed = f" ({one.closed} of them closed)" if one.closed else ""
    referrals = "one open referral" if one.open_referrals == 1 else f"{one.open_referrals or 'no'} open referrals"
    return f"{clients(one.clients)}{closed}, {referrals}"


def at_risk(one: Load) -> str:
    """How many need looking after, nothing where nobody does."""
    both = (f"{count} {level}" for count, level in ((one.acute, "acute"), (one.elevated, "elevated")) if count)
    found = " and ".join(both)
    return f"Logged at risk: {found}." if found else ""


def danger(one: Load) -> str:
    """What stands first wherever somebody may be in danger (clinical rule "danger line")."""
    return DANGER if one.acute else ""
