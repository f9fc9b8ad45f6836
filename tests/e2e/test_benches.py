"""The load benches work: each is run for as little as it can be, and what it measured means nothing."""

from __future__ import annotations

import pytest

from bench.__main__ import names, run

LOADS = ("latency", "network", "service", "throughput")


@pytest.mark.parametrize("name", LOADS)
def test_a_bench_runs_to_its_end(name: str) -> None:
    code, printed, _ = run(name, quick=True)
    assert code == 0, printed
    assert printed


def test_make_bench_finds_them() -> None:
    assert set(LOADS) <= set(names())
