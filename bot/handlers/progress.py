"""How far a referral has come: a report by line or by tap, and everything it sets going."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from bot.handlers.changing import Settled, close_questions, settle
from bot.turn import Turn
from bot.wording import appointment, capture, trouble
from referrals.client import Client
from referrals.grammar import NotUnderstood, Progress, ReportReadiness, When, read_line
from referrals.lifecycle import NotPossibleError, Report, after, with_reading
from referrals.model import Readiness, Referral, State, Step
from referrals.services import Exact, Near, match
from referrals.sessions import local_instant

WHICH = "which"
WHEN = "appointment"
_OFFERED_DAYS = 4


def report_line(turn: Turn, command: Progress) -> None:
    """`C7 agreed dbt`; without a service the only open referral it fits is meant, else the bot asks."""
    if command.step is Step.BARRIER and command.barrier is None:
        turn.say(trouble.which_barrier(command.code))
        return
    found = _find(turn, command.code, command.service, _fits(command.step))
    if found is not None:
        take_report(turn, *found, to_report(turn, command))


def readiness_line(turn: Turn, command: ReportReadiness) -> None:
    """`C7 ready 7 for dbt`: the client's own number, or with `~` the therapist's guess."""
    found = _find(turn, command.code, command.service, frozenset())
    if found is None:
        return
    _note_readiness(turn, *found, command.readiness)


def _note_readiness(turn: Turn, client: Client, referral: Referral, readiness: Readiness) -> None:
    changed = with_reading(referral, readiness, turn.now)
    detail = {"value": readiness.value, "guess": readiness.guess}
    turn.caseload.save(changed, "readiness", turn.now, detail)
    settled = settle(turn, client)
    turn.edit(capture.readiness_noted(client.code, changed, readiness, settled.change_id))


def chosen(turn: Turn, referral_id: int) -> None:
    """The answer to "which one?": the line that waited is taken to be about this referral."""
    waiting = turn.question(WHICH)
    if waiting is None or referral_id not in waiting["offered"]:
        turn.toast = trouble.stale_tap()
        return
    turn.settle_question()
    _choose(turn, referral_id, waiting["line"])


def chosen_in_words(turn: Turn, waiting: dict[str, Any]) -> None:
    """The same by the service's name; anything else leaves the question open."""
    offered = [referral for number in waiting["offered"] if (referral := turn.caseload.referral(number))]
    fitting = _named(offered, turn.said.text)
    if len(fitting) == 1:
        turn.settle_question()
        turn.rewrite(waiting["card"], trouble.chosen(fitting[0]))
        _choose(turn, fitting[0].id, waiting["line"])
    else:
        turn.say(trouble.one_of_these(offered))


def _choose(turn: Turn, referral_id: int, line: str) -> None:
    command = read_line(line, turn.now, turn.member.zone)
    referral = turn.caseload.referral(referral_id)
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    if referral is None or client is None:
        turn.edit(trouble.gone())
    elif isinstance(command, NotUnderstood):  # such as "booked today", tapped tomorrow
        turn.edit(trouble.not_understood(command))
    elif isinstance(command, Progress):
        take_report(turn, client, referral, to_report(turn, command))
    elif isinstance(command, ReportReadiness):
        _note_readiness(turn, client, referral, command.readiness)


def take_report(turn: Turn, client: Client, referral: Referral, report: Report) -> None:
    """Moves the referral as the rules say and answers with the card of it."""
    settled, moved = apply_report(turn, client, referral, report)
    if settled is None:
        turn.edit(trouble.does_not_fit(client.code, referral))
    elif moved.state is State.SCHEDULED and moved.appointment_at is None:
        _ask_when(turn, client, moved, settled.change_id)
    else:
        turn.edit(
            capture.moved(
                client.code, report.step, moved, settled.planned, settled.change_id, turn.now, turn.member.zone
            )
        )


def apply_report(turn: Turn, client: Client, referral: Referral, report: Report) -> tuple[Settled | None, Referral]:
    """The change itself: None when it does not fit where the referral stands."""
    try:
        moved = after(report, referral, turn.now)
    except NotPossibleError:
        return None, referral
    turn.caseload.save(moved, report.step.value, turn.now)
    turn.settle_question(referral=referral.id)
    close_questions(turn, client, moved)
    return settle(turn, client), moved


def to_report(turn: Turn, command: Progress) -> Report:
    """The command as the rules take it: an appointment as an instant, an expected or a later day as a date."""
    if command.step in {Step.WAITLISTED, Step.DECLINED}:
        return Report(command.step, on=command.when.on if command.when else None)
    at, timed = instant(turn, command.when)
    return Report(command.step, at, timed, command.barrier)


def instant(turn: Turn, when: When | None) -> tuple[datetime | None, bool]:
    """A date typed by the person as an instant (UTC), and whether its time of day is known."""
    if when is None:
        return None, True
    return local_instant(when.on, when.at or time(), turn.member.zone).astimezone(UTC), when.at is not None


def _ask_when(turn: Turn, client: Client, referral: Referral, change_id: int) -> None:
    # It is booked already, so nothing is lost if no answer comes.
    days = _working_days(turn)
    card = appointment.ask(client.code, referral, days, change_id)
    offered = [day.isoformat() for day in days]
    turn.ask(WHEN, card, referral=referral.id, offered=offered, change=change_id)


def _working_days(turn: Turn) -> list[date]:
    days: list[date] = []
    at = turn.now
    while len(days) < _OFFERED_DAYS:
        at = turn.member.hours.next_morning(at)
        days.append(turn.member.hours.local_date(at))
    return days


def _fits(step: Step) -> frozenset[State]:
    return frozenset({State.SCHEDULED}) if step in {Step.WENT, Step.MISSED} else frozenset()


def _find(turn: Turn, code: str, service: str | None, likeliest: frozenset[State]) -> tuple[Client, Referral] | None:
    """The referral a line is about; when there is none, or more than one, says so or asks, and returns None."""
    client = turn.caseload.client(code)
    if client is None:
        turn.say(trouble.no_such_client(code))
        return None
    open_ones = [referral for referral in turn.caseload.referrals(client.id) if referral.open]
    if not open_ones:
        turn.say(trouble.no_open_referral(client.code))
        return None
    fitting = _named(open_ones, service) if service else _likely(open_ones, likeliest)
    if len(fitting) == 1:
        return client, fitting[0]
    if not fitting:
        turn.say(trouble.no_such_referral(client.code, service or "", open_ones))
    else:
        offered = [referral.id for referral in fitting]
        turn.ask(WHICH, trouble.which_referral(client.code, fitting), line=turn.said.text, offered=offered)
    return None


def _named(open_ones: list[Referral], service: str) -> list[Referral]:
    match match(service, [referral.service for referral in open_ones]):
        case Exact(found) | Near(found):
            return [referral for referral in open_ones if referral.service.id == found.id]
        case other:
            near = {candidate.id for candidate in getattr(other, "candidates", ())}
            return [referral for referral in open_ones if referral.service.id in near]


def _likely(open_ones: list[Referral], likeliest: frozenset[State]) -> list[Referral]:
    return [referral for referral in open_ones if referral.state in likeliest] or open_ones
