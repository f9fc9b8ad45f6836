"""A caseload that an administrator hands over, for one who cannot. Counts only, never a code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.card import Card
from bot.wording.language import _, _n
from bot.wording.people import counts
from bot.wording.people.names import begins, name
from bot.wording.people.taps import Does, called, opens, pages, tap
from storage.handover import Load
from storage.person import Person


def to_whom(giver: Person, people: Sequence[Person], start: int) -> Card:
    """Therapists who can look after clients now."""
    if not people:
        nobody = _(
            "There is no other therapist who could take over now. To you yourself another administrator hands over."
        )
        return Card(nobody, ((opens(giver.id),),))
    rows = pages(
        people,
        start,
        lambda one: tap(called(one), giver.id, Does.CHOOSE, one.id),
        lambda first, words: tap(words, giver.id, Does.TO, first),
    )
    said = _(
        "Who takes over from {name}? Not offered: who is away, who shut the bot out, and you yourself; to you another "
        "administrator hands over.",
        name=name(giver.called),
    )
    return Card(said, (*rows, (opens(giver.id),)))


def confirm(giver: Person, taker: Person, load: Load) -> Card:
    risk = counts.at_risk(load)
    taker_name = name(taker.called)
    before = _("Talk to {taker} before: somebody must look after them today.", taker=taker_name)
    lines = [
        counts.danger(load),
        _(
            "Hand {load} from {giver} to {taker}? They move at once, and {taker} is told with the codes; you see none.",
            load=counts.load(load),
            giver=name(giver.called),
            taker=taker_name,
        ),
        f"{risk} {before}" if risk else "",
        _("Reflections stay with who wrote them. It cannot be taken back by a tap."),
    ]
    moves = tap(_("Hand over"), giver.id, Does.MOVED, taker.id)
    return Card("\n".join(filter(None, lines)), ((moves, opens(giver.id, _("Not now"))),))


def done(giver: Person, taker: Person, count: int) -> Card:
    went = _n(
        "One client of {giver} went to {taker}, who is told now.",
        "{count} clients of {giver} went to {taker}, who is told now.",
        count,
        giver=name(giver.called),
        taker=name(taker.called),
    )
    free = _("{name} can be removed, or sign in again.", name=begins(giver.called))
    return Card(f"{went} {free}", ((opens(giver.id, _("Her page")),),))
