"""docs/command-line.md is what the program says of itself."""

from __future__ import annotations

import re

from bot.cli.ending import Exit, Why
from tests.reference import PAGE, page
from tests.unit.cli.walk import commands


def test_the_page_is_as_the_program_has_it() -> None:
    assert PAGE.read_text() == page(), "`make reference` writes it anew"


def test_it_names_every_command_option_and_field() -> None:
    text = PAGE.read_text()
    for name, one in commands().items():
        section = text.partition(f"### {name}\n")[2].partition("\n### ")[0]
        options = {opt for param in one.params for opt in param.opts if opt.startswith("--")}
        fields = set(one.answers.model_fields) if one.answers else set()
        named = set(re.findall(r"`([^`]+)`", section))
        assert (options - {"--json", "--quiet"}) | fields <= named, name


def test_it_names_every_word_for_what_was_in_the_way_and_every_code() -> None:
    head = PAGE.read_text().partition("## Completion")[0]
    rows = re.findall(r"^\| (`[a-z_`, ]+) \|", head, re.MULTILINE)
    named = set(re.findall(r"[a-z_]+", " ".join(rows)))
    assert named - {"why"} == set(Why)
    assert {str(code.value) for code in Exit} == set(re.findall(r"^\| (\d+) \|", head, re.MULTILINE))
