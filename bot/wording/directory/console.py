"""What the command line says of the practice's directory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.wording.directory.services import KINDS, wait
from bot.wording.text import listed
from referrals.hsds import Broken, BrokenDirectoryError, Reason, Skipped
from referrals.model import Service

READING = "Reading the directory"
NOTHING_TO_CHANGE = (
    'Say what to change, such as --contact, --wait or --kind. Example: services set "DBT group" --wait 8'
)
_SHOWN = 20  # names each
_LEFT_OUT = {
    Reason.NOT_A_SERVICE: "no service of HSDS 3.0 (it has no status)",
    Reason.NO_ID: "it has no id, or one of more than 200 characters",
    Reason.NO_NAME: "it has no name",
    Reason.NOT_ACTIVE: "it is not active",
    Reason.MALFORMED: "a field is not as HSDS has it",
    Reason.NAME_TAKEN: "another service has its name, and its organization does not tell them apart",
    Reason.IDENTIFIER: "its name holds what looks like a number or an address; those stand in a contact",
    Reason.TWICE: "its id stood further up already",
}
_WITH_DETAIL = {Reason.NOT_ACTIVE, Reason.MALFORMED}
_BROKEN = {
    Broken.NOT_JSON: "no JSON of HSDS, or one entry of more than a million characters ({place}).",
    Broken.NOT_CSV: "a table cannot be read ({place}).",
    Broken.NO_SERVICES: "no service is in it ({place}).",
    Broken.NO_COLUMNS: "a table lacks columns ({place}).",
    Broken.OUTSIDE: "a name in it leads out of the package ({place}).",
    Broken.NOT_TEXT: "it is not text in UTF-8 ({place}).",
    Broken.NOT_ZIP: "the zip file cannot be read ({place}).",
    Broken.TOO_LARGE: "a file in it is larger than can be right ({place}).",
    Broken.UNREADABLE: "it cannot be opened ({place}).",
}


def service(one: Service) -> str:
    """One line of the directory."""
    parts = [
        one.name,
        KINDS[one.kind].lower(),
        "in-house" if one.in_house else "outside",
        f"usual wait {wait(one.wait_weeks)}",
        f"also called {', '.join(one.aliases)}" if one.aliases else "",
        f"contact {one.contact}" if one.contact else "",
        one.note or "",
        "retired" if one.retired else "",
    ]
    return " · ".join(filter(None, parts))


def service_set(before: Service, after: Service) -> str:
    """What is different now, in the order of the directory's line."""
    if before == after:
        return f"Nothing is different: {service(after)}"
    return f"before: {service(before)}\nnow:    {service(after)}"


def no_such_service(name: str, nearest: Sequence[Service]) -> str:
    near = f" Nearest: {listed(one.name for one in nearest)}." if nearest else ""
    return f"No service is called “{name}”.{near} New ones are added in the chat: /services."


def label_taken(label: str, owner: Service) -> str:
    return f"“{label}” already means {owner.name}. Nothing was changed."


def left_out(skipped: Skipped) -> str:
    """Why a record of an imported directory was not taken."""
    detail = f" ({skipped.detail})" if skipped.detail and skipped.reason in _WITH_DETAIL else ""
    who = " · ".join(filter(None, (skipped.name, skipped.external_id)))
    return f"left out  {skipped.place}: {_LEFT_OUT[skipped.reason]}{detail}{f' · {who}' if who else ''}"


def imported(
    added: Sequence[str], updated: Sequence[str], unchanged: int, left_out: int, gone: Sequence[str], dry_run: bool
) -> str:
    """The end of an import's report. `gone` are the names of what came by an earlier import and is not in this one."""
    lines = [*_named("added", added), *_named("updated", updated)]
    if gone:
        lines += [*_named("not there", gone), "What is not in this directory any more stays; retire it in the chat."]
    count = f"{len(added)} added, {len(updated)} updated, {unchanged} unchanged, {left_out} left out"
    kept = "A dry run: nothing was written." if dry_run else "Everything was written."
    return "\n".join([*lines, f"{count}, {len(gone)} from earlier imports not there. {kept}"])


def broken(path: Path, error: BrokenDirectoryError) -> str:
    return f"{path}: {_BROKEN[error.why].format(place=error.place)} Nothing was written."


def _named(what: str, names: Sequence[str]) -> list[str]:
    lines = [f"{what:<10}{name}" for name in names[:_SHOWN]]
    return [*lines, f"{what:<10}and {len(names) - _SHOWN} more"] if len(names) > _SHOWN else lines
