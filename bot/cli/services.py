"""`python -m bot services`: the practice's directory from the machine the bot runs on."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.answers_apart import LeftOut, OneService, ServiceAmended, ServicesImported
from bot.cli.bars import bar
from bot.cli.command import App
from bot.cli.ending import Why
from bot.cli.options import screened
from bot.cli.services_files import read_directory, size
from bot.cli.services_import import Report, import_services
from bot.cli.speaking import answer, answer_each, refuse
from bot.cli.work import in_store, must_be_founded, read_settings
from bot.wording import console, terminal
from bot.wording.directory import console as wording
from referrals.hsds import BrokenDirectoryError
from referrals.hsds.fields import LONGEST_WAIT
from referrals.identifiers import CONTACT
from referrals.model import Service, ServiceKind
from referrals.services import LONGEST_NAME, Close, Exact, Match, Near, Unknown, label_key, match, tidy

if TYPE_CHECKING:
    from storage.work import UnitOfWork

services = App(help=terminal.COMMANDS["services"])
room = App()
room.add_typer(services, name="services")
_LONGEST = {"--contact": 200, "--note": 300}  # characters


@services.command(name="list", answers=OneService, each=True)
def list_(
    kind: Annotated[ServiceKind | None, typer.Option(help="Only one kind.")] = None,
    retired: Annotated[bool, typer.Option("--retired", help="Those that are offered no more.")] = False,
) -> None:
    """Print the directory, a line each.

    Example: python -m bot services list --kind housing

    Example: python -m bot services list --retired --json
    """

    def found(work: UnitOfWork) -> list[Service]:
        must_be_founded(work)
        directory = work.directory
        chosen = directory.page(None, 0, directory.retired_count()) if retired else directory.services()
        return [one for one in chosen if kind in {None, one.kind}]

    listed = in_store(read_settings(), found, migrates=False)
    answer_each(map(_told, listed), map(wording.service, listed))


@services.command(name="set", answers=ServiceAmended)
def set_(
    name: Annotated[str, typer.Argument(help="Its name, or one of its other names.")],
    contact: Annotated[str | None, typer.Option(help="How to reach it; numbers may stand here. Empty: none.")] = None,
    wait: Annotated[int | None, typer.Option(help="Usual wait in weeks.", min=0, max=LONGEST_WAIT)] = None,
    note: Annotated[str | None, typer.Option(help="One line. Empty: none.")] = None,
    kind: Annotated[ServiceKind | None, typer.Option(help="What it offers.")] = None,
    in_house: Annotated[bool | None, typer.Option("--in-house/--outside", help="Who offers it.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="One more name; may be repeated.")] = None,
    retired: Annotated[bool | None, typer.Option("--retire/--bring-back", help="Whether it is offered.")] = None,
) -> None:
    """Amend one service.

    Example: python -m bot services set "Legal aid" --contact "front desk, 212-555-0143" --wait 4
    """
    told = (contact, wait, note, kind, in_house, retired)
    if all(value is None for value in told) and not alias:
        refuse(wording.NOTHING_TO_CHANGE)

    def amend(work: UnitOfWork) -> tuple[Service, Service]:
        must_be_founded(work)
        before = _called(work, name)
        after = replace(
            before,
            aliases=_with(work, before, alias or []),
            contact=before.contact if contact is None else _words("--contact", contact),
            wait_weeks=before.wait_weeks if wait is None else wait,
            note=before.note if note is None else _words("--note", note),
            kind=before.kind if kind is None else kind,
            in_house=before.in_house if in_house is None else in_house,
            retired=before.retired if retired is None else retired,
        )
        work.directory.amend(after)
        return before, after

    before, now = in_store(read_settings(), amend)
    answer(ServiceAmended(before=_told(before), now=_told(now)), wording.service_set(before, now))


@services.command(name="import", answers=ServicesImported, progress=True)
def import_(
    path: Annotated[Path, typer.Argument(help="A .json file, a folder or a .zip.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do; write nothing.")] = False,
) -> None:
    """Take in a directory of Open Referral (HSDS 3.0).

    Example: python -m bot services import county.zip --dry-run
    """

    def take_in(work: UnitOfWork) -> Report:
        must_be_founded(work)
        with bar(wording.READING, size(path) or None) as shown, closing(read_directory(path, shown.advance)) as records:
            return import_services(work, records, datetime.now(UTC), dry_run=dry_run)

    settings = read_settings()
    try:
        report = in_store(settings, take_in, migrates=not dry_run)
    except BrokenDirectoryError as error:
        refuse(wording.broken(path, error), Why.FILE)
    answer(_report(report, dry_run), "\n".join([*map(wording.left_out, report.left_out), _summary(report, dry_run)]))


def _summary(report: Report, dry_run: bool) -> str:
    left_out = len(report.left_out)
    return wording.imported(report.added, report.updated, report.unchanged, left_out, report.gone, dry_run=dry_run)


def _report(report: Report, dry_run: bool) -> ServicesImported:
    left_out = [
        LeftOut(
            place=one.place,
            reason=one.reason,
            detail=one.detail or None,
            name=one.name or None,
            id=one.external_id or None,
        )
        for one in report.left_out
    ]
    return ServicesImported(
        dry_run=dry_run,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        left_out=left_out,
        gone=report.gone,
    )


def _told(one: Service) -> OneService:
    return OneService(
        name=one.name,
        kind=one.kind,
        in_house=one.in_house,
        wait_weeks=one.wait_weeks,
        aliases=list(one.aliases),
        contact=one.contact,
        note=one.note,
        retired=one.retired,
    )


def _words(option: str, value: str) -> str | None:
    words = screened(option, tidy(value), CONTACT) or ""
    if len(words) > _LONGEST[option]:
        refuse(console.not_fit(option, f"at most {_LONGEST[option]} characters"))
    return words or None


def _called(work: UnitOfWork, name: str) -> Service:
    found = work.directory.called(name)
    if found is None:
        refuse(wording.no_such_service(name, _nearest(match(name, work.directory.services()))))
    return found


def _nearest(result: Match) -> tuple[Service, ...]:
    match result:
        case Exact(service) | Near(service):
            return (service,)
        case Close(services) | Unknown(services):
            return services


def _with(work: UnitOfWork, service: Service, more: list[str]) -> tuple[str, ...]:
    aliases = {label_key(alias): alias for alias in service.aliases}
    for label in map(tidy, more):
        screened("--alias", label)
        owner = work.directory.called(label)
        if owner is not None and owner.id != service.id:
            refuse(wording.label_taken(label, owner))
        if not label_key(label) or len(label) > LONGEST_NAME:
            refuse(console.not_fit("--alias", f"a name has at least a letter, and at most {LONGEST_NAME} characters"))
        aliases.setdefault(label_key(label), label)
    return tuple(alias for key, alias in aliases.items() if key != label_key(service.name))
