"""The agenda's page: typeset from data, whatever is typed, with nothing cut."""

from __future__ import annotations

import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from pypdf import PdfReader

from bot.documents import Recipe
from bot.paper.apart import ToldToStopError
from bot.paper.typesetting import typeset, typeset_apart
from bot.wording.supervision.paper import paper
from tests.unit.bot.examples.paper import ON_PAPER
from tests.unit.bot.examples.papers import HEAD, NOTE, PAPERS
from tests.unit.moments import NEW_YORK, NOW

TYPED = "#let x = 1 $ \\ *bold* <tag> @label [[ Łódź Ωmega"


def pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """Every word on the paper, in its order, with the places to break in a long one taken out."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def lowest(pdf: bytes) -> float:
    """How far above the lower edge of its page the lowest text stands, in points."""
    found: list[float] = []

    def visit(words: str, transform: list[float], matrix: list[float], *_font: object) -> None:
        if words.strip():
            found.append(matrix[5] * transform[3] + transform[5])

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return min(found)


def looked_at(name: str) -> bytes:
    return typeset(paper(*PAPERS[name], NOW, NEW_YORK))


def made(count: int) -> dict[str, object]:
    return dict(paper(ON_PAPER[:count], HEAD, NOW, NOW, NEW_YORK))


def test_it_is_a_pdf_of_one_page_for_a_few_cases() -> None:
    pdf = typeset(made(3))
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) == 1


def test_many_cases_go_on_to_further_pages() -> None:
    assert pages(typeset(made(30))) > 1


def test_without_any_reading_nothing_is_drawn_and_it_is_made_all_the_same() -> None:
    assert pages(typeset({**made(1), "cases": []})) == 1


def test_what_is_typed_is_never_taken_for_markup() -> None:
    """On the paper the words stand as they were typed."""
    data = made(1)
    cases = data["cases"]
    assert isinstance(cases, list)
    data["cases"] = [{**cases[0], "line": TYPED, "shared": TYPED, "why": [TYPED]}]
    assert text(typeset(data)).count(TYPED) == 3


def test_six_cases_fit_one_page_and_nothing_of_them_is_missing() -> None:
    pdf = looked_at("rich")
    assert pages(pdf) == 1
    words = text(pdf)
    for said in (
        "Kim Lindqvist · Harbour Street",
        "acute since",
        "the same barrier twice (the wait)",
        "Heard with doubts",
        "Plan: “If it is Tuesday after work, then I phone the housing office from the bus stop”",
        "I notice that I hurry when we speak of it",
        "is the evaluation still what comes first?",
        "Condition of therapy: review",
        "ready 4, guess ~7",
        *(one.case.client.code for one in PAPERS["rich"][0]),
    ):
        assert said in words
    assert NOTE not in words


def test_a_guess_is_not_drawn() -> None:
    """Only what the client said herself is."""
    cases = paper(*PAPERS["rich"], NOW, NEW_YORK)["cases"]
    drawn = {one["name"]: one["readiness"] for case in cases for one in case["referrals"]}
    assert (drawn["DBT group"], drawn["Legal aid clinic"]) == ([3, 4], [])


def test_however_much_there_is_nothing_is_cut() -> None:
    """A case longer than a page, words without a space, all that was shared."""
    pdf = looked_at("long")
    assert pages(pdf) > 1
    assert lowest(pdf) > 0
    words = text(pdf)
    assert words.count("what it stirs in me, said at length") == 6 * 30
    assert words.replace(" ", "").count("x" * 300) == 6
    lines = (line for page in PdfReader(BytesIO(pdf)).pages for line in page.extract_text().splitlines())
    assert max(map(len, lines)) < 150, "none runs off the side"


def test_a_case_longer_than_a_page_goes_on_to_the_next() -> None:
    data = made(1)
    cases = data["cases"]
    assert isinstance(cases, list)
    data["cases"] = [{**cases[0], "referrals": cases[0]["referrals"] * 40}]
    pdf = typeset(data)
    assert pages(pdf) > 1
    assert lowest(pdf) > 0


@pytest.mark.parametrize(("region", "width"), [("US", 612), ("US-NY", 612), ("DE", 595), (None, 595)])
def test_the_paper_is_that_of_the_practices_country(region: str | None, width: int) -> None:
    data = paper((), replace(HEAD, region=region), None, NOW, NEW_YORK)
    assert round(PdfReader(BytesIO(typeset(data))).pages[0].mediabox.width) == width


def test_it_is_read_aloud_in_its_own_language() -> None:
    root = PdfReader(BytesIO(typeset({**made(1), "language": "es"}))).root_object
    assert str(root["/Lang"]) == "es"


def test_other_alphabets_stand_on_it() -> None:
    words = text(looked_at("letters"))
    assert "Психиатрическая консультация" in words
    assert "Ομάδα δεξιοτήτων #1 *not bold* $x$ <b> & @ref [link] \\" in words


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


@pytest.mark.parametrize("reflections", [True, False])
def test_nor_is_that_of_an_export_mistaken_for_another(reflections: bool) -> None:
    recipe = Recipe.export(7, reflections, NOW, NEW_YORK, "all")
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert recipe.file_name == "followthrough-2026-11-24.zip"
    assert not recipe.same_as(Recipe.agenda(7, reflections, NOW, NEW_YORK, "all"))
    assert not recipe.same_as(Recipe.export(7, not reflections, NOW, NEW_YORK, "all"))


def test_nor_is_that_of_the_trends() -> None:
    recipe = Recipe.trends(7, NOW, NEW_YORK)
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert recipe.file_name == "trends-2026-11-24.png"
    assert recipe.same_as(Recipe.trends(7, NOW + timedelta(hours=1), NEW_YORK))
    assert not recipe.same_as(Recipe.trends(8, NOW, NEW_YORK))


def test_a_page_is_made_by_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of it ends with that process: here nothing of it is ever there."""
    monkeypatch.setattr("bot.paper.typesetting.typeset", None)
    assert pages(typeset_apart(made(3))) == pages(typeset(made(3)))


def test_what_cannot_be_made_is_an_error_that_quotes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CalledProcessError) as raised:
        typeset_apart({"title": TYPED})
    assert TYPED not in str(raised.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("how", "error"), [("TERM", ToldToStopError), ("INT", ToldToStopError), ("ABRT", CalledProcessError)]
)
def test_one_that_was_told_to_stop_is_told_from_one_that_broke(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str, error: type[Exception]
) -> None:
    """Who stops a service stops all its processes at once: the paper is for the next start to make."""
    ending = tmp_path / "ending"
    ending.write_text(f"#!/bin/sh\nkill -{how} $$\n")
    ending.chmod(0o700)
    monkeypatch.setattr("bot.paper.apart.sys.executable", str(ending))
    # Whoever was started in the background ignores Ctrl-C, and so would the process it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(error):
            typeset_apart({})
    finally:
        signal.signal(signal.SIGINT, before)
