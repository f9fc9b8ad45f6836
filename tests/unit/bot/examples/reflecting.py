"""Examples of what `bot.wording.supervision.reflecting` and `sharing` say."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.supervision import reflecting, sharing
from storage.reflections import Reflection
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

LONG = Reflection(1, 1, ("tired <of> it " * 80,) * 4, "one line", NOW, NOW)
SOME = replace(LONG, id=BIGGEST_ID, answers=("tired", None), shared=None, shared_at=None)
FULLEST = replace(SOME, answers=("&" * 4096,) * 4, shared="<" * 250)
NONE = replace(SOME, answers=())
READERS = ("<Kim>", "", None)
EXAMPLES: dict[Say, list[Arguments]] = {
    reflecting.which: [([C7],), ([C7] * 20,)],
    reflecting.before: each([C7]),
    reflecting.not_now: each([C7]),
    reflecting.there_is_one: [
        (C7, one, earlier, NEW_YORK) for one in (LONG, SOME, FULLEST) for earlier in (None, SOME)
    ],
    reflecting.prompt: [(C7, BIGGEST_ID, number) for number in range(reflecting.PROMPTS)],
    reflecting.nothing: each([C7]),
    reflecting.put_away: each([C7]),
    reflecting.done: [(C7, one, reader) for one in (LONG, SOME) for reader in READERS],
    reflecting.kept: [(C7, LONG)],
    reflecting.colleague: [(C7, LONG)],
    sharing.ask_line: [(C7, SOME, reader) for reader in READERS],
    sharing.confirm_share: [(C7, one, reader) for one in (LONG, SOME, FULLEST, NONE) for reader in READERS],
    sharing.shared: [
        (C7, BIGGEST_ID, words, reader, raised)
        for words in ("one <line>", "<" * 250)
        for reader in READERS
        for raised in (True, False)
    ],
    sharing.read: [(C7, one, page) for one in (LONG, SOME, FULLEST, NONE) for page in (0, 1, 99)],
    sharing.confirm_erase: [(C7, one, others, NEW_YORK) for one in (LONG, SOME) for others in (0, 1, 3)],
    sharing.erased: each([C7]),
    sharing.whole: each([LONG, SOME, NONE]),
    sharing.fits: each(["", "x" * 2000]),
    reflecting.who: each(READERS),
    reflecting.begun_on: [(LONG, NEW_YORK)],
    reflecting.tap: [("Read it", reflecting.Does.READ, SOME), ("More", reflecting.Does.READ, SOME, 12)],
}
