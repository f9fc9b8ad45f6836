"""What supervision decided, asked and noted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import in_rows
from bot.wording.supervision.cases import CaseShown
from bot.wording.text import bold
from referrals.supervisors import Decision

DECISIONS = {
    Decision.GO_ON: "Go on",
    Decision.ORDER: "Change the order",
    Decision.CONDITION: "Condition of therapy",
    Decision.LET_GO: "Let one go",
    Decision.PAUSE: "Pause",
    Decision.NOTE: "Note",
}
_TAPS_A_ROW = 2
_SHOWN = 8


def ask(cases: Sequence[CaseShown]) -> Card:
    """Once supervision is over; of several cases the taps open one after the other."""
    if len(cases) == 1:
        client = cases[0].client
        return Card(f"What did you decide for {bold(client.code)}?", decision_rows(client.id))
    taps = [Button(case.client.code, encode(Action.DECIDE, case.client.id)) for case in cases[:_SHOWN]]
    return Card("What did you decide? One tap for each.", in_rows(taps, 4))


def decision_rows(client_id: int) -> tuple[tuple[Button, ...], ...]:
    taps = [Button(label, encode(Action.DECIDE, client_id, what)) for what, label in DECISIONS.items()]
    return (*in_rows(taps, _TAPS_A_ROW), (Button("Not talked about", encode(Action.CASE, "later", client_id)),))
