"""Words that may speak of danger (clinical rule "danger line"), of every language the line understands.

They decide nothing and store nothing: they only see to it that the danger line is said. Too many words here cost a line
to read; too few could cost more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from referrals.folding import folded
from referrals.grammar.tables import phrases

_LEFT_OUT = str.maketrans("", "", "'’`´")
_PATTERNS = {r"\*": r"\w*", r"\ ": r"\s+", r"\-": r"[\s-]?"}
_LONG = re.compile(r"[a-z]{5,}")


def _plain(text: str) -> str:
    return folded(text).translate(_LEFT_OUT)


def _pattern(phrase: str) -> str:
    pattern = re.escape(_plain(phrase))
    for typed, meant in _PATTERNS.items():
        pattern = pattern.replace(typed, meant)
    return pattern


_WORDS = re.compile(rf"\b(?:{'|'.join(map(_pattern, dict.fromkeys(phrases('danger', 'words'))))})\b")
_MISSPELT = tuple(dict.fromkeys(phrases("danger", "misspelt")))
_NO_SLIPS = frozenset(map(folded, phrases("danger", "no_slips")))


def may_be_danger(text: str) -> bool:
    """Whether `text` holds a word that may be typed about somebody in danger, or a slip of the finger of one."""
    plain = _plain(text)
    if _WORDS.search(plain):
        return True
    typed = [word for word in _LONG.findall(plain) if word not in _NO_SLIPS]
    if not typed:
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - three megabytes, for long words in what was typed

    return any(OSA.distance(word, meant, score_cutoff=1) <= 1 for word in typed for meant in _MISSPELT)


def without_names(text: str, names: Iterable[str]) -> str:
    """`text`, folded, without the names given: a service may be called after the danger it is there for."""
    text = folded(text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(folded(name))}\b", " ", text)
    return text
