"""What the bot serves: the door Telegram knocks at, and pages that say how it is."""

from __future__ import annotations


class PortTakenError(Exception):
    """Nothing can be served at HTTP_HOST and HTTP_PORT: another process does, or it is not this machine's."""
