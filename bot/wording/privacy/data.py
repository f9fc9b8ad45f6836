"""What the command line says about reading an archive back, and about how long anything is kept."""

from __future__ import annotations

from collections.abc import Sequence

from bot.wording.text import listed
from storage.rights.importing import (
    ArchiveError,
    ForeignArchiveError,
    IdentifyingArchiveError,
    Imported,
)
from storage.rights.retention import Due, Leaving

FOR_HELP = "Telegram id of the therapist whose clients these become."
DRY_RUN_HELP = "Say what would happen, and write nothing."
RETENTION_HELP = "How long a client or a referral is kept after its end."
HOLD_HELP = "A legal hold: nobody can erase anything and nothing leaves, until it is ended."
HOLD_SET = "Set: a legal hold. Nobody can erase anything, and nothing leaves by itself."
HOLD_ENDED = "No legal hold stands. Members can erase again, and what ended long enough ago leaves within a day."
REMOVING = "Removing"
NOTHING_LEAVES = "Nothing has been kept long enough to leave."
ON_HOLD = "A legal hold stands: nothing leaves. Remedy: `python -m bot practice --no-hold`, once the counsel says so."
_DRY = "A dry run: nothing was written."
_WHAT = {
    Leaving.CLIENTS: "closed clients, with all of theirs",
    Leaving.REFERRALS: "ended referrals",
    Leaving.EVENTS: "entries of history about ended referrals",
    Leaving.NUDGES: "answered questions",
    Leaving.MESSAGES: "notes of messages sent",
    Leaving.INVITES: "used or expired invites",
    Leaving.CALENDAR: "what stood in a calendar and is over",
    Leaving.LEFT: "names and words of members who left",
}


def retention_set(months: int) -> str:
    return f"Set: what has ended leaves after {'a month' if months == 1 else f'{months} months'}."


def leaving(due: Sequence[Due], dry_run: bool) -> str:
    """What leaves, by kind, with the day since when the oldest was due to be kept."""
    lines = [f"{one.count:>6}  {_WHAT[one.what]}, the oldest of {one.oldest:%Y-%m-%d}" for one in due]
    return "\n".join([*(lines or [NOTHING_LEAVES]), *([_DRY] if dry_run else [])])


def imported(result: Imported, dry_run: bool) -> str:
    """What became of an archive."""
    lines = [f"{_clients(len(result.taken))} taken in{_codes(result.taken)}."]
    if result.left_alone:
        lines.append(f"Left alone, for the codes are there already{_codes(result.left_alone)}.")
    if result.services:
        lines.append(f"New in the directory: {listed(result.services)}.")
    if result.by_others:
        lines.append(f"Recorded by somebody else, and kept without saying by whom: {result.by_others}.")
    return "\n".join([*lines, *([_DRY] if dry_run else [])])


def not_read(name: str, error: ArchiveError) -> str:
    """Why an archive was not read: where, and never what stands there."""
    match error:
        case ForeignArchiveError():
            why = f"it is no export of this version ({error.place})"
        case IdentifyingArchiveError():
            why = f"a text in it looks as if it could tell who a client is ({error.place})"
        case _:
            why = f"it is broken ({error.place})"
    return f"{name}: {why}. Nothing was written."


def no_therapist(telegram_id: int) -> str:
    return f"--for: no therapist aboard has the Telegram id {telegram_id}. Nothing was written."


def _clients(count: int) -> str:
    return {0: "No client", 1: "One client"}.get(count, f"{count} clients")


def _codes(codes: Sequence[str]) -> str:
    return f": {', '.join(codes)}" if codes else ""
