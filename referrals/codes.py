"""Client codes: one or two letters and one to three digits, such as C7 or AB12.

A code stands for a client everywhere; the key from codes to people stays in the practice's own records. A code that
looks like initials with a date is known as such and never proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import NewType

ClientCode = NewType("ClientCode", str)

_FORM = re.compile(r"[A-Z]{1,2}[0-9]{1,3}")
_INITIALS = re.compile(r"[A-Z]{2}(?P<digits>[0-9]{2,3})")
_CLEAR_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O are read as 1 and 0  # pragma: allowlist secret
_NO_BIRTH_YEARS = range(27, 30)  # the only two digits that are neither a year of 1930 to 1999 nor of 2000 to 2026
_LEAP_YEAR = 2000


def parse_code(text: str) -> ClientCode | None:
    """The code written in `text`, upper-cased and in plain letters; None when `text` is anything else than one code.

    Codes that look like initials are codes too: a client who is known by one keeps it.
    """
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip().upper()
    return ClientCode(plain) if _FORM.fullmatch(plain) else None


def looks_like_initials(code: ClientCode) -> bool:
    """Whether `code` may be two initials with a year of birth (JD84) or with a birthday, either way round (JD147).

    Serves clinical rule "codes only". Codes of one letter never look so.
    """
    form = _INITIALS.fullmatch(code)
    return form is not None and _like_birth(form["digits"])


def random_code(taken: Collection[str], choose: Callable[[Sequence[str]], str]) -> ClientCode:
    """A code not in `taken`, picked by `choose` (such as secrets.choice) from the shortest form that has any left.

    Never one that looks like initials with a date (clinical rule "codes only"). Raises LookupError when none is left.
    """
    for letters, numbers in ((1, range(2, 100)), (2, _unlike_births())):
        stems = list(map("".join, product(_CLEAR_LETTERS, repeat=letters)))
        while stems:
            stem = choose(stems)
            free = [code for number in numbers if (code := f"{stem}{number}") not in taken]
            if free:
                return ClientCode(choose(free))
            stems.remove(stem)
    raise LookupError("every client code is taken")


@cache
def _unlike_births() -> tuple[int, ...]:
    """The numbers of two and three digits that may stand after two letters."""
    return tuple(number for number in range(10, 1000) if not _like_birth(str(number)))


def _like_birth(digits: str) -> bool:
    if len(digits) == 2:
        return int(digits) not in _NO_BIRTH_YEARS
    halves = ((int(digits[:cut]), int(digits[cut:])) for cut in (1, 2))
    return any(_in_a_year(one, other) or _in_a_year(other, one) for one, other in halves)


def _in_a_year(month: int, day: int) -> bool:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
