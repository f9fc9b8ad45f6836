"""What follows from risk: steps first, options, holds, checks, and the way back.

Serves clinical rules "acute", "holds", "stand down" and "after hospital". A check of an acute case is moved earlier to
fit working hours, never later; it belongs to the client, not to a referral.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from referrals.client import Client, Hospital
from referrals.hours import WorkingHours
from referrals.model import Hold, Referral, ServiceKind
from referrals.order import in_order, reduces_danger
from referrals.risk import CareStep, Risk, RiskKind, TalkedOver
from referrals.sessions import local_instant, next_session

SAME_DAY = timedelta(hours=3)
_SOONEST = timedelta(minutes=15)
A_WEEK = timedelta(days=7)
_FIRST_CONTACT = timedelta(hours=24)
LATEST_CONTACT = timedelta(hours=72)


def log_risk(client: Client, level: Risk, hours: WorkingHours, now: datetime) -> Client:
    """The client with `level`, ACUTE or ELEVATED, logged; what was logged of an acute risk that goes on stays.

    It never lowers: from acute there is no way down but `stand_down` (clinical rule "stand down").
    """
    if client.safety.acute and level is not Risk.ACUTE:
        return asked(client, hours, now)
    goes_on = client.safety.level is level
    safety = replace(
        client.safety,
        level=level,
        since=client.safety.since if goes_on else now,
        asked_at=now,
        kind=client.safety.kind if client.safety.at_risk else None,
        steps=client.safety.steps if goes_on else frozenset(),
        return_at=None if level is Risk.ACUTE else client.safety.return_at,
    )
    first = same_day(hours, now) if level is Risk.ACUTE else hours.next_open(now + A_WEEK)
    return replace(client, safety=safety, check_at=first)


def name_kind(client: Client, kind: RiskKind) -> Client:
    return replace(client, safety=replace(client.safety, kind=kind))


def toggle_step(client: Client, step: CareStep) -> Client:
    """The client with one of the therapist's own steps taken, or taken back."""
    return replace(client, safety=replace(client.safety, steps=client.safety.steps ^ {step}))


def asked(client: Client, hours: WorkingHours, now: datetime) -> Client:
    """The client after risk was asked about at `now`, at the same level: the next check is set."""
    return replace(client, safety=replace(client.safety, asked_at=now), check_at=next_check(client, hours, now))


def same_day(hours: WorkingHours, now: datetime) -> datetime:
    """The first check (UTC) of an acute risk logged at `now`: within SAME_DAY, and before today's hours end."""
    midnight = local_instant(hours.local_date(now) + timedelta(days=1), time(), hours.zone)
    due = min(now + SAME_DAY, hours.closing(now) or now + SAME_DAY)
    return min(max(due, now + _SOONEST), max(midnight - timedelta(seconds=1), now))


def next_check(client: Client, hours: WorkingHours, now: datetime) -> datetime | None:
    """When to look after the client herself again (UTC), after a look at `now`; None when nothing calls for it.

    Acute: every calendar day at the hour work begins, days off included. Elevated, or in hospital: weekly, in hours.
    After a discharge: each working day until LATEST_CONTACT has passed, then weekly.
    """
    next_week = hours.next_open(now + A_WEEK)
    if client.hospital is Hospital.ADMITTED:
        return next_week
    if client.safety.acute:
        return _morning_after(_day_of_look(client, hours, now), hours)
    if client.hospital is Hospital.DISCHARGED:
        tomorrow = hours.next_open(_morning_after(hours.local_date(now), hours))
        return (
            tomorrow
            if client.hospital_on is None or tomorrow <= latest_contact(client.hospital_on, hours)
            else next_week
        )
    return next_week if client.safety.at_risk else None


def cannot_wait(client: Client) -> bool:
    """Whether the next look is one that danger sets: it keeps no ceiling, joins nothing, and comes on days off too.

    At acute risk, after a discharge, and, at any risk, sooner than the weekly look would come, as after a missed
    session (clinical rules "acute", "after hospital" and "missed sessions").
    """
    if client.check_at is None or client.hospital is Hospital.ADMITTED:
        return False
    weekly = client.safety.asked_at is None or client.check_at >= client.safety.asked_at + A_WEEK
    return client.safety.acute or client.hospital is Hospital.DISCHARGED or not weekly


def _day_of_look(client: Client, hours: WorkingHours, now: datetime) -> date:
    """The date whose look it was: one that was due just before midnight is not that of the day after."""
    due = client.check_at
    return hours.local_date(due if due and now - SAME_DAY < due < now else now)


def _morning_after(day: date, hours: WorkingHours) -> datetime:
    """The hour (UTC) at which work begins on the day after `day`, be it a working day or not."""
    return local_instant(day + timedelta(days=1), hours.start, hours.zone)


def admit(client: Client, hours: WorkingHours, now: datetime) -> Client:
    """In hospital: the follow-up pauses, save one question a week whether she still is."""
    away = replace(client, hospital=Hospital.ADMITTED)
    return replace(away, check_at=next_check(away, hours, now))


def discharge(client: Client, hours: WorkingHours, discharged_at: datetime, now: datetime) -> Client:
    """Back from hospital since `discharged_at`: contact is asked for within 24 hours, at the latest within 72.

    The first question comes the next working morning; where that would be more than 24 hours after the discharge, when
    today's hours end, as soon as they begin, or the next morning though it is a day off; else at 24 hours, or at once
    when those have passed. Earlier to fit the hours, never later.
    """
    back = replace(client, hospital=Hospital.DISCHARGED)
    latest = max(discharged_at + _FIRST_CONTACT, now)
    day_off = _morning_after(hours.local_date(now), hours)
    fitting = (hours.next_morning(now), hours.closing(now), hours.next_open(now), day_off)
    due = next((at for at in fitting if at and at <= latest), latest)
    acute = same_day(hours, now) if client.safety.acute else due
    return replace(back, check_at=min(due, acute))


def latest_contact(discharged_on: date, hours: WorkingHours) -> datetime:
    """Until when (UTC) she is to be reached: LATEST_CONTACT from the end of the day of which only the date is known."""
    return local_instant(discharged_on + timedelta(days=1), time(), hours.zone) + LATEST_CONTACT


def contacted(client: Client, hours: WorkingHours, now: datetime) -> Client:
    """She was reached after the discharge: the stay is over."""
    settled = replace(client, hospital=None, hospital_on=None)
    return replace(settled, check_at=next_check(settled, hours, now))


def stand_down(client: Client, with_whom: TalkedOver, licensed: bool, hours: WorkingHours, now: datetime) -> Client:
    """One step down: from acute to elevated, from elevated to nothing logged.

    A trainee's that was not talked over changes nothing: the next check comes when it was to come, and what is held
    stays held (clinical rule "stand down").
    """
    if not client.safety.at_risk or (with_whom is TalkedOver.NOT_YET and not licensed):
        return client
    level = Risk.ELEVATED if client.safety.acute else Risk.NONE_LOGGED
    safety = replace(
        client.safety,
        level=level,
        kind=client.safety.kind if level is Risk.ELEVATED else None,
        since=now,
        asked_at=now,
        steps=frozenset(),
        return_at=client.safety.return_at or next_return(client, hours, now),
    )
    down = replace(client, safety=safety)
    return replace(down, check_at=next_check(down, hours, now))


def next_return(client: Client, hours: WorkingHours, now: datetime) -> datetime:
    """When the next held referral may come back (UTC): at the next session of another day, or a week from `now`."""
    tomorrow = local_instant(hours.local_date(now) + timedelta(days=1), time(), hours.zone)
    session = next_session(client.sessions, tomorrow) if client.sessions else None
    # Early enough for the brief before that session to bring it.
    return session - timedelta(hours=2) if session else hours.next_open(now + A_WEEK)


def rest_of(client: Client, referrals: Iterable[Referral]) -> list[Referral]:
    """What acute risk puts on hold: every open referral that neither reduces it nor was marked as enough for now."""
    if not client.safety.acute:
        return []
    return [r for r in in_order(referrals) if r.open and not r.held and not r.sufficient and not reduces_danger(r)]


def resting(referrals: Iterable[Referral]) -> list[Referral]:
    """Those on hold because of risk, the one to come back first at the head."""
    return [referral for referral in in_order(referrals) if referral.held and referral.hold is Hold.RISK]


def options(referrals: Iterable[Referral]) -> list[Referral]:
    """What the therapist marked as enough for now, the likeliest first: by the client's own readiness.

    A crisis line is always shown beside them and is never enough alone, so it is none of them.
    """
    marked = [r for r in in_order(referrals) if r.open and r.sufficient and can_suffice(r)]
    return sorted(marked, key=lambda r: -1 if r.own_readiness is None else r.own_readiness, reverse=True)


def can_suffice(referral: Referral) -> bool:
    """Whether it may be marked as enough for now: anything but a crisis line."""
    return referral.service.kind is not ServiceKind.CRISIS_LINE
