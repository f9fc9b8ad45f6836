"""Answering taps on inline buttons."""

from __future__ import annotations

from typing import Any

from sandbox.bot_api.errors import bad_request, not_implemented
from sandbox.bot_api.limits import CALLBACK_ANSWER_CHARACTERS, CALLBACK_QUERY_LIFE
from sandbox.state import World


def answer_callback_query(world: World, params: dict[str, Any]) -> Any:
    """End the button's waiting, with a toast or an alert if there is text.

    Raises ApiError 400 for a tap that is unknown, answered already or older than 150 machine seconds.
    """
    text = params.get("text", "")
    if params.get("url"):
        raise not_implemented("the parameter url")
    if len(text) > CALLBACK_ANSWER_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.take_callback(params["callback_query_id"])
    age = world.clock.machine_now.timestamp() - query.made if query else 0
    if query is None or age >= CALLBACK_QUERY_LIFE.total_seconds():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if text:
        world.add_toast(query, text, alert=params.get("show_alert", False))
    else:
        world.events.add("answered", query.user, query.message_id)
    return True
