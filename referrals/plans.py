"""If-then plans, read from what somebody typed. They help most at high readiness, with something practical in the way.

Serves clinical rule "barriers".
"""

from __future__ import annotations

import re

LONGEST = 160  # characters of a whole plan

_WHOLE = re.compile(r"(?:if\s+)?(?P<when>\S.*?)[,;:]?\s+then\s+(?P<then>\S.*)", re.IGNORECASE | re.DOTALL)
_COMMA = re.compile(r"if\s+(?P<when>\S.*?)[,;:]\s+(?P<then>\S.*)", re.IGNORECASE | re.DOTALL)
_IF = re.compile(r"if\s+", re.IGNORECASE)
_THEN = re.compile(r"then\s+", re.IGNORECASE)
_ENDS = " \t\n.,;:…"


def read_plan(text: str, when: str | None = None) -> tuple[str, str | None]:
    """The "if" and the "then" of a plan; None for a "then" still to be said. `when` is an "if" said before.

    A whole plan in one line needs no "if" said before, and replaces it.
    """
    line = " ".join(text.split())
    whole = _WHOLE.fullmatch(line) or _COMMA.fullmatch(line)
    if whole and whole["when"].casefold() != "if":
        return whole["when"].strip(_ENDS), whole["then"].strip(_ENDS)
    if when is not None:
        return when, _THEN.sub("", line, count=1).strip(_ENDS) if _THEN.match(line) else line.strip(_ENDS)
    return (_IF.sub("", line, count=1) if _IF.match(line) else line).strip(_ENDS), None


def in_words(when: str, then: str) -> str:
    """The plan as it is kept: "if it is Tuesday after work, then I phone the clinic"."""
    return f"if {when}, then {then}"
