"""Examples of what `bot.wording.settings.acute` says."""

from __future__ import annotations

from bot.wording.settings import acute
from tests.unit.bot.examples.samples import Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    acute.page: [(licensed, tells) for licensed in (True, False) for tells in (True, False)],
    acute.line: each([True, False]),
}
