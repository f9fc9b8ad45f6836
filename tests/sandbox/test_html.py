"""The parser against Telegram's own, which `tdjson` runs offline."""

from __future__ import annotations

import json
from typing import Any

import pytest
import tdjson
from hypothesis import given
from hypothesis import strategies as st

from sandbox.bot_api.errors import ApiError
from sandbox.bot_api.html import parse_html

Parsed = tuple[str, list[tuple[Any, ...]]] | str

_OUR_NAMES = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypePreCode": "pre",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeCustomEmoji": "custom_emoji",
}
_EXTRAS = ("url", "language", "custom_emoji_id")


@pytest.fixture(scope="module", autouse=True)
def _quiet_tdlib() -> None:
    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def theirs(source: str) -> Parsed:
    request = {"@type": "parseTextEntities", "text": source, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"")
    if answer["@type"] == "error":
        return f"Bad Request: can't{answer['message'].removeprefix('Can' + chr(39) + 't')}"
    return answer["text"], sorted(
        (e["offset"], e["length"], _OUR_NAMES[e["type"]["@type"]], *(e["type"].get(extra) for extra in _EXTRAS))
        for e in answer["entities"]
    )


def ours(source: str) -> Parsed:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        return error.description
    return text, sorted((e["offset"], e["length"], e["type"], *(e.get(extra) for extra in _EXTRAS)) for e in entities)


@pytest.mark.parametrize(
    "source",
    [
        "plain",
        "",
        "a < b",
        "<b>bold</b> and <i>italic</i>, <u>u</u><s>s</s>",
        "<strong>b</strong><em>i</em><ins>u</ins><strike>s</strike><del>s</del>",
        "<b>one <i>two <u>three</u></i></b>",
        "<B>x</b ><I\n>y</I>",
        "😀<b>😀</b>",
        "<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>",
        "<span>x</span>",
        "<span class='other'>x</span>",
        "<code>x</code><pre>y</pre>",
        "<pre><code class='language-python'>x</code></pre>",
        "<code class='language-c'><pre>x</pre></code>",
        "<pre> <code class='language-c'>x</code></pre>",
        "<blockquote>x</blockquote><blockquote expandable>y</blockquote>",
        "<a href='https://example.org/a?b=1&amp;c=2'>x</a>",
        "<a href='example.org'>x</a><a href='HTTPS://EXAMPLE.org?x'>x</a>",
        "<a>https://example.org/</a>",
        "<a href='nonsense'>x</a>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=x/y>x</a>",
        "<tg-emoji emoji-id='5368324170671202286'>👍</tg-emoji>",
        "<tg-emoji emoji-id='x'>👍</tg-emoji>",
        "<b>x",
        "</b>",
        "<b>x</i>",
        "<b>x</>",
        "<b>x</b",
        "<b>x</b y>",
        "<br>",
        "<b/>",
        "<",
        "<b",
        "<b x",
        "<b x='y",
        "<b =x>y</b>",
        "<b x=y'>z</b>",
        "é<b class='é'>é</b></é>",
        "&lt;b&gt; &amp; &quot; &nbsp; &apos; &unknown; & &",
        "&amp;amp; &ampx &lt",
        "&#65;&#x41;&#x1F600;&#0;&#1114112;&#00000065;",
        "&#55357;",
    ],
)
def test_reads_as_telegram_does(source: str) -> None:
    assert ours(source) == theirs(source)


_PIECES = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<code\tclass='language-py'>",
        "</>",
        "</\tb>",
        "<a\thref='http://example.org/'>",
        "</a>",
        "<span\tclass=tg-spoiler>",
        "</span>",
        "<blockquote\texpandable>",
        "</blockquote>",
        "<x>",
        "<",
        ">",
        "/",
        "=",
        '"',
        "'",
        ";",
        "&lt;",
        "&amp",
        "&#x",
        "&#38;",
        "#",
        "x",
        "1",
        "é",
        "😀",
        "\u200d",
    ]
)
_TEXTS = st.sampled_from([" ", "\n", "&"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6
)


@given(st.lists(_PIECES | _TEXTS, max_size=14).map("".join))
def test_reads_anything_as_telegram_does(source: str) -> None:
    assert ours(source) == theirs(source)


_NESTED = st.recursive(
    st.sampled_from(["x", "😀", "y z", "&lt;"]),
    lambda inner: st.tuples(
        st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote"]), st.lists(inner, max_size=3)
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    max_leaves=8,
)


@given(st.lists(_NESTED, max_size=4).map("".join))
def test_reads_nested_tags_as_telegram_does(source: str) -> None:
    assert ours(source) == theirs(source)
