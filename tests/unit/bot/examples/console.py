"""Examples of what `bot.wording.console` says."""

from __future__ import annotations

from pathlib import Path

from bot.wording import console
from referrals.model import Role
from tests.unit.bot.examples.samples import Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    console.key_made: each([Path("followthrough.key")]),
    console.invite: [("code", role, name) for role in Role for name in (None, "followthrough_bot")],
    console.check: [(True, "token", "this is @bot"), (False, "database", console.BEHIND)],
    console.clock_off: each([90]),
    console.demo_ready: each(["http://127.0.0.1:8077/"]),
}
