"""What is worked out once from what somebody logged, and found again as long as that stays as it is.

It can be let go of all at once: of what was erased nothing is to stay behind, here neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

_kept: list[Any] = []  # what `lru_cache` makes


def remembered(most: int) -> Callable[[F], F]:
    """Keeps what a function made of its last so many arguments."""

    def keeping(function: F) -> F:
        kept = lru_cache(most)(function)
        _kept.append(kept)
        return cast(F, kept)

    return keeping


def how_many() -> int:
    """How many results are kept."""
    return sum(one.cache_info().currsize for one in _kept)


def forget() -> None:
    """Nothing is kept any more."""
    for one in _kept:
        one.cache_clear()
