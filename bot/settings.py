"""Settings from the environment and `.env`. A setting that cannot be used is named, with its remedy."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import URL

from bot import variables
from storage.crypto import FieldCipher, FieldKey, FieldKeyError, read_keys
from storage.engine import database_url
from storage.keeping.keys import open_to_others, read_key_file

REMEDIES = {
    ".env": "make it belong to the user that the bot runs as",
    "BOT_TOKEN": "put the token that BotFather gave you into .env",
    "TELEGRAM_API_URL": "leave it out for Telegram itself, or give an http(s) address",
    "DATABASE_URL": "use sqlite:///followthrough.db or postgresql://user@host/name",
    "FIELD_KEY": "run `python -m bot init`, which makes a key file, or set FIELD_KEY to its content",
    "WEBHOOK_URL": "leave it out to poll, or give the https address at which Telegram reaches this bot",
    "WEBHOOK_SECRET": ("set it to something long that nobody can guess, of A-Z a-z 0-9 _ -; WEBHOOK_URL needs it"),
    "HTTP_PORT": "give a port from 1 to 65535, or 0 to serve no pages",
    "LEASE_SECONDS": "leave it out, or give a number from 1 to 300",
    "SANDBOX_CLOCK_URL": "leave it out; it is for a sandbox on this machine alone",
    "PACING": "leave it on; it may be off only against a sandbox on this machine",
    "LOG_LEVEL": "use debug, info, warning or error",
    "LOG_FORMAT": "use console or json",
}


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


class SettingsError(Exception):
    """A setting cannot be used: one line, which names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """The address Telegram calls, and the secret by which its calls are known."""

    url: str
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One field a variable; `.env.example` explains each. Nothing that is secret is shown of them.

    Raises SettingsError where one of them does not go with another.
    """

    bot_token: str | None = field(default=None, repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = field(default="sqlite:///followthrough.db", repr=False)  # it may hold a password
    field_key: str | None = field(default=None, repr=False)
    field_key_file: Path = Path("followthrough.key")
    backup_dir: Path = Path("backups")
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    lease_seconds: float = 15
    sandbox_clock_url: str | None = None
    pacing: bool = True
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.CONSOLE

    def __post_init__(self) -> None:
        here = is_loopback(self.telegram_api_url)
        if self.webhook_url is not None:
            if self.webhook_secret is None:
                raise _error("WEBHOOK_SECRET", "it is not set")
            if not here and urlsplit(self.webhook_url).scheme != "https":
                raise _error("WEBHOOK_URL", "Telegram calls https addresses only")
            if not self.http_port:
                raise _error("HTTP_PORT", "a webhook needs a port to be called at")
        if not here and self.sandbox_clock_url:
            raise _error("SANDBOX_CLOCK_URL", "TELEGRAM_API_URL is not a loopback address")
        if not here and not self.pacing:
            raise _error("PACING", "TELEGRAM_API_URL is not a loopback address")

    @property
    def url(self) -> URL:
        return database_url(self.database_url)

    def webhook(self) -> WebhookAddress | None:
        """Where Telegram is to bring its updates; None where they are fetched."""
        if self.webhook_url is None or self.webhook_secret is None:
            return None
        return WebhookAddress(self.webhook_url, self.webhook_secret)

    def token(self) -> str:
        """The bot's token. Raises SettingsError when there is none."""
        if self.bot_token is None:
            raise _error("BOT_TOKEN", "it is not set")
        return self.bot_token

    def keys(self) -> list[FieldKey]:
        """The keys of encrypted fields, from FIELD_KEY or the key file. Raises SettingsError."""
        try:
            if self.field_key is not None:
                return read_keys(self.field_key)
            return read_key_file(self.field_key_file)
        except FieldKeyError as error:
            raise _error("FIELD_KEY", str(error)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise _error("FIELD_KEY", f"it is not set, and {self.field_key_file} cannot be read") from error

    def cipher(self) -> FieldCipher:
        """What seals with the first of the keys and opens with each. Raises SettingsError."""
        return FieldCipher(*(key.secret for key in self.keys()))

    def key_open_to_others(self) -> bool:
        """Whether the key stands in a file that others on this machine may read."""
        try:
            return self.field_key is None and open_to_others(self.field_key_file)
        except OSError:
            return False  # that it cannot be read is said elsewhere


def load_settings() -> Settings:
    """Reads the environment and `.env`. Raises SettingsError for the file, or the first setting that cannot be used."""
    try:
        in_file = dotenv_values(".env")
    except (OSError, UnicodeDecodeError) as error:
        raise _error(".env", "it cannot be read") from error
    said = _said(in_file) | _said(os.environ)
    return Settings(**{name: _read(name, said[name]) for name in VARIABLES if name in said})


def _said(values: Mapping[str, str | None]) -> dict[str, str]:
    """What is set, in whatever case its name is written; what is empty is left out."""
    return {name.lower(): value for name, value in values.items() if value}


def _read(name: str, text: str) -> Any:
    try:
        return _READERS.get(name, str)(text)
    except ValueError as error:
        raise _error(name.upper(), str(error)) from None  # whose own cause may show what was set


def is_loopback(address: str) -> bool:
    """Whether an http address is this machine's own."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _error(variable: str, reason: str) -> SettingsError:
    remedy = REMEDIES.get(variable, "see .env.example")
    return SettingsError(f"{variable}: {reason}. Remedy: {remedy}.")


VARIABLES = tuple(one.name for one in fields(Settings))
_READERS: Mapping[str, Callable[[str], Any]] = {  # of all others the text itself is meant
    "telegram_api_url": variables.http_address,
    "database_url": variables.known_database,
    "field_key_file": Path,
    "backup_dir": Path,
    "webhook_url": variables.http_address,
    "webhook_secret": variables.as_telegram_takes_it,
    "http_port": variables.number(int, 0, 65535),
    "lease_seconds": variables.number(float, 1, 300),
    "sandbox_clock_url": variables.http_address,
    "pacing": variables.switch,
    "log_level": variables.one_of(LogLevel),
    "log_format": variables.one_of(LogFormat),
}
