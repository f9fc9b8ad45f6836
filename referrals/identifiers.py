"""A first screen for what would tell who a client is, run before anything typed is stored.

It knows forms, not meanings: it finds no names and no addresses, nothing spelled out in words, and no number broken up
by letters; look-alike letters from other alphabets deceive it. It is there to catch the slip of pasting a contact or a
record number, and it lets every line of the grammar through.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from dateutil.parser import parse

from referrals.grammar.words import MONTHS


class IdentifierKind(StrEnum):
    """What was found. Never the text itself, which is not to be kept anywhere."""

    EMAIL = "email"
    WEB_ADDRESS = "web_address"
    IP_ADDRESS = "ip_address"
    SOCIAL_SECURITY = "social_security"
    BIRTH_DATE = "birth_date"
    PAYMENT_CARD = "payment_card"
    PHONE = "phone"
    RECORD_NUMBER = "record_number"


_MONTH = f"(?:{'|'.join(MONTHS)})"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_GAP = r"[\s./,-]{1,3}"
_DATE = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<iso>\d{4})[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?P<last>\d{4}|\d{2})"
    rf"|{_NTH}(?: of)?{_GAP}{_MONTH}{_GAP}(?P<after_month>\d{{4}})"
    rf"|{_MONTH}{_GAP}{_NTH}{_GAP}(?P<after_day>\d{{4}})"
    r")(?!\w)"
)
_CLOCK = re.compile(r"(?<![\w.])\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b)?(?!\w)")
_BORN = re.compile(
    rf"\b(?:dob|d\.o\.b\.?|born|birth ?da(?:te|y)|date of birth)\W*(?:(?:on|in|is|the)\W+)?(?:\d|{_MONTH}\b)"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_FORMS = (
    (IdentifierKind.EMAIL, re.compile(r"[^\s@]{1,64}@[^\s@]{1,253}\.[^\W\d]{2,}")),
    (
        IdentifierKind.WEB_ADDRESS,
        re.compile(
            r"\b(?:https?:|www\.|t\.me\b|bit\.ly\b)"
            r"|\b[\w-]{1,63}\.(?:com|org|net|edu|gov|mil|info|health|clinic|uk|ca|app)\b"
        ),
    ),
    (IdentifierKind.IP_ADDRESS, re.compile(rf"(?<![\d.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\d.])")),
    (IdentifierKind.SOCIAL_SECURITY, re.compile(r"(?<!\d)\d{3}[-. ]\d{2}[-. ]\d{4}(?!\d)")),
    (IdentifierKind.BIRTH_DATE, _BORN),
)
_RECORD = re.compile(
    r"\bmrn\W*\d|\d{6}"
    r"|\b(?:record|policy|plan|account|acct|chart)\b\W*(?:(?:no|nr|number|id)\b\W*)?[a-z]{0,3}\W?\d{4}"
)
_DIGITS = re.compile(r"\d(?:[\s().+/-]{0,3}\d)*")
_LOCAL_PHONE = re.compile(r"(?<!\w)\d{3}[-. ]\d{4}(?!\w)")


def find_identifier(text: str, now: datetime) -> IdentifierKind | None:
    """The first kind of identifier that `text`, typed at `now` (aware), seems to hold; None if there is none."""
    typed = _plain(text)
    for kind, form in _FORMS:
        if form.search(typed):
            return kind
    if any(_a_year_back(found, now.date()) for found in _DATE.finditer(typed)):
        return IdentifierKind.BIRTH_DATE
    return _number_in(_CLOCK.sub(" · ", _DATE.sub(" · ", typed)))


def _plain(text: str) -> str:
    """Compatible forms made one (NFKC), every dash made plain, invisible characters dropped, lower-case.

    Digits of other scripts need nothing: the forms above and `int` read them as they are.
    """
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKC", visible).casefold()
    return "".join("-" if unicodedata.category(char) == "Pd" or char == "−" else char for char in plain)


def _a_year_back(found: re.Match[str], today: date) -> bool:
    """Whether a date with a year lies a full year back or more, as a birth date does and no appointment."""
    digits = next(filter(None, found.groups()))
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year <= today.year % 100 + 3 else 1900
    if year != today.year - 1:
        return year < today.year
    try:
        return parse(found[0]).date().replace(year=year) <= today - timedelta(days=365)
    except ValueError:  # no such day
        return False


def _number_in(typed: str) -> IdentifierKind | None:
    """What kind of identifying number is left once dates and times are taken out."""
    runs = ["".join(filter(str.isdigit, found[0])) for found in _DIGITS.finditer(typed)]
    if any(13 <= len(run) <= 19 and _luhn(run) for run in runs):
        return IdentifierKind.PAYMENT_CARD
    if _LOCAL_PHONE.search(typed) or any(10 <= len(run) <= 15 for run in runs):
        return IdentifierKind.PHONE
    if _RECORD.search(typed) or any(len(run) > 15 for run in runs):
        return IdentifierKind.RECORD_NUMBER
    return None


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(number // 10 + number % 10 for number in doubled)) % 10 == 0
