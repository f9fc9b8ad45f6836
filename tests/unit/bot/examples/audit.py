"""Examples of what `bot.wording.audit` says."""

from __future__ import annotations

from bot.wording import audit
from bot.wording.audit import A_PAGE, ALL, TURNED_AWAY, Done
from storage.privacy_rows import Verb
from tests.unit.bot.examples.samples import BIGGEST_ID, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

DONE = [
    Done(BIGGEST_ID, NOW, who, stranger, deed, verb, table, number)
    for who, stranger in (("<Ana>", False), ("", False), ("", True))
    for deed in ("tap open_client", "/start", "line")
    for verb in Verb
    for table, number in ((None, None), (None, 7), ("stall_answer", 7), ("service", None))
]


EXAMPLES: dict[Say, list[Arguments]] = {
    audit.page: [
        (DONE[start : start + A_PAGE], which, more, NEW_YORK)
        for start in range(0, len(DONE), A_PAGE)
        for which in (ALL, TURNED_AWAY)
        for more in (True, False)
    ]
    + [([], ALL, False, NEW_YORK)],
    audit.written: [(0, "a.csv"), (1, "a.csv"), (9000, "a.csv")],
    audit.there_already: [("a.csv",)],
}
