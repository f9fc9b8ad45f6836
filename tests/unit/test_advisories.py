"""The dependency audit does not take silence for a clean bill."""

from __future__ import annotations

from typing import Any

import pytest

from tests.advisories import NOT_LOOKED_UP, VULNERABLE, report

GOOD: dict[str, Any] = {"name": "a", "version": "1", "vulns": []}
BAD: dict[str, Any] = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-0"}]}
UNKNOWN: dict[str, Any] = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([GOOD], 0, "1 packages looked up, 0 vulnerable"),
        ([GOOD, BAD], VULNERABLE, "VULNERABLE b 2: PYSEC-0"),
        ([BAD, UNKNOWN], VULNERABLE, "NOT AUDITED: 1 of 2"),
        ([GOOD, UNKNOWN], NOT_LOOKED_UP, "NOT AUDITED: 1 of 2"),
        ([], NOT_LOOKED_UP, "NOT AUDITED: 0 of 0"),
    ],
)
def test_what_was_not_looked_up_is_not_called_good(
    found: list[dict[str, Any]], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(found) == code
    assert said in capsys.readouterr().out
