"""`/privacy`: what is kept, for whom, how long, and what carries it. Serves clinical rule "own data"."""

from __future__ import annotations

from bot.turn import Turn, allows
from bot.wording.privacy import page as wording


@allows()
def command(turn: Turn) -> None:
    """`/privacy`, and its two cards by tap."""
    practice = turn.work.people.practice()
    if practice is None:
        turn.refuse()
        return
    shown = wording.Kept(practice.name, practice.approved_by, practice.retention_months, practice.hold_since)
    if wording.TELEGRAM in turn.said.arguments:
        turn.edit(wording.telegram(shown))
    else:
        turn.edit(wording.kept(shown, turn.member.zone))
