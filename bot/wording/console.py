"""What the command line says."""

from __future__ import annotations

from pathlib import Path

from referrals.model import Role

ALREADY_RUNNING = "Another Followthrough runs on this database. Stop it first; two would say everything twice."
NOT_KNOWN = "BOT_TOKEN: Telegram does not know this token. Remedy: ask BotFather for it again (/mybots)."
NO_LONGER_KNOWN = "BOT_TOKEN: Telegram stopped accepting this token. Remedy: ask BotFather for the new one (/mybots)."
WRONG_KEY = "FIELD_KEY: this database was written with another key. Remedy: put back the key file that belongs to it."
NO_PRACTICE = "There is no practice in this database yet. Remedy: run `python -m bot init`."
PRACTICE_EXISTS = "This database has its practice already. For another way in: `python -m bot invite --role therapist`."
NO_DATABASE = (
    "DATABASE_URL: the database cannot be opened or written. Remedy: check the address, the folder and its rights."
)
UNKNOWN_ZONE = "--zone: that is no time zone. Remedy: name it as in America/New_York."
BEHIND = "it has an older shape. Remedy: run `python -m bot migrate`; `run` does it, too."
NO_TELEGRAM = "the Bot API does not answer. Remedy: check the network, a proxy, and TELEGRAM_API_URL."
REGION_HELP = "Where clients usually are, as an ISO country code such as US: it decides which crisis lines are known."
NOTHING_TO_SET = "Nothing to set. Remedy: name at least one of --region, --own-line, --missed-procedure."
PRACTICE_SET = "Set. An administrator confirms the crisis lines in the chat, by /practice, before any is shown."
UP_TO_DATE = "The database is up to date."
DEMO_STARTS = "Starting the sandbox, the bot and a short story."
ASK_NAME = "Name of the practice"
ASK_ZONE = "Its time zone (such as America/New_York)"
ASK_APPROVED = "Who in the practice approved the use of Telegram for pseudonymous data"


def key_made(path: Path) -> str:
    return f"Field key made: {path}. Keep a copy apart from the database: without it nothing can be read."


def invite(code: str, role: Role, bot_name: str | None) -> str:
    link = f"https://t.me/{bot_name}?start={code}" if bot_name else f"send the bot this line: /start {code}"
    return f"Invite for a {role}, for one person, good for seven days:\n{link}"


def check(good: bool, name: str, found: str) -> str:
    """One line of the doctor's."""
    return f"{'ok  ' if good else 'MEND'}  {name}: {found}"


def clock_off(seconds: int) -> str:
    return f"{seconds} seconds away from Telegram's. Remedy: let the machine set its clock from the network."


def demo_ready(page: str) -> str:
    return f"The chat page: {page}\nCtrl-C ends it; nothing is kept unless you gave --data."
