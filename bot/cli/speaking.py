"""Where a command's words go: to a person on standard output; with `--json`, one document there and nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NoReturn

from pydantic import BaseModel

from bot.cli.ending import Exit, Why


@dataclass(frozen=True, slots=True)
class Manner:
    """How the command that runs was asked to speak."""

    as_json: bool = False
    quiet: bool = False


_FOR_A_PERSON = Manner()
_MANNER: ContextVar[Manner] = ContextVar("manner", default=_FOR_A_PERSON)


def manner() -> Manner:
    return _MANNER.get()


@contextmanager
def speaking(how: Manner) -> Iterator[None]:
    """Speaks so for as long as this lasts."""
    before = _MANNER.set(how)
    try:
        yield
    finally:
        _MANNER.reset(before)


def answer(result: BaseModel, words: str) -> None:
    """What the command came to: `words` for a person, `result` for a script."""
    print_line(result.model_dump_json() if manner().as_json else words)


def answer_each(results: Iterable[BaseModel], lines: Iterable[str]) -> None:
    """The same of a list: a line each, either way."""
    for line in (result.model_dump_json() for result in results) if manner().as_json else lines:
        print_line(line)


def say(words: str) -> None:
    """What a person is told on the way; beside the document, not in it."""
    print_line(words, beside=manner().as_json)


def refuse(words: str, why: Why = Why.VALUE, code: Exit = Exit.MEND) -> NoReturn:
    """Says what a person can mend, and ends."""
    print_line(words, beside=True)
    if manner().as_json:
        print_line(json.dumps({"error": words, "why": why, "exit_code": code}))
    raise SystemExit(int(code))


def print_line(line: str, *, beside: bool = False) -> None:
    """A line to standard output, or `beside` it to standard error."""
    stream = sys.stderr if beside else sys.stdout
    stream.write(f"{line}\n")
    stream.flush()
