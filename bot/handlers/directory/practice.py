"""The practice, for its administrator. Serves clinical rule "crisis lines": none is shown before she confirmed them."""

from __future__ import annotations

from bot.people import concerns
from bot.turn import Turn, allows
from bot.wording.directory import practice as wording
from referrals.crisis_lines import lines_in, regions
from referrals.model import Role
from storage.cases import limits_of
from storage.people_rows import Practice
from storage.person import Person


@allows(Role.ADMINISTRATOR)
def page(turn: Turn) -> None:
    """`/practice`"""
    show(turn)


@allows(Role.ADMINISTRATOR)
def lines(turn: Turn) -> None:
    """A look at another region's lines; or the confirmation, which a card about an earlier region does not give."""
    practice = turn.work.people.practice()
    named = turn.said.arguments[0] if turn.said.arguments else ""
    if len(turn.said.arguments) > 1:
        _look(turn, named)
    elif practice is None or named != (practice.region or wording.NO_REGION):
        turn.refuse()
    else:
        if practice.lines_confirmed_at is None:
            turn.work.people.confirm_lines(turn.member.id, turn.now)
        show(turn)


def _look(turn: Turn, region: str) -> None:
    if region in regions():
        turn.edit(wording.other_region(region, lines_in(region), turn.member.hours.local_date(turn.now)))
    else:
        show(turn)


def _told(turn: Turn, practice: Practice) -> list[Person]:
    people = (turn.work.people.by_id(number) for number in (practice.cover_id, practice.on_call_id) if number)
    return [person for person in people if person is not None]


def show(turn: Turn) -> None:
    """The page, in place of the card that was pressed."""
    practice = turn.work.people.practice()
    if practice is None:
        turn.edit(wording.no_practice())
        return
    shown = wording.Shown(
        name=practice.name,
        region=practice.region,
        own_line=practice.own_line,
        procedure=practice.missed_procedure,
        confirmed_at=practice.lines_confirmed_at,
        told=[person.called for person in _told(turn, practice)],
        minutes=practice.alert_minutes,
        limits=limits_of(practice.limits),
        months=practice.retention_months,
        hold_since=practice.hold_since,
        needs=concerns.shown(turn.work),
    )
    today = turn.member.hours.local_date(turn.now)
    turn.edit(wording.page(shown, lines_in(practice.region), today, turn.member.zone))
