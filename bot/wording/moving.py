"""What the command line says of moving a practice to another database."""

from __future__ import annotations

from collections.abc import Mapping

from storage.keeping.moving.compare import Amiss
from storage.keeping.moving.ends import End, Why

FROM_HELP = "The database to move from, which is only read; DATABASE_URL unless said."
TO_HELP = "The database to move to; DATABASE_URL unless said."
WHERE = (
    "Say --to, or --from, or both; DATABASE_URL is the other one. A password in what you type stays in the shell's "
    "history: put the new address into .env, and name the old one with --from sqlite:///followthrough.db"
)
CARRYING = "Carrying over, then comparing"
ANEW = "An earlier move of this practice is there, on which no bot has run. It begins anew."
_UNMOVED = "Nothing was moved."
_ENDS = {End.SOURCE: "The old database (--from)", End.TARGET: "The new database (--to)"}
_WHY = {
    Why.RUNS: "a bot runs on it. Remedy: stop it first.",
    Why.AWAY: "it cannot be opened or written. Remedy: check the address, its rights, the disk's space; does it exist?",
    Why.DAMAGED: "what lies there is no database any more.",
    Why.OTHER_KEY: "it was written with another key. Remedy: put back the key file that belongs to it.",
    Why.NEWER: "a newer version wrote it. Remedy: run that version.",
    Why.SAME: "it is the old one. Remedy: name another.",
    Why.NO_PRACTICE: "there is no practice in it. Remedy: check the address.",
    Why.BEHIND: "it has an older shape. Remedy: make a backup, then `python -m bot migrate`, then this again.",
    Why.CHANGED: "somebody changed something in it meanwhile. Remedy: this again, with nobody at work on it.",
    Why.NOT_EMPTY: "it is not empty, and what is in it is no practice. Remedy: name a database made for this.",
    Why.FOREIGN: "another practice is in it. Remedy: name an empty one.",
    Why.ALIVE: (
        "this practice is in it, and has gone on there by itself: it would lose that. Remedy: go on with that one, or "
        "name an empty one."
    ),
}
_AMISS = {
    Amiss.NOT_TAKEN: "the new database does not take it as it is",
    Amiss.DIFFERS: "it did not arrive as it was",
    Amiss.SHUT: "no key at hand opens a field of it. Remedy: put the key that wrote it into the key file, at the end",
    Amiss.COUNTER: "the ids behind it would be given again",
}


def no_address(option: str, reason: str) -> str:
    return f"{option}: {reason}. Remedy: use sqlite:///followthrough.db or postgresql://user@host/name."


def not_moved(end: End, why: Why) -> str:
    return f"{_ENDS[end]}: {_WHY[why]} {_UNMOVED}"


def different(table: str, row_id: int, amiss: Amiss) -> str:
    """A row for whose sake all of it was taken back."""
    return f"Row {row_id} of table {table}: {_AMISS[amiss]}. {_UNMOVED}"


def moved(counts: Mapping[str, int], address: str, set_already: bool) -> str:
    """The end of a move. `counts` of rows by table; `address` without its password."""
    rows = "\n".join(f"  {name:<14}{count:>8}" for name, count in counts.items())
    setting = (
        "DATABASE_URL names the new one already."
        if set_already
        else f"Put DATABASE_URL={address} into .env; where it shows ***, the password."
    )
    return (
        f"Moved, read back and compared, row by row:\n{rows}\n  {'all':<14}{sum(counts.values()):>8}\nNow:\n"
        f"1. {setting} `python -m bot doctor` looks at it.\n"
        "2. Start the bot. Never start one on the old database again.\n"
        "3. Make a backup. BACKUP_DIR with its backups and the list of what was erased stays as it is and goes on.\n"
        "4. Keep the old database until the bot has run for a day and that backup is there. Then remove it, a file "
        "with its -wal and -shm, within 30 days: what is erased from now on is still in it."
    )
