"""`/audit`: who did what in the practice, for its administrator. Ids and fixed words; nothing of any client."""

from __future__ import annotations

from bot.turn import Turn, allows
from bot.wording import audit as wording
from bot.wording.audit import A_PAGE, ALL, TURNED_AWAY, Done
from referrals.model import Role
from storage.audit import Entry
from storage.privacy_rows import Verb


@allows(Role.ADMINISTRATOR)
def page(turn: Turn) -> None:
    """`/audit`, and the taps under it: one page from an entry on, of all or of what was turned away."""
    which = turn.said.arguments[0] if turn.said.is_tap and turn.said.arguments else ALL
    if which not in {ALL, TURNED_AWAY}:
        turn.refuse()
        return
    verb = Verb.REFUSED if which == TURNED_AWAY else None
    before = turn.said.id(1) if turn.said.is_tap else wording.NEWEST
    found = turn.work.audit.newest(A_PAGE + 1, before=before or None, verb=verb)
    shown = [_done(turn, entry) for entry in found[:A_PAGE]]
    turn.edit(wording.page(shown, which, len(found) > A_PAGE, turn.member.zone))


def _done(turn: Turn, entry: Entry) -> Done:
    name = turn.work.people.name_of(entry.member_id) if entry.member_id is not None else ""
    stranger = entry.chat_id is not None
    return Done(entry.id, entry.at, name, stranger, entry.deed, entry.verb, entry.row_table, entry.row_id)
