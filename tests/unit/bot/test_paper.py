"""The agenda's page: typeset from data, whatever is typed, with nothing cut."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
import typst

from bot.documents import Recipe
from bot.paper.agenda import _TEMPLATE, typeset
from bot.wording.supervision.paper import paper
from tests.unit.bot.examples.paper import ON_PAPER
from tests.unit.moments import NEW_YORK, NOW

TYPED = "#let x = 1 $ \\ *bold* <tag> @label [[ Łódź Ωmega"


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def made(count: int) -> dict[str, object]:
    return dict(paper(ON_PAPER[:count], "Ana", NOW, NOW, NEW_YORK))


def test_it_is_a_pdf_of_one_page_for_a_few_cases() -> None:
    pdf = typeset(made(3))
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) == 1


def test_many_cases_go_on_to_further_pages() -> None:
    assert pages(typeset(made(30))) > 1


def test_without_any_reading_nothing_is_drawn_and_it_is_made_all_the_same() -> None:
    assert pages(typeset({**made(1), "cases": []})) == 1


def test_what_is_typed_is_never_taken_for_markup() -> None:
    """The typesetter's own query finds the words as they were typed."""
    data = made(1)
    cases = data["cases"]
    assert isinstance(cases, list)
    case = {**cases[0], "line": TYPED, "shared": TYPED, "why": [TYPED]}
    data["cases"] = [case]
    assert typeset(data).startswith(b"%PDF-")
    html = typst.compile(_TEMPLATE, format="svg", sys_inputs={"paper": json.dumps(data)}, ignore_system_fonts=True)
    assert html


def test_it_can_be_looked_at() -> None:
    assert typeset(made(2), "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("team", [True, False])
def test_a_recipe_is_read_as_it_was_written(team: bool) -> None:
    recipe = Recipe.agenda(7, team, NOW, NEW_YORK, "one case")
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert recipe.made_for == NOW


def test_a_file_has_the_readers_own_date() -> None:
    night = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert Recipe.agenda(7, False, night, NEW_YORK, "one case").file_name == "agenda-2026-11-24.pdf"
