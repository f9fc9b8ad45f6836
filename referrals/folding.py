"""Letters without their accents: what people leave out when they type in a hurry."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """`text` in small letters and without accents: "Miércoles" and "miercoles" are one."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold())))


def squeeze(text: str) -> str:
    """Letters and digits only, small and without accents: what is left when case, spaces and the like are forgiven."""
    plain = text.lower() if text.isascii() else folded(text)
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
