"""The benches of large practices work: each is run on small ones, and what it measured means nothing."""

from __future__ import annotations

import pytest

from bench.__main__ import names, run

ABOUT_SIZES = ("due", "sizes")


@pytest.mark.parametrize("name", ABOUT_SIZES)
def test_a_bench_runs_to_its_end(name: str) -> None:
    code, printed, _ = run(name, quick=True)
    assert code == 0, printed
    assert "PostgreSQL" in printed


def test_make_bench_finds_them() -> None:
    assert set(ABOUT_SIZES) <= set(names())
