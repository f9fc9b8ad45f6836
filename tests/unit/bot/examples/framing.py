"""Examples of what `bot.wording.referrals.framing` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.referrals import framing
from referrals.model import Heard, Purpose, ServiceKind
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, NEW, PLANNED, REFERRALS, Arguments, Say, each
from tests.unit.moments import NEW_YORK

_HEARD = [replace(one, heard=how) for one in (NEW, FULL) for how in (None, *Heard)]

EXAMPLES: dict[Say, list[Arguments]] = {
    framing.to_say: [(purpose, kind) for purpose in (None, *Purpose) for kind in ServiceKind],
    framing.say: [("C7", one) for one in REFERRALS],
    framing.repair: [("C7", NEW), ("C7", FULL)],
    framing.ask: [("C7", NEW, True), ("C7", FULL, False)],
    framing.noted: [
        ("C7", one, planned, BIGGEST_ID, NEW_YORK, talked)
        for one in _HEARD
        for planned in ((), PLANNED)
        for talked in (True, False)
    ],
    framing.heard_line: each(_HEARD),
}
