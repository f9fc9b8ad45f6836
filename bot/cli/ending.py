"""How a command ends: its exit code, and in a word what was in the way. Both are for scripts, and stay as they are."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Exit(IntEnum):
    """What a process of ours ends with; systemd's unit and compose.yaml go by them."""

    DONE = 0
    FOUND = 1
    MEND = 2
    CUT_SHORT = 130


class Why(StrEnum):
    """What was in the way, for `--json`: the sentence beside it may change, these do not."""

    USAGE = "usage"
    VALUE = "value"
    FILE = "file"
    DECLINED = "declined"
    SETTINGS = "settings"
    PORT = "port"
    KEY = "key"
    PRACTICE = "practice"
    DATABASE = "database"
    DAMAGED = "damaged"
    OLDER = "older"
    NEWER = "newer"
    BUSY = "busy"
    DIFFERENT = "different"
    SYSTEM = "system"
    CUT_SHORT = "cut_short"
