"""Risk: logging it, the therapy's own steps, options, holds, looks after the client, and the way down.

Serves clinical rules "acute", "holds", "stand down" and "missed sessions". Events: `risk` {level}, `risk_kind` {kind},
`care_step` {step, done}, `risk_asked` {level, seen}, `missed_session`, `cover` {who}, `return_put_off`, `stand_down`
{level, talked_over}; for a referral `sufficient` {marked}, `reduces` {kind}, `held` {why}, `returned`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from bot import alerts, bundles
from bot.handlers.changing import settle
from bot.handlers.risk import at_risk
from bot.handlers.risk.at_risk import client_of, respond, show
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.clients import client as client_wording
from bot.wording.risk import looks
from bot.wording.risk import safety as wording
from bot.wording.risk import stand_down as stand_down_wording
from referrals import safety as rules
from referrals.client import Client
from referrals.codes import parse_code
from referrals.grammar import SetRisk, StandDown
from referrals.model import Referral, Role
from referrals.risk import CareStep, Cover, Risk, RiskKind, TalkedOver

STANDING_DOWN = "stand_down"
Word = TypeVar("Word", bound=StrEnum)


def risk_line(turn: Turn, command: SetRisk) -> None:
    """`C7 acute`: noted at once, whether or not the client was known; then one question."""
    known = turn.caseload.client(command.code)
    client = known or turn.caseload.add_client(command.code, turn.now)
    log(turn, client, command.risk, new=known is None)


def log(turn: Turn, client: Client, level: Risk, *, new: bool = False, noted: Sequence[Referral] = ()) -> None:
    """Logs `level` for a client of the speaker's and answers with its card; `noted` was logged by the same line.

    A lower one than acute is a stand-down in other words, and begins it (clinical rule "stand down").
    """
    if client.safety.acute and level is not Risk.ACUTE and not noted:
        _ask_talked_over(turn, client)
        return
    for stood in (Risk.ACUTE, Risk.ELEVATED):  # a stand-down begun before this line has lost its reason
        turn.settle_question(client=client.id, level=stood.value)
    logged = rules.log_risk(client, level, turn.member.hours, turn.now)
    turn.caseload.save_client(logged, "risk", turn.now, {"level": logged.safety.level.value})
    change_id = settle(turn, logged).change_id
    if level is Risk.ACUTE and logged.safety.kind is None:
        heard = alerts.heard_by(turn.work, logged)
        turn.edit(wording.ask_kind(logged, new, noted, heard, change_id, turn.member.zone))
    else:
        show(turn, logged, change_id, noted)


@allows(Role.THERAPIST)
def command(turn: Turn) -> None:
    """`/safety C7`"""
    code = parse_code(turn.said.arguments[0]) if turn.said.arguments else None
    client = turn.caseload.client(code) if code else None
    if client is not None:
        show(turn, client)
    else:
        turn.say(trouble.no_such_client(code) if code else client_wording.which_client())


@allows(Role.THERAPIST)
def page(turn: Turn) -> None:
    """The tap that opens the page, or comes back to it."""
    client = client_of(turn)
    if client is None:
        turn.refuse()
    else:
        show(turn, client)


@allows(Role.THERAPIST)
def level(turn: Turn) -> None:
    """A level by tap; "asked today, nothing to log" is one of them."""
    client, wanted = client_of(turn), _word(turn, Risk)
    if client is None or wanted is None or (wanted is Risk.NONE_LOGGED and client.safety.at_risk):
        turn.refuse()
    elif wanted is not Risk.NONE_LOGGED:
        log(turn, client, wanted)
    else:
        asked = rules.asked(client, turn.member.hours, turn.now)
        respond(turn, asked, "risk_asked", {"level": wanted.value, "seen": True})


@allows(Role.THERAPIST)
def kind(turn: Turn) -> None:
    """What kind of danger."""
    client, chosen = client_of(turn), _word(turn, RiskKind)
    if client is None or chosen is None or not client.safety.acute:
        turn.refuse()
        return
    named = rules.name_kind(client, chosen)
    respond(turn, named, "risk_kind", {"kind": chosen.value})
    alerts.say_what_kind(turn.work, turn.member, named, turn.now)


@allows(Role.THERAPIST)
def care_step(turn: Turn) -> None:
    """One of the therapy's own steps: taken, or taken back. The tap says which, so a second one changes nothing."""
    client, step, done = client_of(turn), _word(turn, CareStep), turn.said.id(2) == 1
    if client is None or step is None or not client.safety.acute:
        turn.refuse()
    elif (step in client.safety.steps) is done:
        show(turn, client)
    else:
        stepped = rules.toggle_step(client, step)
        respond(turn, stepped, "care_step", {"step": step.value, "done": done})


@allows(Role.THERAPIST)
def check(turn: Turn) -> None:
    """The answer to a look after a client at risk, or to a referral's coming back; once."""
    question = turn.work.nudges.asked(turn.member.id, turn.said.id())
    client = turn.caseload.client_by_id(question.client_id) if question else None
    answer = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if question is None or client is None or question.answered or not client.active:
        turn.refuse()
    elif answer == "rest" and question.referral_id is not None:
        turn.work.nudges.answered(question.id)
        with bundles.answering(turn, question):
            at_risk.rest_longer(turn, client, question.referral_id)
    elif answer in {"seen", "unreached"} and client.safety.at_risk:
        turn.work.nudges.answered(question.id)
        look(turn, client, seen=answer == "seen")
    else:
        turn.refuse()


def look(turn: Turn, client: Client, *, seen: bool) -> None:
    """What a look after the client found. Not reached means another look the same day."""
    checked = rules.asked(client, turn.member.hours, turn.now) if seen else at_risk.again_today(turn, client)
    turn.caseload.save_client(checked, "risk_asked", turn.now, {"level": client.safety.level.value, "seen": seen})
    change_id = settle(turn, checked).change_id
    turn.edit(looks.checked(checked, seen, at_risk.procedure(turn), change_id, turn.member.zone))


@allows(Role.THERAPIST)
def did_not_come(turn: Turn) -> None:
    """The tap on "Did not come"."""
    client = client_of(turn)
    if client is None or not client.active:
        turn.refuse()
    else:
        at_risk.missed_session(turn, client)


@allows(Role.THERAPIST)
def cover(turn: Turn) -> None:
    """Who looks after an acute case over the days off: kept in the history, and told to nobody."""
    client, who = client_of(turn), _word(turn, Cover)
    if client is None or who is None or not client.safety.acute:
        turn.refuse()
        return
    turn.caseload.save_client(client, "cover", turn.now, {"who": who.value})
    settle(turn, client)
    turn.say(looks.covered(client, who))


def stand_down_line(turn: Turn, command: StandDown) -> None:
    """`C7 stand down`: the first of two steps."""
    client = turn.caseload.client(command.code)
    if client is None:
        turn.say(trouble.no_such_client(command.code))
    else:
        _ask_talked_over(turn, client)


@allows(Role.THERAPIST)
def stand_down(turn: Turn) -> None:
    """The tap that begins a stand-down, and the one that says with whom it was talked over."""
    client = client_of(turn)
    if client is None:
        turn.refuse()
    elif len(turn.said.arguments) == 1:
        _ask_talked_over(turn, client)
    else:
        _stand_down(turn, client)


def _ask_talked_over(turn: Turn, client: Client) -> None:
    if client.safety.at_risk:
        card = stand_down_wording.talked_over(client)
        turn.ask(STANDING_DOWN, card, client=client.id, level=client.safety.level.value)
    else:
        turn.edit(stand_down_wording.nothing_to_stand_down(client, turn.member.zone))


def _stand_down(turn: Turn, client: Client) -> None:
    waiting, with_whom = turn.question(STANDING_DOWN), _word(turn, TalkedOver)
    if with_whom is None or waiting != {**(waiting or {}), "client": client.id, "level": client.safety.level.value}:
        turn.refuse()  # also a second tap: it must not step down once more
        return
    turn.settle_question()
    down = rules.stand_down(client, with_whom, turn.member.licensed, turn.member.hours, turn.now)
    detail = {"level": down.safety.level.value, "talked_over": with_whom.value}
    turn.caseload.save_client(down, "stand_down", turn.now, detail)
    change_id = settle(turn, down).change_id
    if down.safety.level is client.safety.level:
        turn.edit(stand_down_wording.not_talked_over(down, change_id, turn.member.zone))
        return
    resting = rules.resting(turn.caseload.referrals(client.id))
    turn.edit(stand_down_wording.stood_down(down, with_whom, resting, change_id, turn.member.zone))


def _word(turn: Turn, words: type[Word]) -> Word | None:
    """The tap's second argument as one of `words`; it may be forged."""
    try:
        return words(turn.said.arguments[1])
    except (IndexError, ValueError):
        return None
