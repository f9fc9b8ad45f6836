"""A page typeset from data, in a process of its own: `python -m bot.paper.typesetting` reads JSON and writes a PDF.

Typst keeps some fifty megabytes of each of its last pages, in case the next one is like them: after ten agendas a bot
would hold half a gigabyte. It holds none of it where the process that made the page ends with it.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

_TEMPLATE = Path(__file__).with_name("agenda.typ")
_ROOT = Path(__file__).parents[2]
_UNBROKEN = re.compile(r"\S{24}(?=\S)")
_LONGEST_SECONDS = 60
# Whoever stops a service tells all its processes at once, so this one may be gone before the bot begins to end.
_STOPS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})


class ToldToStopError(Exception):
    """The process was told to stop. Nothing is amiss with the paper: it is to be made once more."""


def typeset_apart(paper: Mapping[str, Any]) -> bytes:
    """The paper as PDF, made by a process of its own.

    Raises ToldToStopError, and what `subprocess` raises where it fails or hangs.
    """
    try:
        made = subprocess.run(
            [sys.executable, "-m", "bot.paper.typesetting"],
            cwd=_ROOT,
            input=json.dumps(paper).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it would quote what somebody wrote
            check=True,
            timeout=_LONGEST_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        if -error.returncode in _STOPS:
            raise ToldToStopError from error
        raise
    return made.stdout


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
