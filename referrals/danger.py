"""Words that may speak of danger, in a line that is otherwise not understood (clinical rule "danger line").

They decide nothing and store nothing: they only put the danger line in front of an answer that would have been about a
service nobody knows. Too many words here cost a line to read; too few could cost more.
"""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\b(?:suicid\w*|homicid\w*|overdos\w*|unsafe|not\s+safe|danger\w*|self[\s-]?harm\w*|kill\w*|weapon\w*|gun"
    r"|hurt(?:s|ing)?|violen\w*|threat\w*|emergency)\b",
    re.IGNORECASE,
)


def may_be_danger(text: str) -> bool:
    """Whether `text` holds a word that a therapist might type about somebody in danger."""
    return _WORDS.search(text) is not None
