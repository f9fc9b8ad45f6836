"""A caseload that an administrator hands over, for one who cannot. Counts only, never a code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.card import Card
from bot.wording.people import counts
from bot.wording.people.names import begins, name
from bot.wording.people.taps import Does, called, opens, pages, tap
from storage.handover import Load
from storage.person import Person


def to_whom(giver: Person, people: Sequence[Person], start: int) -> Card:
    """Therapists who can look after clients now."""
    if not people:
        return Card(
            "There is no other therapist who could take over now. To you yourself another administrator hands over.",
            ((opens(giver.id),),),
        )
    rows = pages(
        people,
        start,
        lambda one: tap(called(one), giver.id, Does.CHOOSE, one.id),
        lambda first, words: tap(words, giver.id, Does.TO, first),
    )
    return Card(
        f"Who takes over from {name(giver.called)}? Not offered: who is away, who shut the bot out, and you yourself; "
        "to you another administrator hands over.",
        (*rows, (opens(giver.id),)),
    )


def confirm(giver: Person, taker: Person, load: Load) -> Card:
    risk = counts.at_risk(load)
    lines = [
        counts.danger(load),
        f"Hand {counts.load(load)} from {name(giver.called)} to {name(taker.called)}? They move at once, and "
        f"{name(taker.called)} is told with the codes; you see none.",
        f"{risk} Talk to {name(taker.called)} before: {counts.PRESENT}." if risk else "",
        "Reflections stay with who wrote them. It cannot be taken back by a tap.",
    ]
    moves = tap("Hand over", giver.id, Does.MOVED, taker.id)
    return Card("\n".join(filter(None, lines)), ((moves, opens(giver.id, "Not now")),))


def done(giver: Person, taker: Person, count: int) -> Card:
    return Card(
        f"{counts.clients(count).capitalize()} of {name(giver.called)} went to {name(taker.called)}, who is told now. "
        f"{begins(giver.called)} can be removed, or sign in again.",
        ((opens(giver.id, "Her page"),),),
    )
