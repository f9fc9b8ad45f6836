"""An import of a directory of services: batch after batch, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from referrals.hsds import Added, Book, Listing, Outcome, Skipped, Unchanged, Updated

if TYPE_CHECKING:
    from storage.work import UnitOfWork

_BATCH = 500


@dataclass(slots=True)
class Report:
    """What an import did, or would do. Names, but for `left_out` and the count of what was `unchanged`."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[Skipped] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def import_services(work: UnitOfWork, records: Iterable[Listing | Skipped], now: datetime, *, dry_run: bool) -> Report:
    """Takes a directory in at `now` (aware), or only says what that would do.

    Whatever raises on the way leaves nothing written.
    """
    work.imports.begin()
    book = Book(work.directory.labels(), now)
    report = Report()
    for batch in _batches(records):
        known = work.imports.known(record.external_id for record in batch if isinstance(record, Listing))
        outcomes: list[Outcome] = [
            book.decide(record, known.get(record.external_id)) if isinstance(record, Listing) else book.skip(record)
            for record in batch
        ]
        if not dry_run:
            work.imports.write(outcomes)
        _note(report, outcomes)
    report.gone = work.imports.earlier(book.seen)
    return report


def _note(report: Report, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        match outcome:
            case Added(service=service):
                report.added.append(service.name)
            case Updated(service=service, visibly=True):
                report.updated.append(service.name)
            case Updated() | Unchanged():
                report.unchanged += 1
            case Skipped():
                report.left_out.append(outcome)


def _batches(records: Iterable[Listing | Skipped]) -> Iterator[list[Listing | Skipped]]:
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch
