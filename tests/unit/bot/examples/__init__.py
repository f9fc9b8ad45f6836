"""Examples of everything the wording can say: one module for each of the wording's, with a table EXAMPLES."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from tests.unit.bot.examples.samples import Arguments, Say


def every_example() -> dict[Say, list[Arguments]]:
    """Each public function of the wording, with the arguments it is tried with."""
    found: dict[Say, list[Arguments]] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        found |= getattr(import_module(module.name), "EXAMPLES", {})
    return found
