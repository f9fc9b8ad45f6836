"""A private reflection before supervision: the plain statement, then four prompts, one at a time.

Serves clinical rule "reflection". What is typed goes sealed into its own row and is deleted from the chat; no event,
no draft and no card of anybody else's tells of it. What becomes of it afterwards: `sharing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.cases import own_cases
from bot.handlers.supervision import sharing
from bot.handlers.supervision.sharing import LINE, ask, hers, plainly, reader
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.clients import client as client_wording
from bot.wording.supervision import reflecting as wording
from bot.wording.supervision.reflecting import Does
from referrals.client import Client
from referrals.codes import parse_code
from referrals.model import Role
from storage.reflections import Reflection

PROMPT = "reflect"


@allows(Role.THERAPIST)
def command(turn: Turn) -> None:
    """`/reflect C7`; alone it offers the cases for supervision."""
    code = parse_code(turn.said.arguments[0]) if turn.said.arguments else None
    client = turn.caseload.client(code) if code else None
    if client is not None:
        _open(turn, client)
    elif code is not None:
        turn.say(trouble.no_such_client(code))
    else:
        cases = [case.client for case in own_cases(turn.member, turn.caseload, turn.now)]
        turn.say(wording.which(cases) if cases else client_wording.which_client())


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """A tap on one of the steps. Each names the client or the reflection; only hers are found."""
    does = next((does for does in Does if turn.said.arguments[:1] == (does.value,)), None)
    client, reflection, step = None, None, _STEPS.get(does) if does else None
    if does in _OF_CLIENT:
        client = turn.caseload.client_by_id(turn.said.id(1))
    else:
        client, reflection = hers(turn, turn.said.id(1))
    if client is not None and does in _OF_CLIENT:
        _OF_CLIENT[does](turn, client)
    elif client is not None and reflection is not None and step is not None:
        step(turn, client, reflection)
    else:
        turn.refuse()


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """An answer: deleted from the chat, kept sealed, and the card goes on to the next prompt."""
    turn.delete_message()
    client, reflection = hers(turn, waiting["reflection"])
    if reflection is None or client is None:
        turn.settle_question()
        turn.say(trouble.gone())
        return
    turn.about = client.code
    _answer(turn, client, reflection, turn.said.text.strip(), waiting["card"])


def _new(turn: Turn, client: Client) -> None:
    turn.below = True  # the cases it was tapped on stay in sight
    _open(turn, client)


def _open(turn: Turn, client: Client) -> None:
    """What there is already, or the plain statement before the first prompt."""
    written = _written(turn, client)
    if written:
        _page(turn, client, written[0])
    else:
        plainly(turn, wording.before(client))


def _page(turn: Turn, client: Client, reflection: Reflection) -> None:
    """One of hers; an earlier one is a tap away."""
    earlier = next((one for one in _written(turn, client) if one.id < reflection.id), None)
    card = wording.there_is_one(client, reflection, earlier, turn.member.zone)
    if reflection.shared:
        sharing.with_words(turn, client, reflection, turn.edit(card))
    else:
        plainly(turn, card)


def _written(turn: Turn, client: Client) -> list[Reflection]:
    return [one for one in turn.work.reflections.about(turn.member.id, client.id) if one.written]


def _before(turn: Turn, client: Client) -> None:
    plainly(turn, wording.before(client))


def _not_now(turn: Turn, client: Client) -> None:
    plainly(turn, wording.not_now(client))


def _begin(turn: Turn, client: Client) -> None:
    if turn.question(PROMPT) is not None:  # pressed twice: the first prompt stands on this very card
        turn.refuse()
        return
    _make_way(turn, client)
    number = turn.work.reflections.begin(turn.member.id, client.id, turn.now)
    ask(turn, PROMPT, wording.prompt(client, number, 0), number)


def _pass_over(turn: Turn, client: Client, reflection: Reflection) -> None:
    waiting = turn.question(PROMPT)
    passed = turn.said.id(2)
    if waiting is None or waiting["reflection"] != reflection.id or passed != len(reflection.answers):
        turn.refuse()
    else:
        _answer(turn, client, reflection, None, waiting["card"])


def _answer(turn: Turn, client: Client, reflection: Reflection, said: str | None, card: int) -> None:
    answered = replace(reflection, answers=(*reflection.answers, said))
    turn.work.reflections.answer(turn.member.id, reflection.id, answered.answers)
    if len(answered.answers) < wording.PROMPTS:
        turn.work.drafts.open(turn.member.id, PROMPT, turn.now, card=card, reflection=reflection.id)
        turn.rewrite(card, wording.prompt(client, reflection.id, len(answered.answers)))
        return
    turn.settle_question()
    if answered.written:
        turn.rewrite(card, wording.done(client, answered, reader(turn)))
    else:
        turn.work.reflections.erase(turn.member.id, reflection.id)
        turn.rewrite(card, wording.nothing(client))


def _go_on(turn: Turn, client: Client, reflection: Reflection) -> None:
    if len(reflection.answers) < wording.PROMPTS:
        _make_way(turn, client)
        ask(turn, PROMPT, wording.prompt(client, reflection.id, len(reflection.answers)), reflection.id)
    else:
        plainly(turn, wording.done(client, reflection, reader(turn)))


def _stop(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.settle_question(reflection=reflection.id)
    if reflection.written:
        plainly(turn, wording.done(client, reflection, reader(turn)))
    else:
        turn.work.reflections.erase(turn.member.id, reflection.id)
        plainly(turn, wording.nothing(client))


def _ask_line(turn: Turn, client: Client, reflection: Reflection) -> None:
    _make_way(turn, client)
    sharing.ask_line(turn, client, reflection)


def _make_way(turn: Turn, client: Client) -> None:
    """A prompt that waits elsewhere in the chat shrinks: what is typed from now on answers another question.

    Else a private answer might be typed in sight of a prompt, and be taken for the line to share.
    """
    waiting = turn.work.drafts.current(turn.member.id, turn.now)
    pressed = turn.work.outbox.sent_as(turn.said.chat_id, turn.said.message_id or 0)
    if waiting is None or waiting.kind not in {PROMPT, LINE} or (pressed and waiting.data["card"] == pressed.id):
        return
    earlier, _ = hers(turn, waiting.data["reflection"])
    turn.rewrite(waiting.data["card"], wording.put_away(earlier or client))


_OF_CLIENT: dict[Does | None, Callable[[Turn, Client], None]] = {
    Does.NEW: _new,
    Does.ANEW: _before,
    Does.BEGIN: _begin,
    Does.NOT_NOW: _not_now,
}
_STEPS: dict[Does, Callable[[Turn, Client, Reflection], None]] = {
    Does.OPEN: _page,
    Does.PASS: _pass_over,
    Does.GO_ON: _go_on,
    Does.STOP: _stop,
    Does.KEEP: sharing.keep,
    Does.TALK: sharing.talk,
    Does.LINE: _ask_line,
    Does.SHARE: sharing.ask_share,
    Does.SHARED: sharing.share_all,
    Does.TAKE_BACK: sharing.take_back,
    Does.READ: sharing.read,
    Does.ERASE: sharing.ask_erase,
    Does.ERASED: sharing.erase,
}
