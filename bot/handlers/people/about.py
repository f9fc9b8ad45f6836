"""One member's page, which every tap about her comes back to."""

from __future__ import annotations

from collections.abc import Callable

from bot.turn import Turn
from bot.wording.people import members as wording
from storage.person import Person

Show = Callable[[Turn, Person], None]


def show(turn: Turn, person: Person) -> None:
    load = turn.work.handovers.load(person.id)
    turn.edit(wording.page(person, load, person.id == turn.member.id))


def back(turn: Turn, person: Person) -> None:
    """To her page after a change of hers; her menu in Telegram follows."""
    changed = turn.work.people.by_id(person.id)
    if changed is None:
        turn.refuse()
        return
    if not changed.locked:
        turn.menus[changed.telegram_id] = changed
    if changed.id == turn.member.id:
        turn.person = changed
    show(turn, changed)
