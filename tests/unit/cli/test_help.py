"""Every command explains itself: what it does, each of its options, and lines that can be typed as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
import typer
from typer.core import TyperOption
from typer.testing import CliRunner

from bot.cli.app import app
from bot.cli.command import Command
from bot.cli.ending import Exit
from bot.wording import terminal
from tests.unit.cli.walk import ROOT, commands, parsed, typed_in

NAMES = sorted(commands())
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = sorted({(name, line) for name, one in commands().items() for line in one.examples})
TYPED = sorted(set(chain.from_iterable(typed_in(path.read_text()) for path in DOCUMENTS)))
_FILE = re.compile(r"\S+\.(?:zip|csv|json|backup)\b")


@pytest.fixture(autouse=True)
def anything_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TyperOption, "prompt_for_value", lambda *_: "said")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file that an example names is there."""
    monkeypatch.chdir(tmp_path)
    named = chain.from_iterable(_FILE.findall(line) for line in [*TYPED, *(line for _, line in EXAMPLES)])
    for path in {Path(name) for name in named if not name.startswith("/")}:
        path.parent.mkdir(exist_ok=True)
        path.touch()


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(name: str) -> None:
    one = commands()[name]
    assert isinstance(one, Command)
    assert one.help
    assert one.help.count("Example") == 0, "examples stand at the end"
    assert one.examples
    said = " ".join(CliRunner().invoke(app, [*name.split(), "--help"], terminal_width=1000).stdout.split())
    assert re.search(r"Examples?: python -m bot", said)
    assert terminal.EXIT_CODES in said


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_is_for(name: str) -> None:
    assert [param.name for param in commands()[name].params if not getattr(param, "help", None)] == []


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("name", "line"), EXAMPLES)
def test_every_example_is_of_its_command_and_can_be_typed(name: str, line: str) -> None:
    assert parsed(line) == name


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("line", TYPED)
def test_so_can_every_line_of_the_documents(line: str) -> None:
    assert parsed(line)


def test_a_line_with_an_option_that_is_none_is_noticed() -> None:
    with pytest.raises(typer.TyperException, match="No such option"):
        parsed("python -m bot retention --dry")


def test_help_and_documents_name_every_exit_code() -> None:
    operations = (ROOT / "docs/operations.md").read_text()
    assert [code for code in Exit if not re.search(rf"\b{code.value} \w", terminal.EXIT_CODES)] == []
    assert [code for code in Exit if f"**{code.value}**" not in operations] == []


@pytest.mark.parametrize("program", ["sandbox", "bench"])
def test_the_other_programs_have_an_example_too(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", program, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=100, check=True
    )
    assert f"Example: python -m {program} " in " ".join(done.stdout.split())
