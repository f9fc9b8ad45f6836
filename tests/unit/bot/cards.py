"""Everything the wording can say, walked."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from bot import wording
from bot.exchange.table import Table
from bot.wording.card import Button, Card
from bot.wording.chart import Bar, Chart, Panel
from tests.unit.bot.examples import every_example
from tests.unit.bot.examples.samples import Say


def modules() -> Iterator[Any]:
    for module in pkgutil.walk_packages(wording.__path__, "bot.wording."):
        yield import_module(module.name)


def public_functions() -> set[Say]:
    """Save those of the module that says in which language, for it has no words of its own."""
    return {
        function
        for module in modules()
        if module.__name__ != "bot.wording.language"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def constants() -> Iterator[tuple[str, str]]:
    """Every word in a module's tables and constants, with the name it stands under."""
    for module in modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                yield from ((f"{module.__name__}.{name}", words) for words in _words(value))


def spoken() -> Iterator[tuple[str, object]]:
    """What every example says, with the name of the function that says it."""
    for say, examples in every_example().items():
        for arguments in examples:
            yield f"{say.__module__}.{say.__name__}", say(*arguments)


def cards() -> Iterator[tuple[str, Card]]:
    for name, said in spoken():
        if isinstance(said, Card):
            yield name, said


def texts() -> Iterator[tuple[str, str]]:
    """Every text and every label."""
    for name, said in spoken():
        for words in _words(said):
            yield name, words


def _words(said: object) -> Iterator[str]:
    match said:
        case str():
            yield said
        case Button(label):
            yield label
        case Card(html, rows):
            yield html
            yield from _words(rows)
        case Chart(title, note, panels, caption):
            yield from _words((title, note, caption, panels))
        case Panel(heading, bars, columns, words):
            yield from _words((heading, words, bars, columns))
        case Bar(label, value):
            yield from (label, value)
        case Table():
            yield from _words((said.head, said.rows))
        case tuple():
            for part in said:
                yield from _words(part)
        case Mapping():
            yield from _words(tuple(said.values()))
