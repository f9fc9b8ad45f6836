"""How the control API shows messages."""

from __future__ import annotations

from typing import Any

from sandbox.state import Message, World

_OTHER_KINDS = ("voice", "contact", "location")


def message_view(world: World, message: Message) -> dict[str, Any]:
    """A message as the chat endpoint shows it. `date` is a Unix time of the sandbox's clock, in seconds."""
    body = message.body
    view: dict[str, Any] = {
        "message_id": message.message_id,
        "from": "bot" if message.by_bot else "user",
        "text": body.get("text", body.get("caption", "")),
        "html": message.html,
        "lang": message.language,
        "buttons": [[button["text"] for button in row] for row in message.keyboard],
        "data": [[button.get("callback_data") for button in row] for row in message.keyboard],
        "urls": [[button.get("url") for button in row] for row in message.keyboard],
        "edits": message.edits,
        "deleted": message.deleted,
        "protected": body.get("has_protected_content", False),
        "date": body["date"],
    }
    if "document" in body:
        view["document"] = _file_view(world, body["document"]["file_id"])
    if "photo" in body:
        view["photo"] = _file_view(world, body["photo"][-1]["file_id"])
    if other := next((kind for kind in _OTHER_KINDS if kind in body), None):
        view["kind"] = other
    return view


def _file_view(world: World, file_id: str) -> dict[str, Any]:
    file = world.files[file_id]
    return {"file_name": file.file_name, "size": file.size, "url": f"/sandbox/file/{file.id}", "shown": file.shown}
