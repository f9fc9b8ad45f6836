"""The screen for identifiers: what it must catch, and what it must let through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.grammar import Command, write_line
from referrals.identifiers import PUBLIC, IdentifierKind, find_identifier
from referrals.starter import STARTER_SERVICES
from tests.unit.cpu import cpu_seconds
from tests.unit.grammar.lines import LANGUAGE_NAMES, NOW, commands


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("C7 housing // ask pat.lee@example.org", IdentifierKind.EMAIL),
        ("pat@exämple.de", IdentifierKind.EMAIL),
        ("C7 see https://example.org/x", IdentifierKind.WEB_ADDRESS),
        ("facebook.com slash pat", IdentifierKind.WEB_ADDRESS),
        ("t.me/patlee", IdentifierKind.WEB_ADDRESS),
        ("logged in from 192.168.10.4", IdentifierKind.IP_ADDRESS),
        ("078-05-1120", IdentifierKind.SOCIAL_SECURITY),
        ("ssn 078 05 1120", IdentifierKind.SOCIAL_SECURITY),
        ("C7 // dob 3/12", IdentifierKind.BIRTH_DATE),
        ("born on may 3", IdentifierKind.BIRTH_DATE),
        ("Date of birth: 1990", IdentifierKind.BIRTH_DATE),
        ("C7 3/12/1990", IdentifierKind.BIRTH_DATE),
        ("C7 03/12/65", IdentifierKind.BIRTH_DATE),
        ("C7 1990-12-03", IdentifierKind.BIRTH_DATE),
        ("3rd of December 1990", IdentifierKind.BIRTH_DATE),
        ("Dec 3, 1990", IdentifierKind.BIRTH_DATE),
        ("2025-11-24", IdentifierKind.BIRTH_DATE),
        ("١٩٩٠-١٢-٠٣", IdentifierKind.BIRTH_DATE),
        ("C7 // call 212 555 0142", IdentifierKind.PHONE),
        ("(212) 555-0142", IdentifierKind.PHONE),
        ("+1.212.555.0142", IdentifierKind.PHONE),
        ("555-0142", IdentifierKind.PHONE),
        ("ask at 800-flowers", IdentifierKind.PHONE),
        ("555 0142", IdentifierKind.PHONE),
        ("tel2125550142", IdentifierKind.PHONE),
        ("２１２５５５０１４２", IdentifierKind.PHONE),
        ("٢١٢ ٥٥٥ ٠١٤٢", IdentifierKind.PHONE),
        ("212\u200b555\u200b0142", IdentifierKind.PHONE),
        ("212‑555‑0142", IdentifierKind.PHONE),
        ("4111 1111 1111 1111", IdentifierKind.PAYMENT_CARD),
        ("MRN 77", IdentifierKind.RECORD_NUMBER),
        ("policy no. AB-12345", IdentifierKind.MEMBER_NUMBER),
        ("plan 20417", IdentifierKind.MEMBER_NUMBER),
        ("her number is 204178", IdentifierKind.RECORD_NUMBER),
        ("4111 1111 1111 1112 77", IdentifierKind.RECORD_NUMBER),
        ("2l2 555 O142", IdentifierKind.PHONE),
        ("five five five, zero one four two", IdentifierKind.PHONE),
        ("2 1 2 5 5 5 0 1 4 2", IdentifierKind.PHONE),
        ("+44 7911 123456", IdentifierKind.PHONE),
        ("tel 6123 4567", IdentifierKind.PHONE),
        ("pat at example dot com", IdentifierKind.EMAIL),
        ("pat (at) gmail", IdentifierKind.EMAIL),
        ("раt@ехаmрlе.соm", IdentifierKind.EMAIL),
        ("example[.]org", IdentifierKind.WEB_ADDRESS),
        ("fe80::1", IdentifierKind.IP_ADDRESS),
        ("3-dec-90", IdentifierKind.BIRTH_DATE),
        ("Dec 3, '90", IdentifierKind.BIRTH_DATE),
        ("31aug97 day", IdentifierKind.BIRTH_DATE),
        ("123456789", IdentifierKind.SOCIAL_SECURITY),
        ("900-70-1234", IdentifierKind.SOCIAL_SECURITY),
        ("member id XYZ123456", IdentifierKind.MEMBER_NUMBER),
        ("1EG4-TE5-MK73", IdentifierKind.MEMBER_NUMBER),
        ("4111-11 11/1111.1111", IdentifierKind.PAYMENT_CARD),
        ("12 Elm Street", IdentifierKind.ADDRESS),
        ("350 W 42nd St Apt 3", IdentifierKind.ADDRESS),
        ("5 Oak Drive", IdentifierKind.ADDRESS),
        ("PO Box 12", IdentifierKind.ADDRESS),
        ("C7 housing // moved to SW1A 1AA", IdentifierKind.ADDRESS),
        ("C7 housing // M5V 3L9", IdentifierKind.ADDRESS),
        ("C7 housing // at 40.7128, -74.0060", IdentifierKind.ADDRESS),
        ("C7 legal aid // docket 2026-FA-1182", IdentifierKind.RECORD_NUMBER),
        ("10001-2345", IdentifierKind.ADDRESS),
        ("Apt 4B", IdentifierKind.ADDRESS),
    ],
)
def test_an_identifier_is_found(text: str, kind: IdentifierKind) -> None:
    assert find_identifier(text, NOW) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "C7",
        "C7 psych eval, DBT group, housing",
        "C7 booked section 8 2026-12-03 15:00",
        "C7 booked 12/3/2026 3:30 pm",
        "C7 booked 3/12/27 9.30am housing",
        "AB123 tue 14:00, thu 09:30, fri 10:00 fortnightly",
        "C7 discharged 2025-11-25",
        "C7 housing by 3rd of december 2026",
        "C7 24/7 support line // 3 of 5 sessions, from 10 to 12, plan 12 sessions",
        "safety plan 2 done",
        "newborn 2 group",
        "fri@3.30pm",
        "2:30",
        "B2 tue 1400-1530",
        "tue 1400 I7",
        "O12 booked dbt 15 dec 10am",
        "open 10-12, 14-16",
        "sessions 12/1 12/8 12/15",
        "12/15, 1/5 and 1/19",
        "/pause 3 dec - 30 dec",
        "2026-12-03, 2026-12-10, 2026-12-17",
        "PHQ-9 17 GAD-7 12 PCL-5 44",
        "rent 800-1200, or $1,450",
        "text HOME to 741741, or 988",
        "done.no answer",
        "C7 group // with B2 3rd time, K4 2pm, then D9 5hr",
        "C7 housing // level 2.1 of 3.5, rent 0.3 of income",
        "look at Gmail",
        "she is at St. Luke's, 2nd floor",
        "10 minute drive, 2 weeks on the street",
        "get her member ID card",
        "C7 group N2, no plan no 2 weeks",
        *(f"C7 {label}" for service in STARTER_SERVICES for label in (service.name, *service.aliases)),
    ],
)
def test_ordinary_lines_pass(text: str) -> None:
    assert find_identifier(text, NOW) is None


def _few_digits(command: Command) -> bool:
    """Whether the words a person chose freely hold no number long enough to be somebody's."""
    chosen = [getattr(command, "service", None) or "", *getattr(command, "services", ())]
    return sum(map(str.isdigit, "".join(chosen))) < 4


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
@given(command=commands.filter(_few_digits))
@settings(max_examples=800, deadline=None)
def test_no_line_of_the_grammar_raises_an_alarm(language: str, command: Command) -> None:
    assert find_identifier(write_line(command, language), NOW) is None


@given(st.text(max_size=200) | st.text("0123456789 -./@:()bornmc", max_size=200), st.datetimes(timezones=st.just(UTC)))
def test_any_text_can_be_screened(text: str, now: datetime) -> None:
    assert find_identifier(text, now) in (None, *IdentifierKind)


@given(st.from_regex(r"(00|011|010|001)?[0-9]{4,9}", fullmatch=True))
def test_digits_that_begin_as_a_call_abroad_are_screened_like_others(digits: str) -> None:
    assert find_identifier(digits, NOW) is not None or len(digits) < 6 or digits in PUBLIC


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "a.",
        "a-",
        "1 ",
        "1-",
        "born ",
        "@",
        "1.1.",
        "plan ",
        "\n",
        "12x",
        "a1",
        "a@b",
        "l ",
        "one ",
        "12 elm oak ",
        "4111 1111 ",
        "member id ",
        "dec 3 ",
        "// ",
        "(dot)",
        "::",
        "c7 555 ",
        "\u200b",
        "\u0665 ",
        "e\u0301",
        "\u0430.",
    ],
)
def test_a_text_four_times_as_long_is_screened_in_about_four_times_the_time(piece: str) -> None:
    short, long = (piece * (length // len(piece)) for length in (1024, 4096))
    grown = cpu_seconds(lambda: find_identifier(long, NOW)) / cpu_seconds(lambda: find_identifier(short, NOW))
    assert grown < 9  # a form that looks at each place from each other place takes sixteen times as long
