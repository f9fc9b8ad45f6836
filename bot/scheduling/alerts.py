"""An acute case nobody has taken up yet: the next one is told. Serves clinical rule "acute"."""

from __future__ import annotations

from datetime import datetime

from bot.alerts import tell_next
from storage.work import UnitOfWork


def alert_once(work: UnitOfWork, now: datetime) -> bool:
    """Claims one due alert and tells the next person, in this transaction; False when none is due."""
    alert = work.alerts.due(now)
    if alert is None:
        return False
    work.audit.by("alert", now)
    owner = work.people.by_id(alert.owner_id)
    client = work.caseload(alert.owner_id).client_by_id(alert.client_id)
    if owner is None or client is None:
        work.alerts.end(alert.id, now)
    else:
        tell_next(work, alert, owner, client, now)
    return True
