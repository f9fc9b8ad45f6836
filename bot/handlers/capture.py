"""A typed line: what it means, and logging new referrals from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.handlers import client as client_pages
from bot.handlers import drafts, onboarding, progress, sessions
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
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    service = turn.work.directory.service(turn.said.id())
    if draft is None or draft.kind != CHOOSING or service is None:
        turn.toast = trouble.stale_tap()
        return
    command = read_line(draft.data["line"], turn.now, turn.member.zone)
    turn.work.drafts.close(turn.member.id)
    if isinstance(command, LogReferrals):
        _log(turn, command, {**draft.data["chosen"], draft.data["asked"]: service.id})


@allows(Role.THERAPIST)
def referral_chosen(turn: Turn) -> None:
    """A tap that says which open referral a report was about."""
    progress.chosen(turn, turn.said.id())


def _obey(turn: Turn, command: Command) -> None:
    match command:
        case LogReferrals(risk=None):
            _log(turn, command, {})
        case Progress():
            progress.report_line(turn, command)
        case ReportReadiness():
            progress.readiness_line(turn, command)
        case SetSessions():
            sessions.set_rule(turn, command)
        case OpenClient():
            client_pages.show(turn, command.code)
        case SetRisk() | StandDown() | LogReferrals():
            turn.say(trouble.risk_not_yet())
        case Wants() | Stay():
            turn.say(trouble.not_yet(write_line(command)))


def _log(turn: Turn, command: LogReferrals, chosen: Mapping[str, int]) -> None:
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
                _ask_which(turn, words, candidates, chosen)
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


def _ask_which(turn: Turn, words: str, candidates: Sequence[Service], chosen: Mapping[str, int]) -> None:
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    typed = turn.said.text or (draft.data["line"] if draft else "")
    turn.work.drafts.open(turn.member.id, CHOOSING, turn.now, line=typed, asked=words, chosen=dict(chosen))
    turn.edit(capture.which_service(words, candidates))


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
    turn.edit(
        capture.logged(
            client,
            known is None,
            added,
            settled.planned,
            command.note,
            settled.change_id,
            turn.now,
            turn.member.zone,
        )
    )


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
