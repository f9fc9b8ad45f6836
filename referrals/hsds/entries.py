"""The JSON form, an entry at a time: a list of services, a page with its `contents`, or one service."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from referrals.hsds.listing import Broken, BrokenDirectoryError, Listing, Skipped, listing_of

_LARGEST = 1 << 20  # characters of one entry
_SPACE = " \t\r\n\ufeff"


def read_json(chunks: Iterable[str]) -> Iterator[Listing | Skipped]:
    """The services of a JSON text that comes in pieces of any length. Raises BrokenDirectoryError as it goes.

    No more than one entry and one piece is held at a time.
    """
    stream = _Stream(chunks)
    first = stream.peek()
    if first == "[":
        entries = stream.items()
    elif first == "{":
        entries = _page_or_service(stream)
    else:
        raise BrokenDirectoryError(Broken.NOT_JSON, stream.place)
    for entry in entries:
        yield listing_of(entry, stream.place)
    if stream.peek():
        raise BrokenDirectoryError(Broken.NOT_JSON, stream.place)


def _page_or_service(stream: _Stream) -> Iterator[object]:
    """A page's `contents`; without that key, the object is itself the one entry."""
    record: dict[str, object] = {}
    paged = False
    stream.take("{")
    while stream.peek() != "}":
        key = stream.value()
        stream.take(":")
        if key == "contents" and stream.peek() == "[":
            paged = True
            yield from stream.items()
        elif isinstance(key, str):
            record[key] = stream.value()
        if stream.read > _LARGEST and not paged:
            raise BrokenDirectoryError(Broken.NOT_JSON, stream.place)
        if stream.peek() == ",":
            stream.take(",")
    stream.take("}")
    if not paged:
        if not {"id", "name"} & record.keys():
            raise BrokenDirectoryError(Broken.NO_SERVICES, stream.place)
        stream.entry += 1
        yield record


class _Stream:
    """JSON values off a text in pieces. `entry` counts the services met, from 1; `read` the characters of values."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._text = ""
        self._at = 0
        self._decoder = json.JSONDecoder()
        self.entry = 0
        self.read = 0

    @property
    def place(self) -> str:
        return f"entry {max(self.entry, 1)}"

    def peek(self) -> str:
        """The next character that is not white space; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, character: str) -> None:
        if self.peek() != character:
            raise BrokenDirectoryError(Broken.NOT_JSON, self.place)
        self._at += 1

    def items(self) -> Iterator[object]:
        """The entries of the array that begins here, and on past its end."""
        self.take("[")
        while self.peek() != "]":
            self.entry += 1
            yield self.value()
            if self.peek() != "]":
                self.take(",")
        self.take("]")

    def value(self) -> object:
        """The value that begins here. A number that ends with the piece may go on in the next one."""
        self.peek()
        while True:
            try:
                found: object
                found, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                end = len(self._text)
            except (RecursionError, ValueError) as error:  # nested without end, a number of thousands of digits
                raise BrokenDirectoryError(Broken.NOT_JSON, self.place) from error
            else:
                if end < len(self._text) or not self._more():
                    self.read += end - self._at
                    self._at = end
                    return found
                continue
            if end - self._at > _LARGEST or not self._more():
                raise BrokenDirectoryError(Broken.NOT_JSON, self.place)

    def _more(self) -> bool:
        chunk = next(filter(None, self._chunks), "")
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return bool(chunk)
