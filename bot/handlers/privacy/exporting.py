"""`/export`: all that a member holds, as one file, made when it is sent. Serves clinical rule "own data"."""

from __future__ import annotations

from bot.documents import Recipe
from bot.turn import Turn, allows
from bot.wording.privacy import exporting as wording


@allows()
def command(turn: Turn) -> None:
    """`/export`: what would be in it, and that it can be passed on."""
    turn.edit(wording.offer(*turn.work.exporting.holds(turn.member.id)))


@allows()
def tapped(turn: Turn) -> None:
    """The tap that opens it, or one of its answers."""
    match turn.said.arguments:
        case ():
            command(turn)
        case (wording.ALL | wording.WITHOUT as how,):
            _send(turn, reflections=how == wording.ALL)
        case (wording.LEAVE,):
            turn.edit(wording.left())
        case _:
            turn.refuse()


def _send(turn: Turn, *, reflections: bool) -> None:
    member, (*_, written) = turn.member, turn.work.exporting.holds(turn.member.id)
    caption = wording.caption(reflections and written > 0)
    turn.say_document(Recipe.export(member.id, reflections, turn.now, member.zone, caption))
    turn.edit(wording.coming())
