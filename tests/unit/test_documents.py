"""The documents keep to the code: lines to type, settings, rules by name, files they point at."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import typer
from pydantic import BaseModel

from bot.cli.app import app
from bot.exchange.checking import elements
from bot.exchange.codes import About, System
from bot.exchange.resources import bundle
from bot.exchange.rows import COLUMNS, PASSED_OVER, Listed, read_list
from bot.settings import VARIABLES
from bot.wording.tables import tables
from referrals.grammar import Command, NotUnderstood, Progress
from referrals.model import Step
from storage.rights import archive
from tests.unit.bot.examples.holdings import FULL, every_state, handed
from tests.unit.grammar.lines import read

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
CODE = [path for floor in ("referrals", "storage", "bot") for path in sorted((ROOT / floor).rglob("*.py"))]

_LINE = re.compile(r"`([A-Z]{1,2}[0-9]{1,3}(?: [^`]+)?)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_RULES = re.compile(r'clinical rules? ("[a-z ]+"(?:[^".]*"[a-z ]+")?)')
_COMMAND = re.compile(r"(?:python -m bot|run --rm bot|followthrough:[0-9.]+|`followthrough) ([a-z][a-z-]+)")
_NAMED = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b|\bPACING\b")
_PATH = re.compile(r"`((?:bot|storage|referrals|sandbox|tests|bench|deploy|docs)/[\w./*-]+)`")
_DOTTED = re.compile(r"`((?:bot|storage|referrals|sandbox|tests|bench|docs)(?:\.\w+)+)(?<!csv)(?<!json)(?<!xlsx)`")
_ELSEWHERE = re.compile(r"https?://[^\s)>`\"]+")
_SETTING = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


_HOSTS = {"t.me", "keepachangelog.com", "semver.org"}  # where a document sends anybody


def lines_in(document: Path) -> list[str]:
    return _LINE.findall(document.read_text())


@pytest.mark.parametrize("line", sorted(set(chain.from_iterable(map(lines_in, DOCUMENTS)))))
def test_every_line_of_the_documents_is_understood(line: str) -> None:
    assert not isinstance(read(line), NotUnderstood)


def test_the_therapists_page_shows_every_kind_of_line_and_every_verb() -> None:
    commands = [read(line) for line in lines_in(ROOT / "docs/therapist.md")]
    assert {type(command) for command in commands} == set(get_args(Command))
    assert {command.step for command in commands if isinstance(command, Progress)} == set(Step)


def test_every_rule_the_code_names_stands_in_the_clinical_document() -> None:
    named = {
        rule
        for path in CODE
        for rules in _RULES.findall(" ".join(path.read_text().split()))
        for rule in re.findall(r'"([a-z ]+)"', rules)
    }
    headings = re.findall(r"^### (.+)$", (ROOT / "docs/clinical.md").read_text(), re.MULTILINE)
    assert named >= {"order", "endings", "not now"}  # the search itself finds something
    assert named <= set(headings)


def test_the_example_settings_are_the_settings() -> None:
    example = (ROOT / ".env.example").read_text()
    assert set(_SETTING.findall(example)) == {name.upper() for name in VARIABLES}


def test_every_command_of_the_documents_is_one() -> None:
    named = set(chain.from_iterable(_COMMAND.findall(document.read_text()) for document in DOCUMENTS))
    assert named >= {"doctor", "backup", "restore", "migrate"}  # the search itself finds something
    assert named <= set(typer.main.get_group(app).commands)


def test_every_setting_of_the_operations_page_is_one() -> None:
    named = set(_NAMED.findall((ROOT / "docs/operations.md").read_text()))
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "deploy/compose.yaml").read_text()))
    assert named <= {name.upper() for name in VARIABLES} | asked
    assert named > asked  # the search itself finds something


def test_every_file_of_the_operations_page_is_there() -> None:
    named = re.findall(r"\b((?:deploy|tests)/[\w./*-]*[\w*])", (ROOT / "docs/operations.md").read_text())
    assert len(named) > 5  # the search itself finds something
    assert [name for name in named if not list(ROOT.glob(name))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = _LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_test_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`([\w/]*test_\w+\.py)`", (ROOT / "docs/threat-model.md").read_text()))
    assert len(named) > 10  # the search itself finds something
    assert [name for name in named if len(list((ROOT / "tests").rglob(name.removeprefix("tests/")))) != 1] == []


def test_every_field_of_an_export_is_explained() -> None:
    fields = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/export.md").read_text()))
    parts = [part for part in vars(archive).values() if isinstance(part, type) and issubclass(part, BaseModel)]
    assert {name for part in parts for name in part.model_fields} <= fields


def test_every_column_and_every_element_handed_out_is_explained() -> None:
    text = (ROOT / "docs/export.md").read_text()
    named = set(re.findall(r"`([A-Za-z_.]+)`", text))
    shown = [handed(FULL, *every_state(), own=own) for own in (True, False)]
    assert {column for one in shown for table in tables(one) for column in table.head} <= named
    assert {*COLUMNS, *PASSED_OVER, *About} <= named
    paths = {tuple(place.split(".")[:2]) for one in shown for place, _ in elements(bundle(one), "Bundle")}
    written = {".".join(path) for path in paths if len(path) > 1 and path[1] != "resourceType"}
    assert len(written) > 30  # the search itself finds something
    assert written <= named
    assert {system.urn for system in System} <= set(re.findall(r"`(urn:uuid:[0-9a-f-]+)`", text))


def test_the_example_of_a_list_can_be_taken_over() -> None:
    text = (ROOT / "docs/export.md").read_text()
    (example,) = re.findall(r"^    (code,service,state,recommended.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    content = "\n".join(line.strip() for line in example.splitlines()).encode()
    rows = list(read_list(content, datetime(2026, 11, 24, 20, tzinfo=UTC), ZoneInfo("America/New_York")))
    assert [type(row) for row in rows] == [Listed] * 3


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_it_names_is_there(document: Path) -> None:
    assert [name for name in _PATH.findall(document.read_text()) if not list(ROOT.glob(name))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_of_the_code_leads_to_something(document: Path) -> None:
    assert [name for name in _DOTTED.findall(document.read_text()) if not _leads_somewhere(name)] == []


def _leads_somewhere(name: str) -> bool:
    """Whether `package.module.Class.method` is there; a command to be run with -m is."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_the_developers_page_follows_the_way_by_name() -> None:
    text = (ROOT / "docs/developer.md").read_text()
    assert len(_DOTTED.findall(text)) > 50  # the search itself finds something
    assert len(_PATH.findall(text)) > 15


def test_every_link_to_elsewhere_is_well_formed_and_known() -> None:
    links = {link for document in DOCUMENTS for link in _ELSEWHERE.findall(document.read_text())}
    there = {link: urlsplit(link) for link in links if urlsplit(link).hostname != "127.0.0.1"}
    assert {parts.hostname for parts in there.values()} == _HOSTS
    assert [link for link, parts in there.items() if parts.scheme != "https" or parts.username or parts.port] == []
