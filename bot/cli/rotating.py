"""Changing the field key: a new one at the top of the key file, everything sealed with it, the old one retired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from bot.settings import Settings
from storage.crypto import FieldCipher, FieldKey, read_keys, use_cipher
from storage.crypto import new_key as fresh_key
from storage.keeping.keys import retire, write_key_file
from storage.keeping.rotation import left_over, reseal
from storage.privacy_rows import Verb
from storage.store import Store
from storage.work import UnitOfWork

Advance = Callable[[int], object]


class NoSecondKeyError(Exception):
    """The key stands in the environment, and there is but one."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The keys to go on with, newest first; `goes_on` where an earlier change was cut short."""

    keys: list[FieldKey]
    goes_on: bool


def begin(settings: Settings, engine: Engine) -> Begun:
    """Makes the new key, unless one waits for its fields; the engine seals with it from here on.

    It is on the disk before any field is sealed with it. Raises NoSecondKeyError, SettingsError, OSError.
    """
    keys = settings.keys()
    waits = any(key.retired is None for key in keys[1:])
    if settings.field_key is not None:
        if len(keys) == 1:
            raise NoSecondKeyError
    elif not waits:
        keys = [*read_keys(fresh_key()), *keys]
        write_key_file(settings.field_key_file, keys)
    use_cipher(engine, FieldCipher(*(key.secret for key in keys)))
    return Begun(keys, goes_on=waits)


def seal_all(engine: Engine, advance: Advance) -> None:
    """Seals everything with the first key, also what another command wrote with an older one meanwhile."""
    while left_over(engine):
        reseal(engine, advance)


def end(settings: Settings, engine: Engine, keys: list[FieldKey], now: datetime) -> int:
    """Retires the older keys, once nothing needs them but backups; returns how many were too old even for those."""
    Store(engine).run_here(lambda work: _told(work, now))
    if settings.field_key is not None:
        return 0
    left = retire(keys, now.date())
    write_key_file(settings.field_key_file, left)
    return len(keys) - len(left)


def _told(work: UnitOfWork, now: datetime) -> None:
    work.audit.by("rotate-key", now)
    work.audit.tell(Verb.CHANGED, "practice", 1)
