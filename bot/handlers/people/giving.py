"""An administrator hands a caseload over for a therapist who cannot: only of a locked one, and unseen."""

from __future__ import annotations

from bot.handlers.people.finding import able
from bot.people.handing_over import hand_over
from bot.turn import Turn
from bot.wording.people import giving as wording
from storage.person import Person


def to_whom(turn: Turn, person: Person) -> None:
    if _gone(turn, person):
        turn.edit(wording.to_whom(person, able(turn, person), turn.said.id(2)))


def confirm(turn: Turn, person: Person) -> None:
    taker = _taker(turn, person)
    if taker is not None:
        turn.edit(wording.confirm(person, taker, turn.work.handovers.load(person.id)))


def move(turn: Turn, person: Person) -> None:
    """At once, in this transaction; the taker is told."""
    taker = _taker(turn, person)
    if taker is None:
        return
    turn.work.people.lock(taker.id)
    moved = hand_over(turn.work, person, taker, turn.now)
    turn.edit(wording.done(person, taker, len(moved)))


def _gone(turn: Turn, person: Person) -> bool:
    """Whether she cannot do it herself, and has anybody to hand over."""
    if person.locked and turn.work.handovers.load(person.id).clients:
        return True
    turn.refuse()
    return False


def _taker(turn: Turn, person: Person) -> Person | None:
    if not _gone(turn, person):
        return None
    taker = next((one for one in able(turn, person) if one.id == turn.said.id(2)), None)
    if taker is None:
        turn.refuse()
    return taker
