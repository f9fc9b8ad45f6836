"""What `move` tells a script: why nothing was moved, in a word that stays; and never the password of an address."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.cli import moving
from bot.cli.ending import Exit, Why
from bot.cli.trouble import Trouble
from bot.wording import moving as says
from storage.keeping.moving.ends import End, RefusedMoveError
from storage.keeping.moving.ends import Why as Unmoved
from tests.unit.cli.conftest import Run

PASSWORD = "hunter2"  # pragma: allowlist secret
WORDS = {
    Unmoved.RUNS: Why.BUSY,
    Unmoved.AWAY: Why.DATABASE,
    Unmoved.DAMAGED: Why.DAMAGED,
    Unmoved.OTHER_KEY: Why.KEY,
    Unmoved.NEWER: Why.NEWER,
    Unmoved.SAME: Why.DECLINED,
    Unmoved.NO_PRACTICE: Why.PRACTICE,
    Unmoved.BEHIND: Why.OLDER,
    Unmoved.CHANGED: Why.DECLINED,
    Unmoved.NOT_EMPTY: Why.DECLINED,
    Unmoved.FOREIGN: Why.DECLINED,
    Unmoved.ALIVE: Why.DECLINED,
}


@pytest.mark.parametrize("unmoved", Unmoved)
def test_each_reason_has_its_word(run: Run, unmoved: Unmoved, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RefusedMoveError(End.TARGET, unmoved)

    monkeypatch.setattr(moving, "carry", refused)
    result = run("move", "--to", "sqlite:///new.db", "--json")
    trouble = Trouble.model_validate_json(result.stdout)
    assert (result.exit_code, trouble.why) == (Exit.MEND, WORDS[unmoved])
    assert trouble.error == result.stderr.strip() == says.not_moved(End.TARGET, unmoved)


@pytest.mark.parametrize("option", ["--from", "--to"])
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["words", "json"])
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://bot:{}@localhost/practice", Exit.DONE),
        ("postgresql://bot:with-an{at}in-it:{}@localhost/practice", Exit.MEND),
        ("mysql://bot:{}@localhost/practice", Exit.MEND),
    ],
)
def test_a_password_is_not_repeated(
    run: Run, option: str, form: list[str], address: str, code: Exit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "carry", lambda *_: Counter())
    result = run("move", option, address.format(PASSWORD, at="@"), *form)
    assert result.exit_code == code
    assert PASSWORD not in result.output
