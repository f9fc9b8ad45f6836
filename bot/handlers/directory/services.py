"""The practice's directory: looking through it, and amending a service by taps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.handlers.directory import services_said
from bot.handlers.directory.services_changing import amended, tapped_service
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.directory import services as wording
from bot.wording.directory.services import Field, Part
from referrals.model import Role, Service, ServiceKind
from storage.changes import Undone


@allows(Role.THERAPIST, Role.ADMINISTRATOR)
def overview(turn: Turn) -> None:
    """`/services`: how many there are of each kind."""
    turn.say(_overview(turn))


@allows(Role.THERAPIST, Role.ADMINISTRATOR)
def browsed(turn: Turn) -> None:
    """A tap on a kind, on another page of it, or back to all."""
    if not turn.said.arguments:
        turn.edit(_overview(turn))
        return
    chosen, start = turn.said.arguments[0], turn.said.id(1)
    kind = ServiceKind(chosen) if chosen in set(ServiceKind) else None
    if kind is None and chosen != wording.RETIRED:
        turn.refuse()
        return
    directory = turn.work.directory
    total = directory.counts().get(kind, 0) if kind else directory.retired_count()
    start = start if start < total else 0
    turn.edit(wording.listing(kind, directory.page(kind, start, wording.PAGE), start, total))


@allows(Role.THERAPIST, Role.ADMINISTRATOR)
def tapped(turn: Turn) -> None:
    """A tap on a service, or on something on its page."""
    part = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if part == Part.NEW:
        services_said.ask_name(turn)
    elif part == Part.KEEP:
        services_said.kept(turn)
    elif service := tapped_service(turn):
        _PARTS.get(part, _stale)(turn, service)
    else:
        turn.refuse()


def _overview(turn: Turn) -> Card:
    return wording.overview(turn.work.directory.counts(), turn.work.directory.retired_count())


def _show(turn: Turn, service: Service) -> None:
    turn.edit(wording.page(service))


def _stale(turn: Turn, _service: Service) -> None:
    turn.refuse()


def _kind(turn: Turn, service: Service) -> None:
    chosen = _value(turn)
    if chosen is None:
        turn.edit(wording.which_kind(service))
    elif chosen in set(ServiceKind):
        amended(turn, service, replace(service, kind=ServiceKind(chosen)))
    else:
        _stale(turn, service)


def _wait(turn: Turn, service: Service) -> None:
    chosen = _value(turn)
    if chosen is None:
        turn.edit(wording.which_wait(service))
    elif chosen == wording.UNKNOWN_WAIT:
        amended(turn, service, replace(service, wait_weeks=None))
    elif chosen in map(str, wording.WAITS):
        amended(turn, service, replace(service, wait_weeks=int(chosen)))
    else:
        _stale(turn, service)


def _in_house(turn: Turn, service: Service) -> None:
    if _value(turn) in {"0", "1"}:
        amended(turn, service, replace(service, in_house=_value(turn) == "1"))
    else:
        _stale(turn, service)


def _retired(turn: Turn, service: Service) -> None:
    if _value(turn) in {"0", "1"}:
        amended(turn, service, replace(service, retired=_value(turn) == "1"))
    else:
        _stale(turn, service)


def _say(turn: Turn, service: Service) -> None:
    if _value(turn) in set(Field):
        services_said.ask(turn, service, Field(_value(turn) or ""))
    else:
        _stale(turn, service)


def _put_back(turn: Turn, service: Service) -> None:
    """Her own last change of it, for as long as any Undo."""
    change_id = turn.said.id(2)
    if not turn.work.changes.of_directory(turn.member.id, change_id):
        _stale(turn, service)
        return
    result, _ = turn.work.changes.undo(turn.member.id, change_id, turn.now)
    if result is not Undone.RESTORED:
        turn.toast = trouble.undone(result).html
        return
    restored = turn.work.directory.service(service.id)
    turn.edit(wording.page(restored, wording.put_back()) if restored else _overview(turn))


def _value(turn: Turn) -> str | None:
    return turn.said.arguments[2] if len(turn.said.arguments) > 2 else None


_PARTS: dict[str, Callable[[Turn, Service], None]] = {
    "": _show,
    Part.KIND: _kind,
    Part.WAIT: _wait,
    Part.PLACE: _in_house,
    Part.RETIRED: _retired,
    Part.SAY: _say,
    Part.BACK: _put_back,
}
