"""A running bot without what its libraries import beside what it uses of them: some ten megabytes, a quarter second.

Called before anything else is imported, and only by a process that is the bot and nothing besides.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType
from typing import Any

# structlog would draw tracebacks with it; ours name an error's class and place (bot.logs).
_UNUSED = ("rich",)


def keep_lean() -> None:
    """The client of python-telegram-bot's own requests is not imported, for ours are `bot.request`'s.

    Nor is anything looked for that could be collected until `settled`: while modules are made, there is nothing.
    """
    gc.disable()
    sys.modules["httpx"] = _NotThere("httpx")
    for name in _UNUSED:
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to say that there is none


def settled() -> None:
    """What is here now stays: later collections, which halt everything, pass over it."""
    gc.collect()
    gc.freeze()
    gc.enable()


class _NotThere(ModuleType):
    """Has whatever a signature names, and nothing that could be used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": _no_use})


def _no_use(_self: object, *_arguments: Any, **_named: Any) -> None:
    raise RuntimeError("a request object must be given to the bot: python-telegram-bot's own is left out")
