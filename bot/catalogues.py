"""The catalogues brought up to date with the code, and compiled: `python -m bot.catalogues [es]`.

What is new in the code comes into every catalogue untranslated, what left the code leaves it, and nothing is guessed:
a sentence that changed is to be translated anew. Given the code of a language without a catalogue, it begins one.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.wording.language import DOMAIN, ENGLISH, LOCALES

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "_n": (1, 2),
    "_c": ((1, "c"), 2),
    "NC_": ((1, "c"), 2),
}
_WORDING = Path(__file__).parent / "wording"
_TRANSLATORS = ["Translators:"]
# What a tool writes into the head of a file each time anew.
_PASSING = tuple(
    f'"{name}'.encode() for name in ("POT-", "PO-", "Last-", "Generated-", "Language-Team", "Report-", "Project-")
)


def template() -> Catalog:
    """Every sentence that stands in the code."""
    found = _empty(None)
    for path, _line, message, comments, context in extract_from_dir(
        _WORDING, keywords=KEYWORDS, comment_tags=_TRANSLATORS, strip_comment_tags=True
    ):
        found.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return found


def read(language: str) -> Catalog:
    """A language's catalogue as it stands; an empty one where there is none yet. Raises UnknownLocaleError."""
    path = po_of(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def updated(catalogue: Catalog, by: Catalog) -> Catalog:
    """The same translations for what stands in the code now."""
    new = _empty(catalogue.locale_identifier)
    for message in by:
        if not message.id:
            continue
        known = catalogue.get(message.id, context=message.context)
        string = known.string if known is not None and not known.fuzzy else ""
        new.add(message.id, string, message.locations, auto_comments=message.auto_comments, context=message.context)
    return new


def written(catalogue: Catalog) -> bytes:
    """As its file stands: by source file, without dates and line numbers, so that only what changed differs."""
    made = io.BytesIO()
    write_po(made, catalogue, width=120, include_lineno=False, sort_by_file=True)
    return b"".join(line for line in made.getvalue().splitlines(keepends=True) if not line.startswith(_PASSING))


def compiled(catalogue: Catalog) -> bytes:
    """As gettext reads it."""
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def po_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _empty(language: str | None) -> Catalog:
    said = f"# What the bot says, in {language or ENGLISH}. `make languages` brings in what is new."
    return Catalog(
        language, DOMAIN, header_comment=said, project="Followthrough", version="", msgid_bugs_address="", fuzzy=False
    )


def _keep(language: str, by: Catalog) -> int:
    """Writes both files; returns how many sentences wait for a translation."""
    catalogue = updated(read(language), by)
    path = po_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalogue))
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return sum(1 for message in catalogue if message.id and not translated(message))


def translated(message: Message) -> bool:
    """Whether nothing is left open, in any plural form."""
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def main(languages: list[str]) -> None:
    by = template()
    for language in languages or sorted(path.name for path in LOCALES.iterdir() if path.name != ENGLISH):
        missing = _keep(language, by)
        sys.stdout.write(f"{language}: {len(by)} sentences, {missing} to translate in {po_of(language)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
