"""In which language something is said, and that nothing a person reads stands outside the catalogues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from bot import catalogues
from bot.wording import language
from bot.wording.clients.history import told
from bot.wording.language import ENGLISH, N_, Phrases, _, _n, languages, own_name, speaking, spoken, understood
from bot.wording.text import ago, day, listed
from referrals.client import Consenter, RaisedFor
from referrals.model import Consent, Heard, WordBack
from referrals.risk import CareStep, Cover
from tests.unit.moments import NEW_YORK, NOW

OTHERS = [code for code in languages() if code != ENGLISH]
# Telegram's HTML within a sentence, a command, a line to type: the same in every language, save what is typed.
_TAGS = re.compile(r"</?[a-z]+>|&[a-z]+;|(?<![\w/])/[a-z]+")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.template()


def test_english_and_spanish_are_spoken() -> None:
    assert set(languages()) >= {"en", "es"}
    assert [own_name(code) for code in ("en", "es")] == ["English", "Español"]


@pytest.mark.parametrize(
    ("code", "known"), [("es", "es"), ("es-MX", "es"), ("EN", "en"), ("xx", ""), ("", ""), (None, ""), ("../es", "")]
)
def test_telegrams_code_names_a_language_or_none(code: str | None, known: str) -> None:
    assert understood(code) == known


@pytest.mark.parametrize(
    ("text", "is_one"), [("es", True), ("pt-BR", True), ("Ana", True), ("555-0100", False), ("a b", False)]
)
def test_a_code_has_its_form(text: str, is_one: bool) -> None:
    assert language.is_code(text) is is_one


def test_what_is_said_is_in_the_language_around_it_and_english_again_after_it() -> None:
    table = Phrases({1: N_("Your clients")})
    with speaking("es"):
        assert (spoken(), _("Your clients"), table[1]) == ("es", "Tus clientes", "Tus clientes")
        with speaking("en"):
            assert table[1] == "Your clients"
        assert spoken() == "es"
    assert (spoken(), _("Your clients"), list(table.values())) == ("en", "Your clients", ["Your clients"])


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("step", CareStep), ("who", Cover), ("for", RaisedFor), ("heard", Heard), ("consent", Consent),
        ("word", WordBack), ("consenter", Consenter),
    ],
)  # fmt: skip
def test_no_fixed_word_stands_in_a_history_as_data_has_it(key: str, kind: type[StrEnum]) -> None:
    for one in kind:
        with speaking("es"):
            said = told("raised", {key: one.value})
        assert f"({one.value})" not in said


@pytest.mark.parametrize("unknown", ["", "xx", "../../es"])
def test_a_language_without_a_catalogue_is_english(unknown: str) -> None:
    with speaking(unknown):
        assert (spoken(), _("Your clients")) == ("en", "Your clients")


def test_one_thread_does_not_speak_another_ones_language() -> None:
    with ThreadPoolExecutor(1) as pool, speaking("es"):
        assert pool.submit(lambda: _("Your clients")).result() == "Your clients"


def test_days_numbers_and_lists_are_each_languages_own() -> None:
    said = {}
    for code in ("en", "es"):
        with speaking(code):
            said[code] = (
                day(NOW.date()),
                ago(NOW, NOW, NEW_YORK),
                listed(["a", "b", "c"]),
                _n("{count} day ago", "{count} days ago", 2),
            )
    assert said == {
        "en": ("Tue 24 Nov", "today", "a, b and c", "2 days ago"),
        "es": ("mar 24 nov", "hoy", "a, b y c", "hace 2 días"),
    }


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_is_whole_and_as_the_code_stands(code: str, template: Catalog) -> None:
    """`make languages` brings in what is new; a fuzzy sentence is one nobody has looked at."""
    kept = catalogues.read(code)
    assert [
        one.id for one in _sentences(template) if one.id not in kept and kept.get(one.id, one.context) is None
    ] == []
    assert [one.id for one in _sentences(kept) if one.fuzzy or not catalogues.translated(one)] == []
    path = catalogues.po_of(code)
    assert catalogues.written(catalogues.updated(kept, template)) == path.read_bytes()
    assert catalogues.compiled(kept) == path.with_suffix(".mo").read_bytes()


def test_a_sentence_that_has_several_forms_now_is_translated_anew() -> None:
    one, several = catalogues.read("fr"), catalogues.read("fr")
    one.add("{count} is open", "{count} est ouvert")
    several.add(("{count} is open", "{count} are open"), ("{count} est ouvert", "{count} sont ouverts"))
    for kept, stands in ((one, several), (several, one)):
        (only,) = _sentences(catalogues.updated(kept, stands))
        assert not catalogues.translated(only)


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_holds_the_values_and_the_markup_of_its_sentence(code: str) -> None:
    def parts(text: str) -> tuple[set[str | None], list[str]]:
        return {name for _text, name, _spec, _how in Formatter().parse(text) if name}, sorted(_TAGS.findall(text))

    wrong = []
    for one in _sentences(catalogues.read(code)):
        originals, strings = ([parts(text) for text in _forms(said)] for said in (one.id, one.string))
        # A plural form may leave out the number, as "yesterday" does.
        fields = [{frozenset(names - {"count"}) for names, _tags in forms} for forms in (originals, strings)]
        tags = [{str(tags) for _names, tags in forms} for forms in (originals, strings)]
        if not (fields[1] <= fields[0] and tags[1] <= tags[0]):
            wrong.append((one.id, one.string))
    assert wrong == []


def _forms(said: str | Sequence[str] | None) -> Sequence[str]:
    return [said] if isinstance(said, str) else list(said or ())


def _sentences(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id]
