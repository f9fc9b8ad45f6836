"""[I have it]: somebody who was told of an acute case takes it up. Serves clinical rule "acute"."""

from __future__ import annotations

from functools import partial

from bot.people.telling import say_again, tell
from bot.turn import Turn, allows
from bot.wording.supervision import alerts as wording
from storage.alerts import OpenAlert, Taking


@allows()
def taken(turn: Turn) -> None:
    """Only who was told may take it; everybody else who was told, and the therapist, hear who has it."""
    outcome, alert = turn.work.alerts.take(turn.said.id(), turn.member.id, turn.now)
    match outcome:
        case Taking.TAKEN if alert is not None:
            _told_all(turn, alert)
        case Taking.SOMEBODY_HAS_IT if alert is not None:
            turn.toast = wording.has_it_already(_name(turn, alert.taken_by or 0))
        case Taking.MINE_ALREADY:
            turn.toast = wording.mine_already()
        case Taking.OVER:
            turn.toast = wording.over()
        case _:
            turn.refuse()


def _told_all(turn: Turn, alert: OpenAlert) -> None:
    owner = turn.work.people.by_id(alert.owner_id)
    client = turn.work.caseload(alert.owner_id).client_by_id(alert.client_id)
    if owner is None or client is None:
        return
    turn.edit(wording.you_have_it(owner.called, client))
    name = turn.member.called
    for told in turn.work.alerts.tellings(alert.id):
        if told.member_id != turn.member.id and told.chat_id is not None:
            has_it = partial(wording.somebody_has_it, name, client)
            say_again(turn.work, told.chat_id, told.outbox_id, has_it, turn.now)
    tell(turn.work, owner, lambda: wording.answered(name, client, turn.now, owner.zone), turn.now)


def _name(turn: Turn, member_id: int) -> str:
    person = turn.work.people.by_id(member_id)
    return person.called if person else ""
