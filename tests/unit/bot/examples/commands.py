"""Examples of what `bot.wording.commands` says."""

from __future__ import annotations

from bot.wording import commands
from referrals.model import Role
from tests.unit.bot.examples.samples import Arguments, Say, each

ROLES = [frozenset(), *({role} for role in Role), frozenset(Role)]

EXAMPLES: dict[Say, list[Arguments]] = {
    commands.for_all: [()],
    commands.menu: each(ROLES),
    commands.help_: [(roles, more) for roles in ROLES for more in (False, True)],
    commands.cancelled: each((True, False)),
}
