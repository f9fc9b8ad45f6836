"""Identifiers as they are written in life, then disguised and set into ordinary lines; made up from a seed.

Each kind is built from what such a thing is (example numbers of every region, check digits, the calendar, the rules of
the Social Security Administration), never from the guard's own expressions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.unit.screen import contacts, records
from tests.unit.screen.disguises import DISGUISES_OF, OVER_ANOTHER
from tests.unit.screen.ordinary import ordinary_line

_MAKERS: dict[str, Callable[[Random], str]] = {
    "phone": contacts.american,
    "phone abroad": contacts.foreign,
    "phone at home": contacts.national,
    "phone without area": contacts.local,
    "e-mail": contacts.email,
    "web address": contacts.url,
    "ip": contacts.ip,
    "birth date": records.birth,
    "ssn": records.social,
    "itin": records.taxpayer,
    "record": records.record,
    "member": records.member,
    "medicare": records.medicare,
    "card": records.card,
    "address": contacts.street,
}


@dataclass(frozen=True, slots=True)
class Hostile:
    """A line that must not be stored, with what it holds and how that was disguised."""

    text: str
    kind: str
    disguise: str


def hostile_line(random: Random) -> Hostile:
    """One identifier, one disguise that fits it, one place in an ordinary line."""
    kind = random.choice(list(_MAKERS))
    written = _MAKERS[kind](random)
    disguises = random.sample(DISGUISES_OF[kind], k=1) + random.sample(OVER_ANOTHER, k=random.choice([0, 0, 1]))
    for disguise in disguises:
        written = disguise(random, written)
    return Hostile(_placed(random, written), kind, " and ".join(disguise.__name__.strip("_") for disguise in disguises))


def _placed(random: Random, written: str) -> str:
    """Before, behind or within an ordinary line, or alone."""
    line = ordinary_line(random)
    words = line.split(" ")
    place = random.randint(0, len(words))
    return random.choice(
        [
            written,
            f"{written} {line}",
            f"{line} {written}",
            f"{line} // {written}",
            f"{line}\n{written}",
            f"{line}, {written}.",
            f"{line} ({written})",
            " ".join([*words[:place], written, *words[place:]]),
        ]
    )
