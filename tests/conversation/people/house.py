"""People who are called something, what stands on their screens, and what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Engine

from bot.actions import Action, encode
from bot.wording.people.taps import Does
from referrals.model import Role
from storage.person import Person
from storage.work import UnitOfWork
from tests.conversation.talk import Practice, Shown, Talker, plain
from tests.storage.practice import raw, snapshot

T = TypeVar("T")
STALE = "This button has had its day. Nothing was changed."
STRANGER = "This is a private assistant of a practice. Ask the practice for an invite."
NOTHING = "This invite has been used or has expired. Ask the practice for a new one."
_MOVES_BY_ITSELF = {"audit", "inbox", "outbox"}


def named(
    practice: Practice, user_id: int, called: str, role: Role = Role.THERAPIST, *, licensed: bool = False
) -> Talker:
    """A member called so."""
    code = keep(practice, lambda work: work.invites.make(role, practice.now, licensed=licensed))
    keep(practice, lambda work: work.invites.admit(code, user_id, practice.now, called))
    keep(practice, lambda work: work.people.set_welcomed(member_id(work, user_id), practice.now))
    return practice.person(user_id, aboard=False)


def keep(practice: Practice, work: Callable[[UnitOfWork], T]) -> T:
    return practice.store.run_here(work)


def member_id(work: UnitOfWork, user_id: int) -> int:
    person = work.members.of_account(user_id)
    assert person is not None
    return person.id


def member(talker: Talker) -> Person:
    """As she is kept, locked or not."""
    person = keep(talker.practice, lambda work: work.members.of_account(talker.user_id))
    assert person is not None
    return person


def on(administrator: Talker, who: Person, does: Does, *more: int | str) -> None:
    """Presses what an administrator's card about a member would have under it."""
    administrator.press(encode(Action.MEMBER, who.id, does, *more), _newest(administrator))


def lock(administrator: Talker, who: Talker) -> Person:
    person = member(who)
    on(administrator, person, Does.LOCK)
    on(administrator, person, Does.LOCKED)
    assert member(who).locked
    return person


def line_for(administrator: Talker, who: Person) -> str:
    """The line by which she signs in."""
    on(administrator, who, Does.SIGN_IN)
    return invite_line(administrator)


def invite_line(talker: Talker) -> str:
    found = re.search(r"/start \S+", talker.text)
    assert found, talker.text
    return found.group()


def seen(talker: Talker) -> str:
    """All that stands on a screen and all that was said over its buttons, save the letters of invites."""
    cards = "\n".join(_whole(shown) for shown in talker.screen.messages.values())
    return re.sub(r"/start \S+", "/start", cards + "\n".join(talker.screen.toasts))


def kept(engine: Engine) -> dict[str, list[Any]]:
    """Everything that is kept, save what moves with every message."""
    return {name: rows for name, rows in snapshot(engine).items() if name not in _MOVES_BY_ITSELF}


def waiting_for(engine: Engine, chat_id: int) -> int:
    (row,) = raw(
        engine,
        "SELECT count(*) AS n FROM outbox WHERE chat_id = :chat AND state IN ('pending', 'sending', 'uncertain')",
        chat=chat_id,
    )
    return int(row.n)


def _whole(shown: Shown) -> str:
    labels = [button.label for row in shown.card.rows for button in row]
    return "\n".join([plain(shown.card), *labels])


def _newest(talker: Talker) -> int:
    if not talker.screen.messages:
        talker.say("/help")
    return max(talker.screen.messages)
