"""What the client's own number says, 0 to 10: its trend, what to do with it, and how often to ask for it.

Serves clinical rules "readiness" and "barriers". A therapist's guess is kept and never counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from referrals.client import Client
from referrals.model import Referral
from referrals.sessions import next_session

LOW = 4
HIGH = 7
# A difference smaller than this is no trend.
_CLEAR = 2
_SESSIONS_BETWEEN = 3
_DAYS_BETWEEN = timedelta(days=21)


class Trend(StrEnum):
    """Which way the client's own number goes."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


class Approach(StrEnum):
    """What is worth doing next about a referral that was not done yet."""

    ASK = "ask"  # her number is not known
    EXPLORE = "explore"
    BARRIER = "barrier"
    PLAN = "plan"


def own_numbers(referral: Referral) -> list[int]:
    """What the client herself said, oldest first."""
    return [reading.value for reading in referral.readings if not reading.guess]


def trend(referral: Referral) -> Trend | None:
    """Two points or more from the number before, or, in small steps, from the one before that; None of one number."""
    *earlier, last = own_numbers(referral) or [0]
    for before in reversed(earlier[-2:]):
        if abs(last - before) >= _CLEAR:
            return Trend.RISING if last > before else Trend.FALLING
    return Trend.STEADY if earlier else None


def approach(referral: Referral) -> Approach:
    """Low or in between: explore what speaks for it. High and still undone: the barrier first, then an if-then plan."""
    own = referral.own_readiness
    if own is None:
        return Approach.ASK
    if own < HIGH:
        return Approach.EXPLORE
    return Approach.BARRIER if referral.barrier is None else Approach.PLAN


def lower(value: int) -> int:
    """The number to ask about beside `value`: "why 4 and not 2?"."""
    return max(value - _CLEAR, 0)


def may_ask(referral: Referral, client: Client, now: datetime) -> bool:
    """Whether the bot may ask for the number again: at most every third session since her last own one.

    Without session times, or in a pause without an end, 21 days. `now` (UTC) is the start of the session in question
    when the question is put before or after it.
    """
    last = next((reading.at for reading in reversed(referral.readings) if not reading.guess), None)
    if last is None:
        return True
    if client.sessions is None:
        return now - last >= _DAYS_BETWEEN
    session: datetime | None = last
    for _ in range(_SESSIONS_BETWEEN):
        session = next_session(client.sessions, session) if session else None
    return session <= now if session else now - last >= _DAYS_BETWEEN
