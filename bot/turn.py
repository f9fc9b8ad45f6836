"""A turn: one update, one transaction, and what a handler may do within it.

A handler is a plain function of the turn. It never sends and never commits: what it says goes to the outbox in the same
transaction as what it changes, and the wrapper around it commits both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from bot.documents import Recipe
from bot.wording import access, trouble
from bot.wording.card import Card
from referrals.grammar import Command, NotUnderstood, read_line
from referrals.model import Role
from storage.caseload import Caseload
from storage.person import Person
from storage.work import UnitOfWork

_TOO_LONG_FOR_AN_ID = 10  # digits; PostgreSQL's integers end there


@dataclass(frozen=True, slots=True)
class Said:
    """What came in, whatever its form. `arguments` follow a command, or an action in a tap's data.

    `name` is the first name that Telegram tells of whoever spoke, `language_code` (IETF) the language it is set to.
    """

    chat_id: int
    message_id: int | None
    text: str = ""
    arguments: tuple[str, ...] = ()
    is_tap: bool = False
    name: str = ""
    language_code: str | None = None

    def id(self, place: int = 0) -> int:
        """The argument at `place` as a database id; 0, which no row has, for anything else."""
        words = self.arguments[place : place + 1]
        fits = bool(words) and words[0].isascii() and words[0].isdecimal() and len(words[0]) < _TOO_LONG_FOR_AN_ID
        return int(words[0]) if fits else 0


@dataclass(slots=True)
class Turn:
    """Made inside the worker thread. `now` is calendar time (UTC), read once; `person` None for a stranger.

    `cards` are those said so far. `below` keeps the pressed message as it is: what a tap changes is then said anew.
    `about` is the code of the client a private answer is about, so that nothing is read out of its text. `refused` once
    nothing was done because it may not be, or not any more. `menus` are the chats whose menu in Telegram changes,
    with who speaks there from now on; None for a chat that is nobody's any more.
    """

    work: UnitOfWork
    said: Said
    now: datetime
    person: Person | None
    toast: str = field(default="")
    cards: list[Card] = field(default_factory=list)
    below: bool = False
    about: str = ""
    refused: bool = False
    menus: dict[int, Person | None] = field(default_factory=dict)
    _read: Command | NotUnderstood | None = field(default=None)

    @property
    def member(self) -> Person:
        """The member who speaks. Raises PermissionError for a stranger, whom the wrapper keeps out."""
        if self.person is None:
            raise PermissionError("a stranger has no caseload")
        return self.person

    @property
    def caseload(self) -> Caseload:
        """The speaker's own clients and referrals."""
        return self.work.caseload(self.member.id, self.member.habits.off)

    def line(self) -> Command | NotUnderstood:
        """What the text means as a line of hers, read once."""
        if self._read is None:
            self._read = read_line(self.said.text, self.now, self.member.zone, self.member.language)
        return self._read

    def say(self, card: Card) -> int:
        """Queues a new message; returns its outbox id."""
        self.cards.append(card)
        return self.work.outbox.send(self.said.chat_id, card.to_json(), self.now)

    def say_document(self, recipe: Recipe) -> None:
        """Queues a document; one that the chat still waits for is not queued once more."""
        outbox, chat_id = self.work.outbox, self.said.chat_id
        if not any(recipe.same_as(Recipe.from_json(waiting)) for waiting in outbox.documents_waiting(chat_id)):
            outbox.document(chat_id, recipe.to_json(), self.now)

    def edit(self, card: Card) -> int:
        """Changes the message whose button was pressed; says the card anew where none was, or `below`.

        Returns its outbox id.
        """
        if self.said.is_tap and self.said.message_id and not self.below:
            shown = self.work.outbox.sent_as(self.said.chat_id, self.said.message_id)
            if shown:
                self.rewrite(shown.id, card)
                return shown.id
        return self.say(card)

    def rewrite(self, outbox_id: int, card: Card) -> None:
        """Changes a message said earlier in this chat."""
        self.cards.append(card)
        self.work.outbox.edit(self.said.chat_id, outbox_id, card.to_json(), self.now)

    def question(self, kind: str) -> dict[str, Any] | None:
        """What the open question of this kind waits with, if it stands on the very card that was pressed.

        An old card's button must not answer a newer question, however alike the two look.
        """
        draft = self.work.drafts.current(self.member.id, self.now)
        shown = self.work.outbox.sent_as(self.said.chat_id, self.said.message_id or 0)
        if draft is None or draft.kind != kind or shown is None or draft.data.get("card") != shown.id:
            return None
        return draft.data

    def ask(self, kind: str, card: Card, **data: Any) -> None:
        """Shows a question and waits for its answer, by tap on this card or in words."""
        self.work.drafts.open(self.member.id, kind, self.now, card=self.edit(card), **data)

    def settle_question(self, **about: int | str) -> None:
        """The open question has its answer, or has lost its reason; with `about`, only one that waits with that."""
        draft = self.work.drafts.current(self.member.id, self.now)
        if draft is not None and about.items() <= draft.data.items():
            self.work.drafts.close(self.member.id)

    def refuse(self) -> None:
        """What was pressed is not hers, is forged, or has had its day: nothing is done, and the audit says so."""
        self.refused = True
        self.toast = trouble.stale_tap()

    def delete_message(self) -> None:
        """Queues the deletion of what the person sent."""
        if self.said.message_id is not None:
            self.work.outbox.delete(self.said.chat_id, self.said.message_id, self.now)


Handler = Callable[[Turn], None]


def allows(*roles: Role) -> Callable[[Handler], Handler]:
    """Lets members with one of these roles in; without roles, every member. Strangers get their one line."""

    def guard(handler: Handler) -> Handler:
        @wraps(handler)
        def guarded(turn: Turn) -> None:
            if turn.person is None:
                turn.refused = True
                answer(turn, access.stranger())
            elif roles and not turn.person.roles & set(roles):
                turn.refused = True
                answer(turn, access.not_your_role())
            else:
                handler(turn)

        return guarded

    return guard


def answer(turn: Turn, card: Card) -> None:
    """Says a plain sentence where it belongs: over the pressed button, or in the chat."""
    if turn.said.is_tap:
        turn.toast = card.html
    else:
        turn.say(card)
