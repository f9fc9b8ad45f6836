"""What lies beside the database is looked after while the bot runs, and never stops it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.keeping import Keeper
from bot.scheduling.ticks import Ticks
from bot.turn import Handler, Turn
from storage.privacy_rows import Erased, ErasureRow
from storage.work import UnitOfWork
from tests.storage.practice import NOW, on_sqlite
from tests.unit.bot.fakes import NearStore, StoppedClock, leads
from tests.unit.bot.house import House

pytestmark = [on_sqlite, pytest.mark.usefixtures("alice")]
Route = Callable[[Handler], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def erased(work: UnitOfWork) -> None:
    work._session.add(ErasureRow(at=NOW, what=Erased.CLIENT, row_id=7))


def rows(folder: Path) -> list[int]:
    path = folder / "erasures"
    return [json.loads(line)["row_id"] for line in path.read_text().splitlines()] if path.exists() else []


def laid(folder: Path, *files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in files:
        (folder / name).write_bytes(b"")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


async def test_the_hourly_tidying_keeps_the_list_and_removes_old_backups(near: NearStore, folder: Path) -> None:
    near.run_here(erased)
    old, young = (f"followthrough-{NOW - timedelta(days=days):%Y%m%dT%H%M%SZ}.backup" for days in (31, 29))
    laid(folder, old, young)
    await Ticks(near, StoppedClock(NOW), leads(near), Keeper(near, folder)).tidy()
    assert rows(folder) == [7]
    assert names(folder) == {"erasures", young}


async def test_a_turn_that_erased_has_it_kept_at_once(house: House, route: Route, folder: Path) -> None:
    route(lambda turn: erased(turn.work))
    async with house.open(keeper=Keeper(house.store, folder)) as turns:
        await turns.handle(house.line())
    assert rows(folder) == [7]


async def test_other_turns_leave_the_folder_alone(house: House, route: Route, folder: Path) -> None:
    def handler(turn: Turn) -> None:
        turn.work.directory.add("Pottery")

    house.store.run_here(erased)
    route(handler)
    async with house.open(keeper=Keeper(house.store, folder)) as turns:
        await turns.handle(house.line())
    assert names(folder) == set()


async def test_a_folder_that_cannot_be_written_stops_nobody(near: NearStore, folder: Path) -> None:
    near.run_here(erased)
    laid(folder.parent, folder.name)  # as a file
    with capture_logs() as logs:
        await Keeper(near, folder).tidy(NOW)
    told = [(one["event"], one.get("erasure_id")) for one in logs]
    assert told[0] == ("the list of what was erased cannot be written", 1)


async def test_nor_does_one_whose_old_backups_cannot_go(near: NearStore, folder: Path) -> None:
    old = folder / f"followthrough-{NOW - timedelta(days=31):%Y%m%dT%H%M%SZ}.backup"
    old.mkdir(parents=True)  # which cannot be removed as a file is
    with capture_logs() as logs:
        await Keeper(near, folder).tidy(NOW)
    assert logs[0]["event"] == "old backups cannot be removed"


async def test_nor_does_a_database_that_is_away(near: NearStore, folder: Path) -> None:
    near.run_here(erased)
    near.outages = 1
    await Keeper(near, folder).keep_erasures(NOW)
    assert rows(folder) == []
    await Keeper(near, folder).keep_erasures(NOW)
    assert rows(folder) == [7]
