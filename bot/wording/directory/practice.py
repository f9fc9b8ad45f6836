"""What an administrator sees of the practice: above all the crisis lines, which she confirms before any is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.actions import Action, encode
from bot.wording import concerns
from bot.wording.card import Button, Card
from bot.wording.privacy import holding
from bot.wording.text import bold, code, day, plain
from referrals.crisis_lines import CrisisLine, dated, regions
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
    limits, confirmed_at = shown.limits, shown.confirmed_at
    needs = concerns.standing(shown.needs, zone)
    said = [
        " · ".join(filter(None, [bold(shown.name), needs])),
        f"Region: {plain(region) if region else 'not said yet'}",
    ]
    said.append(f"Own crisis line: {plain(own_line)}" if own_line else "Own crisis line: none noted")
    said += [_line(line, today) for line in lines] or ["I know no crisis line for that region and make none up."]
    said.append(f"When a client at risk does not come: {plain(procedure) if procedure else 'no procedure noted yet'}")
    said.append(f"Told of an acute case after the supervisor: {_told(shown.told, shown.minutes)}")
    said.append(
        f"Stalled: no movement over {limits.sessions} sessions and {limits.days} days ({limits.days_without_schedule} "
        f"without a schedule), {limits.open} open and none moved, {limits.safety_days} days without contact"
    )
    confirmed = f"Confirmed on {day(confirmed_at.astimezone(zone).date())}." if confirmed_at else ""
    said.append(
        confirmed or "Therapists see no line until you have tried these and confirmed them: a number may have changed."
    )
    said.append(holding.standing(shown.months, shown.hold_since, zone))
    said.append(f"Region, own line and procedure are set on the bot's machine: {code('python -m bot practice')}")
    tap = Button("I have checked them: show these lines", encode(Action.CRISIS_LINES, region or NO_REGION))
    others = tuple(Button(other, encode(Action.CRISIS_LINES, other, _LOOK)) for other in regions() if other != region)
    hold = (holding.tap(shown.hold_since),)
    return Card("\n".join(said), (others, hold) if confirmed_at else ((tap,), others, hold))


def other_region(region: str, lines: Sequence[CrisisLine], today: date) -> Card:
    """The lines for a client who usually is somewhere else; the same tap confirms them with the others."""
    said = [f"{bold(region)}: shown for a client who usually is there.", *(_line(line, today) for line in lines)]
    return Card("\n".join(said), ((Button("Back", encode(Action.CRISIS_LINES, NO_REGION, _LOOK)),),))


def no_practice() -> Card:
    return Card("There is no practice here yet.")


def _told(told: Sequence[str], minutes: int) -> str:
    return (
        f"{' · '.join(plain(name) or 'a member' for name in told)}, {minutes} minutes apart" if told else "nobody set"
    )


def _line(line: CrisisLine, today: date) -> str:
    old = ", over a year ago" if dated(line, today) else ""
    on = f"{line.checked_on.day} {line.checked_on:%b %Y}"
    return f"{plain(line.name)}: {plain(line.reach)} ({plain(line.source)}, {on}{old})"
