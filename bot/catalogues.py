"""The catalogues brought up to date with the code, and compiled: `python -m bot.catalogues [es]`.

What is new in the code comes into every catalogue untranslated, what left the code leaves it, and nothing is guessed:
a sentence that changed is to be translated anew. Given the code of a language without a catalogue, it begins one.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.wording.language import DOMAIN, ENGLISH, LOCALES

# Where in a call of each stand the sentence and its plural, and where the context.
_KEYWORDS = {"_": (0,), "N_": (0,), "_n": (0, 1), "_c": (1,), "NC_": (1,)}
_WITH_CONTEXT = frozenset({"_c", "NC_"})
_WORDING = Path(__file__).parent / "wording"
# What a tool writes into the head of a file each time anew.
_PASSING = tuple(
    f'"{name}'.encode() for name in ("POT-", "PO-", "Last-", "Generated-", "Language-Team", "Report-", "Project-")
)


# A catalogue says nothing of when it was made: the same sentences make the same file.
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def template() -> Catalog:
    """Every sentence that stands in the code."""
    found = _empty(None)
    for path in sorted(_WORDING.rglob("*.py")):
        place = [(str(path.relative_to(_WORDING)), 0)]
        for message, context in sentences(path.read_text("utf-8")):
            known = found.get(message, context)
            if known is not None and isinstance(known.id, tuple) and isinstance(message, tuple) and known.id != message:
                raise ValueError(f"two plurals of one sentence: {message[0]}")
            found.add(message, locations=place, context=context)
    return found


def sentences(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Each sentence of a module, one with its plural as a pair, and its context.

    Read from the syntax tree: Babel's own reader goes by tokens, and overlooks what stands within an f-string (before
    Python 3.12) or within a call that is itself part of a sentence. Raises ValueError for what no translator could see.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _KEYWORDS:
            continue
        places, first = _KEYWORDS[node.func.id], node.args[0]
        said = [node.args[place] for place in places]
        if node.func.id == "_" and isinstance(first, ast.Name | ast.Subscript | ast.Attribute):
            continue  # marked by N_ where it stands
        if node.func.id == "_c" and not isinstance(node.args[1], ast.Constant):
            continue
        words = [one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(words) != len(places):
            raise ValueError(f"no sentence: {ast.unparse(node)}")
        context = first.value if node.func.id in _WITH_CONTEXT and isinstance(first, ast.Constant) else None
        yield words[0] if len(words) == 1 else tuple(words), str(context) if context else None


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
        # One that had one form and now has several, or the other way round, waits to be translated anew.
        kept = known is not None and not known.fuzzy and known.pluralizable == message.pluralizable
        string = known.string if kept and known is not None else ""
        new.add(message.id, string, message.locations, context=message.context)
    return new


def written(catalogue: Catalog) -> bytes:
    """As its file stands: by source file, without dates and line numbers, so that only what changed differs."""
    made = io.BytesIO()
    write_po(made, catalogue, width=120, include_lineno=False, sort_by_file=True)
    return b"".join(line for line in made.getvalue().splitlines(keepends=True) if not line.startswith(_PASSING))


def compiled(catalogue: Catalog) -> bytes:
    """As gettext reads it."""
    made = io.BytesIO()
    write_mo(made, updated(catalogue, catalogue))
    return made.getvalue()


def po_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _empty(language: str | None) -> Catalog:
    said = f"# What the bot says, in {language or ENGLISH}. `make languages` brings in what is new."
    return Catalog(
        language,
        DOMAIN,
        header_comment=said,
        project="Followthrough",
        version="",
        msgid_bugs_address="",
        creation_date=_NO_MOMENT,
        revision_date=_NO_MOMENT,
        fuzzy=False,
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
