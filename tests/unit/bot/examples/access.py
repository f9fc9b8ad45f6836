"""Examples of what `bot.wording.access` says."""

from __future__ import annotations

from bot.wording import access
from tests.unit.bot.examples.samples import Arguments, Say

EXAMPLES: dict[Say, list[Arguments]] = {
    access.stranger: [()],
    access.not_your_role: [()],
    access.invite_opens_nothing: [()],
    access.not_private: [()],
}
