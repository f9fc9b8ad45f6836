"""Checks the keyboard that comes with a message."""

from __future__ import annotations

import re
from typing import Any

from sandbox.bot_api.errors import bad_request, not_implemented
from sandbox.bot_api.limits import CALLBACK_DATA_BYTES, KEYBOARD_BUTTONS, KEYBOARD_ROW_BUTTONS

_SHOWN_ACTIONS = frozenset({"callback_data", "url"})
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_URL = re.compile(r"(?:https?://)?[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE)


def inline_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The InlineKeyboardMarkup a message keeps, or None for none.

    Raises ApiError 400 for one Telegram would refuse, and 501 for reply keyboards and for buttons that do something
    the chat page cannot.
    """
    if markup is None:
        return None
    if "inline_keyboard" not in markup:
        raise not_implemented("reply keyboards")
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > KEYBOARD_BUTTONS or any(len(row) > KEYBOARD_ROW_BUTTONS for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: button text must be non-empty")
    actions = button.keys() - _LOOKS
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    if not actions <= _SHOWN_ACTIONS:
        raise not_implemented(f"buttons with {actions.pop()}")
    if "callback_data" in actions and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and not _URL.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
