"""How an identifier is disguised, and which disguise fits which kind."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Disguise = Callable[[Random, str], str]


def _as_it_is(_random: Random, text: str) -> str:
    return text


def _shouted(random: Random, text: str) -> str:
    return random.choice([text.upper(), text.lower()])


def _full_width(_random: Random, text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _other_digits(random: Random, text: str) -> str:
    zero = random.choice([0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1D7CE, 0x1D7F6, 0x1E950, 0x104A0])
    return "".join(chr(zero + int(char)) if char.isdigit() and char.isascii() else char for char in text)


def _unseen(random: Random, text: str) -> str:
    unseen = [
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u034f",
        "\u180e",
        "\u2062",
        "\u3164",
        "\ufe0f",
        "\u200e",
        "\U000e0061",
    ]
    return "".join(char + (random.choice(unseen) if random.random() < 0.5 else "") for char in text)


def _dashes(random: Random, text: str) -> str:
    return text.replace("-", random.choice("‐‑‒–—―−﹣－⁃"))


def _spaces(random: Random, text: str) -> str:
    return text.replace(" ", random.choice("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000\t"))


def _dots(random: Random, text: str) -> str:
    return text.replace(".", random.choice("․．。·・" if random.random() < 0.7 else "．"))


def _marked(random: Random, text: str) -> str:
    """Strokes and circles drawn over."""
    mark = random.choice("\u0332\u0336\u0305\u20e3\u0301")
    return "".join(char + mark if char.isalnum() else char for char in text)


def _other_letters(random: Random, text: str) -> str:
    like = dict(zip("aeopcxyiAEOPCTMHBKX", "аеорсхуіАЕОРСТМНВКХ", strict=True))
    return "".join(like.get(char, char) if random.random() < 0.6 else char for char in text)


def _letters_for_digits(random: Random, text: str) -> str:
    """A few digits of each number typed as the letter they look like, never all."""
    like, left, out = {"1": "lIi|", "0": "oO", "5": "S", "8": "B"}, 3, []
    for char in text:
        if char in like and left and random.random() < 0.5:
            out.append(random.choice(like[char]))
            left -= 1
        else:
            out.append(char)
    return "".join(out)


def _set_apart(_random: Random, text: str) -> str:
    return " ".join(char for char in text if char.isdigit())


def _in_words(_random: Random, text: str) -> str:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return " ".join(words[int(char)] for char in text if char.isdigit())


def _pictures(random: Random, text: str) -> str:
    return text.replace(" ", random.choice([" ☎ ", "\u2009", " 📞 "])) if text[0].isdigit() else f"📞{text}"


_ANY: list[Disguise] = [_as_it_is, _as_it_is, _shouted, _full_width, _unseen, _dashes, _spaces, _marked]
_NUMERIC: list[Disguise] = [*_ANY, _other_digits]
_DIALLED: list[Disguise] = [*_NUMERIC, _letters_for_digits, _set_apart, _in_words, _dots]
DISGUISES_OF: dict[str, list[Disguise]] = {
    "phone": [*_DIALLED, _pictures],
    "phone abroad": [*_NUMERIC, _dots],
    "phone at home": [*_NUMERIC, _dots],
    "phone without area": [*_NUMERIC, _set_apart, _in_words, _dots],
    "e-mail": [*_ANY, _dots, _other_letters],
    "web address": [*_ANY, _dots, _other_letters],
    "ip": [*_NUMERIC, _dots],
    "birth date": [*_NUMERIC, _dots, _other_letters],
    "ssn": [*_NUMERIC, _letters_for_digits, _dots],
    "itin": [*_NUMERIC, _dots],
    "record": [*_NUMERIC, _other_letters],
    "member": [*_NUMERIC, _other_letters],
    "medicare": [*_NUMERIC, _other_letters],
    "card": [*_DIALLED],
    "address": [*_NUMERIC, _dots, _other_letters],
}


OVER_ANOTHER: list[Disguise] = [_unseen, _marked, _spaces, _dashes]
