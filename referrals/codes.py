"""Client codes: one or two letters and one to three digits, such as C7 or AB12.

A code stands for a client everywhere; the key from codes to people stays in the practice's own records. Codes that look
like initials with a date are not refused yet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from itertools import product
from typing import NewType

ClientCode = NewType("ClientCode", str)

_FORM = re.compile(r"[A-Z]{1,2}[0-9]{1,3}")
_CLEAR_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # I and O are read as 1 and 0


def parse_code(text: str) -> ClientCode | None:
    """The code written in `text`, upper-cased and in plain letters; None when `text` is anything else than one code."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return ClientCode(plain) if _FORM.fullmatch(plain) else None


def random_code(taken: Collection[str], choose: Callable[[Sequence[str]], str]) -> ClientCode:
    """A code not in `taken`, picked by `choose` (such as secrets.choice) from the shortest form that has any left.

    Raises LookupError when none is left.
    """
    for letters, numbers in ((1, range(2, 100)), (2, range(10, 1000))):
        stems = list(map("".join, product(_CLEAR_LETTERS, repeat=letters)))
        while stems:
            stem = choose(stems)
            free = [code for number in numbers if (code := f"{stem}{number}") not in taken]
            if free:
                return ClientCode(choose(free))
            stems.remove(stem)
    raise LookupError("every client code is taken")
