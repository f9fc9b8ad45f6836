"""Words that may speak of danger (clinical rule "danger line").

They decide nothing and store nothing: they only see to it that the danger line is said. Too many words here cost a line
to read; too few could cost more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = re.compile(
    r"\b(?:suicid\w*|homicid\w*|overdos\w*|od|odd?ed|unsafe|not\s+safe|danger\w*|self[\s-]?harm\w*|kill\w*|weapon\w*|guns?"
    r"|hurt(?:s|ing)?|violen\w*|threat\w*|emergency|die|dies|dying|cutting|strangl\w*|hang(?:ed|ing)?|jump(?:ed|ing)?"
    r"|end(?:s|ing)?\s+(?:it|(?:her|his|their|my)\s+life)|to\s+live|can'?t\s+go\s+on|risk|acute|elevated)\b",
    re.IGNORECASE,
)
_MISSPELT = ("acute", "elevated", "suicidal")
_LONG = re.compile(r"[a-z]{5,}")


def may_be_danger(text: str) -> bool:
    """Whether `text` holds a word that may be typed about somebody in danger, or a slip of the finger of one."""
    plain = text.replace("’", "'")
    if _WORDS.search(plain):
        return True
    typed = _LONG.findall(plain.casefold())
    if not typed:
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - three megabytes, for long words in what was typed

    return any(OSA.distance(word, meant, score_cutoff=1) <= 1 for word in typed for meant in _MISSPELT)


def without_names(text: str, names: Iterable[str]) -> str:
    """`text` without the names given: a service may be called after the danger it is there for."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    return text
