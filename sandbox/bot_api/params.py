"""Reads a method's raw parameters from wherever Telegram takes them: query string, JSON, form or multipart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from sandbox.bot_api.check import Upload
from sandbox.bot_api.errors import bad_request

_ATTACHED = "attach://"


async def read_params(request: Request) -> dict[str, Any]:
    """Parameters as sent: strings, JSON values, and files as Upload. Raises ApiError 400 for what cannot be read."""
    params: dict[str, Any] = dict(parse_qsl(request.url.query, keep_blank_values=True)) if request.url.query else {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return params | await _multipart(request)
    body = await request.body()
    if not body:
        return params
    try:
        if kind == "application/json":
            sent = json.loads(body)
        else:
            sent = dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise bad_request("can't parse the request's body") from None
    if not isinstance(sent, dict):
        raise bad_request("can't parse the request's body: expected an Object")
    return params | sent


async def _multipart(request: Request) -> dict[str, Any]:
    try:
        form = await MultiPartParser(request.headers, request.stream()).parse()
    except (MultiPartException, KeyError) as error:
        raise bad_request(f"can't parse the request's body: {error}") from None
    texts: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    for name, part in form.multi_items():
        if isinstance(part, UploadFile):
            mime_type = part.content_type or "application/octet-stream"
            uploads[name] = Upload(part.filename or name, mime_type, await part.read())
        else:
            texts[name] = part
    await form.close()
    return _attached(texts, uploads)


def _attached(texts: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
    """Put each file where it belongs: under its own name, or where `attach://name` points to it."""
    params = dict(texts)
    pointed = {value.removeprefix(_ATTACHED) for value in texts.values() if value.startswith(_ATTACHED)}
    for name, value in texts.items():
        if value.startswith(_ATTACHED):
            try:
                params[name] = uploads[value.removeprefix(_ATTACHED)]
            except KeyError:
                raise bad_request(f'file "{value}" is not in the request') from None
    return params | {name: upload for name, upload in uploads.items() if name not in pointed}
