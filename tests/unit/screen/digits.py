"""Digits drawn at random, and as people group them."""

from __future__ import annotations

from random import Random


def digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def split(random: Random, number: str, *lengths: int) -> str:
    """Groups of these lengths with one separator throughout."""
    apart = random.choice(["-", " ", ".", " - ", "/", "_", "·"])
    groups, place = [], 0
    for length in lengths:
        groups.append(number[place : place + length])
        place += length
    return apart.join(groups)
