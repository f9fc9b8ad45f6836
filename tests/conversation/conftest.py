"""The people of a small practice, on both engines."""

from __future__ import annotations

import pytest

from storage.store import Store
from tests.conversation.talk import Practice, Talker


@pytest.fixture
def practice(store: Store) -> Practice:
    return Practice(store)


@pytest.fixture
def ana(practice: Practice) -> Talker:
    """A therapist."""
    return practice.person(1001)


@pytest.fixture
def bob(practice: Practice) -> Talker:
    """Another therapist, who must see nothing of Ana's."""
    return practice.person(1002)


@pytest.fixture
def luz(practice: Practice) -> Talker:
    """A therapist whose Telegram is in Spanish."""
    talker = Talker(practice, 1011, language_code="es-MX")
    talker.say(f"/start {practice.invite()}")
    for _question in range(3):
        talker.tap_first()
    return talker
