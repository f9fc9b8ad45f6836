"""What the command line says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.wording.directory.services import KINDS, wait
from bot.wording.text import day, listed
from bot.wording.trouble import looks_like
from referrals.hsds import Broken, BrokenDirectoryError, Reason, Skipped
from referrals.identifiers import IdentifierKind
from referrals.model import Role, Service

ALREADY_RUNNING = (
    "Another Followthrough runs on this database, or a command that wants it alone. Let it end first. "
    "Several at once run on PostgreSQL only."
)
PORT_TAKEN = (
    "HTTP_PORT: it is taken, or HTTP_HOST is not this machine's. Remedy: choose another port, or 0 to serve no pages."
)
NOT_KNOWN = "BOT_TOKEN: Telegram does not know this token. Remedy: ask BotFather for it again (/mybots)."
NO_LONGER_KNOWN = "BOT_TOKEN: Telegram stopped accepting this token. Remedy: ask BotFather for the new one (/mybots)."
WRONG_KEY = "FIELD_KEY: this database was written with another key. Remedy: put back the key file that belongs to it."
NO_PRACTICE = "There is no practice in this database yet. Remedy: run `python -m bot init`."
PRACTICE_EXISTS = "This database has its practice already. For another way in: `python -m bot invite --role therapist`."
NO_DATABASE = (
    "DATABASE_URL: the database cannot be opened or written. Remedy: check the address, the folder, its rights, "
    "the disk's space, and whether another program keeps it locked."
)
UNKNOWN_ZONE = "--zone: that is no time zone. Remedy: name it as in America/New_York."
BEHIND = "it has an older shape. Remedy: run `python -m bot migrate`; `run` does it, too."
NO_TELEGRAM = "the Bot API does not answer. Remedy: check the network, a proxy, and TELEGRAM_API_URL."
REGION_HELP = "Where clients usually are, as an ISO country code such as US: it decides which crisis lines are known."
STALLED_HELP = (
    "When a case has stalled, such as days=21; also sessions, days-without-schedule, open, safety-days. "
    "May be given several times."
)
FOR_HELP = "Telegram id of a member who signs in anew by it, with the same account or another."
LOCK_HELP = "Telegram id of the account that is to open nothing any more."
ALERTS_SET = "Set. It counts from the next acute case on."
HOLIDAYS_HELP = "Whose public holidays are kept, as an ISO code such as US or US-NY; those of --region unless said."
NOTHING_TO_SET = "Nothing to set. Remedy: name at least one of --region, --own-line, --missed-procedure, --holidays."
NO_ALERT_TO_SET = "Nothing to set. Remedy: name at least one of --cover, --on-call, --minutes."
PRACTICE_SET = "Set. An administrator confirms the crisis lines in the chat, by /practice, before any is shown."
UP_TO_DATE = "The database is up to date."
MIGRATING = "Bringing the database to this version's shape"
ASKING_TELEGRAM = "Asking Telegram"
PLANNING = "Planning everybody's messages anew"
DEMO_STARTS = "Starting the sandbox, the bot and a short story."
NAME_HELP = "Name of the practice."
ZONE_HELP = "Its time zone, such as America/New_York."
APPROVED_HELP = "Who in the practice approved the use of Telegram for pseudonymous data."
ASK_NAME = "Name of the practice"
ASK_ZONE = "Its time zone (such as America/New_York)"
ASK_APPROVED = "Who in the practice approved the use of Telegram for pseudonymous data"

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


def key_made(path: Path) -> str:
    return f"Field key made: {path}. Keep a copy apart from the database: without it nothing can be read."


def invite(code: str, role: Role, bot_name: str | None) -> str:
    article = "an" if role is Role.ADMINISTRATOR else "a"
    return f"Invite for {article} {role}, for one person, good for seven days:\n{_way_in(code, bot_name)}"


def link(code: str, bot_name: str) -> str:
    return f"https://t.me/{bot_name}?start={code}"


def _way_in(code: str, bot_name: str | None) -> str:
    return link(code, bot_name) if bot_name else f"send the bot this line: /start {code}"


def sign_in(code: str, bot_name: str | None) -> str:
    return (
        "For this one member, single use, good for seven days. Whoever opens it becomes her, from whatever account; "
        f"give it to nobody else:\n{_way_in(code, bot_name)}"
    )


def locked(telegram_id: int) -> str:
    return (
        f"Locked: {telegram_id} opens nothing here any more and gets nothing. What stands in the chat stays there: end "
        "the lost phone's session in Telegram, Settings > Devices. The way back: "
        f"python -m bot invite --for {telegram_id}"
    )


def holidays_set(region: str, following: tuple[date, str] | None) -> str:
    coming = f" The next is {following[1]}, {day(following[0])}." if following else ""
    return f"Set: therapists keep the public holidays of {region}, unless one says otherwise in /settings.{coming}"


def no_holidays(region: str) -> str:
    return f"--holidays: I know no public holidays of “{region}”. Remedy: an ISO code such as US, US-NY, GB or DE-BY."


def check(good: bool, name: str, found: str) -> str:
    """One line of the doctor's."""
    return f"{'ok  ' if good else 'MEND'}  {name}: {found}"


def clock_off(seconds: int) -> str:
    return f"{seconds} seconds away from Telegram's. Remedy: let the machine set its clock from the network."


def demo_ready(page: str) -> str:
    return f"The chat page: {page}\nCtrl-C ends it; nothing is kept unless you gave --data."


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


def not_fit(option: str, what: str) -> str:
    """An option's value that cannot stand."""
    return f"{option}: {what}. Nothing was changed."


def held(option: str, kind: IdentifierKind) -> str:
    """An option's value that may not be stored (clinical rule "codes only")."""
    return f"{option}: it holds {looks_like(kind)}, and I keep none. Nothing was changed."


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


def wrong_limit(word: str, names: list[str], most: int) -> str:
    return (
        f"{word}: say one of {', '.join(name.replace('_', '-') for name in names)}, such as days=21, from 1 to {most}."
    )


def wrong_minutes(most: int) -> str:
    return f"From 1 to {most} minutes."


def no_members(numbers: list[int]) -> str:
    return f"Nobody aboard has this Telegram id: {', '.join(map(str, numbers))}. Nothing was changed."


def migrating(steps: int) -> str:
    """What `run` says before it begins, where an update changed the database's shape."""
    return f"{MIGRATING}: {steps} {'step' if steps == 1 else 'steps'}."
