"""The little world of the sandbox: people, their chats with the bot, its files and its menu."""

from __future__ import annotations

import secrets
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.attachments import shown_as
from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.rendering import rendered
from sandbox.store import Store

FIRST_MESSAGE_ID = 1
DEFAULT_LANGUAGE = "en"


@dataclass(slots=True)
class Person:
    """Someone with a private chat; the chat's id is the person's. Her phone speaks `language_code`, an IETF tag."""

    id: int
    name: str
    language_code: str = DEFAULT_LANGUAGE

    def user(self) -> dict[str, Any]:
        """Telegram's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language_code}

    def chat(self) -> dict[str, Any]:
        """Telegram's Chat."""
        return {"id": self.id, "type": "private", "first_name": self.name}


@dataclass(slots=True)
class Message:
    """A message of a private chat: Telegram's Message as `body`, and what the chat page shows beside it.

    `language` is what the person's phone spoke when it was written: the best guess at what the words are in.
    """

    chat_id: int
    body: dict[str, Any]
    html: str
    language: str = DEFAULT_LANGUAGE
    edits: int = 0
    deleted: bool = False

    @property
    def message_id(self) -> int:
        """Its number, unique across all chats of the bot."""
        return int(self.body["message_id"])

    @property
    def by_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.body["from"]["is_bot"])

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """Rows of InlineKeyboardButton."""
        rows: list[list[dict[str, Any]]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows


@dataclass(slots=True)
class StoredFile:
    """A file sent by either side; its bytes are in the store. `shown` is what `attachments.shown_as` made of it."""

    id: str
    file_name: str
    mime_type: str
    size: int
    shown: str = ""

    @property
    def path(self) -> str:
        """Telegram's file_path."""
        return f"files/{self.id}"


@dataclass(slots=True)
class CallbackQuery:
    """A tap on a button, waiting to be answered once. `made` is machine time, Unix seconds."""

    id: str
    user: int
    message_id: int
    made: float


@dataclass
class World:
    """Everything but the updates on their way. Each change is written to the store; whoever changes must commit."""

    store: Store
    clock: Clock
    events: Events
    bot: Mapping[str, Any]
    people: dict[int, Person] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    callbacks: dict[str, CallbackQuery] = field(default_factory=dict)
    toasts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    _chats: dict[int, list[int]] = field(default_factory=dict)
    _next_message_id: int = FIRST_MESSAGE_ID
    _next_toast: int = 1

    def __post_init__(self) -> None:
        """Take up what the store remembers."""
        self.people = {key: Person(**body) for key, body in self.store.all("person")}
        self._chats = {key: [] for key in self.people}
        for _, body in self.store.all("message"):
            self._place(Message(**body))
        self.files = {key: StoredFile(**body) for key, body in self.store.all("file")}
        self.callbacks = {key: CallbackQuery(**body) for key, body in self.store.all("callback")}
        for n, toast in self.store.all("toast"):
            self.toasts.setdefault(toast.pop("user"), []).append(toast)
            self._next_toast = n + 1
        self.settings = dict(self.store.all("setting"))

    @property
    def bot_user(self) -> dict[str, Any]:
        """The bot as Telegram's User, without what only getMe tells."""
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}

    def person(self, user: int, name: str | None = None, language_code: str | None = None) -> Person:
        """The person with this id, made if new, changed where `name` or `language_code` differ."""
        known = self.people.get(user)
        before = known or Person(user, f"User {user}")
        person = Person(user, name or before.name, language_code or before.language_code)
        if person != known:
            self.people[user] = person
            self._chats.setdefault(user, [])
            self.store.put("person", user, person)
            self.events.add("people", user)
        return person

    def new_message(self, person: Person, sender: Mapping[str, Any], content: Mapping[str, Any]) -> Message:
        """A new message in the person's chat; `content` holds what a Message has beside its frame."""
        body = {
            "message_id": self._next_message_id,
            "from": sender,
            "chat": person.chat(),
            "date": int(self.clock.now.timestamp()),
            **content,
        }
        message = Message(person.id, body, _html(body), person.language_code)
        self._place(message)
        self.keep(message)
        return message

    def rewrite(self, message: Message, changes: Mapping[str, Any], gone: tuple[str, ...] = ()) -> None:
        """An edit: set the `changes` in the message's body and drop the fields that are `gone`."""
        for name in gone:
            message.body.pop(name, None)
        message.body |= {**changes, "edit_date": int(self.clock.now.timestamp())}
        message.html = _html(message.body)
        message.language = self.people[message.chat_id].language_code
        message.edits += 1
        self.keep(message)

    def delete(self, message: Message) -> None:
        """The message is gone for both sides; the chat endpoint still tells of it."""
        message.deleted = True
        self.keep(message)

    def keep(self, message: Message) -> None:
        """Write a message that was made or changed."""
        self.store.put("message", message.message_id, message)
        self.events.add("message", message.chat_id, message.message_id)

    def chat(self, user: int, after: int) -> list[Message]:
        """The messages of a person's chat with ids above `after`, oldest first; deleted ones too."""
        ids = self._chats.get(user, [])
        return [self.messages[message_id] for message_id in ids[bisect_right(ids, after) :]]

    def add_file(self, file_name: str, mime_type: str, content: bytes) -> StoredFile:
        """Keep an uploaded file."""
        shown = shown_as(file_name, mime_type, content)
        file = StoredFile(secrets.token_urlsafe(18), file_name, mime_type, len(content), shown)
        self.files[file.id] = file
        self.store.put("file", file.id, file)
        self.store.put_content(file.id, content)
        return file

    def add_callback(self, user: int, message_id: int, query_id: str = "") -> CallbackQuery:
        """A tap that waits for its answer; it is given an id unless it has one."""
        query = CallbackQuery(
            query_id or str(secrets.randbits(62)), user, message_id, self.clock.machine_now.timestamp()
        )
        self.callbacks[query.id] = query
        self.store.put("callback", query.id, query)
        return query

    def take_callback(self, query_id: str) -> CallbackQuery | None:
        """The tap with this id, which cannot be taken again; None if there is none."""
        self.store.remove("callback", query_id)
        return self.callbacks.pop(query_id, None)

    def add_toast(self, query: CallbackQuery, text: str, *, alert: bool) -> None:
        """The bot's short answer to a tap."""
        toast = {
            "n": self._next_toast,
            "message_id": query.message_id,
            "text": text,
            "alert": alert,
            "date": int(self.clock.now.timestamp()),
        }
        self._next_toast += 1
        self.toasts.setdefault(query.user, []).append(toast)
        self.store.put("toast", self._next_toast - 1, {"user": query.user, **toast})
        self.events.add("toast", query.user, query.message_id)

    def set(self, name: str, value: Any) -> None:
        """Keep a setting of the bot, such as its commands; `value` is anything JSON can hold."""
        self.settings[name] = value
        self.store.put("setting", name, value)

    def _place(self, message: Message) -> None:
        self.messages[message.message_id] = message
        self._chats.setdefault(message.chat_id, []).append(message.message_id)
        self._next_message_id = message.message_id + 1


def _html(body: Mapping[str, Any]) -> str:
    if "text" in body:
        return rendered(body["text"], body.get("entities", []))
    return rendered(body.get("caption", ""), body.get("caption_entities", []))
