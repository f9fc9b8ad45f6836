"""A therapist's holdings in which each state, ending and column has something to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from bot.exchange.holdings import Case, Handed, Holding
from bot.wording.language import ENGLISH
from referrals.client import Client
from referrals.lifecycle import Ending
from referrals.model import (
    Barrier,
    Carrier,
    Consent,
    Hold,
    Purpose,
    Reading,
    Referral,
    Service,
    ServiceKind,
    State,
)
from referrals.risk import RiskKind
from storage.history import Happened
from tests.unit.moments import NEW_YORK, NOW

_SPACE = UUID("11111111-2222-4333-8444-555555555555")
_AID = Service(1, "Legal aid", kind=ServiceKind.LEGAL)
OWNER, OTHER = 3, 4
NOTE, PLAN = "=after the holidays", "If it is Tuesday, then I phone"


def _referral(number: int, state: State, **said: object) -> Referral:
    least = Referral(
        id=number, client_id=7, service=_AID, state=state, created_at=NOW - timedelta(days=9), moved_at=NOW,
        next_check_at=NOW,
    )  # fmt: skip
    return replace(least, **said)  # type: ignore[arg-type] # whatever fields are told


def every_state() -> list[Referral]:
    """One for each state, in each way in which it can be: every ending, every hold, every carrier."""
    ways: list[tuple[State, dict[str, object]]] = []
    for state in State:
        if state.ended:
            ways += [(state, {"ended_because": ending.value}) for ending in Ending]
        elif state is State.ON_HOLD:
            held = [before for before in State if not before.ended and before is not State.ON_HOLD]
            ways += [(state, {"hold": why, "held_state": before}) for why in Hold for before in held]
        else:
            ways += [(state, {"barrier": barrier}) for barrier in (None, *Barrier)]
    ways += [(State.WITHDRAWN, {"ended_because": "parted", "carried_by": carrier}) for carrier in Carrier]
    return [_referral(number, state, **said) for number, (state, said) in enumerate(ways, 1)]


FULL = _referral(
    1,
    State.SCHEDULED,
    purposes=frozenset(Purpose),
    readings=(Reading(4, False, NOW), Reading(7, True, NOW)),
    barrier=Barrier.COST,
    plan=PLAN,
    note=NOTE,
    appointment_at=NOW + timedelta(days=9),
    expected_on=date(2026, 12, 10),
    wanted_by=date(2026, 12, 24),
    reduces=RiskKind.SELF,
    consent=Consent.GIVEN,
    consent_until=date(2027, 1, 1),
    revisit_on=date(2027, 2, 1),
)
_HISTORY = (
    Happened("suggested", 1, OWNER, {}, NOW - timedelta(days=9)),
    Happened("barrier", 1, OWNER, {"barrier": "cost"}, NOW - timedelta(days=2)),
    Happened("barrier", 1, OWNER, {"barrier": "cost"}, NOW - timedelta(days=2)),
    Happened("from a later version", 1, OTHER, {}, NOW),
    Happened("goals", None, OWNER, {}, NOW),
)


def handed(*referrals: Referral, own: bool = True) -> Handed:
    """Of one client, C7; or, with nothing said, one referral in which each column has something to say."""
    case = Case(Client(id=7, code="C7"), referrals or (FULL,), _HISTORY)
    return Handed(NOW, _SPACE, own, ENGLISH, (Holding(OWNER, NEW_YORK, (case,)),))


NOTHING = Handed(NOW, _SPACE, True, ENGLISH, ())
