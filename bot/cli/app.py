"""`python -m bot`: run it, try it, set it up, look after it. What the exit codes mean is in `bot/cli/ending.py`.

A command is imported when it is asked for: its help, its completion and its work wait for no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pkgutil import resolve_name
from typing import Any

import typer

from bot.cli.command import App, Command, Group
from bot.cli.completing import COMPLETE, known_to_shells
from bot.wording import terminal

# Where each is, in the order of the help.
ROOMS = {
    "run": "bot.cli.starting:starting",
    "demo": "bot.cli.starting:starting",
    "migrate": "bot.cli.starting:starting",
    "doctor": "bot.cli.starting:starting",
    "audit": "bot.cli.audit:auditing",
    "completion": "bot.cli.starting:starting",
    "init": "bot.cli.practice:setting_up",
    "practice": "bot.cli.practice:setting_up",
    "alerts": "bot.cli.practice:setting_up",
    "invite": "bot.cli.people:people",
    "lock": "bot.cli.people:people",
    "rotate-key": "bot.cli.keeping:keeping",
    "backup": "bot.cli.keeping:keeping",
    "restore": "bot.cli.keeping:keeping",
    "move": "bot.cli.moving:moving",
    "retention": "bot.cli.retention:sweeping",
    "export": "bot.cli.exporting:exporting",
    "import": "bot.cli.importing:importing",
    "services": "bot.cli.services:room",
}


class _Commands(Mapping[str, Any]):
    """All of them by name; to take one out is to import it."""

    def __getitem__(self, name: str) -> Any:
        return typer.main.get_group(resolve_name(ROOMS[name])).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ROOMS)

    def __len__(self) -> int:
        return len(ROOMS)


class _Root(Group):
    """Lists its commands, in help and to a shell, by what is known without them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = _Commands()
        self._lists = False

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base's signature
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if self._lists:
            return Command(cmd_name, help=terminal.COMMANDS[cmd_name])
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self._lists = True
        super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        self._lists = True
        return super().shell_complete(ctx, incomplete)


app = App(cls=_Root, help=terminal.ABOUT, epilog=terminal.EXIT_CODES)


@app.callback()
def _all() -> None:
    """Makes Typer see a group, which it looks for before it asks what is in it."""


def main() -> None:
    """The whole of it, also for a shell that asks how a line could go on."""
    known_to_shells()
    app(complete_var=COMPLETE)
