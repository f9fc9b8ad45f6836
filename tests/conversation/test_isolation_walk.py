"""Every command and every tap there is, sent by whoever has no business there: no read, no write, each audited."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest

from bot.actions import Action, decode
from bot.routes import COMMANDS, TAPS
from storage.privacy_rows import Verb
from tests.conversation import intruders
from tests.conversation.intruders import Intruder
from tests.conversation.talk import Practice, Talker

OUTSIDE = (intruders.stranger, intruders.locked_member)
INSIDE = (intruders.other_therapist, intruders.others_supervisor)
Who = Callable[[Practice], Talker]


@pytest.fixture
def intruder(practice: Practice, ana: Talker, who: Who) -> Intruder:
    talker = who(practice)
    intruders.story(ana)
    return Intruder(talker, ana)


def test_the_walk_knows_every_tap_and_every_command() -> None:
    """A new one is tried because it is registered, and its buttons because they have an example."""
    assert set(TAPS) == set(Action), "an action without a handler"
    shown = {shape[0] for shape in intruders.shapes() if len(shape) > 1 or shape[0] in set(Action)}
    assert shown == {action.value for action in Action}
    assert {text.split()[0] for text in intruders.commands()} == {f"/{name}" for name in COMMANDS}
    assert all(decode(data) is not None for data in intruders.taps())


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_no_command_and_no_line_reaches_it(intruder: Intruder) -> None:
    for text in (*intruders.commands(), *intruders.lines()):
        intruder.says(text)
        intruder.leaves_everything(text, typed=intruders.CODE)


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_no_forged_tap_reaches_it(intruder: Intruder, who: Who) -> None:
    for action, forged in groupby(intruders.taps(), key=lambda data: data.split(":")[0]):
        if who in OUTSIDE:
            intruder.presses(*forged)
        else:  # some do something of her own, and the next one comes upon it
            for data in forged:
                intruder.presses(data)
        intruder.leaves_everything(action)


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_no_tap_of_hers_reaches_it_replayed_or_with_a_bit_turned_over(intruder: Intruder) -> None:
    intruder.presses(*intruders.pressed(intruder.ana), *intruders.flipped(intruder.ana))
    intruder.leaves_everything("replayed")


@pytest.mark.parametrize("who", [*OUTSIDE, *INSIDE])
def test_no_tap_of_hers_reaches_it_once_it_has_expired(intruder: Intruder) -> None:
    intruders.much_later(intruder.practice)
    intruder.presses(*intruders.pressed(intruder.ana))
    intruder.leaves_everything("expired")


@pytest.mark.parametrize("who", OUTSIDE)
def test_whoever_is_outside_is_turned_away_each_time(intruder: Intruder) -> None:
    for text in (*intruders.commands(), *intruders.lines()):
        intruder.says(text)
    intruder.presses(*intruders.pressed(intruder.ana))
    # Who only knocks, without a code, hears the one line; that counts as no try at one.
    assert intruder.not_refused() == {("/start", Verb.ASKED)}


@pytest.mark.parametrize("who", [intruders.administrator])
def test_an_administrator_sees_no_code_and_no_word_of_hers(intruder: Intruder) -> None:
    for text in (*intruders.commands(), *intruders.lines()):
        intruder.says(text)
    intruder.presses(*intruders.taps())
    intruder.leaves_everything("the administrator", typed=intruders.CODE, writes=True)


@pytest.mark.parametrize("who", [intruders.stranger])
def test_her_own_bit_flipped_taps_reach_only_her_own(intruder: Intruder) -> None:
    """The walk itself works: what is refused to others does something for Ana."""
    before = intruder.anas()
    for data in intruders.pressed(intruder.ana):
        intruder.ana.press(data, max(intruder.ana.screen.messages))
    assert intruder.anas() != before
