"""How long something is kept, and when it may be erased. Serves clinical rule "own data"."""

from __future__ import annotations

from datetime import datetime

from dateutil.relativedelta import relativedelta

from referrals.client import Client, Closing

FEWEST_MONTHS, MOST_MONTHS = 1, 120


def may_be_erased(client: Client) -> bool:
    """Not while risk is logged of her: whoever looks after her needs what is here. One who has died may be."""
    return not client.safety.at_risk or client.closed_because is Closing.DIED


def leaves_before(now: datetime, months: int) -> datetime:
    """What ended before that instant (UTC) has been kept for `months`."""
    return now - relativedelta(months=months)
