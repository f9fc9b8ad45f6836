"""The same house of processes, for breaking things in it; and the machinery without processes."""

from tests.e2e.conftest import house
from tests.unit.bot.conftest import near, telegram

__all__ = ["house", "near", "telegram"]
