"""What is wrong, in a line each, with the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.cli.answers import Examined, Found
from bot.cli.speaking import manner, print_line
from bot.request import AiohttpRequest
from bot.settings import Settings, SettingsError, load_settings
from bot.wording import console, keeping
from storage.crypto import FieldKeyError
from storage.engine import open_engine
from storage.keeping.reading import UnreadableDatabaseError
from storage.migrate import NewerDatabaseError, pending
from storage.outages import StorageUnavailableError
from storage.store import Store

_TOLERATED = timedelta(seconds=30)


async def examine() -> list[Found]:
    """Settings, database, token, clock: whether each is good, and what is said of it."""
    try:
        settings = load_settings()
        settings.token()
        settings.cipher()
    except SettingsError as error:
        return [_bad("settings", str(error))]
    found = _bad("settings", keeping.key_open(settings.field_key_file)) if settings.key_open_to_others() else None
    return [found or _good("settings", "complete"), _database(settings), await _token(settings), await _clock(settings)]


def report(findings: Sequence[Found]) -> None:
    """A line each, what is not well on standard error; for a script one document."""
    if manner().as_json:
        print_line(Examined(good=all(one.good for one in findings), findings=list(findings)).model_dump_json())
        return
    for one in findings:
        print_line(console.check(one.good, one.name, one.says), beside=not one.good)


async def bot_name(settings: Settings) -> str | None:
    """The bot's user name; None when Telegram cannot be asked."""
    try:
        return await _ask_name(settings)
    except TelegramError:
        return None


async def _ask_name(settings: Settings) -> str | None:
    request = AiohttpRequest()
    await request.initialize()
    try:
        bot = Bot(settings.token(), base_url=f"{settings.telegram_api_url}/bot", request=request)
        return (await bot.get_me()).username
    finally:
        await request.shutdown()


def _database(settings: Settings) -> Found:
    store = Store(open_engine(settings.url, settings.cipher()))
    try:
        behind = pending(store.engine)
        founded = not behind and store.run_here(lambda work: work.people.practice()) is not None
    except NewerDatabaseError as error:
        return _bad("database", str(error))
    except FieldKeyError:
        return _bad("database", console.WRONG_KEY)
    except StorageUnavailableError:
        return _bad("database", console.NO_DATABASE)
    except UnreadableDatabaseError:
        return _bad("database", keeping.DAMAGED)
    finally:
        store.close()
    if behind:
        return _bad("database", console.BEHIND)
    return _good("database", "open, up to date") if founded else _bad("database", console.NO_PRACTICE)


async def _token(settings: Settings) -> Found:
    try:
        return _good("token", f"this is @{await _ask_name(settings)}")
    except InvalidToken:
        return _bad("token", console.NOT_KNOWN)
    except TelegramError:
        return _bad("token", console.NO_TELEGRAM)


async def _clock(settings: Settings) -> Found:
    """Compares with the date that the Bot API's own answer carries."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(settings.telegram_api_url) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return _bad("clock", console.NO_TELEGRAM)
    off = abs(datetime.now(UTC) - theirs)
    return (
        _good("clock", "right") if off <= _TOLERATED else _bad("clock", console.clock_off(round(off.total_seconds())))
    )


def _good(name: str, says: str) -> Found:
    return Found(name=name, good=True, says=says)


def _bad(name: str, says: str) -> Found:
    return Found(name=name, good=False, says=says)
