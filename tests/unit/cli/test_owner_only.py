"""Whatever a command makes is its owner's alone, however open the shell it is typed in makes its files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.ending import Exit
from bot.founding import make_key_file
from storage.keeping.files import written
from tests.unit.cli.conftest import Run
from tests.unit.cli.walk import ANSWERING


@pytest.fixture(autouse=True)
def open_shell(folder: Path) -> Iterator[None]:  # noqa: ARG001 - what is there was made before
    was = os.umask(0)
    yield
    os.umask(was)


def modes(*names: str) -> set[int]:
    return {path.stat().st_mode & 0o777 for name in names for path in Path().glob(name)}


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("audit", ["audit.csv"]),
        ("export", ["all.csv", "all-history.csv"]),
        ("backup", ["backups/*.backup"]),
        ("rotate-key", ["followthrough.key"]),
    ],
)
def test_a_file_that_a_command_writes(run: Run, name: str, made: list[str]) -> None:
    assert run(name, *ANSWERING[name]).exit_code == Exit.DONE
    assert modes(*made) == {0o600}


def test_the_key_of_a_new_practice(run: Run) -> None:
    Path("followthrough.db").unlink()
    Path("followthrough.key").unlink()
    assert run("init", *ANSWERING["init"]).exit_code == Exit.DONE
    assert modes("followthrough.key") == {0o600}


def test_a_key_file_is_never_made_over_another() -> None:
    was = Path("followthrough.key").read_bytes()
    with pytest.raises(FileExistsError):
        make_key_file(Path("followthrough.key"))
    assert Path("followthrough.key").read_bytes() == was


def test_a_leftover_that_anybody_could_read_is_shut_before_it_is_written_to() -> None:
    path = Path("followthrough.key.new")
    path.touch(mode=0o666)
    with written(path) as file:
        assert modes(path.name) == {0o600}
        file.write(b"key")
