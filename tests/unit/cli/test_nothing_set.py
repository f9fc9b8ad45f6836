"""A value that cannot be meant is one sentence; then nothing is set, not even what stands beside it on the line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from bot.cli.ending import Exit
from bot.wording import console
from referrals.alerting import LONGEST_WAIT
from referrals.stalled import MOST, Limits
from tests.unit.cli.conftest import THERAPIST, Run

INIT = "init --name Elm --approved-by Pat --zone"
LIMITS = [field.name for field in fields(Limits)]
REFUSED: list[tuple[str, str]] = [
    ("alerts", console.NO_ALERT_TO_SET),
    ("alerts --minutes 0", console.wrong_minutes(LONGEST_WAIT)),
    (f"alerts --cover {THERAPIST} --minutes {LONGEST_WAIT + 1}", console.wrong_minutes(LONGEST_WAIT)),
    (f"alerts --cover {THERAPIST} --on-call 7 --minutes 9", console.no_members([7])),
    ("practice", console.NOTHING_TO_SET),
    ("practice --region US --stalled days=0", console.wrong_limit("days=0", LIMITS, MOST)),
    (f"practice --region US --stalled days={MOST + 1}", console.wrong_limit(f"days={MOST + 1}", LIMITS, MOST)),
    ("practice --region US --stalled weeks=3", console.wrong_limit("weeks=3", LIMITS, MOST)),
    (f"{INIT} UTC", console.PRACTICE_EXISTS),
]


@pytest.fixture
def kept(folder: Path) -> Callable[[], list[str]]:
    """All that the database holds, as statements."""

    def lying() -> list[str]:
        with closing(sqlite3.connect(folder / "followthrough.db")) as connection:
            return list(connection.iterdump())

    return lying


@pytest.mark.parametrize(("line", "sentence"), REFUSED, ids=[line for line, _ in REFUSED])
def test_it_is_refused_and_all_stays(run: Run, kept: Callable[[], list[str]], line: str, sentence: str) -> None:
    before = kept()
    result = run(*line.split())
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (Exit.MEND, "", sentence)
    assert kept() == before


@pytest.mark.parametrize("number", ["9" * 20, str(2**52), "0", "-1"])
@pytest.mark.parametrize(
    "line",
    ["export --format csv --for", "import list.csv --for", "invite --for", "lock --telegram-id", "alerts --cover"],
)
def test_a_number_that_is_no_telegram_id_is_told(
    run: Run, kept: Callable[[], list[str]], line: str, number: str
) -> None:
    before = kept()
    result = run(*line.split(), number)
    assert (result.exit_code, result.stdout) == (Exit.MEND, "")
    assert "That is no Telegram id" in result.stderr
    assert kept() == before


def test_the_largest_telegram_id_may_be_somebodys(run: Run) -> None:
    result = run("lock", "--telegram-id", str(2**52 - 1))
    assert (result.exit_code, result.stderr.strip()) == (Exit.MEND, console.no_members([2**52 - 1]))


@pytest.mark.parametrize("number", ["65536", "-1"])
def test_a_port_that_is_none_is_told(run: Run, number: str) -> None:
    result = run("demo", "--port", number)
    assert (result.exit_code, "A port is a number" in result.stderr) == (Exit.MEND, True)


def test_a_word_that_is_no_choice_is_told_without_ado(run: Run) -> None:
    result = run("services", "list", "--kind", "school")
    assert (result.exit_code, "Value error" in result.stderr) == (Exit.MEND, False)
    assert "Invalid value for '--kind': 'school' is not one of" in result.stderr


@pytest.mark.parametrize(
    "line", ["alerts --minutes 1", f"alerts --minutes {LONGEST_WAIT}", f"practice --stalled days={MOST}"]
)
def test_what_can_just_be_meant_is_set(run: Run, kept: Callable[[], list[str]], line: str) -> None:
    before = kept()
    assert run(*line.split()).exit_code == Exit.DONE
    assert kept() != before


@pytest.mark.parametrize("zone", ["Nowhere/Here", "../../etc/passwd", ""])
def test_a_practice_in_no_zone_is_not_begun_and_gets_no_key(run: Run, zone: str) -> None:
    Path("followthrough.db").unlink()
    Path("followthrough.key").unlink()
    result = run(*INIT.split(), zone)
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (Exit.MEND, "", console.UNKNOWN_ZONE)
    assert list(Path().glob("followthrough.*")) == []
