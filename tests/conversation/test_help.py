"""/help fits a phone: what the first week needs, and all the rest behind one tap."""

from __future__ import annotations

import re

import pytest

from bot.routes import COMMANDS
from bot.wording import commands
from bot.wording.language import languages, speaking
from referrals.grammar import NotUnderstood, read_line
from referrals.model import Role
from tests.conversation.pages import STALE
from tests.conversation.talk import NEW_YORK, WEDNESDAY, Practice, Talker, Tap

A_ROW = 45  # characters of a phone's line
_LINE = re.compile("<code>(.*?)</code>")
_COMMAND = re.compile(r"/(\w+)")


def test_the_first_screen_is_short_and_the_rest_a_tap_away_and_back(ana: Talker) -> None:
    ana.talk(
        ("/help", "logs what you recommend\n"),
        (Tap("More"), "#diagnosis #crisis #living #practice"),
        (Tap("Back"), "logs what you recommend\n"),
        ("/help more", "#diagnosis #crisis #living #practice"),
    )


@pytest.mark.parametrize("language", languages())
def test_it_fits_a_phone(language: str) -> None:
    with speaking(language):
        card = commands.help_({Role.THERAPIST})
    text = re.sub("<.*?>", "", card.html)
    assert sum(-(-len(line) // A_ROW) for line in text.splitlines()) <= 12


@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("language", languages())
def test_each_line_it_shows_is_understood(language: str, more: bool) -> None:
    with speaking(language):
        card = commands.help_({Role.THERAPIST}, more)
    shown = _LINE.findall(card.html)
    assert len(shown) > 5
    misread = [line for line in shown if isinstance(read_line(line, WEDNESDAY, NEW_YORK, language), NotUnderstood)]
    assert misread == []


@pytest.mark.parametrize("roles", [{Role.THERAPIST}, set(Role), {Role.ADMINISTRATOR}, {Role.SUPERVISOR}])
def test_what_the_first_screen_leaves_out_the_other_has(roles: set[Role]) -> None:
    first, whole = ({*_COMMAND.findall(commands.help_(roles, more).html)} & COMMANDS.keys() for more in (False, True))
    assert first <= whole
    assert whole == {name for name, _words in commands.menu(roles)} - {"help", "client"}


def test_it_names_what_another_role_of_hers_brings(practice: Practice, ana: Talker) -> None:
    ana.say("/help")
    assert "/agenda" not in ana.text
    assert "/agenda" in commands.help_({Role.THERAPIST, Role.SUPERVISOR}).html
    boss = practice.person(1009, Role.ADMINISTRATOR)
    boss.talk(("/help", "/practice"))
    assert boss.buttons() == []


def test_a_stranger_gets_nothing_by_its_tap(ana: Talker) -> None:
    stranger = ana.practice.person(4004, aboard=False)
    ana.say("/help")
    before = dict(stranger.screen.messages)
    stranger.press("help:more", ana.newest.message_id)
    assert dict(stranger.screen.messages) == before
    assert stranger.screen.toasts[-1] not in {"", STALE}


def test_in_spanish(luz: Talker) -> None:
    luz.talk(("/help", "anota lo que recomiendas\n"), (Tap("Más"), "#diagnóstico"), (Tap("Volver"), "recomiendas\n"))
