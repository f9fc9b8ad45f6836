"""One plain form for whatever was typed, and the other ways in which it can be read.

Compatible forms become one (NFKD, marks dropped), digits of every script plain digits, letters that look like Latin
ones Latin, dashes, dots and spaces plain; what cannot be seen goes. Then lower-case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_letters, digits

from referrals.folding import folded
from referrals.grammar.tables import ENGLISH, LANGUAGES, phrases
from referrals.identifiers.words import any_of

_BLANK = {"\u2800"}  # looks like a space, though it is called a symbol
_UNSEEN = {"\u115f", "\u1160", "\u3164", "\uffa0"}  # fillers that are called letters
_DOTS = "·•∙⋅‧・｡。٫․⸱"
_DASHES = "−⁃─━ー"
_SLASHES = "⁄∕⧸╱"
_COMMAS = "،、"
_PUNCTUATION = (
    dict.fromkeys(_DOTS, ".") | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_SLASHES, "/") | dict.fromkeys(_COMMAS, ",")
)
_CAPITAL_I = "ΙІӀⲒ"  # the tables of Unicode see a small L in them

_SPACES = re.compile(r"\s{2,}")
_AT = re.compile(r"\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*|\s+@\s*(?=[a-z][\w-]*\s*(?:\.|\bdot\b))")
_SPOKEN_AT = re.compile(rf"\s(?:{any_of('at_sign')})\s")
_SPOKEN_DOT = re.compile(rf"\s(?:{any_of('dot')})\s(?=(?:com|org|net|edu|info)\b)")
_DOT = re.compile(r"\s*[\[({<]\s*(?:dot|period|\.)\s*[\])}>]\s*|\s+dot\s+|(?<=[a-z0-9]) \. ?(?=[a-z0-9])")
_GLUED = re.compile(
    r"(?<![\w-])(?:(tel|telephone|phone|ph|cell|mobile|mob|fax|call|text|ss|zip|id|no)(?=\d{3})|(ssn|mrn|dob|born|apt)(?=\d))"
)

_IN_A_ROW = len(LANGUAGES[ENGLISH]["identifiers"]["digits"])
_WORDS = {word: str(place % _IN_A_ROW) for place, word in enumerate(map(folded, phrases("identifiers", "digits")))}
_WORDS |= dict.fromkeys(("oh", "o", "nil", "nought"), "0")
_NUMBER_WORD = re.compile(rf"(?:(double|triple)\s+)?\b({'|'.join(_WORDS)})\b")
_SAID = re.compile(rf"(?:\b(?:(?:double|triple)\s+)?(?:{'|'.join(_WORDS)}|\d{{1,4}})\b[\s,.()-]{{0,3}}){{4,}}")
_APART = re.compile(r"(?<!\S)[\w@.+-](?:[ ][\w@.+-]){4,}(?!\S)")

_LOOK = str.maketrans("oil|!szb", "01111528")
_TOKEN = re.compile(r"[0-9oil|!szb]+")
_WORDLIKE_WORDS = """
    i so os ssi is oz lb lbs bs oil oils ill bill bills boil soil silo solo lo loo zoo boo bob bobs sob sobs
    slob boss loss bio biz lol sis bliss zob
"""
_WORDLIKE = frozenset(_WORDLIKE_WORDS.split())
_GOES_ON = re.compile(r"(?!x[\doil])[a-z]")  # but for an extension
_CODE = re.compile(r"(?<!\S)[a-z]{1,2}\d{1,3}(?=[\s,;:]|\.(?!\d)|$)")


_ENDS_A_PHONE = re.compile(r"(?<![0-9a-z])(?=[a-z]{0,2}\d)[0-9oil|!szb]{3}[\s.)/_-]{1,3}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a text. Not `whole` where letters were taken for digits: then numbers alone are looked for."""

    text: str
    whole: bool = True


def readings(text: str) -> Iterator[Reading]:
    """The plain form; then, where they differ, numbers in words, letters set apart, letters that pass as digits."""
    typed = _plain(text)
    joined = _GLUED.sub(r"\g<0> ", _DOT.sub(".", _AT.sub("@", _SPOKEN_AT.sub("@", _SPOKEN_DOT.sub(".", typed)))))
    yield Reading(joined)
    for other in (_spoken(joined), _APART.sub(lambda found: found[0].replace(" ", ""), joined)):
        if other != joined:
            yield Reading(other)
    looked = _looked_at(joined)
    if looked != joined:
        yield Reading(looked, whole=False)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).translate(_CHARACTERS).casefold()
    return _SPACES.sub(lambda blank: "\n" if "\n" in blank[0] else " ", plain)


class _Characters(dict[int, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = _one(chr(point))
        return self[point]


_CHARACTERS = _Characters()


def _one(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\n\t\r" or char in _BLANK or category[0] == "Z":
        return "\n" if char == "\n" else " "
    if category in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"} or char in _UNSEEN:
        return ""
    if char.isascii():
        return char
    digit = unicodedata.numeric(char, -1)
    if digit in range(10):
        return str(int(digit))
    if char in _PUNCTUATION or category == "Pd":
        return _PUNCTUATION.get(char, "-")
    return _lookalikes().get(char) or (char if category[0] in "LN" else " ")


@cache
def _lookalikes() -> dict[str, str]:
    """Letters of other scripts and the Latin ones they look like; made when the first such letter is met."""
    from confusable_homoglyphs import confusables  # noqa: PLC0415 - half a megabyte of tables few texts need

    table = dict.fromkeys(_CAPITAL_I, "i")
    for plain in ascii_letters + digits:
        for found in confusables.is_confusable(plain, greedy=True) or ():
            for like in found["homoglyphs"]:
                char = like["c"].strip("\u200e")
                if len(char) == 1 and not char.isascii():
                    table.setdefault(char, plain)
    return table


def _spoken(typed: str) -> str:
    """Numbers said digit by digit, written as such."""
    return _SAID.sub(_number, typed)


def _number(said: re.Match[str]) -> str:
    """One number, where it is long enough to be somebody's."""
    digits, words = _NUMBER_WORD.subn(_digit, said[0])
    digits = re.sub(r"[\s,.()-]", "", digits)
    return f" {digits} " if len(digits) >= 7 and words >= 3 else said[0]


def _digit(found: re.Match[str]) -> str:
    return _WORDS[found[2]] * {None: 1, "double": 2, "triple": 3}[found[1]]


def _looked_at(typed: str) -> str:
    """Letters beside digits read as the digits they look like, save in the client's code."""
    kept = _code_at(typed)

    def read(found: re.Match[str]) -> str:
        word, sides = found[0], _digits_beside(typed, found)
        if typed[found.start() - 1 : found.start()].isalpha() or _GOES_ON.match(typed, found.end()):
            return word
        if found.start() == kept or sides < (2 if word in _WORDLIKE else 0 if any(map(str.isdigit, word)) else 1):
            return word
        return word.translate(_LOOK)

    return _TOKEN.sub(read, typed)


def _digits_beside(typed: str, found: re.Match[str]) -> int:
    """On how many sides, 0 to 2, there are digits next to a word."""
    before, after = typed[max(found.start() - 4, 0) : found.start()], typed[found.end() : found.end() + 4]
    return any(map(str.isdigit, before)) + any(map(str.isdigit, after))


def _code_at(typed: str) -> int:
    """Where the client's code stands, which is no number: the first one at the line's beginning, or one at its end.

    A letter and three digits at the end may as well be the last group of a phone number.
    """
    codes = [found for found in _CODE.finditer(typed) if found.start() == 0 or not typed[found.end() :].strip()]
    if not codes:
        return -1
    first = codes[0]
    return -1 if _ENDS_A_PHONE.search(typed, 0, first.start()) and len(first[0]) == 4 else first.start()
