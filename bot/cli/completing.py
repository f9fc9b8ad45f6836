"""Completion in a shell: Typer's own, under the one name it needs, and values that are known without the database."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from zoneinfo import available_timezones

import typer
from typer.completion import get_completion_inspect_parameters, shell_complete

NAME = "followthrough"
COMPLETE = "_FOLLOWTHROUGH_COMPLETE"  # what a shell sets when it asks


class Shell(StrEnum):
    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(ctx: typer.Context, shell: Annotated[Shell, typer.Argument(help="Whose completion to print.")]) -> None:
    """Print what a shell needs to complete `followthrough`, a command that runs this program.

    Example: python -m bot completion bash
    """
    known_to_shells()
    shell_complete(ctx.find_root().command, {}, NAME, COMPLETE, f"source_{shell}")


def known_to_shells() -> None:
    """Makes Typer's shells known, which only its own two options would do."""
    get_completion_inspect_parameters()


def zones(incomplete: str) -> list[str]:
    """Names of time zones."""
    return sorted(zone for zone in available_timezones() if zone.startswith(incomplete))


def backups(incomplete: str) -> list[str]:
    """Backups in BACKUP_DIR, newest first; none where the settings cannot be read."""
    from bot.settings import SettingsError, load_settings  # noqa: PLC0415 - of all completions this one alone needs them

    try:
        folder = load_settings().backup_dir
        found = sorted(map(str, folder.glob("*.backup")), reverse=True)
    except (SettingsError, OSError):
        return []
    return [path for path in found if path.startswith(incomplete)]
