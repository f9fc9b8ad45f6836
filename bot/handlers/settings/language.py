"""In which language she is spoken to."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Turn
from bot.wording.language import languages, speaking
from bot.wording.settings import language as wording


def page(turn: Turn) -> None:
    turn.edit(wording.page())


def chosen(turn: Turn) -> None:
    """The page is said anew in it, and so is the menu."""
    language = turn.said.arguments[1]
    if language not in languages():
        turn.refuse()
        return
    turn.work.people.set_language(turn.member.id, language)
    turn.person = replace(turn.member, language=language)
    with speaking(language):
        turn.edit(wording.page())
