"""What the command line says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.wording.text import day
from referrals.model import Role

if TYPE_CHECKING:
    from referrals.identifiers import IdentifierKind

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


def not_fit(option: str, what: str) -> str:
    """An option's value that cannot stand."""
    return f"{option}: {what}. Nothing was changed."


def held(option: str, kind: IdentifierKind) -> str:
    """An option's value that may not be stored (clinical rule "codes only")."""
    from bot.wording.trouble import looks_like  # noqa: PLC0415 - with all that can be wrong with a typed line

    return f"{option}: it holds {looks_like(kind)}, and I keep none. Nothing was changed."


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
