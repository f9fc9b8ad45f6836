"""When a client comes, and what is different once."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from bot.wording.card import Button, Card
from bot.wording.dates import names
from bot.wording.language import N_, _
from bot.wording.referrals.referral import undo
from bot.wording.text import bold, code, day, listed, moment, plain, sessions
from referrals.client import Client
from referrals.sessions import Cadence, SessionRule

_EVERY = {Cadence.FORTNIGHTLY: N_("every other {slots}"), Cadence.MONTHLY: N_("monthly {slots}")}


def when(rule: SessionRule | None, now: datetime) -> str:
    """Tue 14:00, or why there are no sessions now."""
    if rule is None:
        return _("no session times yet")
    if paused(rule, now):
        if rule.paused_until is None:
            return _("sessions pause")
        return _("sessions pause until {day}", day=day(rule.paused_until))
    slots = listed(f"{names().short_weekdays[slot.weekday]} {slot.at:%H:%M}" for slot in rule.slots)
    return _(_EVERY[rule.every], slots=slots) if rule.every in _EVERY else slots


def paused(rule: SessionRule, now: datetime) -> bool:
    """Whether the rule rests on the date of `now`."""
    today = now.astimezone(rule.zone).date()
    return bool(
        rule.paused_from and today >= rule.paused_from and (rule.paused_until is None or today < rule.paused_until)
    )


def rule_set(client_code: str, rule: SessionRule, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    if next_at is None:
        said = _(
            "{code}: sessions {sessions}. I will ask around those, not in between.",
            code=bold(client_code),
            sessions=sessions(rule),
        )
    else:
        said = _(
            "{code}: sessions {sessions}, next on {moment}. I will ask around those, not in between.",
            code=bold(client_code),
            sessions=sessions(rule),
            moment=moment(next_at, zone),
        )
    return Card(said, ((undo(change_id),),))


def moved(client: Client, was: datetime, to: datetime, change_id: int, zone: tzinfo, same_hour: bool = False) -> Card:
    """`same_hour` where none was typed: that it was taken to be the same is said."""
    when_ = {"was": moment(was, zone), "to": moment(to, zone)}
    once = (
        _("the session of {was} is once on {to}, at the same hour.", **when_)
        if same_hour
        else _("the session of {was} is once on {to}.", **when_)
    )
    return _said(client, once, change_id)


def hour_is_over(client: Client, to: datetime, zone: tzinfo) -> Card:
    """A session cannot move to the hour it usually has on that day any more."""
    over = _("{code}: {moment} is over. Nothing was changed.", code=bold(client.code), moment=moment(to, zone))
    return Card(f"{over} {_another_hour(client, to, zone)}")


def comes_then_already(client: Client, to: datetime, zone: tzinfo) -> Card:
    on = moment(to, zone)
    already = _("{code} has a session on {moment} already. Nothing was changed.", code=bold(client.code), moment=on)
    return Card(f"{already} {_another_hour(client, to, zone)}")


def _another_hour(client: Client, to: datetime, zone: tzinfo) -> str:
    on = to.astimezone(zone).date().isoformat()
    return _("For another hour: {line}", line=code(_("{code} moved to {date} 17:00", code=client.code, date=on)))


def cancelled(client: Client, was: datetime, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    none = _("no session on {moment}.", moment=moment(was, zone))
    return _said(client, f"{none} {_next(next_at, zone)}", change_id)


def pausing(client: Client, until: date | None, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    """Without `until` the way to end the pause is said, for nothing is asked around sessions until then."""
    if until is None:
        line = code(_("{code} resumes", code=client.code))
        open_end = _("sessions pause. {line} ends the pause; until then I ask by stage.", line=line)
        return _said(client, open_end, change_id)
    return _said(client, f"{_('sessions pause until {day}.', day=day(until))} {_next(next_at, zone)}", change_id)


def resumed(client: Client, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    return _said(client, f"{_('sessions go on.')} {_next(next_at, zone)}", change_id)


def not_paused(client: Client, next_at: datetime | None, zone: tzinfo) -> Card:
    return Card(f"{_('{code}: sessions are not paused.', code=bold(client.code))} {_next(next_at, zone)}")


def no_rule(client: Client) -> Card:
    return Card(
        _(
            "I know no session times of {code} yet. To tell them: {line}",
            code=plain(client.code),
            line=code(_("{code} tue 2pm weekly", code=client.code)),
        )
    )


def no_session(client: Client, on: date | None, next_at: datetime | None, zone: tzinfo) -> Card:
    """There is none to move or to leave out."""
    if on:
        none = _("{code} has no session on {day}. Nothing was changed.", code=bold(client.code), day=day(on))
    else:
        none = _("{code} has no session to come. Nothing was changed.", code=bold(client.code))
    return Card(f"{none} {_next(next_at, zone)}".rstrip())


def _next(next_at: datetime | None, zone: tzinfo) -> str:
    return _("Next on {moment}.", moment=moment(next_at, zone)) if next_at else _("None is to come.")


def _said(client: Client, words: str, change_id: int) -> Card:
    tap: Button = undo(change_id)
    return Card(f"{bold(client.code)}: {words}", ((tap,),))
