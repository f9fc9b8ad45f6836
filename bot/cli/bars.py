"""How far a command has come: on standard error, for a person at a terminal who did not ask for quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.cli.speaking import manner


@dataclass(frozen=True, slots=True)
class Bar:
    """One that is shown, or not: `expect` is told how many steps there are, `advance` of each done."""

    expect: Callable[[int], None]
    advance: Callable[[int], None]


def bars(*, transient: bool = False) -> Progress:
    """`transient` where it leaves nothing behind, once it is over."""
    console = Console(stderr=True)
    return Progress(console=console, transient=transient, disable=manner().quiet or not console.is_terminal)


@contextmanager
def bar(what: str, total: float | None = None) -> Iterator[Bar]:
    """Shows `what` is going on; without a `total`, that it does."""
    with bars() as progress:
        task = progress.add_task(what, total=total)
        yield Bar(
            lambda steps: progress.update(task, total=steps),
            lambda steps: progress.advance(task, steps),
        )


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Shows that something is waited for, and nothing of it once that is over."""
    with bars(transient=True) as progress:
        progress.add_task(what, total=None)
        yield


@contextmanager
def reading(path: Path, what: str) -> Iterator[Callable[[int], None]]:
    """Shows how far a file has been read."""
    with bar(what, path.stat().st_size) as shown:
        yield shown.advance
