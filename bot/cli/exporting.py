"""`python -m bot export`: the practice's referrals for other programs and for spreadsheets, without anybody's words."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import numbers
from bot.cli.answers import Exported
from bot.cli.bars import bar, waiting
from bot.cli.command import App
from bot.cli.ending import Why
from bot.cli.speaking import answer, refuse
from bot.cli.work import in_store, must_be_founded, read_settings
from bot.exchange.checking import fhir_json
from bot.exchange.holdings import Handed, of_practice
from bot.exchange.resources import bundle
from bot.exchange.spreadsheets import csv_bytes, workbook
from bot.wording import exchange as wording
from bot.wording.tables import tables
from storage.keeping.files import written
from storage.privacy_rows import Verb

if TYPE_CHECKING:
    from storage.person import Person
    from storage.work import UnitOfWork


class Format(StrEnum):
    """What for: other systems, plain text, or a workbook."""

    FHIR = "fhir"
    CSV = "csv"
    XLSX = "xlsx"


_ENDS = {Format.FHIR: ".fhir.json", Format.CSV: ".csv", Format.XLSX: ".xlsx"}


exporting = App()


@exporting.command(answers=Exported, progress=True)
def export(
    form: Annotated[Format, typer.Option("--format", help=wording.FORMAT_HELP)],
    to: Annotated[Path | None, typer.Option(help=wording.TO_HELP)] = None,
    telegram_id: Annotated[
        int | None, typer.Option("--for", help=wording.OF_HELP, callback=numbers.telegram_id)
    ] = None,
) -> None:
    """Write all referrals, in codes and without notes.

    Example: python -m bot export --format fhir --to march.json

    Example: python -m bot export --format csv --for 1001 --json
    """
    now = datetime.now(UTC)
    path = to or Path(f"referrals-{now:%Y-%m-%d}{_ENDS[form]}")
    beside = path.parent / f"{path.stem}-history{path.suffix}" if form is Format.CSV else None
    there = [one for one in (path, beside) if one is not None and one.exists()]
    if there:
        refuse(wording.there_already(there[0]), Why.FILE)

    def read(work: UnitOfWork) -> Handed | None:
        must_be_founded(work)
        people = _whose(work, telegram_id)
        if people is None:
            return None
        work.audit.by("export", now)
        for person in people:
            work.audit.tell(Verb.ASKED, "member", person.id)
        count = sum(work.handovers.load(person.id).clients for person in people)
        with bar(wording.READING_CLIENTS, count) as shown:
            return of_practice(work, people, now, shown.advance)

    handed = in_store(read_settings(), read, migrates=False)
    if handed is None:
        refuse(wording.nobody(telegram_id or 0))
    paths = [one for one in (path, beside) if one is not None]
    try:
        with ExitStack() as unless_all:
            for one, content in zip(paths, _made(handed, form), strict=True):
                with written(one, fresh=True) as file:
                    unless_all.callback(one.unlink)
                    file.write(content)
            unless_all.pop_all()
    except OSError:
        refuse(wording.not_written(path), Why.FILE)
    clients, referrals = handed.counts()
    answer(Exported(files=paths, clients=clients, referrals=referrals), wording.exported(clients, referrals, paths))


def _whose(work: UnitOfWork, telegram_id: int | None) -> list[Person] | None:
    """Everybody aboard, locked or not: what they look after is the practice's. None where the one meant is not."""
    if telegram_id is None:
        return work.members.all()
    one = work.members.of_account(telegram_id)
    return [one] if one else None


def _made(handed: Handed, form: Format) -> Sequence[bytes]:
    match form:
        case Format.FHIR:
            with waiting(wording.MAKING):
                whole = bundle(handed)
            with bar(wording.CHECKING, len(whole.get("entry", []))) as shown:
                return [fhir_json(whole, shown.advance)]
        case Format.XLSX:
            with waiting(wording.MAKING):
                return [workbook(tables(handed), handed.as_of)]
        case Format.CSV:
            with waiting(wording.MAKING):
                return [csv_bytes(table) for table in tables(handed)]
