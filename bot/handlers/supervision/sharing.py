"""What becomes of a reflection: kept, read again, shared by a line or whole, taken back, erased.

Serves clinical rule "reflection". Her words stand on one card of the chat at most, and leave it once they are hidden,
taken back or erased. Event, once something is shared: `raised`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.handlers.changing import settle
from bot.handlers.privacy.held import on_hold
from bot.turn import Turn
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.supervision import reflecting as wording
from bot.wording.supervision import sharing as words_of
from referrals.client import Client, RaisedFor
from referrals.supervisors import SupervisionKind
from storage.reflections import Reflection

LINE = "reflect_line"


def hers(turn: Turn, reflection_id: int) -> tuple[Client | None, Reflection | None]:
    """A reflection of the speaker's, and the client it is about; two times None for anybody else's."""
    reflection = turn.work.reflections.one(turn.member.id, reflection_id)
    client = turn.caseload.client_by_id(reflection.client_id) if reflection else None
    return client, reflection if client else None


def reader(turn: Turn) -> str | None:
    """What the one who reads shared words is called; None where nobody on the bot does."""
    link = turn.work.supervising.supervisor_of(turn.member.id, SupervisionKind.CLINICAL)
    person = turn.work.people.by_id(link.supervisor_id) if link else None
    return person.called if person else None


def with_words(turn: Turn, client: Client, reflection: Reflection, outbox_id: int) -> None:
    """Her words stand on this card from now on; the one they stood on before shrinks."""
    _put_away(turn, client, reflection, outbox_id)
    turn.work.reflections.shown(turn.member.id, outbox_id, reflection.id)


def plainly(turn: Turn, card: Card) -> int:
    """Shows a card without her words, perhaps in place of one that had them; returns its outbox id."""
    outbox_id = turn.edit(card)
    turn.work.reflections.shown(turn.member.id, outbox_id, None)
    return outbox_id


def ask(turn: Turn, kind: str, card: Card, reflection_id: int) -> None:
    """Shows a question whose answer goes to a reflection. Only ids wait with it, never a word of hers."""
    turn.work.drafts.open(turn.member.id, kind, turn.now, card=plainly(turn, card), reflection=reflection_id)


def keep(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.settle_question(reflection=reflection.id)
    plainly(turn, wording.kept(client, reflection))


def talk(turn: Turn, client: Client, reflection: Reflection) -> None:
    plainly(turn, wording.colleague(client, reflection))


def read(turn: Turn, client: Client, reflection: Reflection) -> None:
    """Her own words, a page at a time."""
    with_words(turn, client, reflection, turn.edit(words_of.read(client, reflection, turn.said.id(2))))


def ask_line(turn: Turn, client: Client, reflection: Reflection) -> None:
    ask(turn, LINE, words_of.ask_line(client, reflection, reader(turn)), reflection.id)


def typed_line(turn: Turn, waiting: dict[str, Any]) -> None:
    """The one line she shares. One that the agenda cannot hold whole is not shared in part."""
    turn.delete_message()
    client, reflection = hers(turn, waiting["reflection"])
    line = " ".join(turn.said.text.split())
    if reflection is None or client is None:
        turn.settle_question()
        turn.say(trouble.gone())
        return
    turn.about = client.code
    if not words_of.fits(line):
        turn.rewrite(waiting["card"], words_of.ask_line(client, reflection, reader(turn), too_long=True))
        return
    turn.settle_question()
    turn.rewrite(waiting["card"], _share(turn, client, reflection, line))
    with_words(turn, client, reflection, waiting["card"])


def ask_share(turn: Turn, client: Client, reflection: Reflection) -> None:
    if not reflection.written:
        turn.refuse()
    else:
        with_words(turn, client, reflection, turn.edit(words_of.confirm_share(client, reflection, reader(turn))))


def share_all(turn: Turn, client: Client, reflection: Reflection) -> None:
    """All that was shown before; an answer given since is not shared by it."""
    words = words_of.whole(reflection)
    if not words or not words_of.fits(words) or turn.said.id(2) != len(reflection.answers):
        turn.refuse()
    else:
        with_words(turn, client, reflection, turn.edit(_share(turn, client, reflection, words)))


def _share(turn: Turn, client: Client, reflection: Reflection, words: str) -> Card:
    """What is shared goes with the case, which is raised by it if nothing else has; returns the card that says so."""
    raises = client.raised_at is None
    if raises:
        client = replace(client, raised_at=turn.now, raised_for=RaisedFor.BY_HAND, put_off_until=None)
        turn.caseload.save_client(client, "raised", turn.now, {"for": RaisedFor.BY_HAND.value})
        settle(turn, client)
    for earlier in turn.work.reflections.share(turn.member.id, reflection.id, words, turn.now):
        turn.rewrite(earlier, wording.put_away(client))
    return words_of.shared(client, reflection.id, words, reader(turn), raises)


def take_back(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.work.reflections.share(turn.member.id, reflection.id, None, turn.now)
    back = replace(reflection, shared=None)
    plainly(turn, wording.done(client, back, reader(turn), taken_back=True))


def ask_erase(turn: Turn, client: Client, reflection: Reflection) -> None:
    if (held := on_hold(turn)) is not None:
        plainly(turn, held)
        return
    others = [one for one in turn.work.reflections.about(turn.member.id, client.id) if one.written]
    card = words_of.confirm_erase(client, reflection, len(others) - 1, turn.member.zone)
    plainly(turn, card)


def erase(turn: Turn, client: Client, reflection: Reflection) -> None:
    """Gone from the memory, and from the card of this chat on which it may stand."""
    if (held := on_hold(turn)) is not None:
        plainly(turn, held)
        return
    turn.settle_question(reflection=reflection.id)
    turn.work.erasing.erase_reflections(turn.member.id, turn.now, reflection.id)
    _put_away(turn, client, reflection, plainly(turn, words_of.erased(client)))


def _put_away(turn: Turn, client: Client, reflection: Reflection, pressed: int) -> None:
    """The card on which her words stood shrinks, unless it is the pressed one, which says something else by now."""
    if reflection.shown_in is not None and reflection.shown_in != pressed:
        turn.rewrite(reflection.shown_in, wording.put_away(client))
        turn.work.reflections.shown(turn.member.id, reflection.shown_in, None)
