"""Numbers that an option takes as far as they can be meant: neither a database nor a machine has larger ones."""

from __future__ import annotations

import typer

from bot.wording import terminal

_LARGEST_ID = 2**52  # as Telegram has it
_LAST_PORT = 65535


def telegram_id(said: int | None) -> int | None:
    """An id of Telegram's, as it is. Raises typer.BadParameter."""
    if said is not None and not 0 < said < _LARGEST_ID:
        raise typer.BadParameter(terminal.NO_TELEGRAM_ID)
    return said


def port(said: int) -> int:
    """A port, or 0, as it is. Raises typer.BadParameter."""
    if not 0 <= said <= _LAST_PORT:
        raise typer.BadParameter(terminal.NO_PORT)
    return said
