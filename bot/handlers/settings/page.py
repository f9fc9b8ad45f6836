"""`/settings`: what is set now, and a tap for each. Every choice changes the page it stands on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.handlers import onboarding
from bot.handlers.settings import acute, holidays, hours, language, pause, rhythm, supervision_slot, zone
from bot.turn import Turn, allows
from bot.wording.card import Card
from bot.wording.settings import page as wording
from bot.wording.settings.taps import Setting
from referrals.model import Role

_Show = Callable[[Turn], None]
_PAGES: dict[Setting, tuple[_Show, _Show]] = {
    Setting.HOURS: (hours.page, hours.chosen),
    Setting.ZONE: (zone.page, zone.chosen),
    Setting.LANGUAGE: (language.page, language.chosen),
    Setting.HOLIDAYS: (holidays.page, holidays.chosen),
    Setting.SUPERVISION: (supervision_slot.page, supervision_slot.chosen),
    Setting.TOLD: (acute.page, acute.chosen),
    **{which: (partial(rhythm.page, which=which), partial(rhythm.chosen, which=which)) for which in rhythm.COLUMNS},
}
_OF_EVERYBODY = frozenset({Setting.ALL, Setting.HOURS, Setting.ZONE, Setting.LANGUAGE})


@allows()
def command(turn: Turn) -> None:
    """`/settings`; whoever is still being asked the first three questions answers those."""
    if not onboarding.ask_again(turn):
        turn.say(_page(turn))


@allows()
def tapped(turn: Turn) -> None:
    """The page of all, the page of one, or a choice on it."""
    which = _which(turn)
    if which is None or not turn.member.welcomed:
        turn.refuse()
    elif which is Setting.ALL:
        _leave_questions(turn)
        turn.edit(_page(turn))
    else:
        show, choose = _PAGES[which]
        (choose if len(turn.said.arguments) > 1 else show)(turn)


def _page(turn: Turn) -> Card:
    region, following = holidays.coming(turn)
    caseload = Role.THERAPIST in turn.member.roles
    told = turn.member.tells_acute
    return wording.page(turn.member.habits, region, following, pause.of(turn), told, caseload)


def _which(turn: Turn) -> Setting | None:
    try:
        which = Setting(turn.said.arguments[0])
    except (IndexError, ValueError):
        return None
    return which if which in _OF_EVERYBODY or Role.THERAPIST in turn.member.roles else None


def _leave_questions(turn: Turn) -> None:
    """Whoever goes back types nothing any more."""
    for which in Setting:
        turn.settle_question(setting=which)
    turn.settle_question(setting=pause.SAID)
