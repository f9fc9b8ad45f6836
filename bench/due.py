"""Is what falls due found as fast among a million referrals as among ten thousand?

A thousand therapists have a message due. A tick claims one of them, says the message, notes when to ask next and plans
anew, in one transaction; that is timed whole, a thousand times, by turns at each size. Timed apart is the claim alone:
the thousand found, locked and moved on in one statement. Beside it stands one APScheduler 3.11 job for each referral in
its SQLAlchemyJobStore, which finds its thousand jobs and moves them on, and does nothing of what a tick does besides.
Nobody waits for the disk here, and neither does the rival: that takes as long at any size.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, Update, func, select, update

from bench.big import CLIENTS, DUE, ENGINES, NOW, Make, Size, analyse
from bench.curve import draw
from bench.jobs import Jobs
from bot.scheduling.alerts import alert_once
from bot.scheduling.nudges import nudge_once
from storage.models import NUDGE_PLANNED, Nudge, NudgeState
from storage.session import table_of
from storage.store import Store
from storage.traffic import OutboxRow
from storage.work import UnitOfWork

SIZES = (10_000, 100_000, 1_000_000)
QUICK, _QUICK_DUE, _QUICK_CLIENTS = (300, 1_000, 2_000), 20, 3
MOST_GROWTH, LEAST_FASTER = 1.3, 100
SLICES = 10
_CLAIMS = 7
_PICTURE = Path("docs/pictures/due.png")


@dataclass(slots=True)
class Course:
    """How long a thousand took at each size, in milliseconds: one figure a slice, or a try."""

    name: str
    took: dict[int, list[float]] = field(default_factory=dict)

    def add(self, size: int, milliseconds: float) -> None:
        self.took.setdefault(size, []).append(milliseconds)

    def middle(self, size: int) -> float:
        return median(self.took[size])

    @property
    def growth(self) -> list[float]:
        """The largest size by the smallest, one with the other as they came."""
        first, last = self.took[min(self.took)], self.took[max(self.took)]
        return [large / small for small, large in zip(first, last, strict=True)]


class Ours:
    """A practice of some size, and how it is ticked."""

    def __init__(self, engine: Engine, size: Size) -> None:
        self.size = size
        self._engine = engine
        self._store = Store(engine)
        fence = self._store.run_here(lambda work: work.lead("bench", timedelta(days=1)))
        if fence is None:
            raise AssertionError("somebody else leads")
        self._fence = fence
        self._before = self._counted()
        self._claim = _claim(engine, size.due)

    def tick(self, times: int) -> float:
        """So many messages, each in its transaction; milliseconds."""
        began = time.perf_counter()
        said = sum(self._store.run_here(self._one) for _ in range(times))
        took = time.perf_counter() - began
        if said != times:
            raise AssertionError(f"{said} of {times} were due")
        return took * 1000

    def claim(self) -> float:
        """All that is due, found, locked and moved on at once; milliseconds. It is as it was before afterwards."""
        with self._engine.connect() as connection:
            began = time.perf_counter()
            claimed = connection.execute(self._claim).rowcount
            took = time.perf_counter() - began
            connection.rollback()
        if claimed != self.size.due:
            raise AssertionError(f"{claimed} were claimed")
        return took * 1000

    def check(self) -> None:
        """Each was said once, nothing is due any more, and about each client something is planned."""
        if self._store.run_here(self._one):
            raise AssertionError("there was one more")
        messages, said, planned = (now - was for now, was in zip(self._counted(), self._before, strict=True))
        if not messages == said == self.size.due or planned < 0:
            raise AssertionError(f"{messages} messages about {said}, {planned} more planned")
        self._store.close()

    def _one(self, work: UnitOfWork) -> bool:
        work.leading.hold(self._fence)
        return alert_once(work, NOW) or nudge_once(work, NOW)

    def _counted(self) -> tuple[int, int, int]:
        """Messages to send, what was said at NOW, and clients about whom something is planned."""
        with self._engine.connect() as connection:
            of_nudges = select(func.count(Nudge.id)).where(Nudge.sent_at == NOW, Nudge.state == NudgeState.SENT)
            planned = select(func.count(Nudge.client_id.distinct())).where(NUDGE_PLANNED)
            messages = select(func.count(OutboxRow.id)).where(OutboxRow.created_at == NOW)
            return tuple(connection.scalar(one) or 0 for one in (messages, of_nudges, planned))  # type: ignore[return-value]


def _claim(engine: Engine, most: int) -> Update:
    due = select(Nudge.id).where(NUDGE_PLANNED, Nudge.send_at <= NOW).order_by(Nudge.send_at, Nudge.id).limit(most)
    locked = due.with_for_update(skip_locked=True).scalar_subquery()
    # As an array it is found once, and nothing is joined with it.
    array = engine.dialect.name == "postgresql"
    which = Nudge.id == func.any(func.array(locked)) if array else Nudge.id.in_(locked)
    return update(table_of(Nudge)).where(which).values(send_at=NOW + timedelta(hours=1))


def measure(name: str, make: Make, sizes: Sequence[int], due: int) -> list[Course]:
    """On one engine: a message with all that belongs to it, the claim alone, and the claim of the rival."""
    tick, claim, rival = (Course(f"{name}, {what}") for what in ("whole tick", "claim alone", "APScheduler"))
    practices = {size: Ours(_with_statistics(make, size, due), Size(size, due)) for size in sizes}
    jobs = {size: Jobs(make.empty(f"jobs{size}"), size, due, NOW) for size in sizes[:2]}
    for _ in range(_CLAIMS):
        for size, practice in practices.items():
            claim.add(size, practice.claim())
        for size, store in jobs.items():
            rival.add(size, store.claim())
    slices = min(SLICES, due)
    for _ in range(slices):
        for size, practice in practices.items():
            tick.add(size, practice.tick(due // slices) * slices)
    for practice in practices.values():
        practice.check()
    return [tick, claim, rival]


def _with_statistics(make: Make, size: int, due: int) -> Engine:
    engine = make.filled(f"practice{size}", Size(size, due))
    analyse(engine)
    return engine


def report(courses: Sequence[Course], due: int) -> Table:
    sizes = sorted({size for course in courses for size in course.took})
    heads = [f"among {size:,}" for size in sizes]
    table = Table("", *heads, "largest by smallest", title=f"{due:,} due: ms, the median and the middle 80 %")
    for course in courses:
        cells = [_spread(course.took[size], 1) if size in course.took else "" for size in sizes]
        table.add_row(course.name, *cells, _spread(course.growth, 2))
    return table


def _spread(figures: Sequence[float], digits: int) -> str:
    tenths = quantiles(figures, n=10, method="inclusive")
    return f"{median(figures):.{digits}f} ({tenths[0]:.{digits}f}-{tenths[8]:.{digits}f})"


def goals(courses: Sequence[Course]) -> dict[str, bool]:
    """Of one engine, in the order in which they were measured."""
    tick, claim, rival = courses
    faster = {size: rival.middle(size) / claim.middle(size) for size in rival.took}
    said = ", ".join(f"{times:.0f} at {size:,}" for size, times in faster.items())
    return {
        f"{tick.name}: at most {MOST_GROWTH} times at the largest size ({median(tick.growth):.2f})": median(tick.growth)
        <= MOST_GROWTH,
        f"{claim.name}: at most {MOST_GROWTH} times ({median(claim.growth):.2f})": median(claim.growth) <= MOST_GROWTH,
        f"{claim.name}: at least {LEAST_FASTER} times as fast as one job a referral ({said})": min(faster.values())
        >= LEAST_FASTER,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.due", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="seconds, and figures that mean nothing")
    parser.add_argument("--picture", action="store_true", help=f"draws the curves anew, into {_PICTURE}")
    asked = parser.parse_args()
    sizes, due = (QUICK, _QUICK_DUE) if asked.quick else (SIZES, DUE)
    console = Console(width=120)
    courses: list[Course] = []
    held: dict[str, bool] = {}
    for name, engine in ENGINES.items():
        with engine(_QUICK_CLIENTS if asked.quick else CLIENTS) as make:
            measured = measure(name, make, sizes, due)
        courses += measured
        held |= goals(measured)
    console.print(report(courses, due))
    for goal, holds in held.items():
        console.print(f"{'holds ' if holds else 'MISSED'}  {goal}")
    if asked.picture:
        curves = {course.name: {size: course.middle(size) for size in course.took} for course in courses}
        _PICTURE.write_bytes(draw(curves, "referrals in the database", f"ms for {due:,} due"))


if __name__ == "__main__":
    main()
