"""The picture of /trends: it opens, fits a phone, has every letter, and few are not drawn."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.paper import chart as paper
from bot.paper.chart import WIDTH, draw
from bot.wording.chart import Bar, Chart, Panel, chart
from bot.wording.language import languages, speaking
from bot.wording.trends import MAX_CAPTION, first_contact
from referrals.model import Barrier, ServiceKind, State
from referrals.trends import FEW, Contact, Followed, Trends
from sandbox.bot_api.images import picture_size
from sandbox.bot_api.limits import PHOTO_BYTES
from tests.unit.bot.examples import trends as examples
from tests.unit.moments import NEW_YORK, NOW

PAPER, INK = (255, 255, 255), (25, 25, 35)
ORANGE = (213, 94, 0)


def charts() -> list[Chart]:
    return [chart(figures, NOW, NEW_YORK) for figures in examples.FIGURES]


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def colours(picture: Image.Image) -> dict[tuple[int, ...], int]:
    """How many pixels each has."""
    found = picture.getcolors(256)
    assert found is not None
    return {colour: count for count, colour in found if isinstance(colour, tuple)}


def only(panel: Panel) -> Image.Image:
    return opened(draw(Chart("", "", (Panel("-"), Panel("-"), panel), "")))


def panel_of(figures: Trends, heading: str) -> Panel:
    (found,) = [one for one in chart(figures, NOW, NEW_YORK).panels if one.heading.startswith(heading)]
    return found


@pytest.mark.parametrize("place", range(len(examples.FIGURES)))
def test_it_is_a_small_png_that_fits_a_phone(place: int) -> None:
    png = draw(charts()[place])
    assert picture_size(png) == opened(png).size
    wide, tall = opened(png).size
    assert wide == WIDTH
    assert wide / 2 < tall < 2.6 * wide
    assert len(png) < 150_000 < PHOTO_BYTES
    assert set(colours(opened(png))) >= {PAPER, INK}


@pytest.mark.parametrize("language", languages())
def test_what_is_drawn_has_margins_on_every_side(language: str) -> None:
    with speaking(language):
        all_of_them = charts()
    for one in all_of_them:
        picture = opened(draw(one))
        inside = (30, 30, WIDTH - 30, picture.height - 30)
        blank = picture.copy()
        blank.paste(PAPER, inside)
        assert set(colours(blank)) == {PAPER}, "nothing is cut off"


@pytest.mark.parametrize("language", languages())
def test_the_font_has_every_letter_that_stands_on_it(language: str) -> None:
    with speaking(language):
        letters = {letter for one in charts() for letter in _texts(one)} - {" "}
    assert without_ink(letters) == []


def test_the_font_has_the_letters_of_languages_to_come() -> None:
    assert without_ink("àâäåãæçèêëğíîïłñőœøśşţùüýźžАБЖЩЯабжщяґєїΑΒΩαβω¿¡«»„“”–—…") == []
    assert without_ink("\N{SNOWMAN}中") == ["\N{SNOWMAN}", "中"], "which would be a box"


def without_ink(letters: Iterable[str]) -> list[str]:
    """Those the font has not: it draws the same box for each."""
    font = paper._font(32)
    box = bytes(font.getmask("\N{SNOWMAN}"))
    return [letter for letter in letters if bytes(font.getmask(letter)) == box]


def _texts(one: Chart) -> str:
    bars = [bar for panel in one.panels for bar in (*panel.bars, *panel.columns)]
    said = [text for panel in one.panels for text in (panel.heading, panel.said)]
    return "".join([one.title, one.note, *said, *(bar.label + bar.value for bar in bars)])


def test_one_and_several_are_told_apart_in_spanish() -> None:
    with speaking("es"):
        said = [first_contact(Contact((1,) * FEW, 0, ended)) for ended in (1, 2)]
        drawn = [
            panel_of(replace(examples.NONE, contact=Contact((1,) * FEW, 0, ended)), "Días").said for ended in (1, 2)
        ]
    assert ["1 terminó antes" in said[0], "2 terminaron antes" in said[1]] == [True, True]
    assert ["1 terminó antes" in drawn[0], "2 terminaron antes" in drawn[1]] == [True, True]


def test_a_share_is_filled_as_far_as_it_goes() -> None:
    filled = [only(Panel("-", (Bar("Housing", "x of 10", part, 10),))) for part in (0, 5, 10)]
    none, half, full = (colours(one).get(ORANGE, 0) for one in filled)
    assert none == 0
    assert full == pytest.approx(2 * half, rel=0.01)
    assert colours(filled[0])[INK] > colours(filled[2])[INK], "and the rest of it is an outline"


def test_bars_are_in_proportion_and_nothing_is_no_bar() -> None:
    pairs = [only(Panel("-", (Bar("Cost", "-", part), Bar("The wait", "-", 40)))) for part in (40, 20, 1, 0)]
    both, less, sliver, nothing = (colours(one)[ORANGE] for one in pairs)
    assert both == 2 * nothing
    assert less == pytest.approx(1.5 * nothing, rel=0.01)
    assert nothing < sliver < 1.05 * nothing


def test_columns_are_as_tall_as_there_are_many() -> None:
    picture = only(Panel("-", columns=(Bar("5 Oct", "2", 2), Bar("12", "4", 4))))
    left, right = (picture.crop((x, 0, x + WIDTH // 2, picture.height)) for x in (0, WIDTH // 2))
    assert 2 * colours(left)[ORANGE] == colours(right)[ORANGE]


@pytest.mark.parametrize(
    ("heading", "enough", "few"),
    [
        ("Where", {"standing": {State.AGREED: 3, State.SUGGESTED: FEW - 3}}, {"standing": {State.AGREED: FEW - 1}}),
        (
            "Days",
            {"contact": Contact((1,) * FEW, 0, 0)},
            {"contact": Contact((1,) * (FEW - 1), 3, 3)},
        ),
        (
            "Went",
            {"followed": (Followed(ServiceKind.HOUSING, 0, FEW),)},
            {"followed": (Followed(ServiceKind.HOUSING, 4, FEW - 1),)},
        ),
        ("In the way", {"barriers": {Barrier.COST: FEW}}, {"barriers": {Barrier.COST: FEW - 1}}),
        ("Messages", {"weeks": dict.fromkeys(examples.NONE.weeks, 1)}, {"weeks": examples.FEW.weeks}),
    ],
)
def test_fewer_than_five_are_said_and_not_drawn(heading: str, enough: dict[str, Any], few: dict[str, Any]) -> None:
    assert panel_of(replace(examples.NONE, **enough), heading).drawn
    said = panel_of(replace(examples.NONE, **few), heading)
    assert not said.drawn
    assert said.said


def test_every_kind_is_on_it_those_that_are_few_in_words() -> None:
    went = panel_of(examples.RICH, "Went")
    assert [(bar.label, bar.value) for bar in went.bars] == [
        ("Skills group", "3 of 7"),
        ("Psychiatric evaluation", "0 of 5"),
    ]
    assert went.said == "Legal 1 of 4."


def test_of_very_many_kinds_the_rest_is_said() -> None:
    for heading in ("Went", "In the way"):
        full = panel_of(examples.FULL, heading)
        assert len(full.bars) == 6
        assert full.said.count("999") == 5


def test_the_caption_holds_all_and_fits_whatever_there_is() -> None:
    full = chart(examples.FULL, NOW, NEW_YORK).caption
    assert len(full) <= MAX_CAPTION
    assert full.endswith("can be forwarded and saved.")
    assert full.count("888 of 999") == len(ServiceKind)


def test_that_it_can_be_passed_on_is_said_however_much_there_is() -> None:
    crowded = replace(examples.FULL, standing=dict.fromkeys(State, 10**200))
    assert chart(crowded, NOW, NEW_YORK).caption.endswith("Unlike a card it can be forwarded and saved.")


def test_a_caption_is_cut_before_telegram_turns_it_away() -> None:
    endless = replace(examples.FULL, barriers=dict.fromkeys(Barrier, 10**40))
    assert len(chart(endless, NOW, NEW_YORK).caption) == MAX_CAPTION


def test_it_is_the_same_picture_from_the_same_figures() -> None:
    assert draw(charts()[2]) == draw(charts()[2])


def test_nothing_of_it_is_imported_before_it_is_drawn() -> None:
    said = "import sys, bot.routes, bot.delivery.documents; print(sorted(m for m in sys.modules if m == 'PIL'))"
    assert subprocess.run([sys.executable, "-c", said], check=True, capture_output=True).stdout.strip() == b"[]"
