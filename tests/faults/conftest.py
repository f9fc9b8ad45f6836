"""The same house of processes, for breaking things in it."""

from tests.e2e.conftest import house

__all__ = ["house"]
