"""A practice with an administrator; each is called by her own name."""

from __future__ import annotations

import pytest

from referrals.model import Role
from tests.conversation.people.house import named
from tests.conversation.talk import Practice, Talker


@pytest.fixture
def ana(practice: Practice) -> Talker:
    """A therapist in training, with clients."""
    return named(practice, 1001, "Ana")


@pytest.fixture
def bob(practice: Practice) -> Talker:
    """Another therapist."""
    return named(practice, 1002, "Bob")


@pytest.fixture
def sam(practice: Practice) -> Talker:
    """The administrator."""
    return named(practice, 1003, "Sam", Role.ADMINISTRATOR)
