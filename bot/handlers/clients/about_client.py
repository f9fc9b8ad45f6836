"""What is rarely changed of a client: what she wants of the therapy, and where she usually is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.handlers.changing import settle
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.clients import about_client as wording
from referrals.client import Client
from referrals.danger import may_be_danger
from referrals.grammar import LONGEST_GOALS, SetGoals
from referrals.model import Role

GOALS, REGION = "goals", "region"
_LETTERS = 2


@allows(Role.THERAPIST)
def more(turn: Turn) -> None:
    """The second page of a client."""
    client = _client_of(turn)
    if client is not None:
        show_more(turn, client)


def show_more(turn: Turn, client: Client, change_id: int | None = None) -> None:
    practice = turn.work.people.practice()
    turn.edit(wording.more(client, practice.region if practice else None, change_id))


@allows(Role.THERAPIST)
def goals(turn: Turn) -> None:
    """The tap that asks for the goals in words."""
    client = _client_of(turn)
    if client is not None:
        turn.ask(GOALS, wording.ask_goals(client), client=client.id)


def typed_goals(turn: Turn, waiting: dict[str, Any]) -> None:
    """The answer in words, kept on one line."""
    client = turn.caseload.client_by_id(waiting["client"])
    text = " ".join(turn.said.text.split())
    if client is None or not client.active:
        turn.settle_question()
        turn.say(trouble.gone())
    elif len(text) > LONGEST_GOALS:
        turn.say(wording.goals_too_long(LONGEST_GOALS))
    else:
        turn.settle_question()
        _keep_goals(turn, client, text)


def goals_line(turn: Turn, command: SetGoals) -> None:
    """`C7 goals: sleep through the night`"""
    client = turn.caseload.client(command.code)
    if client is None:
        turn.say(trouble.no_such_client(command.code))
    else:
        _keep_goals(turn, client, command.text)


def _keep_goals(turn: Turn, client: Client, text: str) -> None:
    changed = replace(client, goals=text)
    turn.caseload.save_client(changed, "goals", turn.now)
    turn.say(wording.goals_set(changed, may_be_danger(text), settle(turn, changed).change_id))


@allows(Role.THERAPIST)
def region(turn: Turn) -> None:
    """The tap that asks where she usually is, or the answer "as the practice"."""
    client = _client_of(turn)
    if client is None:
        return
    if len(turn.said.arguments) == 1:
        turn.ask(REGION, wording.ask_region(client), client=client.id)
    elif client.region is None:
        show_more(turn, client)
    else:
        turn.settle_question(client=client.id)
        _keep_region(turn, client, None)


def typed_region(turn: Turn, waiting: dict[str, Any]) -> None:
    """Two letters; anything else leaves the question open."""
    client = turn.caseload.client_by_id(waiting["client"])
    word = turn.said.text.strip().upper()
    if client is None or not client.active:
        turn.settle_question()
        turn.say(trouble.gone())
    elif len(word) == _LETTERS and word.isascii() and word.isalpha():
        turn.settle_question()
        _keep_region(turn, client, word)
    else:
        turn.say(wording.region_unknown())


def _keep_region(turn: Turn, client: Client, word: str | None) -> None:
    changed = replace(client, region=word)
    turn.caseload.save_client(changed, "region", turn.now)
    show_more(turn, changed, settle(turn, changed).change_id)


def _client_of(turn: Turn) -> Client | None:
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None or not client.active:
        turn.refuse()
        return None
    return client
