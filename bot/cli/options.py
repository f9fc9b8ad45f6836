"""Values of options that several commands have, and what some of them change for everybody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.speaking import refuse
from bot.cli.work import Advance
from bot.wording import console
from referrals.identifiers import IdentifierKind, find_identifier
from referrals.stalled import MOST, Limits

if TYPE_CHECKING:
    from storage.work import UnitOfWork


def plan_anew(work: UnitOfWork, now: datetime, expect: Advance, advance: Advance) -> None:
    """Every member's messages, where the practice changed something for all."""
    chats = work.people.chats()
    expect(len(chats))
    for chat_id in chats:
        advance(1)
        person = work.people.by_telegram_id(chat_id)
        if person is not None:
            work.people.lock(person.id)
            work.nudges.replan_all(work.caseload(person.id, person.habits.off), person.habits, now)


def limits_said(words: Sequence[str]) -> dict[str, int]:
    """ "days=21" and the like, as `referrals.stalled.Limits` has them by name; or a complaint."""
    said: dict[str, int] = {}
    names = [field.name for field in fields(Limits)]
    for word in words:
        name, _, number = word.partition("=")
        if name.replace("-", "_") not in names or not number.isdecimal() or not 1 <= int(number) <= MOST:
            refuse(console.wrong_limit(word, names, MOST))
        said[name.replace("-", "_")] = int(number)
    return said


def screened(option: str, value: str | None, welcome: Collection[IdentifierKind] = ()) -> str | None:
    """The value of an option as it is, or a complaint where it holds what may not be stored (rule "codes only")."""
    found = find_identifier(value, datetime.now(UTC), welcome) if value else None
    if found is not None:
        refuse(console.held(option, found))
    return value
