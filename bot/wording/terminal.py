"""What every command of the command line has in common: its help, what `--json` is, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence

ABOUT = (
    "Followthrough: no recommended service quietly dies. Try it with `demo`; set it up with `init`, `doctor`, `run`."
)
# What each command is for: the first line of its own help, which need not be imported to list it.
COMMANDS = {
    "run": "Run the bot with the settings in the environment and .env.",
    "demo": "Try it on this machine: sandbox, bot and chat page, no token.",
    "migrate": "Bring the database to this version's shape; `run` does it, too.",
    "doctor": "Check settings, database, token and clock, a line each.",
    "audit": "Write who did what as CSV: ids, times (UTC), fixed words.",
    "completion": "Print what a shell needs to complete `followthrough`, a command that runs this program.",
    "init": "Create the practice and its key, and print the first invite; what is not said is asked.",
    "practice": "Say where the practice is and what it does; what is not said stays.",
    "alerts": "Say who is told of an acute case after the supervisor.",
    "invite": "Print a new invite.",
    "lock": "Lock an account whose phone is lost: it opens nothing.",
    "rotate-key": "Change the field key, while the bot is stopped; may be cut short.",
    "backup": "Write a backup, also while the bot runs; old ones leave.",
    "restore": "Put a backup back, while the bot is stopped.",
    "move": "Move to another database, while no bot runs.",
    "retention": "Remove what has been kept long enough; `run` does it daily.",
    "export": "Write all referrals, in codes and without notes.",
    "import": "Give a therapist what a list or an export holds.",
    "services": "The practice's directory of services.",
}
JSON_HELP = "For scripts: one JSON document on standard output, nothing else; an error likewise."
QUIET_HELP = "Show no progress."
EXIT_CODES = (
    "Exit codes: 0 done, or told to stop; 1 something is not as it should be; 2 something needs mending first, and one "
    "line says what; 130 stopped by Ctrl-C."
)
CUT_SHORT = "Stopped. What was under way was taken back, unless its own words say otherwise."
PORT_TAKEN = "--port: it is taken. Remedy: choose another, or 0 for one that is free."
NO_TELEGRAM_ID = "That is no Telegram id: they are whole numbers from 1 on, of at most 16 digits."
NO_PORT = "A port is a number from 1 to 65535; 0 takes a free one."
NOBODY_TO_ASK = "Something is to be asked, and nobody can answer here. Remedy: say it by its option; see --help."


def examples(lines: Sequence[str]) -> str:
    """The end of a command's help."""
    if not lines:
        return ""
    return "\n\n".join([f"Example{'s' if len(lines) > 1 else ''}:", *(f"  {line}" for line in lines)])


def system(what: str, name: str | None) -> str:
    """What the machine did not allow: `what` in its own words, of the file `name` where it is about one."""
    return f"{f'{name}: ' if name else ''}{what}. Remedy: check the folder, its rights, the disk's space."
