"""A typed line: what it means, and logging new referrals from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.handlers import client as client_pages
from bot.handlers import drafts, hospital, onboarding, progress, safety, sessions
from bot.handlers.changing import settle
from bot.turn import Turn, allows
from bot.wording import capture, trouble
from referrals.codes import ClientCode
from referrals.danger import may_be_danger
from referrals.grammar import (
    Command,
    LogReferrals,
    NotUnderstood,
    OpenClient,
    Progress,
    ReportReadiness,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    Wants,
    read_line,
    write_line,
)
from referrals.model import Role, Service
from referrals.services import Close, Exact, Near, Unknown, match_all
from storage.caseload import NewReferral

CHOOSING = "service"


@allows()
def text(turn: Turn) -> None:
    """Any line that is not a command of Telegram's: an open question's answer, or a line about a client."""
    if drafts.answered_in_words(turn) or onboarding.ask_again(turn):
        return
    line(turn)


@allows(Role.THERAPIST)
def line(turn: Turn) -> None:
    """A line about a client of the speaker's."""
    command = read_line(turn.said.text, turn.now, turn.member.zone)
    if isinstance(command, NotUnderstood):
        danger = may_be_danger(turn.said.text)
        turn.say(trouble.risk_not_yet() if danger else trouble.not_understood(command))
    else:
        _obey(turn, command)


@allows(Role.THERAPIST)
def service_chosen(turn: Turn) -> None:
    """A tap that says which of two close services was meant; the line is then read again with that known."""
    waiting = turn.question(CHOOSING)
    if waiting is None or turn.said.id() not in waiting["offered"]:
        turn.toast = trouble.stale_tap()
        return
    turn.settle_question()
    command = read_line(waiting["line"], turn.now, turn.member.zone)
    if isinstance(command, LogReferrals):
        _log(turn, command, {**waiting["chosen"], waiting["asked"]: turn.said.id()}, waiting["line"])
    elif isinstance(command, NotUnderstood):  # such as "by today", tapped tomorrow
        turn.edit(trouble.not_understood(command))


@allows(Role.THERAPIST)
def referral_chosen(turn: Turn) -> None:
    """A tap that says which open referral a report was about."""
    progress.chosen(turn, turn.said.id())


def _obey(turn: Turn, command: Command) -> None:
    match command:
        case LogReferrals(risk=None):
            _log(turn, command, {}, turn.said.text)
        case Progress():
            progress.report_line(turn, command)
        case ReportReadiness():
            progress.readiness_line(turn, command)
        case SetSessions():
            sessions.set_rule(turn, command)
        case OpenClient():
            client_pages.show(turn, command.code)
        case SetRisk():
            safety.risk_line(turn, command)
        case StandDown():
            safety.stand_down_line(turn, command)
        case Stay():
            hospital.stay_line(turn, command)
        case LogReferrals():
            turn.say(trouble.risk_not_yet())
        case Wants():
            turn.say(trouble.not_yet(write_line(command)))


def _log(turn: Turn, command: LogReferrals, chosen: Mapping[str, int], typed: str) -> None:
    directory = turn.work.directory.services()
    by_id = {service.id: service for service in directory}
    found: list[Service] = []
    unknown: list[str] = []
    nearest: list[Service] = []
    for words, match in match_all(command.services, directory):
        match match:
            case _ if words in chosen:
                found.append(by_id[chosen[words]])
            case Exact(service) | Near(service):
                found.append(service)
            case Close(candidates):
                offered = [service.id for service in candidates]
                card = capture.which_service(words, candidates)
                turn.ask(CHOOSING, card, line=typed, asked=words, offered=offered, chosen=dict(chosen))
                return
            case Unknown(near):
                unknown.append(words)
                nearest += near
    if any(may_be_danger(words) for words in unknown):
        turn.edit(trouble.risk_not_yet())
        return
    if unknown:
        understood = write_line(_with_services(command, found)) if found else ""
        turn.edit(trouble.unknown_services(command.code, unknown, nearest[:3], understood))
        return
    _store(turn, command, list(dict.fromkeys(found)))


def _store(turn: Turn, command: LogReferrals, services: Sequence[Service]) -> None:
    caseload = turn.caseload
    known = caseload.client(command.code)
    open_ones = [r.service.id for r in caseload.referrals(known.id) if r.open] if known else []
    fresh = [service for service in services if service.id not in open_ones]
    if known is not None and not fresh:
        turn.edit(capture.already_open(known, services))
        return
    client = known or caseload.add_client(command.code, turn.now)
    added = [caseload.add_referral(client.id, _new(command, service), turn.now) for service in fresh]
    settled = settle(turn, client)
    done = capture.Logged(
        client=client,
        new_client=known is None,
        referrals=added,
        open_before=[service for service in services if service not in fresh],
        planned=settled.planned,
        note=command.note,
        change_id=settled.change_id,
    )
    turn.edit(capture.logged(done, turn.now, turn.member.zone))


def _new(command: LogReferrals, service: Service) -> NewReferral:
    return NewReferral(
        service=service,
        purposes=command.purposes,
        readiness=command.readiness,
        wanted_by=command.wanted_by,
        note=command.note,
    )


def _with_services(command: LogReferrals, services: Sequence[Service]) -> LogReferrals:
    return LogReferrals(ClientCode(command.code), tuple(service.name for service in services))
