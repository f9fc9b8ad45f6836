"""Getting in: an invite, three questions, and what this is and is not."""

from __future__ import annotations

from datetime import time

from bot.handlers.people import coming
from bot.handlers.settings.said import slot_said, zone_named, zone_typed
from bot.handlers.supervision import linking
from bot.people import concerns
from bot.turn import Turn, allows
from bot.wording import access, onboarding
from bot.wording.card import Card
from bot.wording.settings import hours as hours_wording
from referrals.grammar import read_hours
from referrals.hours import WorkingHours
from referrals.model import Role

ZONE, HOURS, SUPERVISION = "zone", "hours", "supervision"


def start(turn: Turn) -> None:
    """`/start CODE` takes a person in. Open to strangers: the code is what lets them pass."""
    known = turn.person
    invite = turn.said.arguments[0] if turn.said.arguments else ""
    admitted = coming.opened(turn, invite) if invite else None
    # A member's second tap on her own link opens nothing new; she is greeted all the same.
    turn.person = admitted.person if admitted else known
    if turn.person is None:
        turn.say(access.invite_opens_nothing() if invite else access.stranger())
        return
    if admitted is not None and admitted.was is not None:
        coming.signed_in(turn, admitted)
        ask_again(turn)
        return
    by_supervisor = admitted is not None and admitted.supervisor_id is not None
    if admitted is not None and by_supervisor:
        linking.linked(turn, admitted)
    if not ask_again(turn) and not by_supervisor:
        gained = turn.person.roles - known.roles if known else frozenset()
        turn.say(onboarding.welcome_back(gained))
        if Role.ADMINISTRATOR in gained:
            concerns.catch_up(turn.work, turn.person, turn.now)


def ask_again(turn: Turn) -> bool:
    """Puts the question at which a new member stopped, if she has not answered all three; else does nothing."""
    if turn.member.welcomed:
        return False
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    _ask(turn, draft.kind if draft else ZONE)
    return True


@allows()
def zone(turn: Turn) -> None:
    chosen = zone_named(turn.said.arguments[0] if turn.said.arguments else "")
    if not _waits_for(turn, ZONE) or chosen is None:
        turn.refuse()
        return
    turn.work.people.set_zone(turn.member.id, chosen)
    turn.edit(onboarding.zone_set(chosen))
    _ask(turn, HOURS)


@allows()
def hours(turn: Turn) -> None:
    chosen = _hours_of(turn)
    if not _waits_for(turn, HOURS) or chosen is None:
        turn.refuse()
        return
    turn.edit(_hours_kept(turn, chosen))
    _ask(turn, SUPERVISION)


@allows()
def supervision(turn: Turn) -> None:
    if not _waits_for(turn, SUPERVISION):
        turn.refuse()
        return
    turn.edit(onboarding.supervision_set(None))
    _finish(turn)


def typed_zone(turn: Turn) -> None:
    """An answer in words to the first question."""
    chosen = zone_typed(turn.said.text)
    if chosen is None:
        turn.say(onboarding.zone_unknown(turn.said.text))
        return
    turn.work.people.set_zone(turn.member.id, chosen)
    turn.say(onboarding.zone_set(chosen))
    _ask(turn, HOURS)


def typed_hours(turn: Turn) -> None:
    """An answer in words to the second question: days and hours."""
    chosen = read_hours(turn.said.text, turn.member.hours)
    if chosen is None:
        turn.say(hours_wording.unknown())
        return
    turn.say(_hours_kept(turn, chosen))
    _ask(turn, SUPERVISION)


def typed_supervision(turn: Turn) -> None:
    """An answer in words to the third question: a day and a time."""
    rule = slot_said(turn)
    if rule is None:
        turn.say(onboarding.supervision_unknown())
        return
    turn.work.people.set_supervision(turn.member.id, rule)
    turn.say(onboarding.supervision_set(rule))
    _finish(turn)


def _ask(turn: Turn, question: str) -> None:
    turn.work.drafts.open(turn.member.id, question, turn.now)
    if question == ZONE:
        practice = turn.work.people.practice()
        turn.say(onboarding.ask_zone(practice.zone if practice else turn.member.zone.key))
    else:
        turn.say(onboarding.ask_hours() if question == HOURS else onboarding.ask_supervision())


def _finish(turn: Turn) -> None:
    turn.work.drafts.close(turn.member.id)
    turn.work.people.set_welcomed(turn.member.id, turn.now)
    has_caseload = Role.THERAPIST in turn.member.roles
    supervises = Role.SUPERVISOR in turn.member.roles
    if has_caseload:
        turn.say(onboarding.welcome(turn.member.tells_acute))
    else:
        turn.say(onboarding.welcome_without_caseload(supervises))
    concerns.catch_up(turn.work, turn.member, turn.now)


def _waits_for(turn: Turn, question: str) -> bool:
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    return draft is not None and draft.kind == question


def _hours_kept(turn: Turn, chosen: WorkingHours) -> Card:
    turn.work.people.set_hours(turn.member.id, chosen.days, chosen.start, chosen.end)
    return onboarding.hours_set(chosen)


def _hours_of(turn: Turn) -> WorkingHours | None:
    try:
        days, start_hour, end_hour = turn.said.arguments
        weekdays = frozenset(int(digit) for digit in days)
        return WorkingHours(turn.member.zone, weekdays, time(int(start_hour)), time(int(end_hour)))
    except ValueError:
        return None
