"""Examples of what `bot.wording.calendar` says."""

from __future__ import annotations

from datetime import timedelta

from bot.wording import calendar
from bot.wording.card import Button, Card
from referrals.calendar import Entry, Held, Kind, News
from tests.unit.bot.examples.samples import Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

_HOUR = timedelta(hours=1)
_ENTRIES = [Entry(kind, NOW, NOW + _HOUR, client_id=1, was=NOW) for kind in Kind]
_HELD = Held(1, "f0", _ENTRIES[0], 1, NOW)
_NEWS = [News(), News(_ENTRIES, [_HELD], []), News((), [_HELD] * 2, [_HELD] * 30)]

EXAMPLES: dict[Say, list[Arguments]] = {
    calendar.caption: [
        (entries, news, NOW, NEW_YORK) for entries in ([], _ENTRIES[:1], _ENTRIES * 99) for news in _NEWS
    ],
    calendar.nothing: [()],
    calendar.not_made: [()],
    calendar.cancels_it: [()],
    calendar.beside: each([Card("C7: sessions go on."), Card("C7: sessions go on.", ((Button("Undo", "undo:1"),),))]),
    calendar.title: [(kind, code, cancelled) for kind in Kind for code in ("C7", None) for cancelled in (True, False)],
}
