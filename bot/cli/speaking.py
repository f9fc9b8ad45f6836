"""Where a command's words go: to a person on standard output; with `--json`, one document there and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from bot.cli.ending import Exit, Why

if TYPE_CHECKING:
    from pydantic import BaseModel


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
    print_trouble(words, why, code)
    raise SystemExit(int(code))


def print_trouble(words: str, why: Why, code: Exit) -> None:
    """The document of a script that got nothing; for a person nothing."""
    if manner().as_json:
        from bot.cli.trouble import Trouble  # noqa: PLC0415 - for scripts alone, and pydantic takes a while

        print_line(Trouble(error=words, why=why, exit_code=code).model_dump_json())


@contextmanager
def beside() -> Iterator[None]:
    """Where somebody is asked something: beside the document as well."""
    with redirect_stdout(sys.stderr) if manner().as_json else nullcontext():
        yield


def print_line(line: str, *, beside: bool = False) -> None:
    """A line to standard output, or `beside` it to standard error."""
    stream = sys.stderr if beside else sys.stdout
    stream.write(f"{line}\n")
    stream.flush()
