"""The picture of /trends, made for a phone: one column, large letters, every number at its mark, no legend.

Drawn with Pillow, which is imported only when something is drawn. Its own font knows English letters alone; Source
Sans has those of every language written in Latin, Greek or Cyrillic ones. The canvas holds numbers of colours, of which
there are sixteen, so that the file is small and quickly made; the smooth edges of the letters are steps from paper to
ink. Words drawn once are kept, for most of them come again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import TYPE_CHECKING

from bot.wording.chart import Bar, Chart

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH = 900  # pixels: more than two to each point of a phone, and a third less to pack into a file than 1080
_MARGIN, _GAP = 40, 27
_TITLE, _HEADING, _BODY = 50, 38, 32  # sizes of letters, in pixels: 14 points or more where it fills a phone
_ROW, _THICK, _LABELS, _SPACE = 42, 26, 276, 14
_COLUMN_HEIGHT, _COLUMN_HALF = 100, 26
_LINE = 2
_PAPER, _INK, _COLOURS = 0, 8, 9  # numbers of colours: the steps from paper to ink, then those of the bars
_PAPER_RGB, _INK_RGB = (255, 255, 255), (25, 25, 35)
# Of the colours of Okabe and Ito, whom every kind of eye tells apart, those that stand out from paper. None means
# anything: each panel has one.
_BARS_RGB = ((0, 114, 178), (0, 158, 115), (213, 94, 0), (204, 121, 167))


def draw(chart: Chart) -> bytes:
    """The picture as PNG, WIDTH pixels wide and as tall as it needs to be."""
    pen = _Pen()
    pen.write(chart.title, _TITLE)
    pen.paragraph(chart.note)
    for place, panel in enumerate(chart.panels):
        pen.y += _GAP
        pen.write(panel.heading, _HEADING)
        colour = _COLOURS + place % len(_BARS_RGB)
        if panel.bars:
            _bars(pen, panel.bars, colour)
        if panel.columns:
            _columns(pen, panel.columns, colour)
        pen.paragraph(panel.said)
    return pen.png()


def _bars(pen: _Pen, bars: Sequence[Bar], colour: int) -> None:
    """One a row: its name, the bar, in the outline of its whole if it is a share, and the number at its end."""
    left = _MARGIN + max(_LABELS, *(_length(bar.label, _BODY) + _SPACE for bar in bars))
    room = WIDTH - _MARGIN - left - _SPACE - max(_length(bar.value, _BODY) for bar in bars)
    longest = max(bar.whole or bar.part for bar in bars)
    for bar in bars:
        top = pen.y + (_ROW - _THICK) // 2
        end = left + _scaled(bar.whole or bar.part, longest, room)
        if bar.whole:
            pen.box(left, top, end, top + _THICK, _INK)
            pen.box(left + _LINE, top + _LINE, end - _LINE, top + _THICK - _LINE, _PAPER)
        pen.box(left, top, left + _scaled(bar.part, longest, room), top + _THICK, colour)
        pen.word(bar.label, _BODY, _MARGIN)
        pen.word(bar.value, _BODY, end + _SPACE)
        pen.y += _ROW


def _columns(pen: _Pen, columns: Sequence[Bar], colour: int) -> None:
    """Side by side, the number above each and its name below."""
    wide, most = (WIDTH - 2 * _MARGIN) / len(columns), max(bar.part for bar in columns)
    above, floor = pen.y, pen.y + _ROW + _COLUMN_HEIGHT
    for place, bar in enumerate(columns):
        middle = round(_MARGIN + wide * (place + 0.5))
        top = floor - _scaled(bar.part, most, _COLUMN_HEIGHT)
        pen.box(middle - _COLUMN_HALF, top, middle + _COLUMN_HALF, floor, colour)
        for text, pen.y in ((bar.value, top - _ROW), (bar.label, floor + 4)):
            pen.word(text, _BODY, middle - _length(text, _BODY) // 2)
    pen.box(_MARGIN, floor, WIDTH - _MARGIN, floor + _LINE, _INK)
    pen.y = above + 2 * _ROW + _COLUMN_HEIGHT


def _scaled(part: int, of: int, room: int) -> int:
    """In pixels: never less than can be seen, save for none."""
    return max(4, round(room * part / of)) if part else 0


class _Pen:
    """What is to be drawn, and how far down the page is filled: `y`, in pixels. The canvas is made at the end."""

    def __init__(self) -> None:
        self._marks: list[tuple[int, tuple[int, int, int, int], Image | None]] = []
        self.y = _MARGIN

    def write(self, text: str, size: int = _BODY) -> None:
        """A line of its own."""
        self.word(text, size, _MARGIN)
        self.y += round(size * 1.4)

    def paragraph(self, text: str) -> None:
        for line in _lines(text):
            self.write(line)

    def word(self, text: str, size: int, x: int) -> None:
        stencil = _stencil(text, size)
        self._marks.append((_INK, (x, self.y, x + stencil.width, self.y + stencil.height), stencil))

    def box(self, left: int, top: int, right: int, bottom: int, colour: int) -> None:
        if right > left and bottom > top:
            self._marks.append((colour, (left, top, right, bottom), None))

    def png(self) -> bytes:
        """All of it, with a margin below."""
        from PIL import Image  # noqa: PLC0415 - only who draws pays for it

        canvas = Image.new("L", (WIDTH, self.y + _MARGIN), _PAPER)
        for colour, where, stencil in self._marks:
            canvas.paste(colour, where, stencil)
        canvas.putpalette(_palette())
        file = BytesIO()
        canvas.save(file, format="PNG", compress_level=1)
        return file.getvalue()


@cache
def _palette() -> bytes:
    pairs = tuple(zip(_PAPER_RGB, _INK_RGB, strict=True))
    steps = [[round(paper + (ink - paper) * step / _INK) for paper, ink in pairs] for step in range(_INK + 1)]
    return bytes(value for colour in (*steps, *_BARS_RGB) for value in colour)


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    with as_file(files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf") as file:
        return ImageFont.truetype(file, size)


@lru_cache(maxsize=512)
def _length(text: str, size: int) -> int:
    """In pixels."""
    return round(_font(size).getlength(text))


@lru_cache(maxsize=128)
def _stencil(text: str, size: int) -> Image:
    """Where a word's ink goes, and how much of it. What is kept are counts and fixed words: nothing anybody typed."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    made = Image.new("L", (_length(text, size) + 2, round(size * 1.3)))
    ImageDraw.Draw(made).text((0, 0), text, fill=255, font=_font(size))
    return made


def _lines(text: str) -> list[str]:
    """The text, broken where a line is full."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if longer and _length(longer, _BODY) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
