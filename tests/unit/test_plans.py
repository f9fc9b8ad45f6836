"""If-then plans as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording.language import languages, speaking
from bot.wording.referrals.plan import in_words
from referrals.plans import read_plan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if it is Tuesday after work then I phone the clinic", ("it is Tuesday after work", "I phone the clinic")),
        ("If it is Tuesday,  then I phone the clinic.", ("it is Tuesday", "I phone the clinic")),
        ("if it is Tuesday, I phone", ("it is Tuesday", "I phone")),
        ("Tuesday after work then phone", ("Tuesday after work", "phone")),
        ("if the letter comes", ("the letter comes", None)),
        ("the letter comes", ("the letter comes", None)),
        ("IF\nit rains THEN I walk", ("it rains", "I walk")),
        ("...", ("", None)),
        ("si es martes, entonces llamo a la clínica", ("es martes", "llamo a la clínica")),
        ("Si es martes después del trabajo, llamo", ("es martes después del trabajo", "llamo")),
        ("martes entonces llamo", ("martes", "llamo")),
        ("si llega la carta", ("llega la carta", None)),
        ("sí, el martes", ("sí, el martes", None)),
    ],
)
def test_a_plan_in_one_line_or_its_if_alone(text: str, expected: tuple[str, str | None]) -> None:
    assert read_plan(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I phone the clinic", ("it rains", "I phone the clinic")),
        ("then I phone the clinic.", ("it rains", "I phone the clinic")),
        ("if it snows then I stay", ("it snows", "I stay")),
        (".", ("it rains", "")),
        ("entonces llamo a la clínica", ("it rains", "llamo a la clínica")),
    ],
)
def test_the_then_follows_the_if_said_before(text: str, expected: tuple[str, str]) -> None:
    assert read_plan(text, "it rains") == expected


_words = st.lists(
    st.sampled_from(["tuesday", "after", "work", "i", "phone", "the", "clinic", "bus", "at", "nine"]),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("language", languages())
@given(when=_words, then=_words)
def test_a_plan_kept_is_read_back_as_the_same(language: str, when: list[str], then: list[str]) -> None:
    with speaking(language):
        kept = in_words(" ".join(when), " ".join(then))
    assert read_plan(kept) == (" ".join(when), " ".join(then))


@given(st.text(max_size=200), st.none() | st.text(min_size=1, max_size=50))
def test_nothing_typed_breaks_it(text: str, when: str | None) -> None:
    found, then = read_plan(text, when)
    assert "\n" not in found.replace(when or "\n", "")
    assert when is None or then is not None
