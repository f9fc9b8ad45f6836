"""`/trends`: what becomes of one's own referrals, as a picture; few of them in words."""

from __future__ import annotations

from bot.documents import Recipe
from bot.paper.trends import figures_of
from bot.turn import Turn, allows
from bot.wording import trends as wording
from bot.wording.chart import chart
from referrals.model import Role


@allows(Role.THERAPIST)
def trends(turn: Turn) -> None:
    """The picture is made when it is sent; what is too little to be drawn is said at once."""
    figures = figures_of(turn.work, turn.member, turn.now)
    if figures.empty:
        turn.say(wording.nothing())
    elif chart(figures, turn.now, turn.member.zone).drawn:
        turn.say_document(Recipe.trends(turn.member.id, turn.now, turn.member.zone))
    else:
        turn.say(wording.in_words(figures, turn.now, turn.member.zone))
