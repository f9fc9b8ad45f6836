"""Examples of what `bot.wording.clients.client` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.clients import client
from referrals.client import Client, Closing, Consenter, Hospital, RaisedFor
from referrals.lifecycle import hold, part
from referrals.model import Carrier, FirstBecause, Hold, Reading, Referral
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import (
    BIGGEST_ID,
    C7,
    FULL,
    IN_A_WEEK,
    NEW,
    PLANNED,
    REFERRALS,
    SEEN,
    Arguments,
    Say,
    each,
    many,
)
from tests.unit.moments import NEW_YORK, NOW

KNOWN = replace(
    SEEN,
    goals="sleep through & see <friends> again " * 4,
    consenter=Consenter.GUARDIAN,
    raised_at=NOW,
    raised_for=RaisedFor.LOAD,
    hospital=Hospital.DISCHARGED,
    hospital_on=NOW.date(),
    region="DE",
)
CLIENTS = (C7, SEEN, KNOWN, *AT_RISK, replace(C7, hospital=Hospital.ADMITTED, consenter=Consenter.ADULT))
GONE = tuple(replace(C7, closed_at=NOW, closed_because=why) for why in Closing)
WISHED = replace(
    FULL,
    appointment_at=None,
    wished_at=NOW,
    first_at=NOW,
    first_because=FirstBecause.INFORMS_OTHERS,
    service=replace(FULL.service, wait_weeks=39),
    readings=(Reading(8, False, NOW), Reading(5, False, NOW)),
)
HELD = hold(FULL, Hold.RISK, NOW)
PARTED = [part(NEW, carrier, NOW) for carrier in Carrier]


def _page(
    who: Client, open_ones: list[Referral], held: int = 0, ended: int = 0, planned: bool = True, undo: bool = True
) -> Arguments:
    to_come = PLANNED if planned else ()
    change_id = BIGGEST_ID if undo else None
    shown = client.Page(who, open_ones, many(held, HELD), many(ended, REFERRALS[2]), to_come, NOW, NEW_YORK, change_id)
    return (shown,)


EXAMPLES: dict[Say, list[Arguments]] = {
    client.page: [
        _page(who, many(count, one), held, ended, planned, undo)
        for who in CLIENTS
        for count, held, ended in ((0, 0, 0), (0, 0, 1), (1, 1, 0), (3, 0, 3), (4, 1, 2), (5, 9, 3), (40, 40, 40))
        for one in (FULL, WISHED)
        for planned, undo in ((True, True), (False, False))
    ]
    + [_page(C7, [one]) for one in REFERRALS],
    client.listing: [
        ([(who, at) for who in clients for at in (IN_A_WEEK, None)], NEW_YORK)
        for clients in ([], [C7], [SEEN, GONE[0]], [C7] * 100, [*GONE] * 100, [SEEN, GONE[1]] * 50)
    ],
    client.open_tap: each([C7]),
    client.which_client: [()],
}
