"""Opening a way in: how often it may be tried, and what follows when a member signs in anew."""

from __future__ import annotations

from datetime import timedelta

from bot.people import accounts
from bot.people.telling import tell_chat
from bot.turn import Turn
from bot.wording.people import accounts as wording
from storage.invites import Admitted

DEED = "/start"
_TRIES = 5
_WITHIN = timedelta(hours=1)


def opened(turn: Turn, code: str) -> Admitted | None:
    """Who comes in by a code; None where it opens nothing, or where too many before it opened nothing either."""
    admitted, known = None, turn.person.id if turn.person else None
    if not _guesses(turn):
        # Beside a member's id her account is never noted: the audit is kept, and she may erase herself.
        turn.work.audit.by(DEED, turn.now, member_id=known)
        admitted = turn.work.invites.admit(code, turn.said.chat_id, turn.now, turn.said.name)
    member_id = admitted.person.id if admitted else known
    turn.work.audit.by(DEED, turn.now, member_id=member_id, chat_id=turn.said.chat_id if member_id is None else None)
    turn.refused = admitted is None
    return admitted


def signed_in(turn: Turn, admitted: Admitted) -> None:
    """She is aboard again; the account that was hers is a stranger's, and hears so unless it was locked."""
    moved = admitted.was is not None and admitted.was != turn.said.chat_id
    accounts.signed_in(turn.work, admitted, turn.now)
    if moved and admitted.was is not None:
        turn.menus[admitted.was] = None
        if not admitted.was_locked:
            tell_chat(turn.work, admitted.was, admitted.person.language, wording.moved_away, turn.now)
    turn.menus[turn.said.chat_id] = admitted.person
    turn.say(wording.signed_in(moved))


def _guesses(turn: Turn) -> bool:
    """Whether somebody tries codes: then for a while not even a right one opens anything, and nobody hears why."""
    member_id = turn.person.id if turn.person else None
    since = turn.now - _WITHIN
    return turn.work.audit.refusals(turn.said.chat_id, DEED, since, member_id=member_id) >= _TRIES
