"""What an administrator sees of the practice: above all the crisis lines, which she confirms before any is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.actions import Action, encode
from bot.wording import concerns
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.privacy import holding
from bot.wording.risk.lines import reach, source
from bot.wording.text import bold, code, day, plain
from referrals.crisis_lines import CrisisLine, regions
from referrals.stalled import Limits
from storage.concerns import Concern

NO_REGION = "-"
_LOOK = "look"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is set for the practice. `told` are who hears of an acute case after the supervisor, `minutes` apart.

    What has ended is kept for `months`; a legal hold stands since `hold_since` (UTC).
    `needs` is what needs a person now, each with the name of whom it is about.
    """

    name: str
    region: str | None
    own_line: str | None
    procedure: str | None
    confirmed_at: datetime | None
    told: Sequence[str]
    minutes: int
    limits: Limits
    months: int
    hold_since: datetime | None
    needs: Sequence[tuple[Concern, str]] = ()


def page(shown: Shown, lines: Sequence[CrisisLine], today: date, zone: tzinfo) -> Card:
    """`lines` are those known for the practice's region; other regions are shown for clients who live there."""
    region, own_line, procedure = shown.region, shown.own_line, shown.procedure
    known = [_line(line, today) for line in lines] or [_("I know no crisis line for that region and make none up.")]
    said = [
        " · ".join(filter(None, [bold(shown.name), concerns.standing(shown.needs, zone)])),
        _("Region: {region}", region=plain(region)) if region else _("Region: not said yet"),
        _("Own crisis line: {line}", line=plain(own_line)) if own_line else _("Own crisis line: none noted"),
        *known,
        _("When a client at risk does not come: {procedure}", procedure=plain(procedure))
        if procedure
        else _("When a client at risk does not come: no procedure noted yet"),
        _told(shown.told, shown.minutes),
        _stalled(shown.limits),
        _confirmed(shown.confirmed_at, zone),
        holding.standing(shown.months, shown.hold_since, zone),
        _(
            "Region, own line and procedure are set on the bot's machine: {command}",
            command=code("python -m bot practice"),
        ),
    ]
    tap = Button(_("I have checked them: show these lines"), encode(Action.CRISIS_LINES, region or NO_REGION))
    others = tuple(Button(other, encode(Action.CRISIS_LINES, other, _LOOK)) for other in regions() if other != region)
    hold = (holding.tap(shown.hold_since),)
    return Card("\n".join(said), (others, hold) if shown.confirmed_at else ((tap,), others, hold))


def other_region(region: str, lines: Sequence[CrisisLine], today: date) -> Card:
    """The lines for a client who usually is somewhere else; the same tap confirms them with the others."""
    title = _("{region}: shown for a client who usually is there.", region=bold(region))
    said = [title, *(_line(line, today) for line in lines)]
    return Card("\n".join(said), ((Button(_("Back"), encode(Action.CRISIS_LINES, NO_REGION, _LOOK)),),))


def no_practice() -> Card:
    return Card(_("There is no practice here yet."))


def _told(told: Sequence[str], minutes: int) -> str:
    if not told:
        return _("Told of an acute case after the supervisor: nobody set")
    names = " · ".join(plain(name) or _("a member") for name in told)
    return _(
        "Told of an acute case after the supervisor: {names}, {minutes} minutes apart", names=names, minutes=minutes
    )


def _stalled(limits: Limits) -> str:
    return _(
        "Stalled: no movement over {sessions} sessions and {days} days ({days_without} without a schedule), {open} "
        "open and none moved, {contact} days without contact",
        sessions=limits.sessions,
        days=limits.days,
        days_without=limits.days_without_schedule,
        open=limits.open,
        contact=limits.safety_days,
    )


def _confirmed(at: datetime | None, zone: tzinfo) -> str:
    if at is not None:
        return _("Confirmed on {day}.", day=day(at.astimezone(zone).date()))
    return _("Therapists see no line until you have tried these and confirmed them: a number may have changed.")


def _line(line: CrisisLine, today: date) -> str:
    return f"{plain(line.name)}: {plain(reach(line))} ({source(line, today)})"
