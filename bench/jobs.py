"""The usual way beside ours: one APScheduler 3.11 job for each referral, in its SQLAlchemyJobStore."""

from __future__ import annotations

import pickle
import time
from datetime import datetime, timedelta

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from apscheduler.util import datetime_to_utc_timestamp
from sqlalchemy import Engine

_AT_ONCE = 10_000


def ask(referral_id: int) -> None:
    """What a job would do."""


class Jobs:
    """So many jobs, the first `due` of which have come at `now` (UTC)."""

    def __init__(self, engine: Engine, jobs: int, due: int, now: datetime) -> None:
        self._due, self._now = due, now
        self._store = SQLAlchemyJobStore(engine=engine)
        self._store.start(BackgroundScheduler(timezone="UTC"), "default")
        # As `add_job` would write it; that takes a third of a millisecond for each.
        self._like = Job(
            self._store._scheduler,
            id="like",
            name="like",
            func=ask,
            args=(1,),
            kwargs={},
            trigger=IntervalTrigger(hours=24, timezone="UTC"),
            executor="default",
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
            next_run_time=now,
        ).__getstate__()
        with engine.begin() as connection:
            for first in range(0, jobs, _AT_ONCE):
                numbers = range(first, min(jobs, first + _AT_ONCE))
                connection.execute(self._store.jobs_t.insert(), [self._row(number) for number in numbers])

    def _row(self, number: int) -> dict[str, object]:
        at = self._now if number < self._due else self._now + timedelta(days=365, minutes=number)
        name = f"referral:{number}"
        state = {**self._like, "id": name, "args": (number,), "next_run_time": at}
        return {"id": name, "next_run_time": datetime_to_utc_timestamp(at), "job_state": pickle.dumps(state)}

    def claim(self) -> float:
        """What its scheduler does with its store when jobs are due, without running them; milliseconds."""
        began = time.perf_counter()
        due: list[Job] = self._store.get_due_jobs(self._now)
        for job in due:
            last = job._get_run_times(self._now)[-1]
            job._modify(next_run_time=job.trigger.get_next_fire_time(last, self._now))
            self._store.update_job(job)
        took = time.perf_counter() - began
        if len(due) != self._due:
            raise AssertionError(f"{len(due)} jobs were due")
        self._now += timedelta(hours=24)
        return took * 1000
