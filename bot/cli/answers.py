"""What commands answer with `--json`. docs/command-line.md names every field, by what is said of it here."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.exchange.cells import Amiss as Why
from referrals.hsds import Reason
from referrals.identifiers import IdentifierKind
from referrals.model import Role, ServiceKind
from storage.rights.retention import Leaving


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Invited(_Answer):
    code: str = Field(description="what is sent to the bot as `/start CODE`; a secret until it was used")
    link: str | None = Field(description="the same as a link to open; null where Telegram did not tell the bot's name")
    role: Role | None = Field(description="whom it is for; null where a member signs in anew")
    telegram_id: int | None = Field(default=None, description="the account whose member signs in anew")


class Founded(_Answer):
    key_file: Path | None = Field(description="the key file that was made; null where there was a key already")
    invite: Invited = Field(description="the first way in, as `invite` answers it")


class Holiday(_Answer):
    day: date = Field(description="the day")
    name: str = Field(description="its name")


class PracticeSet(_Answer):
    changed: list[str] = Field(description="what was set, by the names of the options without their dashes")
    next_holiday: Holiday | None = Field(description="the next one kept, where `--holidays` was given")


class AlertsSet(_Answer):
    cover: int | None = Field(description="the Telegram id given; null where it stays as it was")
    on_call: int | None = Field(description="the Telegram id given; null where it stays as it was")
    minutes: int | None = Field(description="the minutes given; null where they stay as they were")


class Locked(_Answer):
    telegram_id: int = Field(description="the account that opens nothing any more")


class Migrated(_Answer):
    steps: int = Field(description="how many steps there were to take; 0 where all was as it should be")
    revision: str = Field(description="what the database is at now")


class Found(_Answer):
    name: str = Field(description="settings, database, token or clock")
    good: bool = Field(description="whether it is as it should be")
    says: str = Field(description="what was found, with the remedy")


class Examined(_Answer):
    good: bool = Field(description="whether everything is; the exit code says the same")
    findings: list[Found] = Field(description="each that was looked at: `name`, `good`, `says`")


class AuditWritten(_Answer):
    file: Path = Field(description="where the table is")
    entries: int = Field(description="how many lines it has, without its head")


class DueToLeave(_Answer):
    what: Leaving = Field(description="clients, referrals, events, nudges, messages, invites or left (members)")
    count: int = Field(description="how many")
    oldest: datetime = Field(description="since when the oldest one was kept (UTC)")


class Swept(_Answer):
    dry_run: bool = Field(description="whether nothing was removed")
    leaving: list[DueToLeave] = Field(description="what leaves, by kind: `what`, `count`, `oldest`")


class Rotated(_Answer):
    rows: int = Field(description="how many rows were sealed anew just now")
    key_file: Path | None = Field(description="the key file; null where the keys stand in FIELD_KEY")
    keys_removed: int = Field(description="how many old keys were taken out of it")
    went_on: bool = Field(description="whether an earlier change had been cut short")
    new_key: str | None = Field(default=None, description="only with `--new-key`: a fresh key, and nothing was changed")


class BackedUp(_Answer):
    file: Path = Field(description="the backup, written and read back")
    bytes: int = Field(description="its size")
    removed: list[Path] = Field(description="older backups that were removed")


class Restored(_Answer):
    taken_at: datetime = Field(description="the moment that is there again (UTC)")
    rows: dict[str, int] = Field(description="how many there are in each table")
    erased_again: int = Field(description="how many erasures since then were gone through again")
    replaced: bool = Field(description="whether a practice was there before")


class Moved(_Answer):
    to: str = Field(description="the new database's address, without its password")
    is_set: bool = Field(description="whether DATABASE_URL names it already")
    rows: dict[str, int] = Field(description="how many there are in each table")


class OneService(_Answer):
    name: str = Field(description="its name")
    kind: ServiceKind = Field(description="as `--kind` has it")
    in_house: bool = Field(description="whether the practice itself offers it")
    wait_weeks: int | None = Field(description="its usual wait; null where that is not known")
    aliases: list[str] = Field(description="its other names")
    contact: str | None = Field(description="how to reach it")
    note: str | None = Field(description="its line of explanation")
    retired: bool = Field(description="whether it is offered no more")


class ServiceAmended(_Answer):
    before: OneService = Field(description="as it was, in the fields of `services list`")
    now: OneService = Field(description="as it is, likewise")


class LeftOut(_Answer):
    place: str = Field(description="where in the directory")
    reason: Reason = Field(description="why, in a word")
    detail: str | None = Field(description="which field, or what stood there")
    name: str | None = Field(description="its name, where it has one")
    id: str | None = Field(description="its id, where it has one")


class Exported(_Answer):
    files: list[Path] = Field(description="what was written")
    clients: int = Field(description="how many clients stand in it")
    referrals: int = Field(description="how many referrals")


class Amiss(_Answer):
    row: int = Field(description="the line of the list, its head being 1")
    column: str = Field(description="the column")
    why: Why = Field(description="what is amiss, in a word")
    near: list[str] = Field(description="services of the directory that may be meant")
    kind: IdentifierKind | None = Field(description="what the cell seems to hold, where it may not be kept")


class TakenIn(_Answer):
    written: bool = Field(description="whether it was kept")
    clients: list[str] = Field(description="codes: of an export those taken in, of a list those that are new")
    rows: int | None = Field(default=None, description="of a list, how many rows it has")
    added: int | None = Field(default=None, description="of a list, how many referrals are new")
    there: int | None = Field(default=None, description="of a list, how many were there already")
    troubles: list[Amiss] | None = Field(default=None, description="of a list, the cells that cannot be read")
    left_alone: list[str] | None = Field(default=None, description="of an export, codes that were there already")
    services: list[str] | None = Field(default=None, description="of an export, services that are new by name")
    by_others: int | None = Field(default=None, description="of an export, how much in it others had recorded")


class ServicesImported(_Answer):
    dry_run: bool = Field(description="whether nothing was written")
    added: list[str] = Field(description="names of services that are new")
    updated: list[str] = Field(description="names of those that look different now")
    unchanged: int = Field(description="how many are as they were")
    left_out: list[LeftOut] = Field(description="records not taken: `place`, `reason`, `detail`, `name`, `id`")
    gone: list[str] = Field(description="names from earlier imports that are in the directory no more; they stay here")
