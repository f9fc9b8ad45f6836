"""Whether several referrals at once are worth a gentle question. Serves clinical rule "several at once".

They may say more about the therapist's load than about the client's need; the question is hers to leave.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from referrals.client import Client

MANY_AT_ONCE = 3
MANY_OPEN = 4
_AT_MOST_EVERY = timedelta(days=7)


def asks(client: Client, added: int, open_now: int, now: datetime) -> bool:
    """Whether to ask once `added` referrals were logged together at `now` (UTC) and `open_now` are open with them.

    Three or more at once, or a fourth open one, bring the question; for one client it comes once in seven days.
    """
    if client.load_asked_at is not None and now - client.load_asked_at < _AT_MOST_EVERY:
        return False
    return added >= MANY_AT_ONCE or (added > 0 and open_now >= MANY_OPEN)


def asked(client: Client, now: datetime) -> Client:
    """The client once the question was put at `now` (UTC)."""
    return replace(client, load_asked_at=now)
