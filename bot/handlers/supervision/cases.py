"""Taps on her cases: which page, or what to do about one."""

from __future__ import annotations

from collections.abc import Callable

from bot.handlers.supervision import page, slot
from bot.turn import Turn, allows
from bot.wording.supervision import page as wording
from bot.wording.supervision import slot as slot_wording
from referrals.model import Role

_DOES: dict[str, Callable[[Turn], None]] = {
    wording.LATER: page.not_this_week,
    wording.STAYS: page.stays,
    wording.WITH_A_LINE: page.ask_line,
    slot_wording.MOVE: slot.ask,
    slot_wording.LEAVE_OUT: slot.leave_out,
}


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """All cases, one case, or something about it."""
    said = turn.said.arguments
    if not said:
        if turn.question(slot.MOVE) is not None:
            turn.settle_question()  # it stays as it is
        page.show(turn)
    elif said[0] in _DOES:
        _DOES[said[0]](turn)
    elif (client := turn.caseload.client_by_id(turn.said.id())) is not None:
        page.show_case(turn, client)
    else:
        turn.refuse()
