"""What of a file may be shown in place, and how it is handed to the page so that nothing in it can run there."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

PDF = "application/pdf"
TEXT = "text/plain"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8": "image/jpeg"}
_TEXTS = frozenset({".csv", ".html", ".ics", ".json", ".md", ".ndjson", ".svg", ".txt", ".xml"})
_LOOKED_AT = 4096  # bytes of a text that are looked at before it is called one


def shown_as(file_name: str, mime_type: str, content: bytes) -> str:
    """The media type as which the page may show this in place: a picture, a PDF, plain text, or "" for a mere name.

    The bytes have to be what they are called, for a browser is never left to guess. Every text is plain text here.
    """
    for beginning, picture in _PICTURES.items():
        if content.startswith(beginning):
            return picture
    if mime_type == PDF and content.startswith(b"%PDF-"):
        return PDF
    if PurePath(file_name).suffix.lower() in _TEXTS and _is_text(content[:_LOOKED_AT]):
        return TEXT
    return ""


def headers(file_name: str, shown: str) -> dict[str, str]:
    """Content-Type and its guards. Only a picture and a PDF open in the browser; everything else is downloaded.

    A PDF is not put into a sandbox, where browsers' viewers do not open; what runs in a PDF has no way to the page.
    """
    opens = shown == PDF or shown in _PICTURES.values()
    return {
        "content-type": shown if opens else "application/octet-stream",
        "content-disposition": f"{'inline' if opens else 'attachment'}; filename*=UTF-8''{quote(file_name, safe='')}",
        "content-security-policy": "frame-ancestors 'self'" if shown == PDF else "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }


def _is_text(beginning: bytes) -> bool:
    try:
        beginning.decode()
    except UnicodeDecodeError as error:
        return error.start > len(beginning) - 4  # a letter cut in two by the limit
    return b"\0" not in beginning
