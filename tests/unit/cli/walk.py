"""Every command there is, a line for each that answers in JSON, and the examples that stand in help and documents."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

from bot.cli.app import app
from bot.cli.command import Command

ROOT = Path(__file__).parents[3]
_TYPED = re.compile(r"^ {2,}(?:\.venv/bin/)?(python -m bot .+)$", re.MULTILINE)
# A line of each for a practice as `tests/unit/cli/conftest.py` makes it. `demo` has no end: tests/e2e read its line.
ANSWERING: dict[str, tuple[str, ...]] = {
    "init": ("--name", "Elm Street", "--zone", "UTC", "--approved-by", "the director"),
    "practice": ("--region", "US", "--holidays", "US-NY"),
    "alerts": ("--minutes", "9"),
    "invite": ("--role", "supervisor"),
    "lock": ("--telegram-id", "1001"),
    "migrate": (),
    "doctor": (),
    "audit": (),
    "retention": ("--dry-run",),
    "export": ("--format", "csv", "--to", "all.csv"),
    "import": ("list.csv", "--for", "1001"),
    "rotate-key": (),
    "backup": (),
    "restore": ("elm.backup", "--yes"),
    "move": ("--to", "sqlite:///new.db"),
    "services list": ("--kind", "housing"),
    "services set": ("legal aid", "--wait", "4"),
    "services import": ("county.json",),
}


def commands() -> dict[str, Command]:
    """By what is typed behind `python -m bot`."""
    return dict(_under(typer.main.get_command(app), ""))


def _under(one: Any, name: str) -> Iterator[tuple[str, Any]]:
    for word, below in getattr(one, "commands", {}).items():
        yield from _under(below, f"{name} {word}".strip())
    if not hasattr(one, "commands"):
        yield name, one


def answering() -> dict[str, Command]:
    """Those with `--json`."""
    return {name: one for name, one in commands().items() if any("--json" in param.opts for param in one.params)}


def showing() -> dict[str, Command]:
    """Those that show how far they have come."""
    return {name: one for name, one in commands().items() if one.progress}


def typed_in(text: str) -> list[str]:
    """The lines of a document that are there to be typed."""
    return [line.strip() for line in _TYPED.findall(text)]


def parsed(line: str) -> str:
    """What command a line is. Raises what Typer says of one that is none."""
    words = shlex.split(line.split(" > ", maxsplit=1)[0], comments=True)[3:]
    known = commands()
    name = next(name for name in (" ".join(words[:2]), words[0]) if name in known)
    with suppress(typer.Exit):  # a line that has its say at once, as --template
        known[name].make_context(name, words[len(name.split()) :])
    return name
