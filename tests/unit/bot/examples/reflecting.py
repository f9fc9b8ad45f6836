"""Examples of what `bot.wording.supervision.reflecting` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.supervision import reflecting
from storage.reflections import Reflection
from tests.unit.bot.examples.samples import C7, Arguments, Say, each
from tests.unit.moments import NOW

LONG = Reflection(1, 1, ("tired <of> it " * 80,) * 4, "one line", NOW, NOW)
SOME = replace(LONG, answers=("tired", None), shared=None, shared_at=None)
NONE = replace(SOME, answers=())
READERS = ("<Kim>", "", None)
EXAMPLES: dict[Say, list[Arguments]] = {
    reflecting.which: [([C7],), ([C7] * 20,)],
    reflecting.before: each([C7]),
    reflecting.not_now: each([C7]),
    reflecting.there_is_one: [(C7, one) for one in (LONG, SOME)],
    reflecting.prompt: [(C7, 1, number) for number in range(reflecting.PROMPTS)],
    reflecting.done: [(C7, one, reader) for one in (LONG, SOME) for reader in READERS],
    reflecting.kept: [(C7, LONG)],
    reflecting.colleague: [(C7, LONG)],
    reflecting.ask_line: [(C7, reader) for reader in READERS],
    reflecting.confirm_share: [(C7, one, reader) for one in (LONG, SOME, NONE) for reader in READERS],
    reflecting.shared: [(C7, 1, "one <line>", reader) for reader in READERS],
    reflecting.read: [(C7, one) for one in (LONG, SOME, NONE)],
    reflecting.confirm_erase: [(C7, one) for one in (LONG, SOME)],
    reflecting.erased: each([C7]),
    reflecting.whole: each([LONG, SOME, NONE]),
}
