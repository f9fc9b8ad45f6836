"""What the command line says about handing referrals out and taking a list of them over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.exchange.cells import Amiss
from bot.exchange.rows import COLUMNS, MOST_ROWS, Broken, BrokenListError, Trouble
from bot.exchange.taking_over import Report
from bot.wording.text import listed
from bot.wording.trouble import looks_like

FORMAT_HELP = "fhir for other systems (a FHIR R4B Bundle), csv (two files) or xlsx (two sheets) for people."
TO_HELP = "The file to write; one that is there already stays as it is."
OF_HELP = "Telegram id of the one therapist whose referrals are meant; else everybody's."
JSON_HELP = "Say the outcome as one line of JSON."
LIST_HELP = "A file that /export made (.zip), or a list of referrals kept elsewhere (.csv)."
SKIP_HELP = "Of a list, take over what can be read although other rows cannot."
TEMPLATE_HELP = "Print the head of a list to fill in, and end."
READING_CLIENTS = "Reading clients"
MAKING = "Making the file"
CHECKING = "Checking codes"
READING_ROWS = "Reading rows"
TAKING_OVER = "Taking over"
_DRY = "A dry run: nothing was written."
_NOT_WRITTEN = "Nothing was written. Mend these, or say --skip-bad to take over the rest."
_THE_REST = "Everything that could be was written."
_NOTHING_NEW = "Nothing in it was new, and nothing was written."
_SHOWN = 50  # rows
_FEW = {0: "no", 1: "one"}
_DAY = "write a day as 2026-11-24"
_AMISS = {
    Amiss.NO_CODE: "no client code: one or two letters and up to three digits, such as C7",
    Amiss.INITIALS: "it may be initials with a date; give the client another code",
    Amiss.NO_SERVICE: "no service is named",
    Amiss.UNKNOWN_SERVICE: "no service of the directory is called so",
    Amiss.SEVERAL_SERVICES: "several services may be meant",
    Amiss.UNKNOWN_WORD: "a word that is not known here; docs/export.md has those that are",
    Amiss.ON_HOLD: "what rests is put to rest in the chat; say how far it had come",
    Amiss.NO_DAY: f"no day; {_DAY}, an appointment also as 2026-11-24 15:00",
    Amiss.FAR_DAY: "more than five years away",
    Amiss.YET_TO_COME: "it is yet to come",
    Amiss.BEFORE_RECOMMENDED: "before the day on which it was recommended",
    Amiss.NO_ZONE: "no time zone; write one as America/New_York",
    Amiss.NO_NUMBER: "a number from 0 to 10; ~7 for a guess",
    Amiss.OTHER_STATE: "it does not go with the state of this row",
    Amiss.TOO_LONG: "too long",
    Amiss.PARTED: "the work with this client has ended; take her up again in the chat first",
    Amiss.TOO_MANY_CELLS: "more cells than the head has columns",
}
_BROKEN = {
    Broken.NOT_TEXT: "it is not text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”",
    Broken.NOT_CSV: "it cannot be read as a table",
    Broken.NO_COLUMNS: "it has no column “{place}”; its first row names the columns",
    Broken.UNKNOWN_COLUMN: f"column {{place}} has a name that is not known; known are {', '.join(COLUMNS)}",
    Broken.COLUMN_TWICE: "it has the column “{place}” twice",
    Broken.SEVERAL_THERAPISTS: "it has the referrals of several therapists, and codes are each one's own. "
    "Export those of one with --for, or leave the others’ rows out",
    Broken.TOO_LARGE: f"it is too large: {MOST_ROWS} rows at most",
}


def exported(clients: int, referrals: int, paths: Sequence[Path]) -> str:
    """What was handed out, and how to treat it."""
    where = listed(str(path) for path in paths)
    return (
        f"{_counted(referrals, 'referral').capitalize()} of {_counted(clients, 'client')}: {where}.\n"
        "Codes and fixed words only, no notes; still personal data about health. Whoever has it can read it."
    )


def there_already(path: Path) -> str:
    return f"--to: {path} is there already. Nothing was written. Remedy: name another file."


def not_written(path: Path) -> str:
    return f"--to: {path} cannot be written. Remedy: check the folder, its rights and the space left."


def nobody(telegram_id: int) -> str:
    return f"--for: nobody aboard has the Telegram id {telegram_id}. Nothing was written."


def broken(path: Path, error: BrokenListError) -> str:
    """Why a list was not read at all."""
    return f"{path.name}: {_BROKEN[error.why].format(place=error.place)}. Nothing was written."


def amiss(trouble: Trouble) -> str:
    """What is amiss in one cell; what stands there is not repeated."""
    why = _AMISS[trouble.why] if trouble.kind is None else f"it holds {looks_like(trouble.kind)}, and I keep none"
    several = trouble.why is Amiss.SEVERAL_SERVICES
    near = f"{':' if several else '; nearest:'} {listed(trouble.near)}" if trouble.near else ""
    return f"row {trouble.row}, {trouble.column}: {why}{near}"


def taken_over(report: Report, dry_run: bool) -> str:
    """What became of a list of referrals, or would."""
    lines = [amiss(trouble) for trouble in report.troubles[:_SHOWN]]
    if len(report.troubles) > _SHOWN:
        lines.append(f"and {len(report.troubles) - _SHOWN} more")
    left = len({trouble.row for trouble in report.troubles})
    new = f" New clients: {', '.join(report.clients)}." if report.clients else ""
    lines.append(
        f"{_counted(report.rows, 'row').capitalize()}: {report.added} to take over, {report.there} there already, "
        f"{left} that cannot be.{new}"
    )
    if report.written:
        end = _NOTHING_NEW if not report.added else _THE_REST if left else "Written."
        return "\n".join([*lines, end])
    return "\n".join([*lines, _DRY if dry_run else _NOT_WRITTEN])


def _counted(number: int, thing: str) -> str:
    """no referral, one referral, 3 referrals: the command line speaks English"""
    return f"{_FEW.get(number, number)} {thing}{'s' if number > 1 else ''}"
