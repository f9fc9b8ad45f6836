"""`python -m bot`: run it, try it, set it up, look after it. Exit code 2 means a setting needs mending."""

from __future__ import annotations

import asyncio
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.audit import audit
from bot.cli.data import retention as retention_
from bot.cli.exporting import export
from bot.cli.importing import import_
from bot.cli.keeping import keeping
from bot.cli.moving import move
from bot.cli.services import services
from bot.cli.work import complaints, in_store, limits_said, must_be_founded, plan_anew, read_settings, refuse, screened
from bot.settings import Settings
from bot.wording import console
from bot.wording.privacy import data as data_wording
from referrals.alerting import LONGEST_WAIT
from referrals.days_off import known_region, next_holiday
from referrals.identifiers import CONTACT
from referrals.keeping import FEWEST_MONTHS, MOST_MONTHS
from referrals.model import Role
from storage.keeping.reading import has_practice
from storage.work import UnitOfWork

app = typer.Typer(help="Followthrough: no recommended service quietly dies.", no_args_is_help=True, add_completion=True)
app.add_typer(services, name="services")
app.command()(audit)
app.add_typer(keeping)
app.command()(move)
app.command()(export)
app.command(name="import")(import_)
app.command(name="retention")(retention_)


@app.command()
def run() -> None:
    """Run the bot with the settings in the environment and .env. Example: python -m bot run"""
    from bot.cli.run import run_bot  # noqa: PLC0415 - the other commands need none of it

    raise typer.Exit(run_bot())


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Loopback port of the page; 0 takes a free one.")] = 8077,
    data: Annotated[Path | None, typer.Option(help="Keep everything in this folder; else it goes at the end.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    empty: Annotated[bool, typer.Option("--empty", help="Start with nobody aboard, without the story.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON once all is ready, nothing else.")
    ] = False,
    bot_api: Annotated[str | None, typer.Option(help="Let the bot reach the sandbox by this address.")] = None,
) -> None:
    """Try it on this machine: sandbox, bot and chat page, no token. Example: python -m bot demo --port 0"""
    from bot.demo.play import Demo, play  # noqa: PLC0415

    show = webbrowser.open if browser and not json else None
    with complaints():
        asyncio.run(play(Demo(port=port, data=data, empty=empty, as_json=json, bot_api=bot_api), show))


@app.command()
def init(
    name: Annotated[str, typer.Option(prompt=console.ASK_NAME)],
    zone: Annotated[str, typer.Option(prompt=console.ASK_ZONE)],
    approved_by: Annotated[str, typer.Option(prompt=console.ASK_APPROVED)],
    role: Annotated[Role, typer.Option(help="Whom the first invite is for.")] = Role.THERAPIST,
    region: Annotated[str | None, typer.Option(help=console.REGION_HELP)] = None,
) -> None:
    """Create the practice and its key, and print the first invite. Example: python -m bot init --zone Europe/Berlin"""
    from bot.founding import found_practice, make_key_file  # noqa: PLC0415

    screened("--name", name)
    screened("--approved-by", approved_by)
    settings = read_settings()
    try:
        practice_zone = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        refuse(console.UNKNOWN_ZONE)
    if settings.field_key is None and not settings.field_key_file.exists():
        with complaints():
            if has_practice(settings.url):  # a new key would be of no use to it
                refuse(console.WRONG_KEY)
        make_key_file(settings.field_key_file)
        typer.echo(console.key_made(settings.field_key_file))

    def found(work: UnitOfWork) -> str | None:
        if work.people.practice() is not None:
            return None
        now = datetime.now(UTC)
        found_practice(work, name, practice_zone, approved_by, now)
        work.people.describe(region=region.upper() if region else None)
        return work.invites.make(role, now)

    code = in_store(settings, found)
    if code is None:
        refuse(console.PRACTICE_EXISTS)
    typer.echo(console.invite(code, role, _bot_name(settings)))


@app.command()
def practice(
    region: Annotated[str | None, typer.Option(help=console.REGION_HELP)] = None,
    own_line: Annotated[str | None, typer.Option(help="The practice's own crisis line, as it is to be shown.")] = None,
    missed_procedure: Annotated[
        str | None, typer.Option(help="What is done when a client at risk does not come, in one sentence.")
    ] = None,
    holidays: Annotated[str | None, typer.Option(help=console.HOLIDAYS_HELP)] = None,
    stalled: Annotated[list[str] | None, typer.Option(help=console.STALLED_HELP)] = None,
    retention: Annotated[
        int | None, typer.Option(help=data_wording.RETENTION_HELP, min=FEWEST_MONTHS, max=MOST_MONTHS, metavar="MONTHS")
    ] = None,
    hold: Annotated[bool | None, typer.Option("--hold/--no-hold", help=data_wording.HOLD_HELP)] = None,
) -> None:
    """Say where the practice is and what it does. Example: python -m bot practice --region US --holidays US-NY"""
    said = {
        "region": region and region.upper(),
        "own_line": screened("--own-line", own_line, CONTACT),
        "missed_procedure": screened("--missed-procedure", missed_procedure, CONTACT),
        "holidays": holidays and holidays.upper(),
    }
    now = datetime.now(UTC)

    def describe(work: UnitOfWork) -> None:
        must_be_founded(work)
        work.people.describe(**{name: value for name, value in said.items() if value is not None})
        if limits:
            work.people.set_limits(limits)
        if retention is not None:
            work.people.set_retention(retention)
        if hold is not None:
            work.people.set_hold(hold, now)
        if region or holidays or limits:
            plan_anew(work, now)

    limits = limits_said(stalled or [])
    if not any(said.values()) and not limits and retention is None and hold is None:
        refuse(console.NOTHING_TO_SET)
    if holidays and not known_region(holidays):
        refuse(console.no_holidays(holidays))
    in_store(read_settings(), describe)
    if holidays:
        typer.echo(console.holidays_set(holidays.upper(), next_holiday(holidays, now.date())))
    if retention is not None:
        typer.echo(data_wording.retention_set(retention))
    if hold is not None:
        typer.echo(data_wording.HOLD_SET if hold else data_wording.HOLD_ENDED)
    if region or own_line or missed_procedure or limits:
        typer.echo(console.PRACTICE_SET)


@app.command()
def alerts(
    cover: Annotated[
        int | None, typer.Option(help="Telegram id of who covers when a supervisor does not answer.")
    ] = None,
    on_call: Annotated[int | None, typer.Option(help="Telegram id of who is on call.")] = None,
    minutes: Annotated[int | None, typer.Option(help="After how many minutes the next one is told.")] = None,
) -> None:
    """Say who is told of an acute case after the supervisor. Example: python -m bot alerts --on-call 1003"""
    if cover is None and on_call is None and minutes is None:
        refuse(console.NOTHING_TO_SET)
    if minutes is not None and not 1 <= minutes <= LONGEST_WAIT:
        refuse(console.wrong_minutes(LONGEST_WAIT))

    def set_up(work: UnitOfWork) -> list[int]:
        must_be_founded(work)
        people = {name: work.people.by_telegram_id(number) for name, number in said.items()}
        unknown = [said[name] for name, person in people.items() if person is None]
        if not unknown:
            work.people.set_alerts(**{name: person.id for name, person in people.items() if person}, minutes=minutes)
        return unknown

    said = {name: number for name, number in (("cover_id", cover), ("on_call_id", on_call)) if number is not None}
    unknown = in_store(read_settings(), set_up)
    if unknown:
        refuse(console.no_members(unknown))
    typer.echo(console.ALERTS_SET)


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="Whom it is for.")] = Role.THERAPIST,
    licensed: Annotated[bool, typer.Option(help="A licensed therapist, who may stand a risk down alone.")] = False,
    member: Annotated[int | None, typer.Option("--for", help=console.FOR_HELP)] = None,
) -> None:
    """Print a new invite. Example: python -m bot invite --role supervisor"""
    settings = read_settings()

    def make(work: UnitOfWork) -> str | None:
        must_be_founded(work)
        if member is None:
            return work.invites.make(role, datetime.now(UTC), licensed=licensed)
        person = work.members.of_account(member)
        return work.invites.sign_in(person.id, datetime.now(UTC)) if person else None

    code = in_store(settings, make)
    if code is None:
        refuse(console.no_members([member or 0]))
    bot_name = _bot_name(settings)
    typer.echo(console.invite(code, role, bot_name) if member is None else console.sign_in(code, bot_name))


@app.command()
def lock(telegram_id: Annotated[int, typer.Option(help=console.LOCK_HELP)]) -> None:
    """Lock an account whose phone is lost: it opens nothing. Example: python -m bot lock --telegram-id 1001"""
    from bot.people import accounts  # noqa: PLC0415

    def shut(work: UnitOfWork) -> bool:
        must_be_founded(work)
        found = work.members.of_account(telegram_id)
        person = work.members.fresh(found.id) if found else None
        if person is not None and not person.locked:
            accounts.lock(work, person, datetime.now(UTC))
        return person is not None

    if not in_store(read_settings(), shut):
        refuse(console.no_members([telegram_id]))
    typer.echo(console.locked(telegram_id))


@app.command(name="migrate")
def migrate_() -> None:
    """Bring the database to this version's shape; `run` does it, too. Example: python -m bot migrate"""
    in_store(read_settings(), lambda work: work.people.practice())
    typer.echo(console.UP_TO_DATE)


@app.command()
def doctor() -> None:
    """Check settings, database, token and clock, a line each. Example: python -m bot doctor"""
    from bot.cli.doctor import examine  # noqa: PLC0415

    lines = asyncio.run(examine())
    for good, line in lines:
        typer.echo(line, err=not good)
    raise typer.Exit(0 if all(good for good, _ in lines) else 1)


def _bot_name(settings: Settings) -> str | None:
    """The bot's user name, for a link; None without a token or without the internet."""
    from bot.cli.doctor import bot_name  # noqa: PLC0415

    return asyncio.run(bot_name(settings)) if settings.bot_token else None
