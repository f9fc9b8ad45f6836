"""The taps about one member, and pages of members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button
from bot.wording.language import _
from bot.wording.people.names import label
from storage.person import Person

A_PAGE = 8


class Does(StrEnum):
    """What an administrator's tap about a member does. Those that end in -ED are done after they were confirmed."""

    PAGE = "page"
    GIVE = "give"
    TAKE = "take"
    TAKEN = "taken"
    TRAINEE = "trainee"
    LICENSED = "licensed"
    LOCK = "lock"
    LOCKED = "locked"
    SIGN_IN = "sign"
    TO = "to"
    CHOOSE = "choose"
    MOVED = "moved"
    REMOVE = "remove"
    REMOVED = "removed"


def tap(words: str, member_id: int, does: Does, *more: int | str) -> Button:
    return Button(words, encode(Action.MEMBER, member_id, does, *more))


def opens(member_id: int, words: str = "") -> Button:
    """To her page; the way back to it without `words`."""
    return tap(words or _("Back"), member_id, Does.PAGE)


def everybody(start: int = 0, words: str = "") -> Button:
    return Button(words or _("Members"), encode(Action.MEMBER, 0, Does.PAGE, start))


def pages(
    people: Sequence[Person], start: int, choose: Callable[[Person], Button], turn_to: Callable[[int, str], Button]
) -> tuple[tuple[Button, ...], ...]:
    """A tap for each from `start` on, and the way to those before and after."""
    rows = [(choose(one),) for one in people[start : start + A_PAGE]]
    earlier = (turn_to(max(start - A_PAGE, 0), _("Earlier")),) if start else ()
    later = (turn_to(start + A_PAGE, _("More")),) if len(people) > start + A_PAGE else ()
    ways = (*earlier, *later)
    return (*rows, ways) if ways else tuple(rows)


def called(person: Person) -> str:
    return label(person.called)
