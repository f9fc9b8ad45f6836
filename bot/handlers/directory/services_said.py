"""What of a service is told in words: its name, other names, contact and note. The question stands on its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.handlers.directory.services_changing import added, amended
from bot.turn import Turn
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.directory import services_said as wording
from bot.wording.directory.services import Field
from referrals.danger import may_be_danger
from referrals.model import Service
from referrals.services import LONGEST_NAME, label_key, tidy

TOLD = "told_service"
MOST_ALIASES = 12
LONGEST = {Field.CONTACT: 200, Field.NOTE: 300}  # characters
_NEW = 0
_NOTHING = "-"


def ask_name(turn: Turn) -> None:
    """Asks what a new service is called."""
    turn.ask(TOLD, wording.ask_name(), service=_NEW, field=Field.NAME.value)


def ask(turn: Turn, service: Service, field: Field) -> None:
    """Asks for one field of a service."""
    turn.ask(TOLD, wording.ask(field, service), service=service.id, field=field.value)


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """An answer in words. Words that may be about danger are kept only once a tap says that they are the answer."""
    words = tidy(turn.said.text)
    field = Field(waiting["field"])
    if may_be_danger(words):
        turn.ask(TOLD, wording.maybe_danger(field), service=waiting["service"], field=field.value, held=words)
    else:
        _take(turn, waiting["service"], field, words)


def kept(turn: Turn) -> None:
    """The tap that says so."""
    waiting = turn.question(TOLD)
    if waiting is None or "held" not in waiting:
        turn.refuse()
    else:
        _take(turn, waiting["service"], Field(waiting["field"]), waiting["held"])


def _take(turn: Turn, service_id: int, field: Field, words: str) -> None:
    service = turn.work.directory.service(service_id)
    if service is None and service_id != _NEW:
        turn.settle_question()
        turn.say(trouble.gone())
        return
    objection = _objection(turn, service, field, words)
    if objection is not None:
        turn.edit(objection)  # the question stays open
        return
    turn.settle_question()
    if service is None:
        added(turn, words)
    else:
        amended(turn, service, _with(service, field, words))


def _objection(turn: Turn, service: Service | None, field: Field, words: str) -> Card | None:
    """Why the words cannot stand there, None if they can."""
    if field is Field.NAME:
        return name_objection(turn, [words], service)
    if field is Field.ALIASES:
        aliases = _aliases(words)
        return wording.too_many(MOST_ALIASES) if len(aliases) > MOST_ALIASES else name_objection(turn, aliases, service)
    return wording.too_long(field, LONGEST[field]) if len(words) > LONGEST[field] else None


def name_objection(turn: Turn, labels: Sequence[str], service: Service | None) -> Card | None:
    """Why one of the labels cannot be a name of `service` (None for a new one): every name means one service."""
    for label in labels:
        if not label_key(label) or len(label) > LONGEST_NAME:
            return wording.not_a_name(LONGEST_NAME)
        owner = turn.work.directory.called(label)
        if owner is not None and (service is None or owner.id != service.id):
            return wording.taken(label, owner)
    return None


def _with(service: Service, field: Field, words: str) -> Service:
    given = None if words == _NOTHING else words
    match field:
        case Field.NAME:
            others = tuple(alias for alias in service.aliases if label_key(alias) != label_key(words))
            return replace(service, name=words, aliases=others)
        case Field.ALIASES:
            named = label_key(service.name)
            return replace(service, aliases=tuple(a for a in _aliases(words) if label_key(a) != named))
        case Field.CONTACT:
            return replace(service, contact=given)
        case Field.NOTE:
            return replace(service, note=given)


def _aliases(words: str) -> list[str]:
    """Each once, in the order typed."""
    parts = {} if words == _NOTHING else {label_key(part): part.strip() for part in words.split(",") if part.strip()}
    return list(parts.values())
