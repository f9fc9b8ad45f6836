"""Examples of what `bot.wording.exchange` says."""

from __future__ import annotations

from pathlib import Path

from bot.exchange.cells import Amiss
from bot.exchange.rows import Broken, BrokenListError, Trouble
from bot.exchange.taking_over import Report
from bot.wording import exchange
from referrals.identifiers import IdentifierKind
from tests.unit.bot.examples.samples import Arguments, Say, each

_TROUBLES = [
    *(Trouble(7, "note", why) for why in Amiss if why is not Amiss.IDENTIFIER),
    Trouble(8, "service", Amiss.SEVERAL_SERVICES, ("Legal aid", "Legal clinic")),
    Trouble(9, "service", Amiss.UNKNOWN_SERVICE, ("Legal aid",)),
    *(Trouble(10, "note", Amiss.IDENTIFIER, kind=kind) for kind in IdentifierKind),
]

EXAMPLES: dict[Say, list[Arguments]] = {
    exchange.exported: [
        (0, 0, [Path("a.json")]),
        (1, 1, [Path("a.csv"), Path("a-history.csv")]),
        (40, 60, [Path("a")]),
    ],
    exchange.there_already: each([Path("a.json")]),
    exchange.not_written: each([Path("a.json")]),
    exchange.nobody: each([4711]),
    exchange.broken: [(Path("a.csv"), BrokenListError(why, "3")) for why in Broken],
    exchange.amiss: each(_TROUBLES),
    exchange.taken_over: [
        (Report(rows=3, added=2, there=1, clients=["C7"], written=True), False),
        (Report(rows=3, added=2, troubles=_TROUBLES[:1], written=True), False),
        (Report(rows=99, added=2, troubles=_TROUBLES * 3), True),
        (Report(rows=1, troubles=_TROUBLES[:1]), False),
    ],
}
