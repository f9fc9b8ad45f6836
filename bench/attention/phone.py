"""The therapist's phone: lines typed, buttons found by what they mean, messages that nobody asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bench.attention import tables
from bench.attention.tables import Part, Standing
from bot.actions import Action, decode
from bot.wording.card import Card
from bot.wording.nudges import Answer
from referrals.days_off import Away
from tests.conversation.talk import Practice, Shown, Talker, plain

Means = Callable[[Action, tuple[str, ...]], bool]
_OF_A_QUESTION = {Action.ANSWER, Action.QUESTION}


class NotTakenError(Exception):
    """The bot did not take what this simulation typed: one of the two has changed, and no figure is worth anything."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message that nobody asked for: when it came (UTC), what is in it, which nudge ids ask, and its text.

    `asks` are questions about referrals, `looks` questions after a client herself.
    """

    at: datetime
    parts: tuple[Part, ...]
    asks: frozenset[int]
    looks: frozenset[int]
    text: str


class Phone:
    """One therapist in front of her screen."""

    def __init__(self, practice: Practice, talker: Talker) -> None:
        self.practice = practice
        self._talker = talker
        self._engine = practice.store.engine

    def next_due(self) -> datetime | None:
        """When the bot will do something next (UTC); None if nothing is planned."""
        return self.practice.store.run_here(lambda work: work.nudges.next_due())

    def move_to(self, moment: datetime) -> list[Told]:
        """Lets the bot do what is due until then, and returns the messages that came by it."""
        messages = self._talker.screen.messages
        before = max(messages)
        self.practice.move_to(max(moment, self.practice.now))
        return [self._told(messages[number]) for number in sorted(messages) if number > before]

    def say(self, line: str) -> None:
        """Types a line that must change something. Raises NotTakenError if it does not."""
        before = tables.newest_change(self._engine)
        self._talker.say(line)
        if tables.newest_change(self._engine) == before:
            raise NotTakenError(f"{line!r} was answered by {self._talker.text!r}")

    def command(self, line: str) -> None:
        """Types what changes no client: a command, or a line that is answered by a question."""
        self._talker.say(line)

    def answer(self, nudge_id: int, wanted: Collection[Answer]) -> bool:
        """Taps the first of `wanted` under a question, opening it where it is one of many; whether it was there."""
        number = str(nudge_id)
        if any(self.tap(_is(Action.ANSWER, number, word)) for word in wanted):
            return True
        opened = self.tap(_is(Action.QUESTION, number))
        return opened and any(self.tap(_is(Action.ANSWER, number, word)) for word in wanted)

    def stands_open(self, nudge_id: int) -> bool:
        """Whether a question can still be answered."""
        return self._find(lambda action, said: action in _OF_A_QUESTION and said[0] == str(nudge_id)) is not None

    def tap(self, means: Means) -> bool:
        """Presses the newest button of that meaning; whether there was one and the bot took it."""
        found = self._find(means)
        if found is None:
            return False
        self._talker.press(*found)
        return not self._talker.screen.toasts[-1]

    def tap_of(self, action: Action, *said: object) -> bool:
        """The same for a button with just these arguments."""
        return self.tap(_is(action, *map(str, said)))

    def standings(self) -> list[Standing]:
        return tables.standings(self._engine)

    def last_changes(self) -> dict[int, datetime]:
        return tables.last_changes(self._engine)

    def client_id(self, code: str) -> int:
        return tables.client_id(self._engine, code)

    def knows_away(self, absence: Away) -> bool:
        """Whether the bot keeps that she is away on just these days."""
        return tables.away(self._engine) == (absence.since, absence.until)

    def _find(self, means: Means) -> tuple[str, int] | None:
        for number in sorted(self._talker.screen.messages, reverse=True):
            for data, action, said in _buttons(self._talker.screen.messages[number].card):
                if means(action, said):
                    return data, number
        return None

    def _told(self, shown: Shown) -> Told:
        parts = tables.parts_of(self._engine, shown.message_id)
        buttons = _buttons(shown.card)
        asks = {int(said[0]) for _, action, said in buttons if action in _OF_A_QUESTION}
        looks = {int(said[0]) for _, action, said in buttons if action is Action.CHECK and said[1] == "seen"}
        return Told(self.practice.now, parts, frozenset(asks), frozenset(looks), plain(shown.card))


def _is(action: Action, *said: str) -> Means:
    return lambda other, arguments: other is action and arguments == said


def _buttons(card: Card) -> list[tuple[str, Action, tuple[str, ...]]]:
    found = ((button.data, decode(button.data)) for row in card.rows for button in row)
    return [(data, *decoded) for data, decoded in found if decoded is not None]
