"""The languages a line is read and written in: one file each in `languages/`, read when this module is imported.

A language is data. Every file has the keys of en.toml (a test holds them to it) and is found by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeVar

from referrals.folding import squeeze

Meaning = TypeVar("Meaning")

ENGLISH = "en"
_ENDING = ".toml"


def _read() -> dict[str, dict[str, dict[str, Any]]]:
    found = (file for file in files(__package__).joinpath("languages").iterdir() if file.name.endswith(_ENDING))
    read = {file.name.removesuffix(_ENDING): tomllib.loads(file.read_text("utf-8")) for file in found}
    return {language: read[language] for language in sorted(read, key=lambda name: (name != ENGLISH, name))}


LANGUAGES: Mapping[str, Mapping[str, Mapping[str, Any]]] = _read()  # English first: it wins where two collide


class Table(dict[str, Meaning]):
    """Phrases and what they mean, by their squeezed form. `begins` holds what a longer phrase may begin with."""

    def __init__(self, rows: Mapping[str, Meaning]) -> None:
        super().__init__(rows)
        self.begins = frozenset(phrase[:end] for phrase in rows for end in range(1, len(phrase)))


def row_of(language: str, section: str, row: str) -> Sequence[str]:
    """What one language has in a row; what English has where there is no such language."""
    rows: Sequence[str] = LANGUAGES.get(language, LANGUAGES[ENGLISH])[section][row]
    return rows


def phrases(section: str, row: str) -> Iterator[str]:
    """All that a row holds, in every language, English first."""
    for language in LANGUAGES.values():
        yield from language[section][row]


def table(section: str, meanings: Mapping[str, Meaning]) -> Table[Meaning]:
    """The rows of `section` named in `meanings`, as one table over all languages."""
    rows: dict[str, Meaning] = {}
    for language in LANGUAGES.values():
        for row, meaning in meanings.items():
            for phrase in language[section][row]:
                rows.setdefault(squeeze(phrase), meaning)
    return Table(rows)


def keys(section: str, row: str) -> frozenset[str]:
    """The squeezed phrases of a row, in every language."""
    return frozenset(map(squeeze, phrases(section, row)))
