"""`python -m bot import`: an archive read back, or a list of referrals that were followed elsewhere so far."""

from __future__ import annotations

import csv
import io
import json as json_
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.data import import_archive
from bot.cli.keeping_work import bars
from bot.cli.work import UNUSABLE, in_store, must_be_founded, read_settings, refuse
from bot.exchange.rows import COLUMNS, MOST_BYTES, BrokenListError, read_list
from bot.exchange.spreadsheets import BOM
from bot.exchange.taking_over import Report, TakingOver
from bot.wording import exchange as wording
from bot.wording.privacy import data as data_wording
from referrals.model import Role
from storage.work import UnitOfWork

_LIST = ".csv"


def _template(wanted: bool) -> None:
    if wanted:
        made = io.StringIO(newline="")
        csv.writer(made).writerow(COLUMNS)
        typer.echo(BOM + made.getvalue(), nl=False)
        raise typer.Exit


def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help=wording.LIST_HELP, exists=True, dir_okay=False)],
    telegram_id: Annotated[int, typer.Option("--for", help=data_wording.FOR_HELP)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=data_wording.DRY_RUN_HELP)] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=wording.SKIP_HELP)] = False,
    json: Annotated[bool, typer.Option("--json", help=wording.JSON_HELP)] = False,
    template: Annotated[
        bool, typer.Option("--template", help=wording.TEMPLATE_HELP, is_eager=True, callback=_template)
    ] = False,
) -> None:
    """Give a therapist what a list or an export holds. Example: python -m bot import list.csv --for 1001 --dry-run"""
    del template  # it has had its say before
    if path.suffix.lower() != _LIST:
        import_archive(path, telegram_id, dry_run=dry_run, as_json=json)
        return
    report = _list(path, telegram_id, dry_run=dry_run, skip_bad=skip_bad)
    unusable = bool(report.troubles) and not (skip_bad or report.written)
    said = _as_json(report) if json else wording.taken_over(report, dry_run)
    typer.echo(said, err=unusable and not json)
    if unusable:
        raise typer.Exit(UNUSABLE)


def _list(path: Path, telegram_id: int, *, dry_run: bool, skip_bad: bool) -> Report:
    now = datetime.now(UTC)

    def take_over(work: UnitOfWork) -> Report | None:
        must_be_founded(work)
        person = work.people.by_telegram_id(telegram_id)
        if person is None or Role.THERAPIST not in person.roles:
            return None
        work.people.lock(person.id)
        taking = TakingOver(work, person, now)
        with bars() as progress:
            reading = progress.add_task(wording.READING_ROWS, total=content.count(b"\n"))
            report, fit = taking.look(
                read_list(content, now, person.zone), lambda count: progress.advance(reading, count)
            )
            if not dry_run and (skip_bad or not report.troubles):
                writing = progress.add_task(wording.TAKING_OVER, total=len(fit))
                taking.write(fit, lambda count: progress.advance(writing, count))
                report.written = True
        return report

    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        report = in_store(read_settings(), take_over, migrates=not dry_run)
    except BrokenListError as error:
        refuse(wording.broken(path, error))
    if report is None:
        refuse(data_wording.no_therapist(telegram_id))
    return report


def _as_json(report: Report) -> str:
    """Rows, columns and fixed words; of the directory names, and codes."""
    troubles = [{name: value for name, value in asdict(one).items() if value} for one in report.troubles]
    return json_.dumps({**asdict(report), "troubles": troubles})
