"""A command is imported when it is asked for: help, and a shell that completes a line, wait for no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import typer

from bot.cli.app import app
from bot.cli.command import Command
from bot.wording import terminal

_ROOT = Path(__file__).parents[3]
_MAIN = """
import atexit, json, sys
atexit.register(lambda: sys.stderr.write(json.dumps(sorted(sys.modules))))
from bot.cli.app import main
sys.argv[0] = "python -m bot"
main()
"""
HEAVY = (
    "sqlalchemy",
    "telegram",
    "pydantic_settings",
    "aiohttp",
    "cryptography",
    "storage",
    "referrals",
    "bot.settings",
)
ASKED_BY_A_SHELL = {
    "_FOLLOWTHROUGH_COMPLETE": "complete_bash",
    "COMP_WORDS": "followthrough re",
    "COMP_CWORD": "1",
}


def imported(words: list[str], environment: Mapping[str, str]) -> tuple[str, set[str]]:
    """What it prints, and the modules it came to."""
    done = subprocess.run(
        [sys.executable, "-c", _MAIN, *words],
        cwd=_ROOT,
        env={"PATH": os.environ["PATH"], "COLUMNS": "80", **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout, set(json.loads(done.stderr))


def test_help_lists_the_commands_and_imports_none() -> None:
    said, modules = imported(["--help"], {})
    assert all(f"│ {name} " in said for name in terminal.COMMANDS)
    assert modules & set(HEAVY) == set()
    assert "bot.cli.command" in modules, "the list is of modules"


def test_a_shell_that_completes_a_command_waits_for_none() -> None:
    said, modules = imported([], ASKED_BY_A_SHELL)
    assert said.split() == ["restore", "retention"]
    assert modules & set(HEAVY) == set()


@pytest.mark.parametrize(
    ("words", "says"),
    [("lock", "--telegram-id"), ("run", "python -m bot run"), ("doctor", "--json"), ("completion", "bash")],
)
def test_a_commands_help_needs_no_database(words: str, says: str) -> None:
    said, modules = imported([words, "--help"], {})
    assert says in said
    assert modules & {*HEAVY, "bot.cli.keeping"} - {"referrals", "storage"} == set()


def test_a_command_waits_for_no_other() -> None:
    said, modules = imported(["move", "--help"], {})
    assert "--to" in said
    assert {"bot.cli.moving"} <= modules
    assert modules & {"bot.cli.keeping", "bot.cli.services", "bot.exchange", "bot.demo", "telegram"} == set()


@pytest.mark.parametrize("name", terminal.COMMANDS)
def test_the_list_says_what_the_command_says_of_itself(name: str) -> None:
    said = (typer.main.get_group(app).commands[name].help or "").partition("\n\n")[0]
    assert terminal.COMMANDS[name] == said.replace("\n", " ")


def test_the_list_has_them_all_in_one_order() -> None:
    assert list(terminal.COMMANDS) == list(typer.main.get_group(app).commands)


def test_what_is_listed_is_no_command_to_run() -> None:
    """What stands in for one in the help takes no options: a line gets the command itself."""
    context = typer.main.get_group(app).make_context("bot", ["backup"])
    command = typer.main.get_group(app).get_command(context, "backup")
    assert isinstance(command, Command)
    assert command.answers is not None
