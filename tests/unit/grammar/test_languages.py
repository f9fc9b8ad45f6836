"""The data of each language: complete, without two meanings for one phrase, and the collisions that are meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from referrals.days_off import Away
from referrals.folding import folded, squeeze
from referrals.grammar import When, read_absence, read_hours, read_when
from referrals.grammar.calendar_words import MONTH_OR_WEEKDAY
from referrals.grammar.dates import LONGEST_WHEN
from referrals.grammar.tables import ENGLISH, LANGUAGES, row_of
from referrals.grammar.times import read_time
from referrals.grammar.words import written_in
from referrals.hours import WorkingHours
from tests.unit.grammar.lines import LANGUAGE_NAMES, NEW_YORK, NOW

# Rows of other words in each language: clerical short forms.
FREE = {("names", "written_out")}
# One phrase in two rows of a section, knowingly: what both mean stands beside it.
MEANT_TWICE = {
    ("words", "goals"): {"bare_goals"},  # a part of the row, not another meaning
    ("words", "for"): {"by_before_day"},  # "para dbt", "para el viernes"
    ("stays", "admitted"): {"begin_names"},
    ("stays", "discharged"): {"begin_names"},
}
SECTIONS_OF_ONE_MEANING_A_PHRASE = (
    "steps", "barriers", "stays", "risks", "purposes", "sessions", "cadences", "words", "weekdays", "months",
    "days_away", "counts", "spans", "times", "starter",
)  # fmt: skip
# In two languages two things: the first is looked for where the second is not said by what stands beside it.
BETWEEN_LANGUAGES = {"mar": ("weekdays.tuesday", "months.march")}


def shape(language: Mapping[str, Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {(section, row) for section, rows in language.items() for row in rows}


def test_there_are_english_and_spanish_and_english_comes_first() -> None:
    assert LANGUAGE_NAMES[0] == ENGLISH
    assert "es" in LANGUAGE_NAMES


@pytest.mark.parametrize("name", LANGUAGE_NAMES)
def test_every_language_has_the_same_rows(name: str) -> None:
    assert shape(LANGUAGES[name]) == shape(LANGUAGES[ENGLISH])
    for section, row in shape(LANGUAGES[name]) - FREE:
        phrases = LANGUAGES[name][section][row]
        assert isinstance(phrases, list), (section, row)
        assert all(isinstance(phrase, str) and squeeze(phrase) for phrase in phrases), (section, row)


@pytest.mark.parametrize("name", LANGUAGE_NAMES)
def test_the_zones_to_be_tapped_are_zones_and_fit_a_phone(name: str) -> None:
    zones = row_of(name, "examples", "zones")
    assert set(zones) <= available_timezones()
    assert 1 <= len(set(zones)) == len(zones) <= 6


@pytest.mark.parametrize("name", LANGUAGE_NAMES)
def test_every_language_can_be_written(name: str) -> None:
    said = written_in(name)
    assert {squeeze(said.steps[step]) for step in said.steps}.isdisjoint({"refused", "rechazo"})
    assert {"until", "by", "ready", "for", "wants", "reopen", "stand_down", "goodbye", "goals"} <= said.words.keys()
    assert len(said.weekdays) == 7


def _rows_of(names: Iterable[str], section: str) -> dict[str, set[str]]:
    """Each phrase of a section with the rows it stands in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for row, phrases in LANGUAGES[name][section].items():
            for phrase in phrases:
                found[squeeze(phrase)].add(row)
    return found


@pytest.mark.parametrize("section", SECTIONS_OF_ONE_MEANING_A_PHRASE)
def test_no_phrase_means_two_things_within_a_table_whatever_the_language(section: str) -> None:
    twice = {phrase: rows for phrase, rows in _rows_of(LANGUAGE_NAMES, section).items() if len(rows) > 1}
    meant = {
        phrase: rows
        for phrase, rows in twice.items()
        if any(row in rows and rows - {row} <= MEANT_TWICE.get((section, row), set()) for row in rows)
    }
    assert twice == meant


def test_what_is_a_weekday_here_and_a_month_there_is_listed() -> None:
    assert set(BETWEEN_LANGUAGES) == MONTH_OR_WEEKDAY


@pytest.mark.parametrize("name", LANGUAGE_NAMES)
def test_no_phrase_of_time_is_longer_than_is_looked_for(name: str) -> None:
    for section in ("dates", "days_away", "times"):
        assert max(len(phrase.split()) for row in LANGUAGES[name][section].values() for phrase in row) <= LONGEST_WHEN


@pytest.mark.parametrize(
    ("text", "key"), [("Mañana", "manana"), ("MIÉRCOLES", "miercoles"), ("ok'd", "okd"), ("東京", "東京")]
)
def test_accents_are_forgiven(text: str, key: str) -> None:
    assert squeeze(text) == key


def test_what_is_not_latin_keeps_its_form() -> None:
    assert folded("한국 Й") == "한국 и"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("vie", When(date(2026, 11, 27))),
        ("el próximo martes", When(date(2026, 12, 1))),
        ("martes que viene", When(date(2026, 12, 1))),
        ("este viernes", When(date(2026, 11, 27))),
        ("viernes de la próxima semana", When(date(2026, 12, 4))),
        ("el viernes de la semana que viene a las 3 de la tarde", When(date(2026, 12, 4), time(15))),
        ("vie 27 de noviembre de 2026 a las 3 de la tarde", When(date(2026, 11, 27), time(15))),
        ("mañana", When(date(2026, 11, 25))),
        ("manana 10", When(date(2026, 11, 25), time(10))),
        ("mañana a las 10 de la mañana", When(date(2026, 11, 25), time(10))),
        ("pasado mañana", When(date(2026, 11, 26))),
        ("hoy a las 16h", When(date(2026, 11, 24), time(16))),
        ("hoy a las cuatro", When(date(2026, 11, 24), time(16))),
        ("dentro de dos semanas", When(date(2026, 12, 8))),
        ("en 2 semanas", When(date(2026, 12, 8))),
        ("en una semana", When(date(2026, 12, 1))),
        ("en quince días", When(date(2026, 12, 8))),
        ("en 10 días", When(date(2026, 12, 4))),
        ("dentro de un mes", When(date(2026, 12, 24))),
        ("3 dic", When(date(2026, 12, 3))),
        ("3 de diciembre", When(date(2026, 12, 3))),
        ("5 de diciembre de 2026", When(date(2026, 12, 5))),
        ("el 5 de diciembre del 2026", When(date(2026, 12, 5))),
        ("5-dic", When(date(2026, 12, 5))),
        ("1º de diciembre", When(date(2026, 12, 1))),
        ("1ro de enero", When(date(2027, 1, 1))),
        ("jueves 3 de dic 10:15", When(date(2026, 12, 3), time(10, 15))),
        ("3 de mar", When(date(2027, 3, 3))),
        ("mar 3", When(date(2027, 3, 3))),
        ("3 mar", When(date(2027, 3, 3))),
        ("mar 14:00", When(date(2026, 12, 1), time(14))),
        ("mar 3pm", When(date(2026, 12, 1), time(15))),
        ("mar a las 3", When(date(2026, 12, 1), time(15))),
        ("el mar", When(date(2026, 12, 1))),
        ("mar 1 dic", When(date(2026, 12, 1))),
        ("3 ago", When(date(2027, 8, 3))),
        ("el 5", When(date(2026, 12, 5))),
        ("el 5 a las 10", When(date(2026, 12, 5), time(10))),
        ("el 24 a las 16h", When(date(2026, 11, 24), time(16))),
        ("viernes 27", When(date(2026, 11, 27))),
        ("el viernes 11 a las 3", When(date(2026, 12, 11), time(15))),
        ("viernes 10", When(date(2026, 11, 27), time(10))),
        ("mañana en la tarde", When(date(2026, 11, 25))),
        ("mañana a las 3 en la tarde", When(date(2026, 11, 25), time(15))),
    ],
)
def test_a_date_alone_in_spanish(text: str, when: When) -> None:
    assert read_when(text, NOW, NEW_YORK) == when


@pytest.mark.parametrize(
    "text",
    ["mar", "until mar", "la semana que viene", "fin de mes", "martes 31 de nov", "viernes 28", "el 32"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert not isinstance(read_when(text, NOW, NEW_YORK), When)


@pytest.mark.parametrize("text", ["ayer", "hace 3 días", "hace dos semanas", "20 de noviembre"])
def test_what_was_is_past(text: str) -> None:
    assert str(read_when(text, NOW, NEW_YORK)) == "past_date"


def test_numbers_with_slashes_are_in_the_order_of_the_language() -> None:
    assert read_when("3/12", NOW, NEW_YORK, "es") == When(date(2026, 12, 3))
    assert read_when("3/12", NOW, NEW_YORK, "en") == When(date(2027, 3, 12))
    assert read_when("12/25/2026", NOW, NEW_YORK, "es") == When(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14h", time(14)),
        ("14 h", time(14)),
        ("14.30 h", time(14, 30)),
        ("14h30", time(14, 30)),
        ("2 de la tarde", time(14)),
        ("10 de la manana", time(10)),
        ("8 de la noche", time(20)),
        ("12 de la noche", time(0)),
        ("12 del mediodia", time(12)),
        ("mediodia", time(12)),
        ("5 y media", time(17, 30)),
        ("5 y cuarto", time(17, 15)),
        ("5 menos cuarto", time(16, 45)),
        ("9 y media de la manana", time(9, 30)),
        ("24 horas", None),
    ],
)
def test_a_time_of_day_in_spanish(text: str, at: time | None) -> None:
    assert read_time(text) == at


OFFICE = WorkingHours(NEW_YORK, frozenset({1, 3}), time(9), time(18))
WEDNESDAY = datetime(2026, 11, 18, 16, 10, tzinfo=ZoneInfo("America/New_York"))
TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "days", "start", "end"),
    [
        ("lun-jue 9-17:30", "0123", time(9), time(17, 30)),
        ("de lunes a jueves de 9 a 17:30", "0123", time(9), time(17, 30)),
        ("L-V 9-17h", "01234", time(9), time(17)),
        ("lun a vie 9h a 17h", "01234", time(9), time(17)),
        ("lunes, miércoles y viernes de 10 a 6", "024", time(10), time(18)),
        ("entre semana 9 a 5", "01234", time(9), time(17)),
        ("todos los días de 8 a 20", "0123456", time(8), time(20)),
        ("martes de 9 de la mañana a 2 de la tarde", "1", time(9), time(14)),
        ("martes desde las 9 hasta las 14", "1", time(9), time(14)),
        ("de 7 a 15", "13", time(7), time(15)),
    ],
)
def test_hours_are_read_in_spanish(typed: str, days: str, start: time, end: time) -> None:
    assert read_hours(typed, OFFICE) == WorkingHours(NEW_YORK, frozenset(map(int, days)), start, end)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("hasta el 14 dic", TODAY, date(2026, 12, 14)),
        ("14 de diciembre", TODAY, date(2026, 12, 14)),
        ("2 semanas", TODAY, date(2026, 12, 2)),
        ("una semana", TODAY, date(2026, 11, 25)),
        ("durante dos semanas", TODAY, date(2026, 12, 2)),
        ("mañana", TODAY, date(2026, 11, 19)),
        ("del 7 al 14 de diciembre", date(2026, 12, 7), date(2026, 12, 14)),
        ("7 dic - 14 dic", date(2026, 12, 7), date(2026, 12, 14)),
        ("desde el 21 dic hasta el 4 de enero", date(2026, 12, 21), date(2027, 1, 4)),
    ],
)
def test_an_absence_is_read_in_spanish(typed: str, since: date, until: date) -> None:
    assert read_absence(typed, WEDNESDAY, NEW_YORK, "es") == Away(since, until)


def test_an_absence_has_its_days_in_the_order_of_the_language() -> None:
    assert read_absence("7/12 - 9/12", WEDNESDAY, NEW_YORK, "es") == Away(date(2026, 12, 7), date(2026, 12, 9))
