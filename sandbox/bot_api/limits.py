"""Telegram's limits that the specification states in prose. Text lengths count UTF-16 code units, as Telegram does."""

from __future__ import annotations

import re
from datetime import timedelta

TEXT_UNITS = 4096  # after entities are parsed
CAPTION_UNITS = 1024  # after entities are parsed
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER_CHARACTERS = 200
KEYBOARD_BUTTONS = 100
KEYBOARD_ROW_BUTTONS = 8
COMMANDS = 100
COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION_CHARACTERS = 256
BOT_DESCRIPTION_CHARACTERS = 512
BOT_SHORT_DESCRIPTION_CHARACTERS = 120
DELETED_AT_ONCE = 100
DOCUMENT_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES_SUM = 10_000  # pixels, width and height together
PHOTO_SIDES_RATIO = 20

POLL_SECONDS = 50
POLLED_UPDATES = 100
UPDATE_LIFE = timedelta(hours=24)
CALLBACK_QUERY_LIFE = timedelta(seconds=150)
DELETING_WINDOW = timedelta(hours=48)

WEBHOOK_CONNECTIONS = 100
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
CHAT_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units: characters beyond the basic plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)
