"""What commands answer with `--json`. docs/command-line.md names every field, by what is said of it here."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from referrals.model import Role


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Invited(Answer):
    code: str = Field(description="what is sent to the bot as `/start CODE`; a secret until it was used")
    link: str | None = Field(description="the same as a link to open; null where Telegram did not tell the bot's name")
    role: Role | None = Field(description="whom it is for; null where a member signs in anew")
    telegram_id: int | None = Field(default=None, description="the account whose member signs in anew")


class Founded(Answer):
    key_file: Path | None = Field(description="the key file that was made; null where there was a key already")
    invite: Invited = Field(description="the first way in, as `invite` answers it")


class Holiday(Answer):
    day: date = Field(description="the day")
    name: str = Field(description="its name")


class PracticeSet(Answer):
    changed: list[str] = Field(description="what was set, by the names of the options without their dashes")
    next_holiday: Holiday | None = Field(description="the next one kept, where `--holidays` was given")


class AlertsSet(Answer):
    cover: int | None = Field(description="the Telegram id given; null where it stays as it was")
    on_call: int | None = Field(description="the Telegram id given; null where it stays as it was")
    minutes: int | None = Field(description="the minutes given; null where they stay as they were")


class Locked(Answer):
    telegram_id: int = Field(description="the account that opens nothing any more")


class Migrated(Answer):
    steps: int = Field(description="how many steps there were to take; 0 where all was as it should be")
    revision: str = Field(description="what the database is at now")


class Found(Answer):
    name: str = Field(description="settings, database, token or clock")
    good: bool = Field(description="whether it is as it should be")
    says: str = Field(description="what was found, with the remedy")


class Examined(Answer):
    good: bool = Field(description="whether everything is; the exit code says the same")
    findings: list[Found] = Field(description="each that was looked at: `name`, `good`, `says`")


class AuditWritten(Answer):
    file: Path = Field(description="where the table is")
    entries: int = Field(description="how many lines it has, without its head")


class Rotated(Answer):
    rows: int = Field(description="how many rows were sealed anew just now")
    key_file: Path | None = Field(description="the key file; null where the keys stand in FIELD_KEY")
    keys_removed: int = Field(description="how many old keys were taken out of it")
    went_on: bool = Field(description="whether an earlier change had been cut short")
    new_key: str | None = Field(default=None, description="only with `--new-key`: a fresh key, and nothing was changed")


class BackedUp(Answer):
    file: Path = Field(description="the backup, written and read back")
    bytes: int = Field(description="its size")
    removed: list[Path] = Field(description="older backups that were removed")


class Restored(Answer):
    taken_at: datetime = Field(description="the moment that is there again (UTC)")
    rows: dict[str, int] = Field(description="how many there are in each table")
    erased_again: int = Field(description="how many erasures since then were gone through again")
    replaced: bool = Field(description="whether a practice was there before")


class Moved(Answer):
    to: str = Field(description="the new database's address, without its password")
    is_set: bool = Field(description="whether DATABASE_URL names it already")
    rows: dict[str, int] = Field(description="how many there are in each table")


class Exported(Answer):
    files: list[Path] = Field(description="what was written")
    clients: int = Field(description="how many clients stand in it")
    referrals: int = Field(description="how many referrals")
