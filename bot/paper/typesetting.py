"""A page typeset from data, in a process of its own: `python -m bot.paper.typesetting` reads JSON and writes a PDF.

Typst keeps some fifty megabytes of each of its last pages, in case the next one is like them: after ten agendas a bot
would hold half a gigabyte. It holds none of it where the process that made the page ends with it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from bot.paper.apart import run_apart

_TEMPLATE = Path(__file__).with_name("agenda.typ")
_UNBROKEN = re.compile(r"\S{24}(?=\S)")


def typeset_apart(paper: Mapping[str, Any]) -> bytes:
    """The paper as PDF, made by a process of its own. Raises what `run_apart` raises."""
    return run_apart("bot.paper.typesetting", json.dumps(paper).encode())


def typeset(paper: Mapping[str, Any], form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The paper as PDF, or its first page as a picture. What is on it goes in as data, never as markup."""
    import typst  # noqa: PLC0415 - see above

    data = {"paper": json.dumps(_breakable(paper))}
    made: bytes | list[bytes] = typst.compile(_TEMPLATE, format=form, sys_inputs=data, ignore_system_fonts=True)
    return made[0] if isinstance(made, list) else made  # of several pages a picture is a list, which its types omit


def _breakable(value: Any) -> Any:
    """The same with places to break in what has no spaces, so that nothing somebody typed runs off the paper."""
    match value:
        case str():
            return _UNBROKEN.sub("\\g<0>\u200b", value)
        case Mapping():
            return {key: _breakable(part) for key, part in value.items()}
        case list() | tuple():
            return [_breakable(part) for part in value]
        case _:
            return value


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(json.load(sys.stdin)))
