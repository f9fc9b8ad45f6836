"""What people do in the chat: they speak, tap, edit and send things, and the bot gets an update of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.bot_api import files
from sandbox.bot_api.limits import TEXT_UNITS, utf16_length
from sandbox.bot_api.polling import Updates
from sandbox.state import CallbackQuery, Message, Person, World

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101"
    "00b138f6140000000049454e44ae426082"  # pragma: allowlist secret
)


class RefusedError(Exception):
    """A person cannot do this; `status` is the HTTP status to say so with."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class People:
    """The people of the sandbox at their phones."""

    def __init__(self, world: World, updates: Updates) -> None:
        self._world = world
        self._updates = updates

    def say(self, user: int, text: str, name: str | None = None, language_code: str | None = None) -> dict[str, int]:
        """Someone writes. Raises RefusedError for text no client would send, and for no language's tag."""
        content = _spoken(text)
        return self._sent(self._world.person(user, name, _tag(language_code)), content)

    def send(self, user: int, kind: str, name: str | None = None, language_code: str | None = None) -> dict[str, int]:
        """Someone sends a photo, voice message, contact, location or document. Raises RefusedError for another kind."""
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "photo": lambda: {"photo": files.photo(self._world.add_file("photo.png", "image/png", _PIXEL), (1, 1))},
            "voice": self._voice,
            "contact": lambda: {"contact": {"phone_number": "+12025550123", "first_name": "Somebody"}},
            "location": lambda: {"location": {"latitude": 40.7128, "longitude": -74.006}},
            "document": lambda: {
                "document": files.document(self._world.add_file("notes.txt", "text/plain", b"made up by the sandbox\n"))
            },
        }
        if kind not in makers:
            raise RefusedError(400, f'"kind" is one of {", ".join(makers)}.')
        return self._sent(self._world.person(user, name, _tag(language_code)), makers[kind]())

    def edit(self, user: int, message_id: int, text: str) -> dict[str, int]:
        """Someone edits a message of theirs. Raises RefusedError if it is not one."""
        message = self._message(user, message_id)
        if message.by_bot or message.deleted or "text" not in message.body:
            raise RefusedError(409, f"Message {message_id} is not one that {user} can edit.")
        self._world.rewrite(message, _spoken(text), gone=("text", "entities"))
        return {"update_id": self._updates.add({"edited_message": message.body})}

    def speaks(self, user: int, language_code: str | None) -> None:
        """The phone of someone known speaks this language from now on; None changes nothing. Raises RefusedError."""
        if user in self._world.people:
            self._world.person(user, language_code=_tag(language_code))

    def press(self, user: int, message_id: int, label: str, row: int | None = None) -> dict[str, int]:
        """Someone taps the button with this label in the message's present keyboard.

        `row`, counted from 0, tells equal labels apart. Raises RefusedError if there is no such button, more than one,
        or one that opens a page.
        """
        message = self._message(user, message_id)
        if message.deleted:
            raise RefusedError(404, f"Message {message_id} is deleted.")
        rows = message.keyboard if row is None else message.keyboard[row : row + 1]
        found = [button for buttons in rows for button in buttons if button["text"] == label]
        if not found:
            raise RefusedError(
                404, f"Message {message_id} has no button {label!r}{'' if row is None else f' in row {row}'}."
            )
        if len(found) > 1:
            raise RefusedError(409, f'Message {message_id} has the button {label!r} more than once: say which "row".')
        if "callback_data" not in found[0]:
            raise RefusedError(409, f"The button {label!r} opens a page; the bot hears nothing of it.")
        return self._tapped(user, message, found[0]["callback_data"])

    def forge(self, user: int, message_id: int, data: str) -> dict[str, int]:
        """A callback with any data, as a tampered client could send. Raises RefusedError for an unknown message."""
        return self._tapped(user, self._message(user, message_id), data)

    def raw_update(self, update: dict[str, Any], *, checked: bool) -> dict[str, int]:
        """Any update. A proper message in a private chat makes its sender known. Raises WrongShapeError if checked."""
        update_id = self._updates.add(update, checked=checked)
        if checked and (chat := update.get("message", {}).get("chat", {})).get("type") == "private":
            sender = update["message"].get("from", {})
            self._world.person(chat["id"], chat.get("first_name"), sender.get("language_code"))
        callback = update.get("callback_query") if checked else None
        if callback:
            self._world.add_callback(
                callback["from"]["id"], callback.get("message", {}).get("message_id", 0), callback["id"]
            )
        return {"update_id": update_id}

    def _sent(self, person: Person, content: dict[str, Any]) -> dict[str, int]:
        message = self._world.new_message(person, person.user(), content)
        return {"update_id": self._updates.add({"message": message.body}), "message_id": message.message_id}

    def _tapped(self, user: int, message: Message, data: str) -> dict[str, int]:
        query = self._world.add_callback(user, message.message_id)
        return {"update_id": self._updates.add({"callback_query": self._callback(query, message, data)})}

    def _callback(self, query: CallbackQuery, message: Message, data: str) -> dict[str, Any]:
        person = self._world.people[query.user]
        gone = {"chat": person.chat(), "message_id": message.message_id, "date": 0}
        return {
            "id": query.id,
            "from": person.user(),
            "message": gone if message.deleted else message.body,
            "chat_instance": str(person.id * 7_919),
            "data": data,
        }

    def _message(self, user: int, message_id: int) -> Message:
        message = self._world.messages.get(message_id)
        if message is None or message.chat_id != user:
            raise RefusedError(404, f"There is no message {message_id} in the chat of {user}.")
        return message

    def _voice(self) -> dict[str, Any]:
        file = self._world.add_file("voice.ogg", "audio/ogg", b"OggS")
        handle = {"file_id": file.id, "file_unique_id": file.id[:16], "file_size": file.size}
        return {"voice": {**handle, "duration": 3, "mime_type": file.mime_type}}


def _tag(language_code: str | None) -> str | None:
    if language_code is not None and not _LANGUAGE.fullmatch(language_code):
        raise RefusedError(400, f'"{language_code}" is not the tag of a language, such as en or pt-br.')
    return language_code


def _spoken(text: str) -> dict[str, Any]:
    """`text` and the bot_command `entities` of what a person wrote."""
    text = text.strip()
    if not text:
        raise RefusedError(400, "There is nothing to say: the text is empty.")
    if utf16_length(text) > TEXT_UNITS:
        raise RefusedError(400, f"A message holds {TEXT_UNITS} characters at most.")
    entities = [
        {"type": "bot_command", "offset": utf16_length(text[: match.start()]), "length": len(match.group())}
        for match in _COMMAND.finditer(text)
    ]
    return {"text": text, "entities": entities} if entities else {"text": text}
