"""If-then plans, read from what somebody typed. They help most at high readiness, with something practical in the way.

Serves clinical rule "barriers". Every language is read at once: none has another's two words.
"""

from __future__ import annotations

import re

LONGEST = 160  # characters of a whole plan

_IFS, _THENS = ("if", "si"), ("then", "entonces")
_IF_WORD, _THEN_WORD = f"(?:{'|'.join(_IFS)})", f"(?:{'|'.join(_THENS)})"
_WHOLE = re.compile(
    rf"(?:{_IF_WORD}\s+)?(?P<when>\S.*?)[,;:]?\s+{_THEN_WORD}\s+(?P<then>\S.*)", re.IGNORECASE | re.DOTALL
)
_COMMA = re.compile(rf"{_IF_WORD}\s+(?P<when>\S.*?)[,;:]\s+(?P<then>\S.*)", re.IGNORECASE | re.DOTALL)
_IF = re.compile(rf"{_IF_WORD}\s+", re.IGNORECASE)
_THEN = re.compile(rf"{_THEN_WORD}\s+", re.IGNORECASE)
_ENDS = " \t\n.,;:…"


def read_plan(text: str, when: str | None = None) -> tuple[str, str | None]:
    """The "if" and the "then" of a plan; None for a "then" still to be said. `when` is an "if" said before.

    A whole plan in one line needs no "if" said before, and replaces it.
    """
    line = " ".join(text.split())
    whole = _WHOLE.fullmatch(line) or _COMMA.fullmatch(line)
    if whole and whole["when"].casefold() not in _IFS:
        return whole["when"].strip(_ENDS), whole["then"].strip(_ENDS)
    if when is not None:
        return when, _THEN.sub("", line, count=1).strip(_ENDS) if _THEN.match(line) else line.strip(_ENDS)
    return (_IF.sub("", line, count=1) if _IF.match(line) else line).strip(_ENDS), None
