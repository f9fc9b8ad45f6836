"""`python -m bot retention`: what has been kept long enough."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.answers_apart import DueToLeave, Swept
from bot.cli.bars import bar
from bot.cli.command import App
from bot.cli.ending import Why
from bot.cli.speaking import answer, refuse
from bot.cli.work import in_store, must_be_founded, read_settings
from bot.scheduling.ticks import sweep_once
from bot.wording.privacy import data as wording
from storage.engine import open_engine
from storage.rights.retention import Due
from storage.store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.work import UnitOfWork

sweeping = App()


@sweeping.command(answers=Swept, progress=True)
def retention(dry_run: Annotated[bool, typer.Option("--dry-run", help=wording.DRY_RUN_HELP)] = False) -> None:
    """Remove what has been kept long enough; `run` does it daily.

    Example: python -m bot retention --dry-run --json
    """
    now, settings = datetime.now(UTC), read_settings()
    due = in_store(settings, partial(_due, now=now), migrates=not dry_run)
    if due is None:
        refuse(wording.ON_HOLD, Why.DECLINED)
    if not dry_run:
        _sweep(settings, now, sum(one.count for one in due))
    leaving = [DueToLeave(what=one.what, count=one.count, oldest=one.oldest) for one in due]
    answer(Swept(dry_run=dry_run, leaving=leaving), wording.leaving(due, dry_run))


def _due(work: UnitOfWork, now: datetime) -> list[Due] | None:
    must_be_founded(work)
    return None if work.people.on_hold() else work.retention.due(now)


def _sweep(settings: Settings, now: datetime, expected: int) -> None:
    store = Store(open_engine(settings.url, settings.cipher()))
    try:
        with bar(wording.REMOVING, expected) as shown:
            while gone := store.run_here(partial(sweep_once, now=now)):
                shown.advance(gone)
            store.wipe_here()
    finally:
        store.close()
