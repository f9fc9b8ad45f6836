"""Sending documents and photos, and getting files back."""

from __future__ import annotations

from typing import Any

from sandbox.bot_api.check import Upload
from sandbox.bot_api.errors import ApiError, bad_request, not_implemented
from sandbox.bot_api.formatted import caption
from sandbox.bot_api.images import picture_size
from sandbox.bot_api.limits import DOCUMENT_BYTES, PHOTO_BYTES, PHOTO_SIDES_RATIO, PHOTO_SIDES_SUM
from sandbox.bot_api.messages import post
from sandbox.state import StoredFile, World


def send_document(world: World, params: dict[str, Any]) -> Any:
    """A file, uploaded or known by its file_id."""
    text = caption(params)
    file = _file(world, params["document"], DOCUMENT_BYTES)
    understood = ("document", "disable_content_type_detection")
    return post(world, params, {"document": document(file), **text}, *understood).body


def send_photo(world: World, params: dict[str, Any]) -> Any:
    """A picture, PNG or JPEG, uploaded or known by its file_id."""
    text = caption(params)
    file = _file(world, params["photo"], PHOTO_BYTES)
    size = picture_size(world.store.content(file.id))
    if size is None or not min(size):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_SIDES_SUM or max(size) > PHOTO_SIDES_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return post(world, params, {"photo": photo(file, size), **text}, "photo").body


def get_file(world: World, params: dict[str, Any]) -> Any:
    """Where to fetch a file's bytes."""
    file = world.files.get(params["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    return {**_handle(file), "file_path": file.path}


def document(file: StoredFile) -> dict[str, Any]:
    """Telegram's Document."""
    return {**_handle(file), "file_name": file.file_name, "mime_type": file.mime_type}


def photo(file: StoredFile, size: tuple[int, int]) -> list[dict[str, Any]]:
    """Telegram's PhotoSize list; the sandbox keeps the one size it was given."""
    return [{**_handle(file), "width": size[0], "height": size[1]}]


def _handle(file: StoredFile) -> dict[str, Any]:
    return {"file_id": file.id, "file_unique_id": file.id[:16], "file_size": file.size}


def _file(world: World, given: Upload | str, largest: int) -> StoredFile:
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        if len(given.content) > largest:
            raise ApiError(413, "Request Entity Too Large")
        return world.add_file(given.file_name, given.mime_type, given.content)
    if "://" in given:
        raise not_implemented("files by URL")
    known = world.files.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known
