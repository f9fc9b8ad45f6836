"""Settings from the environment and `.env`. A setting that cannot be used is named, with its remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL

from storage.crypto import FieldCipher, FieldKey, FieldKeyError, read_keys
from storage.engine import DatabaseUrlError, database_url
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


def _http_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is not an http address")
    return text.rstrip("/")


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """The address Telegram calls, and the secret by which its calls are known."""

    url: str
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
HttpAddress = Annotated[str, AfterValidator(_http_address)]


class Settings(BaseSettings):
    """One field a variable; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    telegram_api_url: HttpAddress = "https://api.telegram.org"
    database_url: str = Field(default="sqlite:///followthrough.db", repr=False)  # it may hold a password
    field_key: SecretStr | None = None
    field_key_file: Path = Path("followthrough.key")
    backup_dir: Path = Path("backups")
    webhook_url: HttpAddress | None = None
    webhook_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    lease_seconds: float = Field(default=15, ge=1, le=300)
    sandbox_clock_url: HttpAddress | None = None
    pacing: bool = True
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.CONSOLE

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            database_url(value)
        except DatabaseUrlError as error:
            raise ValueError(str(error)) from error
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("Telegram takes 1 to 256 of A-Z a-z 0-9 _ -, and one of fewer than 16 can be guessed")
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            return self
        if self.webhook_secret is None:
            raise ValueError("WEBHOOK_SECRET: it is not set")
        if not is_loopback(self.telegram_api_url) and urlsplit(self.webhook_url).scheme != "https":
            raise ValueError("WEBHOOK_URL: Telegram calls https addresses only")
        if not self.http_port:
            raise ValueError("HTTP_PORT: a webhook needs a port to be called at")
        return self

    @model_validator(mode="after")
    def _sandbox_is_here(self) -> Self:
        if not is_loopback(self.telegram_api_url):
            if self.sandbox_clock_url:
                raise ValueError("SANDBOX_CLOCK_URL: TELEGRAM_API_URL is not a loopback address")
            if not self.pacing:
                raise ValueError("PACING: TELEGRAM_API_URL is not a loopback address")
        return self

    @property
    def url(self) -> URL:
        return database_url(self.database_url)

    def webhook(self) -> WebhookAddress | None:
        """Where Telegram is to bring its updates; None where they are fetched."""
        if self.webhook_url is None or self.webhook_secret is None:
            return None
        return WebhookAddress(self.webhook_url, self.webhook_secret.get_secret_value())

    def token(self) -> str:
        """The bot's token. Raises SettingsError when there is none."""
        if self.bot_token is None:
            raise _error("BOT_TOKEN", "it is not set")
        return self.bot_token.get_secret_value()

    def keys(self) -> list[FieldKey]:
        """The keys of encrypted fields, from FIELD_KEY or the key file. Raises SettingsError."""
        try:
            if self.field_key is not None:
                return read_keys(self.field_key.get_secret_value())
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
        return Settings()
    except OSError as error:
        raise _error(".env", "it cannot be read") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            variable, _, reason = reason.partition(": ")
            raise _error(variable, reason) from None
        raise _error(str(first["loc"][0]).upper(), reason) from None


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
