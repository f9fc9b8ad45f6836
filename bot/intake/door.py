"""What both ways in, polling and the webhook, make of what came, before it is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from bot.intake.updates import receive, unreadable
from bot.watching.tally import Tally
from storage.inbox import Received

log = structlog.get_logger()


def taken_in(raw: Any, now: datetime, tally: Tally) -> Received | None:
    """What is to be kept of an update: as parsed JSON, or as its text where it is none.

    None for one without an id, which can neither be stored nor be told from another.
    """
    received = unreadable(raw) if isinstance(raw, str) else receive(raw, now)
    if received is None:
        log.error("update without an id passed over")
    elif received.quarantined:
        log.error("update quarantined", update_id=received.update_id)
        tally.set_aside()
    return received
