"""How a recommendation was heard, and what follows. Serves clinical rule "heard as rejection".

After a rejection comes repair and not a reminder: nothing is asked about the referral until the next session, and then
the question is about repair.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from referrals.client import Client
from referrals.model import Heard, Purpose, Referral
from referrals.sessions import next_session
from referrals.timing import ask_after

# Where no session is known, the conversation still needs some days to come about.
_WITHOUT_SESSIONS = timedelta(days=7)
# A referral may have several purposes; how to say it goes by the one that weighs most.
_WEIGHT = (Purpose.CRISIS, Purpose.LIVING, Purpose.DIAGNOSIS, Purpose.PRACTICE)


def needs_repair(referral: Referral) -> bool:
    """Whether it was heard as rejection and has not been talked about since."""
    return referral.open and referral.heard is Heard.REJECTION


def heard_as(referral: Referral, heard: Heard, client: Client, now: datetime) -> Referral:
    """The referral once it is known how it was heard at `now` (UTC)."""
    told = replace(referral, heard=heard, heard_at=now)
    if not referral.open or referral.held or referral.appointment_at is not None:
        return told
    if heard is Heard.REJECTION:
        session = next_session(client.sessions, now) if client.sessions else None
        return replace(told, next_check_at=session or now + _WITHOUT_SESSIONS)
    return replace(told, next_check_at=ask_after(told, now)) if needs_repair(referral) else told


def main_purpose(referral: Referral) -> Purpose | None:
    """The purpose to speak of when the recommendation is put into words."""
    return next((purpose for purpose in _WEIGHT if purpose in referral.purposes), None)
