"""Parses Telegram's HTML into text and entities, with Telegram's own error sentences.

Offsets and lengths of entities count UTF-16 code units; offsets in error sentences count UTF-8 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.bot_api.errors import ApiError, bad_request, not_implemented
from sandbox.bot_api.limits import utf16_length

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_SPACES = re.compile(r"[ \t\r\n\v]*")
_TAG_NAME = re.compile(r"[^ \t\r\n\v>]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\v=>]*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]+)|#(?P<decimal>[0-9]+)|(?P<name>[A-Za-z]+))")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_REFERENCE = 9  # characters before the semicolon; Telegram leaves longer ones as they stand
_LINK = re.compile(
    r"(?P<scheme>(?:https?|tg|ton|tonsite)://)?(?P<host>[^/?#\s<>\"]+)(?P<rest>[/?#][^\s<>\"]*)?", re.IGNORECASE
)
_EMOJI_ID = re.compile(r"-?[0-9]{1,19}")


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    parts_before: int


@dataclass(slots=True)
class _Parser:
    source: str
    position: int = 0
    offset: int = 0
    parts: list[str] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    open_tags: list[_OpenTag] = field(default_factory=list)

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        while self.position < len(self.source):
            self._step()
        if self.open_tags:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open_tags[-1].name}"')
        text = "".join(self.parts)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise _unparsable(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return text, self.entities

    def _step(self) -> None:
        source, start = self.source, self.position
        if source[start] == "<":
            if source.startswith("</", start):
                self._end_tag()
            else:
                self._start_tag()
            return
        if source[start] == "&":
            decoded, self.position = _decoded_reference(source, start)
            self._append(decoded)
            return
        ends = [end for end in (source.find("<", start), source.find("&", start)) if end >= 0]
        self.position = min(ends, default=len(source))
        self._append(source[start : self.position])

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def _bytes_before(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.position)
        self.position = match.end() if match else self.position
        return match.group() if match else ""

    def _at(self) -> str:
        return self.source[self.position : self.position + 1]

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        name = _lowered(self._take(_TAG_NAME))
        if not self._at():
            raise self._unclosed(begin)
        if name == "tg-time":
            raise not_implemented("the tag tg-time")
        if name not in _ENTITY_OF_TAG:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {self._bytes_before(begin)}')
        argument = self._attributes(name, begin)
        self.position += 1
        if name == "span" and argument != "spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes_before(begin)}')
        self.open_tags.append(_OpenTag(name, argument, self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Read up to the closing `>`; returns the one attribute's value that matters for this tag."""
        argument = ""
        while True:
            self._take(_SPACES)
            if self._at() == ">":
                return argument
            name = self._take(_ATTRIBUTE_NAME)
            self._take(_SPACES)
            if not self._at():
                raise self._unclosed(begin, tag)
            if not name:
                place = self._bytes_before(begin)
                raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {place}')
            value = ""
            if self._at() == "=":
                self.position += 1
                self._take(_SPACES)
                if not self._at():
                    raise self._unclosed(begin, tag)
                value = self._attribute_value()
                if not self._at():
                    raise self._unclosed(begin)
            argument = _argument(tag, name, value) or argument

    def _attribute_value(self) -> str:
        quote = self._at()
        if quote not in {"'", '"'}:
            begin = self.position
            token = self._take(_NAME_TOKEN)
            if self._at() and self._at() not in " \t\r\n\v>":
                raise _unparsable(f"Unexpected end of name token at byte offset {self._bytes_before(begin)}")
            return _lowered(token)
        self.position += 1
        characters = []
        while self._at() not in {quote, ""}:
            decoded, self.position = _decoded_reference(self.source, self.position)
            characters.append(decoded)
        self.position += 1
        return "".join(characters)

    def _end_tag(self) -> None:
        begin = self.position
        place = self._bytes_before(begin)
        if not self.open_tags:
            raise _unparsable(f"Unexpected end tag at byte offset {place}")
        self.position += 2
        name = _lowered(self._take(_TAG_NAME))
        self._take(_SPACES)
        if self._at() != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {place}")
        self.position += 1
        tag = self.open_tags.pop()
        if name and name != tag.name:
            raise _unparsable(f'Unmatched end tag at byte offset {place}, expected "</{tag.name}>", found "</{name}>"')
        length = self.offset - tag.offset
        if length:
            self._close(tag, length)

    def _close(self, tag: _OpenTag, length: int) -> None:
        entity: dict[str, Any] = {"type": _ENTITY_OF_TAG[tag.name], "offset": tag.offset, "length": length}
        if tag.name == "a":
            url = _link(tag.argument or "".join(self.parts[tag.parts_before :]))
            if url is None:
                return
            entity["url"] = url
        elif tag.name == "tg-emoji":
            if (
                not _EMOJI_ID.fullmatch(tag.argument)
                or not -(2**63) <= int(tag.argument) < 2**63
                or not int(tag.argument)
            ):
                raise _unparsable("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        elif tag.name == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        elif tag.name in {"pre", "code"}:
            if tag.name == "code" and tag.argument:
                entity["language"] = tag.argument
            if self._joined_with_inner(entity):
                return
        self.entities.append(entity)

    def _joined_with_inner(self, entity: dict[str, Any]) -> bool:
        """`<pre><code class="language-x">` over the same text is one entity with a language, either way round."""
        inner = self.entities[-1] if self.entities else {}
        if (inner.get("offset"), inner.get("length")) != (entity["offset"], entity["length"]):
            return False
        language = inner.get("language") or entity.get("language")
        if {inner["type"], entity["type"]} != {"pre", "code"} or not language:
            return False
        inner.update(type="pre", language=language)
        return True

    def _unclosed(self, begin: int, tag: str = "") -> ApiError:
        named = f' "{tag}"' if tag else ""
        return _unparsable(f"Unclosed start tag{named} at byte offset {self._bytes_before(begin)}")


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its MessageEntity objects. Raises ApiError 400 with Telegram's sentence."""
    return _Parser(source).run() if "<" in source or "&" in source else (source, [])


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "expandable" if (tag, name) == ("blockquote", "expandable") else ""


def _decoded_reference(source: str, position: int) -> tuple[str, int]:
    """The character at `position`, decoded if it begins a reference Telegram knows, and the position after it."""
    match = _REFERENCE.match(source, position)
    if match is None:
        return source[position], position + 1
    if name := match["name"]:
        character = _NAMED.get(name, "")
    else:
        code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
        known = 0 < code < 0x10FFFF and len(match.group()) <= _LONGEST_REFERENCE
        character = chr(code) if known else ""
    if not character:
        return source[position], position + 1
    return character, match.end() + source.startswith(";", match.end())


def _link(url: str) -> str | None:
    """The address as Telegram writes it, or None where Telegram silently makes no link."""
    if re.match(r"tg://user\?id=", url, re.IGNORECASE):
        raise not_implemented("mentions by tg://user")
    match = _LINK.fullmatch(url)
    if match is None:
        return None
    scheme = (match["scheme"] or "http://").lower()
    host, rest = match["host"], match["rest"] or ""
    if scheme.startswith("http"):
        if "." not in host:
            return None
        host = host.lower()
        rest = rest if rest.startswith("/") else f"/{rest}"
    return f"{scheme}{host}{rest}"


def _lowered(name: str) -> str:
    """Lower case as Telegram has it: ASCII letters only."""
    return re.sub("[A-Z]+", lambda match: match.group().lower(), name)


def _unparsable(sentence: str) -> ApiError:
    return bad_request(f"can't parse entities: {sentence}")
