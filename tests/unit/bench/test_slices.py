"""A slice in which anything is wrong has no figures."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bench.load.offering import Asked, Heard
from bench.running.processes import BenchError, Bot, Telegram
from bench.running.slices import Contender, alternate, amiss, percentile, ratios, spread


class FakeBot:
    token = "7:token"

    def cpu_seconds(self) -> float:
        return 1.0


class FakeTelegram:
    def __init__(self, **heard: Any) -> None:
        self._heard = heard
        self.seeds: list[int] = []

    def offer(self, _token: str, asked: Asked) -> Heard:
        self.seeds.append(asked.seed)
        return Heard(seconds=2.0, offered=10, **self._heard)


def contender(**more: Any) -> Contender:
    return Contender("it", cast(Bot, FakeBot()), Asked([1], [("a", "a")], 2.0, window=1), **more)


@pytest.mark.parametrize("wrong", [{"lost": 1}, {"unexpected": 1}, {"out_of_turn": 1}])
def test_a_wrong_answer_ends_it(wrong: dict[str, int]) -> None:
    with pytest.raises(BenchError, match="it: "):
        contender().slice(cast(Telegram, FakeTelegram(**wrong)))


def test_of_one_that_promises_nothing_it_is_only_shown() -> None:
    taken = contender(promises=False).slice(cast(Telegram, FakeTelegram(out_of_turn=3)))
    assert amiss([taken.heard]) == "30.0% out of turn"


def test_the_database_is_asked_whether_it_agrees() -> None:
    told: list[int] = []
    contender(agrees=told.append).slice(cast(Telegram, FakeTelegram()))
    assert told == [10]


def test_slices_alternate_after_one_that_warms_up_each_drawn_anew() -> None:
    telegram = FakeTelegram()
    measured = alternate(cast(Telegram, telegram), [contender()], 3)
    assert len(measured["it"]) == 3
    assert telegram.seeds == [0, 1, 2, 3]
    assert ratios(measured, "it", "it") == [1.0, 1.0, 1.0]
    assert measured["it"][0].rate == 5.0


def test_a_figure_is_the_median_with_its_spread() -> None:
    assert spread([3, 1, 1000]) == "3 (1-1,000)"
    assert spread([2.5], 1) == "2.5"
    assert percentile([float(number) for number in range(101)], 99) == 99
