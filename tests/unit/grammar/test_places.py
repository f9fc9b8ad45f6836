"""An option typed by its number."""

from __future__ import annotations

import pytest

from referrals.grammar import read_place


@pytest.mark.parametrize("text", ["2", " 2 ", "2.", "2)", "(2)", "#2", "[2]", "2:"])
def test_a_number_alone_is_a_place(text: str) -> None:
    assert read_place(text, 3) == 1


@pytest.mark.parametrize("text", ["0", "4", "-1", "2 3", "2nd", "two", "7/10", "~2", "2pm", "", "C2", "222"])
def test_all_else_is_none(text: str) -> None:
    assert read_place(text, 3) is None


def test_the_last_is_one_and_what_comes_behind_it_is_not() -> None:
    assert read_place("3", 3) == 2
    assert read_place("3", 2) is None
