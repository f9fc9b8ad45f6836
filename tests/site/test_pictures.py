"""The documents' pictures and the card cannot go stale: what is shown is made, what is drawn is as it is drawn now."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from docs import card
from referrals.grammar import CancelSession, Command, MoveSession, PauseSessions, Progress
from referrals.model import Barrier, Purpose
from tests.e2e.forked import ROOT
from tests.e2e.take_pictures import DRAWN, PICTURES, made
from tests.unit.grammar.lines import read
from tests.unit.test_documents import DOCUMENTS

MEASURED = {"due.png"}  # drawn by bench/due.py, of what it measured
_SHOWN = re.compile(r"pictures/([\w.-]+)\)")
_WITHOUT_DAYS = (MoveSession, CancelSession, PauseSessions)


def shown() -> set[str]:
    """The pictures that a document shows or links to."""
    documents = [*DOCUMENTS, ROOT / "bench/README.md", ROOT / "sandbox/README.md"]
    return {name for document in documents for name in _SHOWN.findall(document.read_text())}


def test_every_picture_shown_is_taken_and_none_is_taken_in_vain() -> None:
    assert shown() == made() | MEASURED
    assert {path.name for path in PICTURES.iterdir()} == shown()


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_what_is_drawn_is_as_it_is_drawn_now(name: str) -> None:
    assert (PICTURES / name).read_bytes() == DRAWN[name](), "make pictures"


def lines_of(language: str) -> list[tuple[Command, str]]:
    """What each row of a card means, and the line that stands there."""
    meant = card.commands(card.words(language)["services"])
    parts = card.card(language)["parts"]
    return [
        (command, line)
        for rows, part in zip(meant.values(), parts, strict=True)
        for command, (_, line) in zip(rows.values(), part["rows"], strict=True)
    ]


@pytest.mark.parametrize("language", card.LANGUAGES)
def test_every_line_of_the_card_is_read_as_what_it_stands_for(language: str) -> None:
    for command, line in lines_of(language):
        found = read(line, language)
        if isinstance(command, Progress):
            assert isinstance(found, Progress)
            assert (found.step, found.service, found.barrier) == (command.step, command.service, command.barrier)
            assert (found.when is None) == (command.when is None)
        elif isinstance(command, _WITHOUT_DAYS):
            assert type(found) is type(command)
        else:
            assert found == command


@pytest.mark.parametrize("language", card.LANGUAGES)
def test_no_words_of_a_card_are_left_over_or_missing(language: str) -> None:
    said, meant = card.words(language), card.commands(card.words(language)["services"])
    assert set(said["parts"]) == set(meant)
    assert set(said["rows"]) == {row for rows in meant.values() for row in rows}
    assert all(row.get("say") for row in said["rows"].values())
    shown = card.card(language)
    assert len(set(shown["purpose_words"])) == len(Purpose)
    assert len(set(shown["barrier_words"])) == len(Barrier)


@pytest.mark.parametrize("language", card.LANGUAGES)
def test_the_card_is_one_page_and_nothing_runs_off_it(language: str) -> None:
    pages = PdfReader(BytesIO(card.typeset(language))).pages
    assert len(pages) == 1
    words = " ".join(pages[0].extract_text().split())
    assert [line for _, line in lines_of(language) if line not in words] == []
