"""Every command, option and field of docs/command-line.md, as the program itself has them. `make reference` writes it.

Usage: python -m tests.reference
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.cli.command import Command
from tests.unit.cli.walk import commands

PAGE = Path(__file__).parents[1] / "docs" / "command-line.md"
_BEGIN, _END = "<!-- commands -->\n", "<!-- end of commands -->\n"
_OF_ALL = {"--json", "--quiet", "--help"}  # explained once, at the top


def page() -> str:
    """What the page is to say: its head as it stands there, and the commands."""
    before, _, rest = PAGE.read_text().partition(_BEGIN)
    sections = "".join(_section(name, one) for name, one in sorted(commands().items()))
    return f"{before}{_BEGIN}\n{sections}{_END}{rest.partition(_END)[2]}"


def _section(name: str, one: Command) -> str:
    blocks = [f"### {name}", one.help or "", "\n".join(f"    {line}" for line in one.examples)]
    blocks += ["\n".join(_table(("Say", "For"), map(_said, _own(one))))] if _own(one) else []
    blocks += ["\n".join(_answer(one))] if one.answers else []
    return "\n\n".join(blocks) + "\n\n"


def _own(one: Command) -> list[Any]:
    return [param for param in one.params if not _OF_ALL.intersection(param.opts)]


def _said(param: Any) -> tuple[str, str]:
    argument = param.param_type_name == "argument"
    names = [param.name.upper()] if argument else [*param.opts, *param.secondary_opts]
    choices = getattr(param.type_descriptor, "choices", None) or ()
    one_of = f" One of {', '.join(str(getattr(choice, 'value', choice)) for choice in choices)}." if choices else ""
    return ", ".join(f"`{name}`" for name in names), f"{param.help}{one_of}"


def _answer(one: Command) -> Iterator[str]:
    assert one.answers is not None
    yield f"`--json` prints {'a line for each' if one.each else 'one document'}:\n"
    fields = one.answers.model_fields
    yield from _table(("Field", "Is"), ((f"`{name}`", field.description or "") for name, field in fields.items()))


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "|---|---|"
    yield from (f"| {one} | {other} |" for one, other in rows)


if __name__ == "__main__":
    PAGE.write_text(page())
