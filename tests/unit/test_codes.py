"""Client codes."""

from __future__ import annotations

import random
from datetime import date
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.codes import ClientCode, looks_like_initials, parse_code, random_code


@pytest.mark.parametrize(
    ("text", "code"), [("C7", "C7"), ("c7", "C7"), (" ab12 ", "AB12"), ("z999", "Z999"), ("Ｃ７", "C7"), ("C⑦", "C7")]
)
def test_a_code_is_normalised(text: str, code: str) -> None:
    assert parse_code(text) == code


@pytest.mark.parametrize("text", ["", "C", "7", "c 7", "ABC1", "A1234", "7C", "C7a", "C-7", "É7", "C٧", "C7\nB2"])
def test_anything_else_is_no_code(text: str) -> None:
    assert parse_code(text) is None


@pytest.mark.parametrize(
    "code",
    [
        "JD84",
        "JD30",
        "JD99",
        "JD00",
        "JD26",
        "AB12",
        "JD704",
        "JD112",
        "JD147",
        "JD320",
        "JD310",
        "JD047",
        "JD101",
        "JD229",
    ],
)
def test_initials_with_a_date_are_seen(code: str) -> None:
    assert looks_like_initials(ClientCode(code))
    assert parse_code(code) == code  # a client who has it keeps it


@pytest.mark.parametrize(
    "code",
    ["C7", "B12", "J84", "J704", "JD7", "JD27", "JD29", "JD230", "JD431", "JD999", "JD400", "JD000", "JD770"],
)
def test_other_codes_are_no_initials(code: str) -> None:
    assert not looks_like_initials(ClientCode(code))


@given(st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_every_birthday_of_three_digits_is_seen(day: date) -> None:
    for digits in {f"{day.month}{day.day:02}", f"{day.month:02}{day.day}", f"{day.day}{day.month:02}"}:
        if len(digits) == 3:
            assert looks_like_initials(ClientCode(f"JD{digits}"))


@given(st.integers())
def test_a_random_code_is_new_and_readable(seed: int) -> None:
    code = random_code({"C7"}, random.Random(seed).choice)
    assert parse_code(code) == code
    assert code != "C7"


_SHORT = {f"{letter}{number}" for letter in ascii_uppercase for number in range(100)}


@given(st.integers())
def test_a_random_code_of_two_letters_is_never_initials_with_a_date(seed: int) -> None:
    code = random_code(_SHORT, random.Random(seed).choice)
    assert len(code) > 3
    assert not looks_like_initials(code)


def test_every_code_that_is_offered_can_be_given_and_then_it_is_said() -> None:
    one_stem = [code for number in range(10, 1000) if not looks_like_initials(code := ClientCode(f"AA{number}"))]
    others = {f"{a}{b}{number}" for a in ascii_uppercase for b in ascii_uppercase for number in range(1000)}
    taken = _SHORT | (others - set(one_stem))
    given_out = {random_code(taken | set(one_stem) - {code}, lambda free: free[0]) for code in one_stem[::50]}
    assert given_out == set(one_stem[::50])
    with pytest.raises(LookupError):
        random_code(taken | set(one_stem), lambda free: free[0])


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
