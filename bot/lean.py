"""A running bot without what its libraries import beside what it uses of them: some ten megabytes, a quarter second.

Called before anything else is imported, and only by a process that is the bot and nothing besides.
"""

from __future__ import annotations

import gc
import sys
from functools import partialmethod
from types import GenericAlias, ModuleType
from typing import Any

# What a library does without where it is missing: structlog would draw tracebacks with rich; ours name an error's class
# and place (bot.logs). SQLAlchemy's asyncio, for which it has greenlet, is not used.
_MISSED_BY_NOBODY = ("rich", "greenlet")
# What python-telegram-bot names in signatures and nothing else is done with here, and what to do where it is used.
_NAMED_ONLY = {
    "httpx": "a request object must be given to the bot: python-telegram-bot's own is left out",
    # In the words by which its builder knows that there is none.
    "telegram.ext._jobqueue": "PTB must be installed via its own extra for a job queue; here what is due are rows",
    "telegram._passport.credentials": "no Telegram Passport: nothing that it holds may come in here",
}


def keep_lean() -> None:
    """Leaves out what is named above; requests are `bot.request`'s.

    Nor is anything looked for that could be collected until `set_out`: while modules are made, there is nothing.
    """
    gc.disable()
    for name, instead in _NAMED_ONLY.items():
        sys.modules[name] = _NotThere(name, instead)
    for name in _MISSED_BY_NOBODY:
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to say that there is none


def set_out() -> None:
    """Garbage is collected from here on; what is here now stays, unlooked at, for there is next to none in it."""
    gc.freeze()
    gc.enable()


def settled() -> None:
    """What has come since stays as well: later collections, which halt everything, pass over it."""
    gc.collect()
    gc.freeze()


class _NotThere(ModuleType):
    """Has whatever a signature names, and nothing that could be used: RuntimeError says what to do `instead`."""

    def __init__(self, name: str, instead: str) -> None:
        super().__init__(name)
        self._instead = instead

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        unusable = partialmethod(_no_use, self._instead)
        return type(name, (), {"__init__": unusable, "__class_getitem__": classmethod(GenericAlias)})


def _no_use(_self: object, instead: str, *_arguments: Any, **_named: Any) -> None:
    raise RuntimeError(instead)
