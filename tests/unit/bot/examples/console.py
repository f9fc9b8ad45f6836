"""Examples of what `bot.wording.console`, that of the directory, and `bot.wording.terminal` say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.wording import console, terminal
from bot.wording.directory import console as directory
from referrals.hsds import Broken, BrokenDirectoryError, Reason, Skipped
from referrals.identifiers import IdentifierKind
from referrals.model import Role
from tests.unit.bot.examples.samples import LONG, SERVICE, Arguments, Say, each
from tests.unit.bot.examples.services import AMENDED, FULL

EXAMPLES: dict[Say, list[Arguments]] = {
    console.key_made: each([Path("followthrough.key")]),
    console.invite: [("code", role, name) for role in Role for name in (None, "followthrough_bot")],
    console.link: [("code", "followthrough_bot")],
    console.migrating: each([1, 3]),
    terminal.examples: each([[], ["python -m bot run"], ["python -m bot backup", "python -m bot backup --json"]]),
    terminal.system: [("No space left on device", "audit.csv"), ("No space left on device", None)],
    console.sign_in: [("code", name) for name in (None, "followthrough_bot")],
    console.locked: each([1001]),
    console.check: [(True, "token", "this is @bot"), (False, "database", console.BEHIND)],
    console.clock_off: each([90]),
    console.holidays_set: [("US-NY", (date(2026, 11, 26), "Thanksgiving Day")), ("US", None)],
    console.no_holidays: each(["US-XX"]),
    directory.service: each([SERVICE, FULL, AMENDED]),
    directory.service_set: [(FULL, AMENDED), (SERVICE, SERVICE)],
    directory.no_such_service: [("legl aid", [SERVICE, LONG]), ("pottery", [])],
    directory.label_taken: [("housing", SERVICE)],
    console.not_fit: [("--contact", "at most 200 characters")],
    console.held: [("--alias", kind) for kind in IdentifierKind],
    directory.left_out: [
        (Skipped("row 7", name, reason, "temporarily closed", external_id),)
        for reason in Reason
        for name, external_id in (("Housing", "ac14"), ("", ""))
    ],
    directory.imported: [
        (["Housing"] * 40, ["Legal aid"], 3, 2, ["Pottery"], False),
        ([], [], 0, 0, [], True),
    ],
    directory.broken: [(Path("county.zip"), BrokenDirectoryError(why, "entry 7")) for why in Broken],
    console.wrong_limit: [("weeks=3", ["sessions", "safety_days"], 99)],
    console.wrong_minutes: each([120]),
    console.no_members: each([[1, 2]]),
    console.demo_ready: each(["http://127.0.0.1:8077/"]),
}
