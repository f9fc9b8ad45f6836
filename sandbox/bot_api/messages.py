"""Sending, editing and deleting messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sandbox.bot_api.errors import bad_request, not_implemented
from sandbox.bot_api.formatted import message_text
from sandbox.bot_api.keyboards import inline_keyboard
from sandbox.bot_api.limits import CHAT_ACTIONS, DELETED_AT_ONCE, DELETING_WINDOW
from sandbox.state import Message, Person, World

# Parameters that change nothing a private chat in the sandbox could show.
_WITHOUT_EFFECT = frozenset({"disable_notification", "link_preview_options", "allow_paid_broadcast"})
_UNDERSTOOD = frozenset({"chat_id", "message_id", "text", "caption", "parse_mode", "reply_markup", "protect_content"})
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def send_message(world: World, params: dict[str, Any]) -> Any:
    """A text message to a private chat."""
    return post(world, params, message_text(params)).body


def post(world: World, params: dict[str, Any], content: dict[str, Any], *understood: str) -> Message:
    """A message of the bot with this content; `understood` names parameters the caller has dealt with.

    Raises ApiError 400 for an unknown chat or a wrong keyboard, 501 for a parameter the sandbox has no answer to.
    """
    refuse_others(params, "reply_parameters", *understood)
    person = _person(world, params)
    content |= _reply(world, person, params.get("reply_parameters"))
    if markup := inline_keyboard(params.get("reply_markup")):
        content["reply_markup"] = markup
    if params.get("protect_content"):
        content["has_protected_content"] = True
    return world.new_message(person, world.bot_user, content)


def refuse_others(params: dict[str, Any], *understood: str) -> None:
    """Raises ApiError 501 for a parameter of Telegram's that would be silently ignored."""
    others = params.keys() - _UNDERSTOOD - _WITHOUT_EFFECT - set(understood)
    if others:
        raise not_implemented(f"the parameter {min(others)}")


def edit_message_text(world: World, params: dict[str, Any]) -> Any:
    """New text for a message of the bot; without a keyboard the old one goes."""
    refuse_others(params)
    if "text" not in params:
        raise bad_request("message text is empty")
    message = _own_message(world, params)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    content = message_text(params)
    if markup := inline_keyboard(params.get("reply_markup")):
        content["reply_markup"] = markup
    return _rewritten(world, message, content, ("text", "entities", "reply_markup"))


def edit_message_reply_markup(world: World, params: dict[str, Any]) -> Any:
    """Another keyboard under a message of the bot, or none."""
    refuse_others(params)
    message = _own_message(world, params)
    markup = inline_keyboard(params.get("reply_markup"))
    return _rewritten(world, message, {"reply_markup": markup} if markup else {}, ("reply_markup",))


def delete_message(world: World, params: dict[str, Any]) -> Any:
    """Delete a message of either side, within 48 hours of the sandbox's calendar."""
    _person(world, params)
    message = _message(world, params["chat_id"], params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.delete(message)
    return True


def delete_messages(world: World, params: dict[str, Any]) -> Any:
    """Delete several; those that are missing or too old are passed over, as Telegram does."""
    _person(world, params)
    if not 1 <= len(params["message_ids"]) <= DELETED_AT_ONCE:
        raise bad_request(f"between 1 and {DELETED_AT_ONCE} message identifiers must be specified")
    for message_id in params["message_ids"]:
        message = _message(world, params["chat_id"], message_id)
        if message is not None and _deletable(world, message):
            world.delete(message)
    return True


def send_chat_action(world: World, params: dict[str, Any]) -> Any:
    """The bot is typing, or the like."""
    refuse_others(params, "action")
    person = _person(world, params)
    if params["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.add("typing", person.id)
    return True


def _person(world: World, params: dict[str, Any]) -> Person:
    chat_id = params.get("chat_id")
    if chat_id in (None, ""):
        raise bad_request("chat_id is empty")
    person = world.people.get(chat_id) if isinstance(chat_id, int) else None
    if person is None:
        raise bad_request("chat not found")
    return person


def _message(world: World, chat_id: int, message_id: int) -> Message | None:
    message = world.messages.get(message_id)
    return message if message and message.chat_id == chat_id and not message.deleted else None


def _own_message(world: World, params: dict[str, Any]) -> Message:
    person = _person(world, params)
    if not params.get("message_id"):
        raise bad_request("message identifier is not specified")
    message = _message(world, person.id, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _rewritten(world: World, message: Message, content: dict[str, Any], replaced: tuple[str, ...]) -> Any:
    if {name: message.body[name] for name in replaced if name in message.body} == content:
        raise bad_request(_NOT_MODIFIED)
    world.rewrite(message, content, gone=replaced)
    return message.body


def _deletable(world: World, message: Message) -> bool:
    return world.clock.now - datetime.fromtimestamp(message.body["date"], UTC) < DELETING_WINDOW


def _reply(world: World, person: Person, parameters: dict[str, Any] | None) -> dict[str, Any]:
    if parameters is None:
        return {}
    refuse = parameters.keys() - {"message_id", "allow_sending_without_reply"}
    if refuse:
        raise not_implemented(f"reply_parameters with {min(refuse)}")
    message = _message(world, person.id, parameters["message_id"])
    if message is not None:
        return {"reply_to_message": {k: v for k, v in message.body.items() if k != "reply_to_message"}}
    if parameters.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
