"""The benches work: each is run for as little as it can be, and what it measured means nothing."""

from __future__ import annotations

import pytest

from bench.__main__ import names, run


@pytest.mark.parametrize("name", names())
def test_a_bench_runs_to_its_end(name: str) -> None:
    code, printed = run(name, quick=True)
    assert code == 0, printed
    assert printed


def test_every_bench_is_found() -> None:
    assert {"throughput", "latency", "service", "network"} <= set(names())
