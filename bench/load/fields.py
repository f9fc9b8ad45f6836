"""What a bot said in a call: whichever of the forms Telegram takes its framework chose."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_plus

_PART = re.compile(rb'name="(\w+)"[^\r]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL)


def fields(path: bytes, kind: bytes, body: bytes) -> dict[str, str]:
    """The fields of a call as text, from its address or else its body; `kind` is the body's type of content."""
    if kind.startswith(b"application/json"):
        return {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(body).items()
        }
    if kind.startswith(b"multipart/form-data"):
        return {name.decode(): value.decode() for name, value in _PART.findall(body)}
    return _form(path.partition(b"?")[2] + b"&" + body)


def _form(text: bytes) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.decode().split("&") if pair)
    return {name: unquote_plus(value) for name, _, value in pairs}
