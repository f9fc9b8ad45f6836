"""One due thing: done in a transaction of its own, or put off where it cannot be said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.orm.exc import StaleDataError

from bot.scheduling.alerts import AlertFailedError, alert_once
from bot.scheduling.nudges import nudge_once
from bot.scheduling.parts import NudgeFailedError
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

# Longer than what falls due together, so that one that cannot be said does not hold up the rest again at once.
_AFTER_FAILURE = timedelta(hours=2)
_AFTER_FAILED_ALERT = timedelta(minutes=5)

Led = Callable[[Callable[[UnitOfWork], bool]], Awaitable[bool]]  # does it if this process leads


async def one_due(store: Store, led: Led, now: datetime) -> bool:
    """Handles one due thing, what danger makes urgent first; whether to go on at once."""
    try:
        return await led(partial(alert_once, now=now)) or await led(partial(nudge_once, now=now))
    except StaleDataError:
        return True  # its client spoke in the same moment: look again
    except AlertFailedError as failed:
        log.error("alert put off", alert_id=failed.alert_id, error=failed.__cause__)
        await store.run(partial(_put_off_alert, failed=failed, now=now))
        return True
    except NudgeFailedError as failed:
        log.error("nudge put off", owner_id=failed.owner_id, nudge_id=failed.nudge_id, error=failed.__cause__)
        await store.run(partial(_put_off, failed=failed, now=now))
        return True


def _put_off(work: UnitOfWork, failed: NudgeFailedError, now: datetime) -> None:
    work.nudges.postpone(failed.owner_id, failed.nudge_id, now + _AFTER_FAILURE, now)


def _put_off_alert(work: UnitOfWork, failed: AlertFailedError, now: datetime) -> None:
    work.alerts.wait(failed.alert_id, now + _AFTER_FAILED_ALERT)
