"""`python -m bot import`: an archive read back, or a list of referrals that were followed elsewhere so far."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import numbers
from bot.cli.answers_apart import Amiss, TakenIn
from bot.cli.bars import bar
from bot.cli.command import App
from bot.cli.data import import_archive
from bot.cli.ending import Exit
from bot.cli.speaking import answer, manner, print_line, refuse
from bot.cli.work import in_store, must_be_founded, read_settings
from bot.exchange.rows import COLUMNS, MOST_BYTES, BrokenListError, read_list
from bot.exchange.spreadsheets import BOM
from bot.exchange.taking_over import Report, TakingOver
from bot.wording import exchange as wording
from bot.wording.privacy import data as data_wording
from referrals.model import Role

if TYPE_CHECKING:
    from storage.work import UnitOfWork

_LIST = ".csv"


def _template(wanted: bool) -> None:
    if wanted:
        made = io.StringIO(newline="")
        csv.writer(made).writerow(COLUMNS)
        typer.echo(BOM + made.getvalue(), nl=False)
        raise typer.Exit


importing = App()


@importing.command("import", answers=TakenIn, progress=True)
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help=wording.LIST_HELP, exists=True, dir_okay=False)],
    telegram_id: Annotated[int, typer.Option("--for", help=data_wording.FOR_HELP, callback=numbers.telegram_id)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=data_wording.DRY_RUN_HELP)] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=wording.SKIP_HELP)] = False,
    template: Annotated[
        bool, typer.Option("--template", help=wording.TEMPLATE_HELP, is_eager=True, callback=_template)
    ] = False,
) -> None:
    """Give a therapist what a list or an export holds.

    Example: python -m bot import list.csv --for 1001 --dry-run

    Example: python -m bot import followthrough-2026-11-24.zip --for 1001
    """
    del template  # it has had its say before
    if path.suffix.lower() != _LIST:
        result = import_archive(path, telegram_id, dry_run=dry_run)
        told = TakenIn(
            written=not dry_run,
            clients=list(result.taken),
            left_alone=list(result.left_alone),
            services=list(result.services),
            by_others=result.by_others,
        )
        answer(told, data_wording.imported(result, dry_run))
        return
    report = _list(path, telegram_id, dry_run=dry_run, skip_bad=skip_bad)
    unusable = bool(report.troubles) and not (skip_bad or report.written)
    if unusable and not manner().as_json:
        print_line(wording.taken_over(report, dry_run), beside=True)
    else:
        answer(_told(report), wording.taken_over(report, dry_run))
    if unusable:
        raise typer.Exit(Exit.MEND)


def _list(path: Path, telegram_id: int, *, dry_run: bool, skip_bad: bool) -> Report:
    now = datetime.now(UTC)

    def take_over(work: UnitOfWork) -> Report | None:
        must_be_founded(work)
        person = work.people.by_telegram_id(telegram_id)
        if person is None or Role.THERAPIST not in person.roles:
            return None
        work.people.lock(person.id)
        taking = TakingOver(work, person, now)
        with bar(wording.READING_ROWS, content.count(b"\n")) as shown:
            report, fit = taking.look(read_list(content, now, person.zone), shown.advance)
        if not dry_run and (skip_bad or not report.troubles):
            with bar(wording.TAKING_OVER, len(fit)) as shown:
                taking.write(fit, shown.advance)
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


def _told(report: Report) -> TakenIn:
    """Rows, columns and fixed words; of the directory names, and codes."""
    return TakenIn(
        written=report.written,
        rows=report.rows,
        added=report.added,
        there=report.there,
        clients=report.clients,
        troubles=[
            Amiss(row=one.row, column=one.column, why=one.why, near=list(one.near), kind=one.kind)
            for one in report.troubles
        ],
    )
