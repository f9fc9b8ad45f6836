"""`/erase`: a client, her reflections, or herself; named first, then gone for good. Serves clinical rule "own data".

Nothing is erased without the card that names what goes, pressed while its question stands. Refused under a legal hold,
and while risk is logged: whoever looks after somebody in danger needs what is here.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import alerts, bundles
from bot.handlers.changing import replan_all
from bot.handlers.privacy.held import on_hold
from bot.people.leaving import leave
from bot.people.telling import say_again
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.people.leaving import last_administrator
from bot.wording.privacy import erasing as wording
from bot.wording.privacy.erasing import Erases
from referrals.client import Client
from referrals.codes import parse_code
from referrals.keeping import may_be_erased
from storage.rights.erasing import Gone

ERASING = "erasing"


@allows()
def command(turn: Turn) -> None:
    """`/erase C7`; alone it asks what shall go."""
    if (held := on_hold(turn)) is not None:
        turn.edit(held)
    elif turn.said.arguments:
        _named(turn, turn.said.arguments[0])
    else:
        words = turn.work.erasing.reflections(turn.member.id)
        turn.edit(wording.what(bool(turn.caseload.clients()), words > 0))


@allows()
def tapped(turn: Turn) -> None:
    """What shall go, which client, and the answer to the card that names it."""
    said = turn.said.arguments
    if not said:
        command(turn)
        return
    held = on_hold(turn)
    if said[0] == Erases.LEAVE:
        _leave(turn)
    elif held is not None:
        turn.edit(held)
    elif said[-1] == wording.SURE:
        _sure(turn, said[0])
    else:
        _ask(turn, said[0])


def _named(turn: Turn, words: str) -> None:
    code = parse_code(words)
    client = turn.caseload.client(code) if code else None
    if client is None:
        turn.edit(trouble.no_such_client(code) if code else trouble.unknown_command())
    else:
        _ask_client(turn, client)


def _ask(turn: Turn, what: str) -> None:
    """The next card: the list, or the one that names what goes."""
    client = turn.caseload.client_by_id(turn.said.id(1)) if what == Erases.CLIENT else None
    if what == Erases.LIST and (clients := turn.caseload.clients()):
        turn.edit(wording.which(clients, min(turn.said.id(1), (len(clients) - 1) // wording.A_PAGE)))
    elif client is not None:
        _ask_client(turn, client)
    elif what == Erases.REFLECTIONS and (count := turn.work.erasing.reflections(turn.member.id)):
        turn.ask(ERASING, wording.confirm_reflections(count), what=Erases.REFLECTIONS.value, row=0)
    elif what == Erases.MYSELF:
        weight = turn.work.erasing.weigh(turn.member.id)
        _may_go(turn, wording.confirm_myself(weight), None, Erases.MYSELF, 0)
    else:
        turn.refuse()


def _ask_client(turn: Turn, client: Client) -> None:
    weight = turn.work.erasing.weigh(turn.member.id, client.id)
    _may_go(turn, wording.confirm_client(client, weight), client, Erases.CLIENT, client.id)


def _may_go(turn: Turn, card: Card, client: Client | None, what: Erases, row: int) -> None:
    """Asks, or says why not."""
    why_not = _why_not(turn, client)
    if why_not is None:
        turn.ask(ERASING, card, what=what.value, row=row)
    else:
        turn.edit(why_not)


def _why_not(turn: Turn, client: Client | None) -> Card | None:
    """What stands in the way of erasing one client, or, with None, of erasing herself."""
    if client is not None:
        return None if may_be_erased(client) else wording.at_risk(client, turn.member.zone)
    at_risk = [one.code for one in turn.caseload.clients() if not may_be_erased(one)]
    if at_risk:
        return wording.some_at_risk(at_risk)
    return last_administrator() if turn.work.members.is_only_administrator(turn.member.id) else None


def _sure(turn: Turn, what: str) -> None:
    """The one tap that erases: only on the card that named it, and only once."""
    waiting, row = turn.question(ERASING), turn.said.id(1)
    if waiting is None or (waiting["what"], waiting["row"]) != (what, row):
        turn.refuse()
        return
    client = turn.caseload.client_by_id(row) if what == Erases.CLIENT else None
    if what == Erases.CLIENT and client is None:
        turn.refuse()
        return
    why_not = None if what == Erases.REFLECTIONS else _why_not(turn, client)
    turn.settle_question()
    if why_not is not None:
        turn.edit(why_not)
        return
    if client is not None:
        _erase_client(turn, client)
    elif what == Erases.REFLECTIONS:
        _erase_reflections(turn)
    else:
        _erase_myself(turn)


def _erase_client(turn: Turn, client: Client) -> None:
    gone = turn.work.erasing.erase_client(turn.member.id, client.id, turn.now)
    if gone is not None:
        _say_to_others(turn, gone)
        _say_anew(turn, gone)
    replan_all(turn)  # what was planned around her sessions has more room now
    turn.edit(wording.erased_client(client.code))


def _erase_reflections(turn: Turn) -> None:
    count = turn.work.erasing.reflections(turn.member.id)
    _shrink(turn, turn.work.erasing.erase_reflections(turn.member.id, turn.now))
    turn.edit(wording.erased_reflections(count))


def _erase_myself(turn: Turn) -> None:
    """All that is hers, then she leaves like anybody else, and her row keeps nothing but its number."""
    me = turn.member
    gone = turn.work.erasing.erase_all_of(me.id, turn.now)
    leave(turn.work, me, turn.now)
    turn.work.erasing.empty(me.id, turn.now)
    for client in gone.clients:
        _say_to_others(turn, client)
        _shrink(turn, client.stood)
    _shrink(turn, gone.stood)
    turn.menus[me.telegram_id] = None
    turn.edit(wording.erased_myself())
    turn.person = None


def _say_to_others(turn: Turn, gone: Gone) -> None:
    alerts.erased(turn.work, gone.tellings, turn.now)
    for chat_id, outbox_id in gone.elsewhere:
        say_again(turn.work, chat_id, outbox_id, wording.words_gone, turn.now)


def _say_anew(turn: Turn, gone: Gone) -> None:
    """Her words leave the cards they stand on; a message about others as well goes on without her."""
    _shrink(turn, gone.stood)
    for outbox_id in gone.shared:
        card = bundles.message_of(turn.work, turn.member, turn.caseload, outbox_id, turn.now)
        if card is not None and not turn.work.outbox.replace(outbox_id, card.to_json()):
            turn.rewrite(outbox_id, card)


def _shrink(turn: Turn, outbox_ids: Sequence[int]) -> None:
    for outbox_id in outbox_ids:
        turn.rewrite(outbox_id, wording.words_gone())


def _leave(turn: Turn) -> None:
    if turn.question(ERASING) is not None:
        turn.settle_question()
    turn.edit(wording.left())
