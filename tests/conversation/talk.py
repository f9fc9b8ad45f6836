"""Talking with the bot without a Telegram: updates go through screen, inbox and turn; cards come out of the outbox.

A conversation is a list of (said, answered) pairs: what a person types or taps, or a move of the clock, and words that
the newest card must hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Update

from bot.documents import Agenda, Calendar, Export, Recipe, Trends
from bot.exchange.apart import written as exchanged
from bot.founding import found_practice
from bot.handlers.form import refused
from bot.intake.screening import keep
from bot.intake.updates import Incoming, receive
from bot.paper.agenda import gather
from bot.paper.archive import collect, pack
from bot.paper.calendar import gather as gather_calendar
from bot.paper.calendar import written
from bot.paper.trends import gather as gather_trends
from bot.routes import route
from bot.scheduling.ahead import what_comes_next
from bot.scheduling.alerts import alert_once
from bot.scheduling.nudges import nudge_once
from bot.turns import take_turn
from bot.wording.card import Card
from bot.wording.chart import Chart
from referrals.model import Role
from storage.inbox import Waiting
from storage.store import Store
from storage.traffic import OutboxKind
from storage.work import UnitOfWork
from tests.conversation.lived import Course

NEW_YORK = ZoneInfo("America/New_York")
WEDNESDAY = datetime(2026, 11, 18, 16, 10, tzinfo=NEW_YORK)
_BOT_ID = 1


@dataclass(frozen=True, slots=True)
class Tap:
    """A press on the newest button with this label."""

    label: str


@dataclass(frozen=True, slots=True)
class At:
    """The clock moves to a local time of 2026, such as "24 Nov 13:30", and what is due on the way happens."""

    local: str


@dataclass(slots=True)
class Shown:
    """A message of the bot's on somebody's screen."""

    message_id: int
    card: Card
    edits: int = 0


@dataclass(slots=True)
class Screen:
    """What one person sees: the bot's messages by id, the toasts, and which of her own messages were deleted.

    `papers` are the agendas that came: caption, and what was to be typeset; `files` the exports: caption, and content;
    `pictures` what was to be drawn; `calendars` those that came: caption, and content.
    """

    messages: dict[int, Shown] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    papers: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    pictures: list[Chart] = field(default_factory=list)
    calendars: list[tuple[str, bytes]] = field(default_factory=list)


class Practice:
    """A founded practice over a store, with its clock and the screens of its people."""

    def __init__(self, store: Store, now: datetime = WEDNESDAY) -> None:
        self.store = store
        self.now = now.astimezone(UTC)
        self.screens: dict[int, Screen] = {}
        self.last_id = 0
        self._course = Course(self)
        self.once(self._begin, "founded", self.now)

    def person(self, user_id: int, role: Role = Role.THERAPIST, *, aboard: bool = True) -> Talker:
        """Somebody in front of her screen; `aboard` once she has answered the three questions."""
        talker = Talker(self, user_id)
        if aboard:
            self.once(partial(self._come_aboard, talker, role), "aboard", user_id, role)
        return talker

    def once(self, deed: Callable[[], object], *name: Hashable) -> None:
        """What many tests begin with; see `Course.once`."""
        self._course.once(deed, *name)

    def invite(self, role: Role = Role.THERAPIST) -> str:
        return self.store.run_here(lambda work: work.invites.make(role, self.now))

    def screen(self, user_id: int) -> Screen:
        return self.screens.setdefault(user_id, Screen())

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def _begin(self) -> None:
        self.store.run_here(lambda work: found_practice(work, "Harbour Street", NEW_YORK, "the director", self.now))

    def _come_aboard(self, talker: Talker, role: Role) -> None:
        talker.say(f"/start {self.invite(role)}")
        for _question in range(3):
            talker.tap_first()

    def hand_over(self, raw: dict[str, Any], screen: Screen) -> None:
        """One update from Telegram, all the way through, and once more what it left to send."""
        self.poll([raw], screen)

    def poll(self, batch: Sequence[dict[str, Any]], screen: Screen) -> None:
        """Updates that come at once: they are kept together, each has its turn, then what they left is sent."""
        for waiting in self.keep(*batch):
            screen.toasts.append(self.take(waiting))
        self.deliver()

    def keep(self, *batch: dict[str, Any]) -> list[Waiting]:
        read = [(raw, received) for raw in batch if (received := receive(raw, self.now)) is not None]
        assert len(read) == len(batch)
        return self.store.run_here(lambda work: keep(work, _BOT_ID, read, self.now))

    def take(self, waiting: Waiting) -> str:
        if waiting.refused is not None:
            handler, incoming = refused(waiting.refused), None
        else:
            update = Update.de_json(json.loads(waiting.body or ""), None)
            handler = route(update)
            incoming = Incoming(waiting, update)
        return self.store.run_here(lambda work: take_turn(work, waiting, handler, incoming, self.now)).toast

    def move_to(self, target: datetime) -> None:
        """Stops at each due moment on the way, as a walked clock does."""
        while True:
            due = self.store.run_here(lambda work: what_comes_next(work, self.now))[0]
            if due is None or due > target:
                break
            self.now = max(self.now, due)
            self.tick()
        self.now = target

    def tick(self) -> None:
        while self.store.run_here(lambda work: alert_once(work, self.now) or nudge_once(work, self.now)):
            self.deliver()

    def deliver(self) -> None:
        """Plays Telegram: every message waiting is sent and shown; documents are made once the others are noted."""
        for body, screen in self.store.run_here(self._send_all):
            self._document(body, screen)

    def _send_all(self, work: UnitOfWork) -> list[tuple[str, Screen]]:
        documents = []
        while work.outbox.waiting() and (claimed := work.outbox.claim(1, [], 100)):
            for outgoing in claimed:
                screen, body, shown_as = self.screen(outgoing.chat_id), outgoing.body or "", None
                if outgoing.kind is OutboxKind.DOCUMENT:
                    documents.append((body, screen))
                elif outgoing.kind is OutboxKind.DELETE:
                    screen.deleted.add(outgoing.message_id or 0)
                elif outgoing.kind is OutboxKind.EDIT:
                    shown = screen.messages[outgoing.message_id or 0]
                    shown.card, shown.edits = Card.from_json(body), shown.edits + 1
                else:
                    shown_as = self.next_id()
                    screen.messages[shown_as] = Shown(shown_as, Card.from_json(body))
                work.outbox.sent(outgoing.id, shown_as)
        return documents

    def _document(self, body: str, screen: Screen) -> None:
        recipe = Recipe.from_json(body)
        match recipe.what:
            case Agenda(member_id, team):
                made = partial(gather, member_id=member_id, team=team, as_of=recipe.made_for)
                screen.papers.append((recipe.caption, self.store.look_here(made)))
            case Calendar(member_id):
                look = partial(gather_calendar, member_id=member_id, as_of=recipe.made_for)
                screen.calendars.append((recipe.caption, written(self.store.look_here(look))))
            case Export(member_id, reflections):
                read = partial(collect, member_id=member_id, reflections=reflections, as_of=recipe.made_for)
                screen.files.append((recipe.caption, pack(self.store.look_here(read), exchanged)))
            case Trends(member_id):
                drawn = partial(gather_trends, member_id=member_id, as_of=recipe.made_for)
                screen.pictures.append(self.store.look_here(drawn))


class Talker:
    """One person and her phone; `language_code` is what her Telegram is set to, if it says so."""

    def __init__(self, practice: Practice, user_id: int, *, language_code: str | None = None) -> None:
        self.practice = practice
        self.language_code = language_code
        self.user_id = user_id
        self.screen = practice.screen(user_id)

    @property
    def newest(self) -> Shown:
        return self.screen.messages[max(self.screen.messages)]

    @property
    def text(self) -> str:
        """The newest card's text, without its markup."""
        return plain(self.newest.card)

    def talk(self, *pairs: tuple[str | Tap | At, str]) -> None:
        """Each thing said is answered by a card that holds the words beside it."""
        for said, answered in pairs:
            before = {shown.message_id: shown.card for shown in self.screen.messages.values()}
            self.do(said)
            changed = [plain(m.card) for m in self.screen.messages.values() if before.get(m.message_id) != m.card]
            assert any(answered in card for card in changed), f"{said!r} was answered by {changed!r}, not {answered!r}"

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        """Sends a text message; returns the update, to hand it over once more."""
        return self.send(message=self.message(text=text, **more))

    def send(self, **content: Any) -> dict[str, Any]:
        raw = {"update_id": self.practice.next_id(), **content}
        self.practice.hand_over(raw, self.screen)
        return raw

    def tap(self, label: str) -> dict[str, Any]:
        """Presses the newest button with this label."""
        for shown in sorted(self.screen.messages.values(), key=lambda shown: -shown.message_id):
            for row in shown.card.rows:
                for button in row:
                    if button.label == label:
                        return self.press(button.data, shown.message_id)
        raise AssertionError(f"no button says {label!r}")

    def tap_first(self) -> None:
        newest = next(
            shown for shown in sorted(self.screen.messages.values(), key=lambda s: -s.message_id) if shown.card.rows
        )
        self.press(newest.card.rows[0][0].data, newest.message_id)

    def press(self, data: str, message_id: int) -> dict[str, Any]:
        """Sends callback data, the bot's own or forged."""
        return self.send(callback_query=self._query(data, message_id))

    def press_on(self, data: Iterable[str], *message_ids: int) -> None:
        """Each of these on each of several messages, as quickly as one poll brings them."""
        queries = [self._query(one, message_id) for one in data for message_id in message_ids]
        batch = [{"update_id": self.practice.next_id(), "callback_query": query} for query in queries]
        self.practice.poll(batch, self.screen)

    def buttons(self) -> list[str]:
        """The labels under the newest card."""
        return labels(self.newest.card)

    def do(self, said: str | Tap | At) -> None:
        """Types a line, taps, or lets time pass."""
        match said:
            case Tap(label):
                self.tap(label)
            case At(local):
                moment = datetime.strptime(f"2026 {local}", "%Y %d %b %H:%M").replace(tzinfo=NEW_YORK)
                self.practice.move_to(moment.astimezone(UTC))
            case text:
                self.say(text)

    def message(self, **content: Any) -> dict[str, Any]:
        return {
            "message_id": self.practice.next_id(),
            "date": int(self.practice.now.timestamp()),
            "chat": {"id": self.user_id, "type": "private", "first_name": "Somebody"},
            "from": self._user(),
            **content,
        }

    def _query(self, data: str, message_id: int) -> dict[str, Any]:
        return {
            "id": str(self.practice.next_id()),
            "from": self._user(),
            "chat_instance": "1",
            "data": data,
            "message": {**self.message(text="a card"), "message_id": message_id},
        }

    def _user(self) -> dict[str, Any]:
        user = {"id": self.user_id, "is_bot": False, "first_name": "Somebody"}
        return user if self.language_code is None else {**user, "language_code": self.language_code}


def labels(card: Card) -> list[str]:
    return [button.label for row in card.rows for button in row]


def plain(card: Card) -> str:
    """The card as read: without tags and escapes."""
    text = card.html
    for tag in ("<b>", "</b>", "<code>", "</code>"):
        text = text.replace(tag, "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
