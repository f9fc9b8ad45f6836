"""`python -m bot init`, `practice`, `alerts`: the practice itself, as it is founded and as it is described."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import numbers
from bot.cli.answers import AlertsSet, Founded, Holiday, PracticeSet
from bot.cli.bars import bar
from bot.cli.command import App
from bot.cli.completing import zones
from bot.cli.ending import Why
from bot.cli.options import limits_said, plan_anew, screened
from bot.cli.people import bot_name, way_in
from bot.cli.speaking import answer, refuse, say
from bot.cli.work import complaints, in_store, must_be_founded, read_settings
from bot.wording import console
from bot.wording.privacy import data as data_wording
from referrals.alerting import LONGEST_WAIT
from referrals.days_off import known_region, next_holiday
from referrals.identifiers import CONTACT
from referrals.keeping import FEWEST_MONTHS, MOST_MONTHS
from referrals.model import Role
from storage.keeping.reading import has_practice

if TYPE_CHECKING:
    from storage.work import UnitOfWork

setting_up = App()


@setting_up.command(answers=Founded)
def init(
    name: Annotated[str, typer.Option(prompt=console.ASK_NAME, help=console.NAME_HELP)],
    zone: Annotated[str, typer.Option(prompt=console.ASK_ZONE, help=console.ZONE_HELP, autocompletion=zones)],
    approved_by: Annotated[str, typer.Option(prompt=console.ASK_APPROVED, help=console.APPROVED_HELP)],
    role: Annotated[Role, typer.Option(help="Whom the first invite is for.")] = Role.THERAPIST,
    region: Annotated[str | None, typer.Option(help=console.REGION_HELP)] = None,
) -> None:
    """Create the practice and its key, and print the first invite; what is not said is asked.

    Example: python -m bot init

    Example: python -m bot init --name "Elm Street" --zone Europe/Berlin --approved-by "the director" --json
    """
    from bot.founding import found_practice, make_key_file  # noqa: PLC0415

    screened("--name", name)
    screened("--approved-by", approved_by)
    settings = read_settings()
    try:
        practice_zone = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        refuse(console.UNKNOWN_ZONE)
    made = None
    if settings.field_key is None and not settings.field_key_file.exists():
        with complaints():
            if has_practice(settings.url):  # a new key would be of no use to it
                refuse(console.WRONG_KEY, Why.KEY)
        make_key_file(settings.field_key_file)
        made = settings.field_key_file
        say(console.key_made(made))

    def found(work: UnitOfWork) -> str | None:
        if work.people.practice() is not None:
            return None
        now = datetime.now(UTC)
        found_practice(work, name, practice_zone, approved_by, now)
        work.people.describe(region=region.upper() if region else None)
        return work.invites.make(role, now)

    code = in_store(settings, found)
    if code is None:
        refuse(console.PRACTICE_EXISTS, Why.PRACTICE)
    bot = bot_name(settings)
    answer(Founded(key_file=made, invite=way_in(code, bot, role)), console.invite(code, role, bot))


@setting_up.command(answers=PracticeSet, progress=True)
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
    """Say where the practice is and what it does; what is not said stays.

    Example: python -m bot practice --region US --holidays US-NY

    Example: python -m bot practice --stalled sessions=4 --stalled days=21 --retention 36
    """
    said = {
        "region": region and region.upper(),
        "own_line": screened("--own-line", own_line, CONTACT),
        "missed_procedure": screened("--missed-procedure", missed_procedure, CONTACT),
        "holidays": holidays and holidays.upper(),
    }
    now = datetime.now(UTC)
    limits = limits_said(stalled or [])
    if not any(said.values()) and not limits and retention is None and hold is None:
        refuse(console.NOTHING_TO_SET)
    if holidays and not known_region(holidays):
        refuse(console.no_holidays(holidays))

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
            with bar(console.PLANNING) as shown:
                plan_anew(work, now, shown.expect, shown.advance)

    in_store(read_settings(), describe)
    coming = next_holiday(holidays, now.date()) if holidays else None
    lines = [
        holidays and console.holidays_set(holidays.upper(), coming),
        retention is not None and data_wording.retention_set(retention),
        hold is not None and (data_wording.HOLD_SET if hold else data_wording.HOLD_ENDED),
        (region or own_line or missed_procedure or limits) and console.PRACTICE_SET,
    ]
    given = {**said, "stalled": limits, "retention": retention, "hold": None if hold is None else True}
    changed = [name.replace("_", "-") for name, value in given.items() if value]
    next_one = Holiday(day=coming[0], name=coming[1]) if coming else None
    answer(PracticeSet(changed=changed, next_holiday=next_one), "\n".join(line for line in lines if line))


@setting_up.command(answers=AlertsSet)
def alerts(
    cover: Annotated[
        int | None,
        typer.Option(help="Telegram id of who covers when a supervisor does not answer.", callback=numbers.telegram_id),
    ] = None,
    on_call: Annotated[
        int | None, typer.Option(help="Telegram id of who is on call.", callback=numbers.telegram_id)
    ] = None,
    minutes: Annotated[int | None, typer.Option(help="After how many minutes the next one is told.")] = None,
) -> None:
    """Say who is told of an acute case after the supervisor.

    Example: python -m bot alerts --cover 1002 --on-call 1003 --minutes 15
    """
    if cover is None and on_call is None and minutes is None:
        refuse(console.NO_ALERT_TO_SET)
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
    answer(AlertsSet(cover=cover, on_call=on_call, minutes=minutes), console.ALERTS_SET)
