"""Where a line may speak of danger: the danger line, with taps for the client it is plainly about.

Serves clinical rule "danger line": nothing is logged by it, and nobody told, before the therapist taps or types so.
"""

from __future__ import annotations

from bot.turn import Turn
from bot.wording import trouble
from bot.wording.card import Card
from referrals.client import Client
from referrals.grammar import code_in, only_code_in

_EXAMPLE = "C7"


def not_understood(turn: Turn, code: str = "") -> Card:
    """The answer to a line that was not understood and may speak of danger; `code` where it was read."""
    return trouble.danger_line(code or code_in(turn.said.text) or _EXAMPLE, _about(turn, code))


def beside(turn: Turn) -> Card:
    """What stands beside another answer to the same line."""
    return trouble.danger_beside(turn.about or code_in(turn.said.text) or _EXAMPLE, _about(turn, turn.about))


def _about(turn: Turn, code: str) -> Client | None:
    """The one client it is about, if she is the speaker's own and the work goes on: no tap logs another one's risk."""
    code = code or only_code_in(turn.said.text) or ""
    client = turn.caseload.client(code) if code else None
    return client if client and client.active else None
