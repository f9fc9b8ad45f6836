"""With `--json` a script gets one document, or one a line, and nothing else; also where it gets nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.ending import Exit, Why
from bot.cli.trouble import Trouble
from tests.unit.cli.conftest import Run
from tests.unit.cli.walk import ANSWERING, answering, commands, showing

BAR = "━"
DOCTOR = "doctor"  # what it finds is its answer, whatever it is


@pytest.fixture
def words(request: pytest.FixtureRequest, folder: Path) -> list[str]:
    """A line of a command; of `init` in a folder where there is nothing yet."""
    name: str = request.param
    if name == "init":
        (folder / "followthrough.db").unlink()
        (folder / "followthrough.key").unlink()
    return [*name.split(), *ANSWERING[name]]


def test_every_command_that_answers_is_asked_here() -> None:
    assert set(answering()) - {"demo"} == set(ANSWERING)


@pytest.mark.parametrize(("words", "name"), [(name, name) for name in ANSWERING], indirect=["words"])
def test_the_answer_is_all_there_is_on_standard_output(run: Run, words: list[str], name: str) -> None:
    one = commands()[name]
    result = run(*words, "--json")
    assert result.exit_code == (Exit.FOUND if name == DOCTOR else Exit.DONE), result.output
    lines = result.stdout.splitlines()
    assert lines if one.each else len(lines) == 1
    for line in lines:
        assert json.loads(line) if one.answers is None else one.answers.model_validate_json(line)


@pytest.mark.parametrize(("words", "name"), [(name, name) for name in ANSWERING], indirect=["words"])
def test_for_a_person_it_is_words(run: Run, words: list[str], name: str) -> None:  # noqa: ARG001 - the id of the case
    said = run(*words).output
    assert said
    with pytest.raises(json.JSONDecodeError):
        json.loads(said)


@pytest.mark.parametrize(("words", "name"), [(name, name) for name in ANSWERING if name != DOCTOR], indirect=["words"])
def test_an_error_is_a_document_too_and_a_sentence_beside_it(
    run: Run, words: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    result = run(*words, "--json")
    trouble = Trouble.model_validate_json(result.stdout)
    assert (result.exit_code, trouble.exit_code, trouble.why) == (Exit.MEND, Exit.MEND, Why.SETTINGS), name
    assert result.stderr.strip() == trouble.error


@pytest.mark.usefixtures("folder")
def test_whoever_is_asked_is_asked_beside_the_document(run: Run) -> None:
    result = run("restore", "elm.backup", "--json")
    assert Trouble.model_validate_json(result.stdout).why is Why.DECLINED
    assert "Type restore to go on" in result.stderr


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("bot.cli.bars.Console.is_terminal", property(lambda _: True))


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(("words", "name"), [(name, name) for name in sorted(showing())], indirect=["words"])
@pytest.mark.parametrize(("option", "shown"), [("", True), ("--quiet", False), ("--json", False)])
def test_how_far_it_has_come_is_for_a_person_at_a_terminal(
    run: Run, words: list[str], name: str, option: str, shown: bool
) -> None:
    words = words[:1] if name == "retention" else words  # a dry run is over at once
    result = run(*words, *filter(None, [option]))
    assert result.exit_code == Exit.DONE
    assert (BAR in result.stderr, BAR in result.stdout) == (shown, False)


@pytest.mark.parametrize("name", sorted(showing()))
@pytest.mark.usefixtures("folder")
def test_where_nobody_looks_nothing_is_drawn(run: Run, name: str) -> None:
    assert BAR not in run(*name.split(), *ANSWERING[name]).output
