"""Permission to share information with the provider of a service. Serves clinical rule "consent".

Agreeing to go is not consent. Without it the client can call, and the therapist cannot yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from referrals.client import Client
from referrals.model import Consent, Referral


class Permission(StrEnum):
    """How it stands with the permission on one day."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOBODY_KNOWN = "nobody_known"  # given, but who may give it is not noted


def permission(referral: Referral, client: Client, today: date) -> Permission:
    """How it stands on `today`, a date of the therapist's; the last day of a permission still counts."""
    if referral.consent is None:
        return Permission.NOT_ASKED
    if referral.consent is Consent.WITHDRAWN:
        return Permission.WITHDRAWN
    if referral.consent_until is not None and today > referral.consent_until:
        return Permission.EXPIRED
    return Permission.GIVEN if client.consenter else Permission.NOBODY_KNOWN


def may_call(referral: Referral, client: Client, today: date) -> bool:
    """Whether the therapist may speak with the provider about the client, and may keep word that comes back."""
    return permission(referral, client, today) is Permission.GIVEN


def give(referral: Referral, today: date, months: int | None) -> Referral:
    """The referral with permission given on `today`, for so many months, None without an end said."""
    until = today + relativedelta(months=months) if months else None
    return replace(referral, consent=Consent.GIVEN, consent_until=until)


def withdraw(referral: Referral) -> Referral:
    return replace(referral, consent=Consent.WITHDRAWN, consent_until=None)
