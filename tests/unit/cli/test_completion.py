"""A shell completes commands, options and what is known without the database; bash itself is asked."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli.completing import COMPLETE, NAME, backups
from tests.unit.cli.conftest import Run
from tests.unit.cli.walk import ROOT

_ASKS = """
eval "$(followthrough completion bash)"
complete -p followthrough >/dev/null || exit 9
while IFS= read -r line; do
    IFS=' ' read -ra COMP_WORDS <<< "${line%|}"
    case "$line" in *" |") COMP_WORDS+=("") ;; esac
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _followthrough_completion followthrough
    echo "${COMPREPLY[*]//$'\\n'/ }"
done
"""


def offered(*lines: str) -> list[list[str]]:
    """What bash offers at the end of each line; one that ends with a space has nothing typed of its last word."""
    path = f"{ROOT / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", _ASKS],
        input="".join(f"{line}|\n" for line in lines),
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_bash_completes_commands_options_and_values(folder: Path) -> None:
    (folder / "backups").mkdir(exist_ok=True)
    names = [f"backups/followthrough-2026112{day}T200000Z.backup" for day in (3, 4)]
    for name in (*names, "backups/erasures"):
        (folder / name).touch()
    (folder / "followthrough.db").unlink()
    answers = offered(
        "followthrough ba",
        "followthrough services ",
        "followthrough invite --li",
        "followthrough invite --role super",
        "followthrough restore ",
        "followthrough init --zone Europe/Berl",
        "followthrough lock --telegram-id ",
    )
    assert answers == [
        ["backup"],
        ["list", "set", "import"],
        ["--licensed"],
        ["supervisor"],
        [names[1], names[0]],
        ["Europe/Berlin"],
        [],
    ]
    assert not (folder / "followthrough.db").exists(), "a shell that asks opens no database"


@pytest.mark.parametrize(
    ("shell", "says"), [("bash", "complete -o"), ("zsh", "compdef"), ("fish", "complete --command")]
)
def test_each_shell_gets_its_own_script(run: Run, shell: str, says: str) -> None:
    script = run("completion", shell).stdout
    assert says in script
    assert NAME in script
    assert COMPLETE in script


@pytest.mark.usefixtures("folder")
def test_settings_that_are_wrong_offer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("backups").mkdir(exist_ok=True)
    Path("backups/elm.backup").touch()
    assert backups("") == ["backups/elm.backup"]
    assert backups("elsewhere") == []
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert backups("") == []
