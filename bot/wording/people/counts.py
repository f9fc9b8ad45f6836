"""A caseload in counts, which is all that anybody but its owner reads of it."""

from __future__ import annotations

from bot.wording.language import _, _n
from bot.wording.risk.risk import DANGER
from storage.handover import Load


def clients(count: int) -> str:
    return _n("one client", "{count} clients", count) if count else _("no clients")


def load(one: Load) -> str:
    """12 clients (3 of them closed), 20 open referrals"""
    said, referrals = clients(one.clients), _referrals(one.open_referrals)
    if not one.closed:
        return f"{said}, {referrals}"
    return _n(
        "{clients} ({count} of them closed), {referrals}",
        "{clients} ({count} of them closed), {referrals}",
        one.closed,
        clients=said,
        referrals=referrals,
    )


def _referrals(count: int) -> str:
    return _n("one open referral", "{count} open referrals", count) if count else _("no open referrals")


def at_risk(one: Load) -> str:
    """How many need looking after, nothing where nobody does."""
    if one.acute and one.elevated:
        return _("Logged at risk: {acute} acute and {elevated} elevated.", acute=one.acute, elevated=one.elevated)
    if one.acute:
        return _("Logged at risk: {acute} acute.", acute=one.acute)
    return _("Logged at risk: {elevated} elevated.", elevated=one.elevated) if one.elevated else ""


def danger(one: Load) -> str:
    """What stands first wherever somebody may be in danger (clinical rule "danger line")."""
    return _(DANGER) if one.acute else ""
