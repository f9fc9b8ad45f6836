"""`/pause`: when she is away, who covers meanwhile, and the way back. Serves clinical rules "timing" and "acute"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.handlers import onboarding
from bot.handlers.changing import replan_all
from bot.turn import Turn, allows
from bot.wording.card import Card
from bot.wording.settings import pause as wording
from bot.wording.settings.pause import Pause
from referrals.days_off import Away
from referrals.grammar import Unclear, read_absence
from referrals.model import Role
from referrals.risk import Cover
from referrals.sessions import local_instant

SAID = "pause"
_A_WEEK = 7  # days


@allows(Role.THERAPIST)
def command(turn: Turn) -> None:
    """`/pause`, `/pause 14 dec`, `/pause 7 dec - 14 dec`"""
    if onboarding.ask_again(turn):
        return
    away = of(turn)
    if turn.said.arguments:
        _read(turn, " ".join(turn.said.arguments))
    else:
        turn.say(_page(turn, away) if away else wording.ask(None))


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    what, away = _what(turn), of(turn)
    if what is None or not turn.member.welcomed:
        turn.refuse()
    elif what is Pause.DATE:
        turn.ask(SAID, wording.ask_date(), setting=SAID)
    elif what in {Pause.COVER, Pause.OVER}:
        _of_this_pause(turn, what, away)
    else:
        turn.settle_question(setting=SAID)
        if what in {Pause.SHOW, Pause.CHANGE}:
            turn.edit(_page(turn, away) if away and what is Pause.SHOW else wording.ask(away))
        else:
            _until(turn, what, away)


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The days in words; the card that asked shrinks, and the answer stands below."""
    if _read(turn, turn.said.text):
        turn.settle_question()
        turn.rewrite(waiting["card"], wording.answered_below())


def of(turn: Turn) -> Away | None:
    """The speaker's pause, if it goes on or is to come; one whose last day has passed is over."""
    away = turn.member.habits.off.away
    return away if away and turn.member.hours.local_date(turn.now) < away.until else None


def _read(turn: Turn, text: str) -> bool:
    """Whether the words named a time away, which then is kept."""
    away = read_absence(text, turn.now, turn.member.zone, turn.member.language)
    if isinstance(away, Unclear):
        turn.say(wording.not_understood(away))
        return False
    _keep(turn, away)
    turn.say(_page(turn, away))
    return True


def _until(turn: Turn, what: Pause, away: Away | None) -> None:
    """Until a day counted from today. A pause that has begun goes on, with another end."""
    today = turn.member.hours.local_date(turn.now)
    since = min(away.since, today) if away else today
    days = {
        Pause.TOMORROW: 1,
        Pause.MONDAY: _A_WEEK - today.weekday(),
        Pause.WEEK: _A_WEEK,
        Pause.FORTNIGHT: 2 * _A_WEEK,
    }
    chosen = Away(since, today + timedelta(days=days[what]))
    if away is not None and (away.since, away.until) == (chosen.since, chosen.until):
        chosen = away  # who covers was said already
    _keep(turn, chosen)
    turn.edit(_page(turn, chosen))


def _of_this_pause(turn: Turn, what: Pause, away: Away | None) -> None:
    """Who covers, or the end: of the pause the card speaks of and no other."""
    said = turn.said.arguments[1:]
    if away is None or said[:2] != (away.since.isoformat(), away.until.isoformat()):
        turn.refuse()
    elif what is Pause.OVER:
        turn.settle_question(setting=SAID)
        _keep(turn, None)
        turn.edit(wording.over(away, turn.member.hours.local_date(turn.now)))
    elif (cover := _cover(said[2:])) is None:
        turn.refuse()
    else:
        _keep(turn, replace(away, cover=cover))
        turn.edit(_page(turn, replace(away, cover=cover)))


def _keep(turn: Turn, away: Away | None) -> None:
    if away != turn.member.habits.off.away:
        turn.work.people.set_away(turn.member.id, away)
        replan_all(turn)


def _page(turn: Turn, away: Away) -> Card:
    hours = turn.member.hours
    at_risk = [client for client in turn.caseload.clients() if client.active and client.safety.at_risk]
    return wording.page(away, _works_again(turn, away.until), at_risk, hours.local_date(turn.now))


def _works_again(turn: Turn, until: date) -> date:
    hours = turn.member.hours
    return hours.local_date(hours.next_open(local_instant(until, time(), hours.zone)))


def _what(turn: Turn) -> Pause | None:
    try:
        return Pause(turn.said.arguments[0])
    except (IndexError, ValueError):
        return None


def _cover(words: tuple[str, ...]) -> Cover | None:
    try:
        return Cover(words[0])
    except (IndexError, ValueError):
        return None
