"""An acute case nobody has taken up yet: the next one is told. Serves clinical rule "acute"."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.alerts import tell_next
from storage.alerts import OpenAlert
from storage.work import UnitOfWork


class AlertFailedError(Exception):
    """Nobody can be told of an alert; its cause says why. Everything else that is due is not to wait for it."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(alert_id)
        self.alert_id = alert_id


def alert_once(work: UnitOfWork, now: datetime) -> bool:
    """Claims one due alert and tells the next person, in this transaction; False when none is due.

    Raises AlertFailedError, and what the database raises as it is.
    """
    alert = work.alerts.due(now)
    if alert is None:
        return False
    work.audit.by("alert", now)
    try:
        _tell(work, alert, now)
    except SQLAlchemyError:
        raise
    except Exception as error:
        raise AlertFailedError(alert.id) from error
    return True


def _tell(work: UnitOfWork, alert: OpenAlert, now: datetime) -> None:
    owner = work.people.by_id(alert.owner_id)
    client = work.caseload(alert.owner_id).client_by_id(alert.client_id)
    if owner is None or client is None:
        work.alerts.end(alert.id, now)
    else:
        tell_next(work, alert, owner, client, now)
