"""What every command of the command line has in common: its help, what `--json` is, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence

ABOUT = (
    "Followthrough: no recommended service quietly dies. Try it with `demo`; set it up with `init`, `doctor`, `run`."
)
JSON_HELP = "For scripts: one JSON document on standard output, nothing else; an error likewise."
QUIET_HELP = "Show no progress."
EXIT_CODES = (
    "Exit codes: 0 done, or told to stop; 1 something is not as it should be; 2 something needs mending first, and one "
    "line says what; 130 stopped by Ctrl-C."
)
CUT_SHORT = "Stopped. What was under way was taken back, unless its own words say otherwise."
PORT_TAKEN = "--port: it is taken. Remedy: choose another, or 0 for one that is free."
NOBODY_TO_ASK = "Something is to be asked, and nobody can answer here. Remedy: say it by its option; see --help."


def examples(lines: Sequence[str]) -> str:
    """The end of a command's help."""
    if not lines:
        return ""
    return "\n\n".join([f"Example{'s' if len(lines) > 1 else ''}:", *(f"  {line}" for line in lines)])


def system(what: str, name: str | None) -> str:
    """What the machine did not allow: `what` in its own words, of the file `name` where it is about one."""
    return f"{f'{name}: ' if name else ''}{what}. Remedy: check the folder, its rights, the disk's space."
