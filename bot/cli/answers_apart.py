"""Answers about the directory, lists and what leaves: their words take a while to import, and few want them."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.cli.answers import Answer
from bot.exchange.cells import Amiss as Why
from referrals.hsds import Reason
from referrals.identifiers import IdentifierKind
from referrals.model import ServiceKind
from storage.rights.retention import Leaving


class DueToLeave(Answer):
    what: Leaving = Field(description="clients, referrals, events, nudges, messages, invites or left (members)")
    count: int = Field(description="how many")
    oldest: datetime = Field(description="since when the oldest one was kept (UTC)")


class Swept(Answer):
    dry_run: bool = Field(description="whether nothing was removed")
    leaving: list[DueToLeave] = Field(description="what leaves, by kind: `what`, `count`, `oldest`")


class OneService(Answer):
    name: str = Field(description="its name")
    kind: ServiceKind = Field(description="as `--kind` has it")
    in_house: bool = Field(description="whether the practice itself offers it")
    wait_weeks: int | None = Field(description="its usual wait; null where that is not known")
    aliases: list[str] = Field(description="its other names")
    contact: str | None = Field(description="how to reach it")
    note: str | None = Field(description="its line of explanation")
    retired: bool = Field(description="whether it is offered no more")


class ServiceAmended(Answer):
    before: OneService = Field(description="as it was, in the fields of `services list`")
    now: OneService = Field(description="as it is, likewise")


class LeftOut(Answer):
    place: str = Field(description="where in the directory")
    reason: Reason = Field(description="why, in a word")
    detail: str | None = Field(description="which field, or what stood there")
    name: str | None = Field(description="its name, where it has one")
    id: str | None = Field(description="its id, where it has one")


class Amiss(Answer):
    row: int = Field(description="the line of the list, its head being 1")
    column: str = Field(description="the column")
    why: Why = Field(description="what is amiss, in a word")
    near: list[str] = Field(description="services of the directory that may be meant")
    kind: IdentifierKind | None = Field(description="what the cell seems to hold, where it may not be kept")


class TakenIn(Answer):
    written: bool = Field(description="whether it was kept")
    clients: list[str] = Field(description="codes: of an export those taken in, of a list those that are new")
    rows: int | None = Field(default=None, description="of a list, how many rows it has")
    added: int | None = Field(default=None, description="of a list, how many referrals are new")
    there: int | None = Field(default=None, description="of a list, how many were there already")
    troubles: list[Amiss] | None = Field(default=None, description="of a list, the cells that cannot be read")
    left_alone: list[str] | None = Field(default=None, description="of an export, codes that were there already")
    services: list[str] | None = Field(default=None, description="of an export, services that are new by name")
    by_others: int | None = Field(default=None, description="of an export, how much in it others had recorded")


class ServicesImported(Answer):
    dry_run: bool = Field(description="whether nothing was written")
    added: list[str] = Field(description="names of services that are new")
    updated: list[str] = Field(description="names of those that look different now")
    unchanged: int = Field(description="how many are as they were")
    left_out: list[LeftOut] = Field(description="records not taken: `place`, `reason`, `detail`, `name`, `id`")
    gone: list[str] = Field(description="names from earlier imports that are in the directory no more; they stay here")
