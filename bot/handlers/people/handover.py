"""Handing one's clients to a colleague who agrees, and leaving the practice."""

from __future__ import annotations

from bot.handlers.people.finding import able
from bot.people.leaving import leave
from bot.people.telling import tell
from bot.turn import Turn, allows
from bot.wording.people import accounts
from bot.wording.people import handover as wording
from bot.wording.people import leaving as leaving_wording
from storage.person import Person


@allows()
def tapped(turn: Turn) -> None:
    """What there is to do; a colleague; a question; the wish itself, or its end; leaving."""
    said = turn.said.arguments[0] if turn.said.arguments else ""
    if not turn.member.welcomed:
        turn.refuse()
    elif not said:
        _page(turn)
    elif said == leaving_wording.LEAVE and _may_leave(turn):
        turn.edit(leaving_wording.confirm())
    elif said == leaving_wording.LEFT and _may_leave(turn):
        _leave(turn)
    elif said == wording.BACK:
        _withdraw(turn)
    elif said in {wording.TO, wording.WHO, wording.ASK, wording.SEND} and _has_clients(turn):
        _choose(turn, said)
    elif not turn.toast and not turn.refused:
        turn.refuse()


def _page(turn: Turn) -> None:
    proposal = turn.work.handovers.standing(turn.member.id)
    asked = turn.work.people.by_id(proposal.to_id) if proposal else None
    waits_for = (proposal, asked.called if asked else "") if proposal else None
    turn.edit(wording.page(turn.work.handovers.load(turn.member.id), waits_for))


def _choose(turn: Turn, said: str) -> None:
    people = able(turn, turn.member)
    if said == wording.TO:
        turn.edit(wording.to_whom(people, turn.said.id(1)))
        return
    taker = next((one for one in people if one.id == turn.said.id(1)), None)
    how = turn.said.arguments[2] if len(turn.said.arguments) > 2 else ""
    if taker is None or (said != wording.WHO and how not in {wording.ONLY, wording.LEAVES}):
        turn.refuse()
    elif said == wording.WHO:
        turn.edit(wording.stay_or_leave(taker))
    elif how == wording.LEAVES and turn.work.members.is_only_administrator(turn.member.id):
        turn.edit(leaving_wording.last_administrator())
    elif said == wording.ASK:
        turn.edit(wording.confirm(taker, turn.work.handovers.load(turn.member.id), how == wording.LEAVES))
    else:
        _send(turn, taker, leaves=how == wording.LEAVES)


def _send(turn: Turn, taker: Person, *, leaves: bool) -> None:
    """She is asked, once: while a wish waits, no other is made."""
    proposal = turn.work.handovers.propose(turn.member.id, taker.id, leaves, turn.now)
    if proposal is None:
        turn.refuse()
        return
    load = turn.work.handovers.load(turn.member.id)
    tell(turn.work, taker, lambda: wording.offer(turn.member.called, load, proposal.id, leaves), turn.now)
    turn.edit(wording.asked(taker, proposal.id))


def _withdraw(turn: Turn) -> None:
    proposal = turn.work.handovers.standing(turn.member.id)
    if proposal is None or proposal.id != turn.said.id(1):
        turn.refuse()
        return
    taker = turn.work.people.by_id(proposal.to_id)
    turn.work.handovers.withdrawn(turn.member.id, proposal.id, turn.now)
    tell(turn.work, taker, lambda: accounts.handover_withdrawn(turn.member.called), turn.now)
    turn.edit(wording.withdrawn(taker.called if taker else ""))


def _leave(turn: Turn) -> None:
    """She is a stranger from here on, and her menu is theirs."""
    leave(turn.work, turn.member, turn.now)
    turn.menus[turn.member.telegram_id] = None
    turn.edit(leaving_wording.left())
    turn.person = None


def _may_leave(turn: Turn) -> bool:
    """With nobody in her care, and not as the only administrator, two of whom may not go at once."""
    turn.work.members.fresh(turn.member.id)
    if turn.work.handovers.load(turn.member.id).clients:
        return False
    if turn.work.members.is_only_administrator(turn.member.id):
        turn.refused = True
        turn.edit(leaving_wording.last_administrator())
        return False
    return True


def _has_clients(turn: Turn) -> bool:
    """Be she a therapist still or not: past clients stay with whoever had them, and hold her in the practice."""
    return bool(turn.work.handovers.load(turn.member.id).clients)
