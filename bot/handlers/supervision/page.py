"""`/supervision`: her cases for the next one, each with what there is to do about it before and after.

Serves clinical rule "stalled". Events: `raised`, `not_raised`, `raised_line`, `not_this_week`, `not_stalled` {because}.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.cases import case_of, own_cases
from bot.handlers.changing import settle
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.supervision import page as wording
from referrals.client import Client, RaisedFor
from referrals.model import Role
from referrals.supervision import next_meeting
from referrals.supervisors import Because, SupervisionKind

LINE, BECAUSE = "raised_line", "not_stalled"
_WITHOUT_A_SLOT = timedelta(days=7)


@allows(Role.THERAPIST)
def command(turn: Turn) -> None:
    """`/supervision`"""
    show(turn)


def show(turn: Turn) -> None:
    """All her cases, in the order of need."""
    cases = own_cases(turn.member, turn.caseload, turn.now)
    links = turn.work.supervising.supervisors(turn.member.id)
    names = {link.kind: _name(turn, link.supervisor_id) for link in links}
    meets_at = next_meeting(turn.member.habits, turn.now)
    turn.edit(wording.all_cases(cases, meets_at, names, turn.member.zone))


def ask_line(turn: Turn) -> None:
    """Her own line to a case."""
    client = _client(turn, 1)
    if client is None:
        turn.refuse()
    else:
        turn.ask(LINE, wording.ask_line(client), client=client.id)


def stays(turn: Turn) -> None:
    """It was not talked about, and stays for the next supervision."""
    client = _client(turn, 1)
    if client is None:
        turn.refuse()
    else:
        turn.edit(wording.stays(client))


def show_case(turn: Turn, client: Client, change_id: int | None = None) -> None:
    """One case, or that it is none any more."""
    case = case_of(turn.member, turn.caseload, client, turn.now)
    if case is None:
        turn.edit(wording.no_case(client, change_id))
    else:
        conditions = turn.work.cases(turn.member.id).conditions(client.id)
        clinical = turn.work.supervising.supervisor_of(turn.member.id, SupervisionKind.CLINICAL)
        turn.edit(wording.one_case(case, conditions, clinical is None, turn.member.zone, change_id))


def typed_line(turn: Turn, waiting: dict[str, Any]) -> None:
    """Her own line to a case; it raises the case if nothing else does."""
    client = turn.caseload.client_by_id(waiting["client"])
    if client is None:
        turn.say(trouble.gone())
        return
    turn.settle_question()
    raised = replace(
        client,
        raised_line=turn.said.text.strip(),
        raised_at=client.raised_at or turn.now,
        raised_for=RaisedFor.BY_HAND if client.raised_at is None else client.raised_for,
        put_off_until=None,
    )
    turn.caseload.save_client(raised, "raised_line", turn.now)
    turn.rewrite(waiting["card"], wording.answered_below(client))
    show_case(turn, raised, settle(turn, raised).change_id)


@allows(Role.THERAPIST)
def not_stalled(turn: Turn) -> None:
    """Why it has not stalled, by tap; or, without a reason yet, the question."""
    client = _client(turn, 0)
    case = case_of(turn.member, turn.caseload, client, turn.now) if client else None
    if client is None or case is None or not case.stalls:
        turn.refuse()
    elif len(turn.said.arguments) == 1:
        turn.ask(BECAUSE, wording.ask_because(client), client=client.id)
    elif (because := _because(turn)) is not None:
        turn.settle_question(client=client.id)
        _respect(turn, client, because, None)
    else:
        turn.refuse()


def typed_because(turn: Turn, waiting: dict[str, Any]) -> None:
    """The reason in her own words."""
    client = turn.caseload.client_by_id(waiting["client"])
    if client is None:
        turn.say(trouble.gone())
        return
    turn.settle_question()
    turn.rewrite(waiting["card"], wording.answered_below(client))
    _respect(turn, client, Because.OWN_WORDS, turn.said.text.strip())


def _respect(turn: Turn, client: Client, because: Because, own_words: str | None) -> None:
    """Respected until the facts change; what was only raised because it had stalled is not raised any more."""
    case = case_of(turn.member, turn.caseload, client, turn.now)
    for stall in case.stalls if case else ():
        turn.work.cases(turn.member.id).answer(client.id, stall.facts, because, turn.now, own_words=own_words)
    if client.raised_for is RaisedFor.STALLED:
        client = replace(client, raised_at=None, raised_for=None)
    turn.caseload.save_client(client, "not_stalled", turn.now, {"because": because.value})
    turn.edit(wording.respected(client, settle(turn, client).change_id))


def not_this_week(turn: Turn) -> None:
    """One case, or all of them, wait until the next supervision is over."""
    one = turn.said.id(1)
    cases = [case.client for case in own_cases(turn.member, turn.caseload, turn.now)]
    chosen = [client for client in cases if not one or client.id == one]
    if not chosen:
        turn.refuse()
        return
    until = put_off_until(turn)
    for client in chosen:
        turn.caseload.save_client(replace(client, put_off_until=until), "not_this_week", turn.now)
    change_id = settle(turn, replace(chosen[0], put_off_until=until)).change_id
    for client in chosen[1:]:
        turn.work.nudges.replan(turn.caseload, client, turn.member.habits, turn.now)
    turn.edit(wording.put_off(chosen, change_id))


def put_off_until(turn: Turn) -> datetime:
    """The end (UTC) of the next supervision; without a slot, a week from now."""
    meets_at = next_meeting(turn.member.habits, turn.now)
    return meets_at + turn.member.habits.session_length if meets_at else turn.now + _WITHOUT_A_SLOT


def _client(turn: Turn, place: int) -> Client | None:
    return turn.caseload.client_by_id(turn.said.id(place))


def _name(turn: Turn, member_id: int) -> str:
    person = turn.work.people.by_id(member_id)
    return person.called if person else ""


def _because(turn: Turn) -> Because | None:
    said = turn.said.arguments[1]
    return next((because for because in wording.BECAUSE if because.value == said), None)
