"""The services a line logs, found by the names typed; of several that may be meant the person is asked which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.handlers import logged, meant
from bot.handlers.directory import services_adding
from bot.handlers.referrals.finding import MEANT
from bot.handlers.risk import danger
from bot.turn import Turn, allows
from bot.wording import capture as wording
from bot.wording import trouble
from referrals.danger import may_be_danger
from referrals.grammar import LogReferrals, NotUnderstood, read_line, read_place, write_line
from referrals.model import Role, Service
from referrals.services import Close, Exact, Near, Unknown, match, match_all

CHOOSING = "service"
_NONE: Mapping[str, int] = {}


def log(turn: Turn, command: LogReferrals, chosen: Mapping[str, int] = _NONE) -> None:
    """Keeps what the line names, or asks; `chosen` are services (ids) by the words for which they were chosen."""
    directory = turn.work.directory.services()
    by_id = {service.id: service for service in directory}
    found: list[Service] = []
    unknown: list[str] = []
    nearest: list[Service] = []
    for words, means in match_all(command.services, directory):
        match means:
            case _ if words in chosen and chosen[words] in by_id:
                found.append(by_id[chosen[words]])
            case Exact(service) | Near(service):
                found.append(service)
            case Close(_) | Unknown(_) if meant.offer(turn, command):
                return
            case Close(candidates):
                offered = [service.id for service in candidates]
                card = wording.which_service(words, candidates, command.risk is not None)
                turn.ask(CHOOSING, card, line=write_line(command), asked=words, offered=offered, chosen=dict(chosen))
                return
            case Unknown(near):
                unknown.append(words)
                nearest += near
    if (command.risk is not None and unknown) or any(may_be_danger(words) for words in unknown):
        turn.edit(danger.not_understood(turn, command.code))
    elif unknown:
        services_adding.offer(turn, command, found, unknown, nearest)
    else:
        logged.store(turn, command, list(dict.fromkeys(found)))


@allows(Role.THERAPIST)
def chosen(turn: Turn) -> None:
    """A tap that says which of the services was meant, or that no report was; the line is then read again so."""
    if not_meant := turn.question(MEANT):
        turn.settle_question()
        _read_again(turn, not_meant["logs"], {})
        return
    waiting = turn.question(CHOOSING)
    if waiting is None or turn.said.id() not in waiting["offered"]:
        turn.refuse()
    else:
        _choose(turn, waiting, turn.said.id())


def chosen_in_words(turn: Turn, waiting: dict[str, Any]) -> bool:
    """The same by its number among those offered, or by its name; False for any other text."""
    offered = [service for number in waiting["offered"] if (service := turn.work.directory.service(number))]
    named = _meant(turn.said.text, waiting["offered"], offered)
    if named is None:
        return False
    turn.rewrite(waiting["card"], wording.chosen(named))
    _choose(turn, waiting, named.id)
    return True


def _meant(text: str, places: list[int], offered: list[Service]) -> Service | None:
    """The one service that the text names by its place, its name or both; None where that is not one."""
    place = read_place(text, len(places))
    match match(text, offered):
        case Exact(service) | Near(service) | Close((service,)):
            named = [service.id]
        case _:
            named = []
    said = {*named, *([] if place is None else [places[place]])}
    return next((one for one in offered if said == {one.id}), None)


def _choose(turn: Turn, waiting: dict[str, Any], service_id: int) -> None:
    turn.settle_question()
    _read_again(turn, waiting["line"], {**waiting["chosen"], waiting["asked"]: service_id})


def _read_again(turn: Turn, line: str, chosen: Mapping[str, int]) -> None:
    command = read_line(line, turn.now, turn.member.zone)
    if isinstance(command, LogReferrals):
        log(turn, command, chosen)
    elif isinstance(command, NotUnderstood):  # such as "by today", tapped tomorrow
        turn.edit(trouble.not_understood(command))
