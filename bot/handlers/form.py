"""Updates that are answered for their form alone: photos, edited lines, groups, strange buttons."""

from __future__ import annotations

from bot.intake.updates import MARK, NOT_TEXT
from bot.turn import Handler, Turn, allows
from bot.wording import access, trouble
from referrals.identifiers import IdentifierKind


@allows()
def edited(turn: Turn) -> None:
    """An edited line changes nothing and is asked for anew."""
    turn.say(trouble.edited())


@allows()
def unknown_command(turn: Turn) -> None:
    turn.say(trouble.unknown_command())


@allows()
def not_text(turn: Turn) -> None:
    """Photos, voice and the like are declined and deleted (clinical rule "codes only")."""
    turn.refused = True
    turn.delete_message()
    turn.say(trouble.not_text())


@allows()
def unknown_tap(turn: Turn) -> None:
    """Callback data no button of ours sends, and buttons of earlier versions."""
    turn.refuse()


def not_private(turn: Turn) -> None:
    """A group gets one line for each time it speaks to the bot, and nothing else."""
    if not turn.said.is_tap:
        turn.say(access.not_private())


def nothing_to_do(turn: Turn) -> None:
    """News of the chat itself, such as a person who shut the bot out: noted elsewhere when a message comes back."""


def refused(reason: str) -> Handler:
    """The handler of what the screen kept from being stored: now it goes from the chat, too, and she hears why."""

    kind = reason.removesuffix(MARK)

    @allows()
    def refuse(turn: Turn) -> None:
        turn.refused = True
        turn.delete_message()
        turn.say(trouble.refused(IdentifierKind(kind)))

    return not_text if kind == NOT_TEXT else refuse
