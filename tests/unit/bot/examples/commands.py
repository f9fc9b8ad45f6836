"""Examples of what `bot.wording.commands` says."""

from __future__ import annotations

from bot.wording import commands
from tests.unit.bot.examples.samples import Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    commands.help_: [()],
    commands.privacy: [()],
    commands.cancelled: each((True, False)),
}
