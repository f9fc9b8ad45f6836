"""Curves on two logarithmic scales, drawn by Pillow."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from math import ceil, floor, log10

from PIL import Image, ImageDraw, ImageFont

Curve = Mapping[int, float]  # by size

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 900, 520, 90, 250, 30, 70
_LINE = 17
_INK, _GRID = "#333333", "#dddddd"
_COLOURS = ("#1b6ca8", "#5aa9e6", "#b0413e", "#2e7d32", "#81c784", "#e0a030")


def draw(curves: Mapping[str, Curve], across: str, up: str) -> bytes:
    """A PNG with a line for each curve, named at its right end; `across` and `up` say what the scales are."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(14)
    sizes = sorted({size for curve in curves.values() for size in curve})
    values = [value for curve in curves.values() for value in curve.values()]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))

    def at(size: int, value: float) -> tuple[float, float]:
        to_right = (log10(size) - log10(sizes[0])) / (log10(sizes[-1]) - log10(sizes[0]))
        to_top = (log10(value) - low) / (high - low)
        inside = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return _LEFT + to_right * inside[0], _HEIGHT - _BOTTOM - to_top * inside[1]

    for power in range(low, high + 1):
        left, right = at(sizes[0], 10**power), at(sizes[-1], 10**power)
        pen.line((left, right), fill=_GRID)
        pen.text((left[0] - 10, left[1]), f"{10**power:,g}", fill=_INK, font=font, anchor="rm")
    for size in sizes:
        x, y = at(size, 10**low)
        pen.text((x, y + 8), f"{size:,}", fill=_INK, font=font, anchor="mt")
    pen.text((_LEFT, 8), up, fill=_INK, font=font)
    pen.text((_LEFT, _HEIGHT - 30), across, fill=_INK, font=font)
    ends: list[tuple[float, float, str, str]] = []
    for (name, curve), colour in zip(curves.items(), _COLOURS, strict=False):
        points = [at(size, curve[size]) for size in sorted(curve)]
        pen.line(points, fill=colour, width=3)
        for x, y in points:
            pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)
        ends.append((points[-1][1], points[-1][0] + 10, name, colour))
    below = 0.0
    for y, x, name, colour in sorted(ends):
        below = max(y, below + _LINE)  # no name lies on another
        pen.text((x, below), name, fill=colour, font=font, anchor="lm")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
