"""How a file is handed to the page."""

from __future__ import annotations

import pytest

from sandbox.attachments import headers, shown_as
from tests.sandbox.test_files import JPEG

PNG = b"\x89PNG\r\n\x1a\n..."


@pytest.mark.parametrize(
    ("name", "mime_type", "content", "shown"),
    [
        ("a.png", "application/octet-stream", PNG, "image/png"),
        ("a", "text/html", JPEG, "image/jpeg"),
        ("a.pdf", "application/pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("a.pdf", "application/pdf", b"<script>", ""),
        ("a.pdf", "text/html", b"%PDF-1.7 <script>", ""),
        ("a.html", "text/html", b"<script>", "text/plain"),
        ("a.svg", "image/svg+xml", b"<svg/>", "text/plain"),
        ("a.csv", "text/csv", b"a,b", "text/plain"),
        ("A.CSV", "text/csv", ("x" * 4095 + "ñ").encode(), "text/plain"),
        ("a.csv", "text/csv", b"a\xff" + b"x" * 5000, ""),
        ("a.csv", "text/csv", b"a\0b", ""),
        ("a.zip", "application/zip", b"PK\x03\x04", ""),
        ("a", "text/plain", b"words", ""),
    ],
)
def test_the_bytes_say_how_a_file_is_shown(name: str, mime_type: str, content: bytes, shown: str) -> None:
    assert shown_as(name, mime_type, content) == shown


@pytest.mark.parametrize("shown", ["text/plain", ""])
def test_what_could_run_is_only_ever_downloaded(shown: str) -> None:
    told = headers("a.html", shown)
    assert told["content-type"] == "application/octet-stream"
    assert told["content-disposition"].startswith("attachment")
    assert told["content-security-policy"] == "sandbox; default-src 'none'"
    assert told["x-content-type-options"] == "nosniff"


def test_a_picture_opens_where_nothing_runs_and_a_pdf_in_our_own_frames_only() -> None:
    assert headers("a.png", "image/png")["content-security-policy"].startswith("sandbox")
    told = headers("a.pdf", "application/pdf")
    assert (told["content-type"], told["x-content-type-options"]) == ("application/pdf", "nosniff")
    assert told["content-security-policy"] == "frame-ancestors 'self'"


def test_a_name_cannot_write_a_header() -> None:
    told = headers('a"\r\nset-cookie: x; /b.csv', "")
    assert told["content-disposition"] == "attachment; filename*=UTF-8''a%22%0D%0Aset-cookie%3A%20x%3B%20%2Fb.csv"
