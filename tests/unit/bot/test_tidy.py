"""The hourly tidying: what is of no use goes, once a day what was kept long enough, and the files are wiped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.scheduling.ticks import Ticks
from referrals.client import Client
from referrals.model import Referral
from storage.changes import KEPT
from storage.drafts import LIFE
from storage.person import Person
from tests.storage.practice import NOW, on_sqlite, raw
from tests.unit.bot.fakes import NearStore, StoppedClock, leads
from tests.unit.bot.timeless import timeless

pytestmark = on_sqlite
Case = tuple[Client, Referral]
YEARS = timedelta(days=3 * 365)


@pytest.fixture
def closed(engine: Engine, case: Case) -> None:  # noqa: ARG001 - it is hers
    """A client whose work ended today."""
    raw(engine, "UPDATE client SET closed_at = :now, closed_because = 'goodbye'", now=_as_kept(0))


@timeless
async def test_a_question_nobody_can_answer_any_more_goes(near: NearStore, engine: Engine, alice: Person) -> None:
    near.run_here(lambda work: work.drafts.open(alice.id, "note", NOW, words="typed half-way"))
    await Ticks(near, StoppedClock(NOW + LIFE), leads(near)).tidy()
    assert len(raw(engine, "SELECT kind FROM draft")) == 1
    await Ticks(near, StoppedClock(NOW + LIFE + timedelta(seconds=1)), leads(near)).tidy()
    assert raw(engine, "SELECT kind FROM draft") == []


@timeless
async def test_images_of_what_cannot_be_undone_any_more_go(near: NearStore, engine: Engine, case: Case) -> None:
    near.run_here(lambda work: work.changes.record(1, case[0].id, NOW))
    await Ticks(near, StoppedClock(NOW + KEPT), leads(near)).tidy()
    assert len(raw(engine, "SELECT id FROM change")) == 1
    await Ticks(near, StoppedClock(NOW + KEPT + timedelta(seconds=1)), leads(near)).tidy()
    assert raw(engine, "SELECT id FROM change") == []


@pytest.mark.usefixtures("closed")
@timeless
async def test_once_a_day_what_was_kept_long_enough_leaves(near: NearStore, engine: Engine) -> None:
    clock = StoppedClock(NOW)
    ticks = Ticks(near, clock, leads(near))
    await ticks.tidy()
    assert len(raw(engine, "SELECT id FROM client")) == 1
    clock.instant = NOW + YEARS
    await ticks.tidy()
    assert raw(engine, "SELECT id FROM client") == []
    deeds = {row.deed for row in raw(engine, "SELECT deed FROM audit WHERE verb = 'removed' AND row_table = 'client'")}
    assert deeds == {"retention"}


@pytest.mark.usefixtures("closed")
@timeless
async def test_not_twice_a_day_and_again_if_the_database_was_away(near: NearStore, engine: Engine) -> None:
    clock = StoppedClock(NOW + YEARS)
    ticks = Ticks(near, clock, leads(near))
    near.outages = 1
    await ticks.tidy()
    assert len(raw(engine, "SELECT id FROM client")) == 1
    await ticks.tidy()
    assert raw(engine, "SELECT id FROM client") == []
    near.run_here(lambda work: work.caseload(1).add_client("B2", NOW))
    raw(engine, "UPDATE client SET closed_at = :now", now=_as_kept(0))
    await ticks.tidy()
    assert len(raw(engine, "SELECT id FROM client")) == 1
    clock.instant += timedelta(days=1)
    await ticks.tidy()
    assert raw(engine, "SELECT id FROM client") == []


@timeless
async def test_the_files_are_wiped_each_time(near: NearStore) -> None:
    ticks = Ticks(near, StoppedClock(NOW), leads(near))
    await ticks.tidy()
    await ticks.tidy()
    assert near.wiped == 2


def _as_kept(days: int) -> str:
    """An instant as SQLite keeps it."""
    return f"{NOW + timedelta(days=days):%Y-%m-%d %H:%M:%S.%f}"
