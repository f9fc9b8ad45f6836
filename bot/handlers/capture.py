"""A typed line: what it means, and to whom it goes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from bot.handlers import commands, drafts, naming, onboarding, undo
from bot.handlers.clients import about_client, goodbye, sessions, status, today
from bot.handlers.clients import client as client_pages
from bot.handlers.referrals import first, progress, reopening
from bot.handlers.risk import danger, hospital, safety
from bot.handlers.settings import page as settings
from bot.turn import Handler, Turn, allows
from bot.wording import capture, trouble
from bot.wording.clients import goodbye as goodbye_wording
from referrals.client import Client
from referrals.codes import ClientCode, looks_like_initials, random_code
from referrals.danger import may_be_danger
from referrals.grammar import (
    CancelSession,
    Command,
    Goodbye,
    LogReferrals,
    MoveSession,
    NotUnderstood,
    OpenClient,
    PauseSessions,
    Progress,
    Reopen,
    ReportReadiness,
    ResumeSessions,
    SetGoals,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    Wants,
    asked_for,
    read_line,
    write_line,
)
from referrals.model import Role

CODE = "code"
# What somebody asks for who knows no commands, or is too tired for them.
_ASKED: Mapping[str, Handler] = {
    "help": commands.help_,
    "undo": undo.last,
    "today": today.today,
    "status": status.status,
    "clients": client_pages.listing,
    "settings": settings.command,
}
_BEGIN_A_CLIENT = LogReferrals | SetSessions | SetRisk


@allows()
def text(turn: Turn) -> None:
    """Any line that is not a command of Telegram's: an open question's answer, or a line about a client."""
    if drafts.answered_in_words(turn) or onboarding.ask_again(turn):
        return
    asked = asked_for(turn.said.text)
    (_ASKED[asked] if asked else line)(turn)


@allows(Role.THERAPIST)
def line(turn: Turn) -> None:
    """A line about a client of the speaker's."""
    command = turn.line()
    if isinstance(command, NotUnderstood):
        unsafe = may_be_danger(turn.said.text)
        turn.say(danger.not_understood(turn) if unsafe else trouble.not_understood(command))
    else:
        _take(turn, command)


@allows(Role.THERAPIST)
def code_chosen(turn: Turn) -> None:
    """The same line under the code that was offered instead of one that looks like initials with a date."""
    waiting = turn.question(CODE)
    if waiting is None or turn.said.arguments != (waiting["offered"],):
        turn.refuse()
        return
    turn.settle_question()
    command = read_line(waiting["line"], turn.now, turn.member.zone)
    if isinstance(command, NotUnderstood):
        turn.edit(trouble.not_understood(command))
    elif isinstance(command, _BEGIN_A_CLIENT):
        _take(turn, replace(command, code=ClientCode(waiting["offered"])))


@allows(Role.THERAPIST)
def referral_chosen(turn: Turn) -> None:
    """A tap that says which open referral a report was about."""
    progress.chosen(turn, turn.said.id())


def _take(turn: Turn, command: Command) -> None:
    if isinstance(command, OpenClient):
        client_pages.show(turn, command.code)
        return
    client = turn.caseload.client(command.code)
    if client is None and isinstance(command, _BEGIN_A_CLIENT) and looks_like_initials(command.code):
        _offer_code(turn, command)
    elif client is not None and not client.active:
        turn.edit(goodbye_wording.still_closed(client, _is_danger(command), turn.member.zone))
    else:
        _obey(turn, command, client)


def _obey(turn: Turn, command: Command, client: Client | None) -> None:
    match command:
        case LogReferrals():
            naming.log(turn, command)
        case Progress():
            progress.report_line(turn, command, client)
        case ReportReadiness():
            progress.readiness_line(turn, command, client)
        case SetSessions():
            sessions.set_rule(turn, command)
        case MoveSession() | CancelSession() | PauseSessions() | ResumeSessions():
            sessions.change(turn, command)
        case SetGoals():
            about_client.goals_line(turn, command)
        case Goodbye():
            goodbye.line(turn, command)
        case SetRisk():
            safety.risk_line(turn, command)
        case StandDown():
            safety.stand_down_line(turn, command)
        case Stay():
            hospital.stay_line(turn, command)
        case Wants():
            first.wants_line(turn, command, client)
        case Reopen():
            reopening.reopen_line(turn, command)


def _offer_code(turn: Turn, command: LogReferrals | SetSessions | SetRisk) -> None:
    """A code that may tell who she is is turned away before it is kept (clinical rule "codes only")."""
    free = random_code({client.code for client in turn.caseload.clients()}, secrets.choice)
    card = capture.like_initials(command.code, free, _is_danger(command))
    turn.ask(CODE, card, line=write_line(command), offered=free)


def _is_danger(command: Command) -> bool:
    return isinstance(command, SetRisk) or (isinstance(command, LogReferrals) and command.risk is not None)
