"""What the text of a variable means. Each raises ValueError, which says what is wrong with it and never shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import urlsplit

from storage.engine import database_url

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_ON, _OFF = {"true", "t", "yes", "y", "on", "1"}, {"false", "f", "no", "n", "off", "0"}


def http_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("it is not an http address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is not an http address")
    return text.rstrip("/")


def known_database(text: str) -> str:
    database_url(text)  # DatabaseUrlError is a ValueError with a sentence
    return text


def as_telegram_takes_it(text: str) -> str:
    if not _SECRET.fullmatch(text):
        raise ValueError("Telegram takes 1 to 256 of A-Z a-z 0-9 _ -, and one of fewer than 16 can be guessed")
    return text


def number(kind: Callable[[str], float], least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            raise ValueError("it is not such a number") from None
        if not least <= number <= most:
            raise ValueError(f"it is not between {least} and {most}")
        return number

    return read


def switch(text: str) -> bool:
    if (said := text.lower()) not in _ON | _OFF:
        raise ValueError("it is neither true nor false")
    return said in _ON


def one_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        if text.lower() not in list(kind):
            raise ValueError(f"it is none of {', '.join(kind)}")
        return kind(text.lower())

    return read
