"""How far a referral has come: a report by line or by tap, and everything it sets going.

In a client's history a report stands under the name of its `Step` ("agreed", "waitlisted", "not_ready", ...), with
"barrier" (a `Barrier`) or "on" (a date) where one was said; a number under "readiness", with "value" and "guess".
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from bot.handlers.changing import Settled, close_questions, settle
from bot.handlers.referrals import finding, first, follow_up, reopening
from bot.handlers.referrals.finding import AGAIN, MEANT, WHICH
from bot.turn import Turn
from bot.wording import capture, trouble
from bot.wording.card import Card
from bot.wording.referrals import barriers, choice, readiness
from bot.wording.referrals.days import Day
from bot.wording.referrals.referral import also
from referrals.asking import raised_instead
from referrals.choice import resting
from referrals.client import Client
from referrals.grammar import NotUnderstood, Progress, Reopen, ReportReadiness, Wants, When, read_line, read_place
from referrals.lifecycle import NotPossibleError, Report, after, with_reading
from referrals.model import Readiness, Referral, Step
from referrals.readiness import may_ask
from referrals.sessions import local_instant
from storage.history import Detail


def report_line(turn: Turn, command: Progress, client: Client | None) -> None:
    """`C7 agreed dbt`; without a service the only open referral it fits is meant, else the bot asks."""
    found = finding.in_line(turn, command.code, client, command.service, finding.fits(command.step))
    if found is not None:
        _report(turn, *found, command)


def readiness_line(turn: Turn, command: ReportReadiness, client: Client | None) -> None:
    """`C7 ready 7 for dbt`: the client's own number, or with `~` the therapist's guess."""
    found = finding.in_line(turn, command.code, client, command.service)
    if found is not None:
        note_readiness(turn, *found, command.readiness)


def note_readiness(turn: Turn, client: Client, referral: Referral, told: Readiness) -> None:
    """Keeps one number and answers with what it is worth doing next."""
    changed = with_reading(referral, told, turn.now)
    turn.caseload.save(changed, "readiness", turn.now, {"value": told.value, "guess": told.guess})
    settled = settle(turn, client)
    card = capture.readiness_noted(client.code, changed, told, settled.change_id)
    turn.edit(card if told.guess else also(card, *readiness.follows(changed)))


def _report(turn: Turn, client: Client, referral: Referral, command: Progress) -> None:
    if command.step is Step.BARRIER and command.barrier is None:
        follow_up.ask_barrier(turn, client, referral, None, not_ready=False)
    else:
        take_report(turn, client, referral, to_report(turn, command))


def chosen(turn: Turn, referral_id: int) -> None:
    """The answer to "which one?", or "did you mean?": the line that waited is taken to be about this referral."""
    again = None
    waiting = turn.question(WHICH) or turn.question(MEANT) or (again := turn.question(AGAIN))
    if waiting is None or referral_id not in waiting["offered"]:
        turn.refuse()
        return
    turn.settle_question()
    (_take_up if again else _choose)(turn, referral_id, waiting["line"])


def _take_up(turn: Turn, referral_id: int, line: str) -> None:
    """Opens again what had ended, and in the same change notes the line that waited, where it can be noted."""
    command = read_line(line, turn.now, turn.member.zone, turn.member.language)
    referral = turn.caseload.referral(referral_id)
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    if referral is None or client is None or not client.active:
        turn.edit(trouble.gone())
    elif finding.fits_anew(command) and reopening.open_again(turn, referral):
        _choose(turn, referral_id, line)
    else:
        reopening.reopen(turn, client, referral)


def chosen_in_words(turn: Turn, waiting: dict[str, Any]) -> None:
    """The same by its number among those offered, or by its service's name; anything else leaves the question open."""
    offered = [referral for number in waiting["offered"] if (referral := turn.caseload.referral(number))]
    fitting = _said(turn.said.text, waiting["offered"], offered)
    if len(fitting) == 1:
        turn.settle_question()
        turn.rewrite(waiting["card"], trouble.chosen(fitting[0]))
        _choose(turn, fitting[0].id, waiting["line"])
    else:
        turn.say(trouble.one_of_these(offered))


def _said(text: str, places: list[int], offered: list[Referral]) -> list[Referral]:
    """Those that the text means; where its number and a name in it say different things, both."""
    place = read_place(text, len(places))
    said = {one.id for one in finding.named(offered, text)} | (set() if place is None else {places[place]})
    return [one for one in offered if one.id in said]


def _choose(turn: Turn, referral_id: int, line: str) -> None:
    command = read_line(line, turn.now, turn.member.zone, turn.member.language)
    referral = turn.caseload.referral(referral_id)
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    if referral is None or client is None:
        turn.edit(trouble.gone())
    elif isinstance(command, NotUnderstood):  # such as "booked today", tapped tomorrow
        turn.edit(trouble.not_understood(command))
    elif isinstance(command, Progress):
        _report(turn, client, referral, command)
    elif isinstance(command, ReportReadiness):
        note_readiness(turn, client, referral, command.readiness)
    elif isinstance(command, Wants):
        first.wish(turn, client, referral)
    elif isinstance(command, Reopen):
        reopening.reopen(turn, client, referral)


def take_report(turn: Turn, client: Client, referral: Referral, report: Report) -> None:
    """Moves the referral as the rules say and answers with the card of it, or with what is left to be asked."""
    settled, moved = apply_report(turn, client, referral, report)
    if settled is None:
        turn.edit(trouble.does_not_fit(client.code, referral))
    elif not _asks_more(turn, client, moved, report, settled.change_id):
        turn.edit(_card(turn, client, moved, report, settled))


def apply_report(turn: Turn, client: Client, referral: Referral, report: Report) -> tuple[Settled | None, Referral]:
    """The change itself: None when it does not fit where the referral stands."""
    try:
        moved = after(report, referral, turn.now)
    except NotPossibleError:
        return None, referral
    turn.caseload.save(moved, report.step.value, turn.now, _detail(report))
    turn.settle_question(referral=referral.id)
    close_questions(turn, moved)
    return settle(turn, client), moved


def _asks_more(turn: Turn, client: Client, moved: Referral, report: Report, change_id: int) -> bool:
    """Puts the one question that the report leaves open, if any."""
    match report.step:
        case Step.BOOKED if moved.appointment_at is None:
            follow_up.ask_when(turn, client, moved, change_id)
        case Step.WAITLISTED if report.on is None:
            follow_up.ask_day(turn, client, moved, Day.EXPECTED, change_id)
        case Step.DECLINED if report.on is None:
            follow_up.ask_day(turn, client, moved, Day.REVISIT, change_id)
        case Step.NOT_READY if report.barrier is None:
            follow_up.ask_barrier(turn, client, moved, change_id, not_ready=True)
        case _:
            return False
    return True


def _card(turn: Turn, client: Client, moved: Referral, report: Report, settled: Settled) -> Card:
    zone, planned, change_id = turn.member.zone, settled.planned, settled.change_id
    before = _before(moved, settled)
    if report.step is Step.BARRIER:
        asks = may_ask(moved, client, turn.now)
        return barriers.noted(client.code, moved, planned, change_id, zone, may_ask=asks, before=before)
    card = capture.moved(client.code, report.step, moved, planned, change_id, turn.now, zone, before)
    others = resting(turn.caseload.referrals(client.id)) if not moved.open and moved.option_of else []
    waiting = [one for one in others if one.option_of == moved.option_of]
    return also(card, [], (choice.change_button(waiting[0]),)) if waiting else card


def _before(moved: Referral, settled: Settled) -> Referral | None:
    """The referral that the next session or stage brings up while this one waits for its turn."""
    instead = raised_instead(settled.planned, moved)
    return next((one for one in settled.referrals if one.id == instead), None)


def _detail(report: Report) -> Detail | None:
    barrier = {"barrier": report.barrier.value} if report.barrier else {}
    on = {"on": report.on.isoformat()} if report.on else {}
    return {**barrier, **on} or None


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
