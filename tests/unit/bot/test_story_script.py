"""The story's script: every scene once and in order, its words in each language, its taps in none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.actions import decode
from bot.demo.script import scripts
from bot.wording.language import languages, speaking
from bot.wording.story import CAPTIONS, LINES, Line, Scene
from referrals.model import Role

INVITES = {role: f"{role}-code" for role in Role}


def deeds(script: dict[str, Any], kind: str) -> list[Any]:
    return [deed[kind] for scene in script["scenes"] for deed in scene["deeds"] if kind in deed]


@pytest.mark.parametrize("language", languages())
def test_each_scene_is_told_once_and_in_order(language: str) -> None:
    script = scripts(INVITES)[language]
    with speaking(language):
        assert [scene["caption"] for scene in script["scenes"]] == [CAPTIONS[scene] for scene in Scene]
        typed = [said for said in deeds(script, "say") if not said.startswith("/")]
        assert typed == [LINES[line] for line in Line]
    assert {scene["who"] for scene in script["scenes"]} == {person["key"] for person in script["people"]}


def test_a_tap_is_the_same_in_every_language() -> None:
    english, *others = scripts(INVITES).values()
    for kind in ("press", "until", "clock", "pass_on"):
        assert all(deeds(other, kind) == deeds(english, kind) for other in others)
    assert all(decode(data) for data in deeds(english, "press") + deeds(english, "until"))


def test_a_caption_fits_two_lines_of_a_small_phone() -> None:
    assert max(len(CAPTIONS[scene]) for scene in Scene) <= 90
