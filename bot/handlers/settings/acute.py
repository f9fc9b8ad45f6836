"""Whether her supervisor is told of an acute case. Serves clinical rule "who is told"."""

from __future__ import annotations

from bot.turn import Turn
from bot.wording.settings import acute as wording


def page(turn: Turn) -> None:
    turn.edit(wording.page(turn.member.licensed, turn.member.tells_acute))


def chosen(turn: Turn) -> None:
    """Only the licensed choose."""
    word = turn.said.arguments[1]
    if word not in {wording.YES, wording.NO} or not turn.member.licensed:
        turn.refuse()
        return
    turn.work.people.set_tells_acute(turn.member.id, word == wording.YES)
    turn.person = turn.work.people.by_id(turn.member.id)
    page(turn)
