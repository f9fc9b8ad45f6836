"""One message to Telegram, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.request import NotSentError, call, flood_seconds
from bot.wording.card import Card
from storage.outbox import SHUT_OUT, Outgoing
from storage.traffic import OutboxKind

if TYPE_CHECKING:
    from bot.delivery.documents import Document


class Fate(StrEnum):
    SENT = "sent"
    LATER = "later"  # provably not sent: the same again, after `wait_seconds`
    UNCERTAIN = "uncertain"  # perhaps sent: again, rather twice than never
    BLOCKED = "blocked"  # the person shut the bot out
    DEAD = "dead"  # Telegram will never have it
    TOKEN = "token"  # noqa: S105 - a fate, not a secret: the token is not valid any more


@dataclass(frozen=True, slots=True)
class Result:
    """`wait_seconds` (machine time) is Telegram's wish, 0 for none; `message_id` that of a new message.

    `error` is a code without content.
    """

    fate: Fate
    message_id: int | None = None
    wait_seconds: float = 0.0
    error: str = ""


async def send(bot: Bot, outgoing: Outgoing, document: Document | None = None) -> Result:
    """Tries once; `document` is what the row's recipe made, if it has one."""
    try:
        return Result(Fate.SENT, await _call(bot, outgoing, document))
    except RetryAfter as error:
        return Result(Fate.LATER, wait_seconds=flood_seconds(error))
    except Forbidden:
        return Result(Fate.BLOCKED, error=SHUT_OUT)
    except InvalidToken:
        return Result(Fate.TOKEN, error="token")
    except BadRequest as error:
        return await _after_bad_request(bot, outgoing, error)
    except NotSentError:
        return Result(Fate.LATER)
    except NetworkError:
        return Result(Fate.UNCERTAIN)
    except (TelegramError, LookupError, TypeError, ValueError) as error:
        # The last three: no card can be made of the row. Left undecided, it would hold up its chat for good.
        return Result(Fate.DEAD, error=type(error).__name__)


async def _call(bot: Bot, outgoing: Outgoing, document: Document | None) -> int | None:
    if document is not None:
        return await _send_document(bot, outgoing.chat_id, document)
    if outgoing.kind is OutboxKind.DELETE:
        if outgoing.message_id is not None:
            await call(bot, "deleteMessage", chat_id=outgoing.chat_id, message_id=outgoing.message_id)
        return None
    card = Card.from_json(outgoing.body or "")
    shown = {"chat_id": outgoing.chat_id, "text": card.html, "parse_mode": ParseMode.HTML}
    if outgoing.kind is OutboxKind.EDIT and outgoing.message_id is not None:
        await call(bot, "editMessageText", **shown, message_id=outgoing.message_id, reply_markup=_keyboard(card))
        return None
    protected = not card.may_leave
    message = await call(bot, "sendMessage", **shown, reply_markup=_keyboard(card), protect_content=protected)
    return int(message["message_id"])


async def _send_document(bot: Bot, chat_id: int, document: Document) -> int:
    """A file one asked for may be kept and passed on, and so may a picture; the caption says so."""
    send = bot.send_photo if document.picture else bot.send_document
    message = await send(
        chat_id, document.content, filename=document.file_name, caption=document.caption, protect_content=False
    )
    return message.message_id


async def _after_bad_request(bot: Bot, outgoing: Outgoing, error: BadRequest) -> Result:
    words = error.message.lower()
    if "not modified" in words or outgoing.kind is OutboxKind.DELETE:
        return Result(Fate.SENT)  # it is already so; or the message is gone, or too old to be deleted
    if "message to edit not found" in words:
        anew = Outgoing(
            outgoing.id,
            outgoing.chat_id,
            OutboxKind.SEND,
            outgoing.body,
            None,
            outgoing.not_after,
            outgoing.attempts,
        )
        return await send(bot, anew)
    return Result(Fate.DEAD, error="bad_request")


def _keyboard(card: Card) -> dict[str, Any] | None:
    if not card.rows:
        return None
    rows = [[{"text": button.label, "callback_data": button.data} for button in row] for row in card.rows]
    return {"inline_keyboard": rows}
