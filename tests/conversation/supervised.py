"""A supervisor and her supervisee in front of their screens."""

from __future__ import annotations

import re

from tests.conversation.talk import Talker, Tap, plain


def invited(supervisor: Talker, tap: str = "Invite a supervisee") -> str:
    """The line to pass on, from the supervisor's own page."""
    supervisor.say("/team")
    supervisor.tap(tap)
    found = re.search(r"/start \S+", supervisor.text)
    assert found
    return found.group()


def linked(supervisor: Talker, therapist: Talker, tap: str = "Invite a supervisee") -> None:
    therapist.say(invited(supervisor, tap))


def raise_case(therapist: Talker, code: str = "C7") -> None:
    """Noted for supervision, from the client's page."""
    therapist.talk((code, code), (Tap("Supervision"), "For supervision since"))


def screens(*talkers: Talker) -> str:
    """Everything that stands on their screens, save the codes of invites, in which any two letters may stand."""
    cards = (plain(shown.card) for talker in talkers for shown in talker.screen.messages.values())
    return re.sub(r"/start \S+", "/start", "\n".join(cards))
