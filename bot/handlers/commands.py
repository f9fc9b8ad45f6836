"""What the bot is asked about itself, and leaving a question open."""

from __future__ import annotations

from bot.turn import Turn, allows
from bot.wording import commands as wording


@allows()
def help_(turn: Turn) -> None:
    """`/help`, and with anything behind it, as in `/help more`, the whole; by its taps in place."""
    turn.edit(wording.help_(turn.member.roles, more=bool(turn.said.arguments)))


@allows()
def cancel(turn: Turn) -> None:
    """`/cancel`: a question of the first three stays, for without them there are no hours to keep."""
    draft = turn.work.drafts.current(turn.member.id, turn.now)
    if turn.member.welcomed:
        turn.work.drafts.close(turn.member.id)
    turn.say(wording.cancelled(draft is not None and turn.member.welcomed))
