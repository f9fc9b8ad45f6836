"""Callback data and cards: their limits, and the way there and back."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Action, decode, encode
from bot.turn import Said
from bot.wording.card import MAX_TEXT, Button, Card
from bot.wording.nudges import Answer

BIGGEST_ID = 2**63 - 1
TIME_ZONES = sorted(available_timezones())


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("arguments", [(), (BIGGEST_ID,), (BIGGEST_ID, "2026-12-01"), ("0123456", 23, 23)])
def test_data_comes_back_as_it_went_and_fits(action: Action, arguments: tuple[int | str, ...]) -> None:
    data = encode(action, *arguments)
    assert 1 <= len(data.encode()) <= 64
    assert decode(data) == (action, tuple(map(str, arguments)))


def test_every_zone_and_every_answer_fits() -> None:
    for zone in TIME_ZONES:
        Button(zone, encode(Action.ZONE, zone))
    for answer in Answer:
        Button(answer, encode(Action.ANSWER, BIGGEST_ID, answer))


@given(st.text(max_size=64))
def test_forged_data_is_read_as_nothing_or_as_an_action(data: str) -> None:
    decoded = decode(data)
    assert decoded is None or decoded[0] in Action


@given(st.text(max_size=30))
def test_an_id_that_is_none_finds_no_row(argument: str) -> None:
    found = Said(1, None, arguments=(argument,)).id()
    assert found == (int(argument) if argument.isdecimal() and argument.isascii() and len(argument) < 10 else 0)


@pytest.mark.parametrize("argument", ["12", "000000012"])
def test_an_id_is_read(argument: str) -> None:
    assert Said(1, None, arguments=("x", argument)).id(1) == 12


@pytest.mark.parametrize("argument", ["", "-1", "1_0", " 1", "٣", "²", "9999999999", "1.5"])
def test_what_is_no_id_finds_no_row(argument: str) -> None:
    assert Said(1, None, arguments=(argument,)).id() == 0
    assert Said(1, None).id() == 0


@pytest.mark.parametrize("data", ["", "x" * 65, "ü" * 33])
def test_a_button_refuses_data_telegram_would_refuse(data: str) -> None:
    with pytest.raises(ValueError, match="1 to 64 bytes"):
        Button("Undo", data)


@pytest.mark.parametrize("data", ["x", "x" * 64, "ü" * 32])
def test_a_button_takes_what_telegram_takes(data: str) -> None:
    assert Button("Undo", data).data == data


@pytest.mark.parametrize("html", ["", "x" * (MAX_TEXT + 1)])
def test_a_card_refuses_a_text_telegram_would_refuse(html: str) -> None:
    with pytest.raises(ValueError, match="1 to 4096 characters"):
        Card(html)


def test_a_card_takes_what_telegram_takes() -> None:
    assert Card("x" * MAX_TEXT).html


def test_a_card_comes_back_from_the_outbox_as_it_went() -> None:
    card = Card(
        "<b>C7</b> · “Straße”", ((Button("Undo", "undo:1"), Button("No", "ans:1:no")), (Button("Ok", "ref:2"),))
    )
    assert Card.from_json(card.to_json()) == card
