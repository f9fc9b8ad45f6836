"""`python -m bot audit`: who did what, as a table for whoever has to look it up."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.answers import AuditWritten
from bot.cli.bars import Bar, bar
from bot.cli.command import App
from bot.cli.ending import Why
from bot.cli.speaking import answer, refuse
from bot.cli.work import in_store, read_settings
from bot.wording import audit as wording

if TYPE_CHECKING:
    from storage.audit import Entry
    from storage.work import UnitOfWork

_AT_ONCE = 5000
_READABLE_BY_ITS_OWNER = 0o600


auditing = App()


@auditing.command(answers=AuditWritten, progress=True)
def audit(
    to: Annotated[Path, typer.Option(help="The file to write; one that is there already stays as it is.")] = Path(
        "audit.csv"
    ),
) -> None:
    """Write who did what as CSV: ids, times (UTC), fixed words.

    Example: python -m bot audit --to 2026.csv
    """

    def write(work: UnitOfWork) -> int:
        count = 0
        with to.open("x", newline="") as file, ExitStack() as unless_whole:
            unless_whole.callback(to.unlink)
            to.chmod(_READABLE_BY_ITS_OWNER)
            table = csv.writer(file)
            table.writerow(wording.CSV_HEAD)
            with bar(wording.WRITING) as shown:
                for count, entry in enumerate(_every(work, shown), 1):  # noqa: B007 - the last number is how many there were
                    table.writerow(_row(entry))
            file.flush()  # a full disk says so here
            unless_whole.pop_all()
        return count

    settings = read_settings()
    try:
        count = in_store(settings, write, migrates=False)
    except FileExistsError:
        refuse(wording.there_already(str(to)), Why.FILE)
    answer(AuditWritten(file=to, entries=count), wording.written(count, str(to)))


def _every(work: UnitOfWork, shown: Bar) -> Iterator[Entry]:
    last = 0
    shown.expect(max((entry.id for entry in work.audit.newest(1)), default=0))
    while entries := work.audit.after(last, _AT_ONCE):
        yield from entries
        shown.advance(entries[-1].id - last)
        last = entries[-1].id


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id, entry.at.isoformat(timespec="seconds"), entry.member_id, entry.chat_id, entry.deed, entry.verb.value,
        entry.row_table, entry.row_id,
    )  # fmt: skip
