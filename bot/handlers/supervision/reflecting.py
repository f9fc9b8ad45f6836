"""A private reflection before supervision: four prompts, shown to nobody, and her own choice what becomes of it.

Serves clinical rule "reflection". What is typed goes sealed into its own row and is deleted from the chat; no event,
no draft and no card of anybody else's tells of it. Event, once something is shared: `raised`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.cases import own_cases
from bot.handlers.changing import settle
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.clients import client as client_wording
from bot.wording.supervision import reflecting as wording
from bot.wording.supervision.reflecting import Does
from referrals.client import Client, RaisedFor
from referrals.codes import parse_code
from referrals.model import Role
from referrals.supervisors import SupervisionKind
from storage.reflections import Reflection

PROMPT, LINE = "reflect", "reflect_line"


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
    if does in {Does.NEW, Does.BEGIN, Does.NOT_NOW}:
        client = turn.caseload.client_by_id(turn.said.id(1))
        if client is None:
            turn.toast = trouble.stale_tap()
        else:
            _start(turn, client, does)
        return
    reflection = turn.work.reflections.one(turn.member.id, turn.said.id(1))
    client = turn.caseload.client_by_id(reflection.client_id) if reflection else None
    step = _STEPS.get(does) if does else None
    if reflection is None or client is None or step is None:
        turn.toast = trouble.stale_tap()
    else:
        step(turn, client, reflection)


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """An answer: deleted from the chat, kept sealed, and the card goes on to the next prompt."""
    turn.delete_message()
    reflection = turn.work.reflections.one(turn.member.id, waiting["reflection"])
    client = turn.caseload.client_by_id(reflection.client_id) if reflection else None
    if reflection is None or client is None:
        turn.settle_question()
        turn.say(trouble.gone())
        return
    _answer(turn, client, reflection, turn.said.text.strip(), waiting["card"])


def typed_line(turn: Turn, waiting: dict[str, Any]) -> None:
    """The one line she shares."""
    turn.delete_message()
    turn.settle_question()
    reflection = turn.work.reflections.one(turn.member.id, waiting["reflection"])
    client = turn.caseload.client_by_id(reflection.client_id) if reflection else None
    if reflection is None or client is None:
        turn.say(trouble.gone())
    else:
        turn.rewrite(waiting["card"], _share(turn, client, reflection, turn.said.text.strip()))


def _open(turn: Turn, client: Client) -> None:
    """What there is already, or the plain statement before the first prompt."""
    known = turn.work.reflections.about(turn.member.id, client.id)
    turn.edit(wording.there_is_one(client, known[0]) if known else wording.before(client))


def _start(turn: Turn, client: Client, does: Does | None) -> None:
    if does is Does.NEW:
        turn.below = True  # the cases it was tapped on stay in sight
        _open(turn, client)
    elif does is Does.NOT_NOW:
        turn.settle_question()
        turn.edit(wording.not_now(client))
    else:
        number = turn.work.reflections.begin(turn.member.id, client.id, turn.now)
        turn.ask(PROMPT, wording.prompt(client, number, 0), reflection=number)


def _pass_over(turn: Turn, client: Client, reflection: Reflection) -> None:
    waiting = turn.question(PROMPT)
    if waiting is None or waiting["reflection"] != reflection.id:
        turn.toast = trouble.stale_tap()
    else:
        _answer(turn, client, reflection, None, waiting["card"])


def _answer(turn: Turn, client: Client, reflection: Reflection, said: str | None, card: int) -> None:
    answers = (*reflection.answers, said)
    turn.work.reflections.answer(turn.member.id, reflection.id, answers)
    if len(answers) < wording.PROMPTS:
        turn.work.drafts.open(turn.member.id, PROMPT, turn.now, card=card, reflection=reflection.id)
        turn.rewrite(card, wording.prompt(client, reflection.id, len(answers)))
    else:
        turn.settle_question()
        turn.rewrite(card, wording.done(client, replace(reflection, answers=answers), _reader(turn)))


def _go_on(turn: Turn, client: Client, reflection: Reflection) -> None:
    if len(reflection.answers) < wording.PROMPTS:
        card = wording.prompt(client, reflection.id, len(reflection.answers))
        turn.ask(PROMPT, card, reflection=reflection.id)
    else:
        turn.edit(wording.done(client, reflection, _reader(turn)))


def _stop(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.settle_question(reflection=reflection.id)
    turn.edit(wording.done(client, reflection, _reader(turn)))


def _keep(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.settle_question(reflection=reflection.id)
    turn.edit(wording.kept(client, reflection))


def _talk(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.edit(wording.colleague(client, reflection))


def _ask_line(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.ask(LINE, wording.ask_line(client, _reader(turn)), reflection=reflection.id)


def _ask_share(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.edit(wording.confirm_share(client, reflection, _reader(turn)))


def _share_all(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.edit(_share(turn, client, reflection, wording.whole(reflection)))


def _share(turn: Turn, client: Client, reflection: Reflection, words: str) -> Card:
    """What is shared goes with the case, which is raised by it if nothing else has; returns the card that says so."""
    if client.raised_at is None:
        client = replace(client, raised_at=turn.now, raised_for=RaisedFor.BY_HAND, put_off_until=None)
        turn.caseload.save_client(client, "raised", turn.now, {"for": RaisedFor.BY_HAND.value})
        settle(turn, client)
    turn.work.reflections.share(turn.member.id, reflection.id, words, turn.now)
    return wording.shared(client, reflection.id, words, _reader(turn))


def _take_back(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.work.reflections.share(turn.member.id, reflection.id, None, turn.now)
    turn.edit(wording.done(client, replace(reflection, shared=None), _reader(turn)))


def _read(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.edit(wording.read(client, reflection))


def _ask_erase(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.edit(wording.confirm_erase(client, reflection))


def _erase(turn: Turn, client: Client, reflection: Reflection) -> None:
    turn.settle_question(reflection=reflection.id)
    turn.work.reflections.erase(turn.member.id, reflection.id)
    turn.edit(wording.erased(client))


def _reader(turn: Turn) -> str | None:
    """What the one who reads shared words is called; None where nobody on the bot does."""
    link = turn.work.supervising.supervisor_of(turn.member.id, SupervisionKind.CLINICAL)
    person = turn.work.people.by_id(link.supervisor_id) if link else None
    return person.called if person else None


_STEPS: dict[Does, Callable[[Turn, Client, Reflection], None]] = {
    Does.PASS: _pass_over,
    Does.GO_ON: _go_on,
    Does.STOP: _stop,
    Does.KEEP: _keep,
    Does.TALK: _talk,
    Does.LINE: _ask_line,
    Does.SHARE: _ask_share,
    Does.SHARED: _share_all,
    Does.TAKE_BACK: _take_back,
    Does.READ: _read,
    Does.ERASE: _ask_erase,
    Does.ERASED: _erase,
}
