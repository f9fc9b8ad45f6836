"""Client codes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.codes import parse_code, random_code


@pytest.mark.parametrize(
    ("text", "code"), [("C7", "C7"), ("c7", "C7"), (" ab12 ", "AB12"), ("z999", "Z999"), ("Ｃ７", "C7"), ("C⑦", "C7")]
)
def test_a_code_is_normalised(text: str, code: str) -> None:
    assert parse_code(text) == code


@pytest.mark.parametrize("text", ["", "C", "7", "c 7", "ABC1", "A1234", "7C", "C7a", "C-7", "É7", "C٧", "C7\nB2"])
def test_anything_else_is_no_code(text: str) -> None:
    assert parse_code(text) is None


@given(st.integers())
def test_a_random_code_is_new_and_readable(seed: int) -> None:
    code = random_code({"C7"}, random.Random(seed).choice)
    assert parse_code(code) == code
    assert code != "C7"


def test_what_is_taken_is_not_given_again() -> None:
    taken: set[str] = set()
    for _ in range(2400):  # more than there are codes of one letter and up to two digits
        code = random_code(taken, lambda free: free[0])
        assert code not in taken
        taken.add(code)
    assert max(map(len, taken)) > 3


def test_it_is_said_when_no_code_is_left() -> None:
    class Everything(frozenset[str]):
        def __contains__(self, code: object) -> bool:
            return True

    with pytest.raises(LookupError, match="every client code is taken"):
        random_code(Everything(), lambda free: free[0])
