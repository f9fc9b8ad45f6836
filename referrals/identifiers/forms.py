"""What is told by its form or by the word before it: e-mail, web and network addresses, record and member numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from referrals.identifiers.kinds import IdentifierKind
from referrals.identifiers.words import any_of

_PROVIDERS = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|icloud|aol|protonmail|proton|msn|comcast|gmx|verizon|mailinator"
)
_TLD = (
    "com|org|net|edu|gov|mil|int|info|biz|name|pro|io|co|ai|tv|app|dev|xyz|online|site|website|store|shop|blog|cloud"
    "|health|clinic|care|foundation|ngo|uk|ca|de|fr|nl|eu|au|nz|ie|ch|at|es|pt|pl|ru|cn|jp|kr|br|mx|ar|za|se|dk|fi|gr|cz|nyc"
)
# These end sentences as well ("agreed.no answer"), so they count only with a path behind them.
_SHORT = (
    "me|be|ly|gg|gl|to|it|is|in|no|so|us|cc|la|my|am|im|link|page|live|club|news|help|support|center|group|team|world"
)
_LABEL = r"[\w-]{1,63}"
_EMAIL = re.compile(
    r"[^\s@]{1,64}@[^\s@]{1,253}\.[^\W\d]{2,}"
    rf"|(?<![\w.+-])(?!(?:look(?:s|ing|ed)?|is|are|accounts?|mail|works?|reached)\s)[\w.+-]{{1,64}}(?:\s?@\s?|\sat\s)(?:{_PROVIDERS})\b"
    rf"|[\w.+-]{{1,64}}\s(?:at|@)\s(?:{_LABEL}\.){{1,4}}(?:{_TLD})\b"
    rf"|[\w.+-]{{1,64}}@{_LABEL}[\s,](?:{_TLD})\b"
    r"|\be-?mail\W{0,3}(?:is\W{1,2})?[\w.+-]{1,64}@"
)
_WEB = re.compile(
    r"\b(?:https?|hxxps?|ftp)\s?:\s?/\s?/\s?\S+|\bwww\d?\s?\.\s?\S+|\bwww \S+|\bhttps?\b\S*"
    r"|\b(?:t\.me|telegram\.me|wa\.me|bit\.ly|fb\.me|youtu\.be|goo\.gl|linktr\.ee|discord\.gg)\b\S*"
    rf"|\b(?:{_LABEL}\.){{1,5}}(?:{_TLD})\b(?!\.?\w)\S*"
    rf"|\b(?:{_LABEL}\.){{1,5}}(?:{_SHORT})/\w\S*"
    rf"|\b{_LABEL}\s\.(?:com|org|net|edu|gov|uk)\b"
)
_DECIMALS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
_COLONS = re.compile(r"(?<![\w:])[0-9a-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?![\w:])")

_SPACE = r"[\s:.,#=('\"-]{0,4}"  # within a clause; the "//" before a note ends one
_NUMBER = rf"(?:{_SPACE}\b(?:{any_of('number')}){_SPACE}|\s*#\s*)(?:(?:is|was|are|es|era)\b{_SPACE})?"
_ITS = r"(?:[a-z]{1,6}[-_/]?\d|[a-z]{1,6}[ ]\d{3}|\d)"
_PATIENT, _PLAN = any_of("record", "record_numbered"), any_of("member")
# "Número de expediente 77"
_NUMBER_OF = rf"\b(?:{any_of('number', 'number_before_of')})\s?(?:{any_of('number_of')})\s"
# A number that is no year and no time of day, or letters and digits mixed as a key is.
_LONG = (
    r"(?:[a-z]{0,4}-?\d{5,}|(?!(?:19|20)\d\d\b|[01]?\d[0-5][05]\b|2[0-3][0-5][05]\b)\d{4}\b"
    r"|(?=[\da-z-]{6,20}\b)(?=[\d-]*[a-z])(?:[a-z-]*\d){3}[\da-z-]*)"
)
_NO = rf"(?:{_SPACE}\bno\b)?{_SPACE}"
_RECORD = re.compile(
    rf"\b(?:m\W?r\W?n|e?mrn|mr#)\b{_SPACE}(?:(?:number|no|id|is)\b{_SPACE})*{_ITS}"
    rf"|\b(?:{_PATIENT})\b{_NUMBER}{_ITS}"
    rf"|\b(?:{any_of('record')})\b{_NO}{_LONG}"
    rf"|{_NUMBER_OF}(?:{_PATIENT})\b{_SPACE}{_ITS}"
)
_MEMBER = re.compile(rf"\b(?:{_PLAN})\b(?:{_NUMBER}{_ITS}|{_NO}{_LONG})|{_NUMBER_OF}(?:{_PLAN})\b{_SPACE}{_ITS}")
_LETTER, _EITHER, _DIGIT = "[ac-hj-km-np-rt-y]", "[0-9ac-hj-km-np-rt-yoilsz]", "[0-9oil]"
# Medicare's: digit, letter, either, digit, letter, either, digit, two letters, two digits; no S, L, O, I, B, Z.
_MEDICARE = re.compile(
    rf"(?<![a-z0-9])[1-9il]{_LETTER}{_EITHER}{_DIGIT}[\W_]{{0,3}}{_LETTER}{_EITHER}{_DIGIT}[\W_]{{0,3}}"
    rf"{_LETTER}{{2}}{_DIGIT}{{2}}(?![a-z0-9])"
)
_KEY = re.compile(r"(?<![\w-])(?=[a-z\d]*[a-z])(?=[a-z\d]*\d)[a-z\d]{8,24}(?![\w-])")


def emails(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """E-mail addresses, also spelled with "at" and "dot"."""
    for found in _EMAIL.finditer(typed):
        yield IdentifierKind.EMAIL, *found.span()


def web_addresses(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Web addresses with or without their beginning, bare domains among them."""
    for found in _WEB.finditer(typed):
        yield IdentifierKind.WEB_ADDRESS, *found.span()


def ip_addresses(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Network addresses of both versions."""
    for found in _DECIMALS.finditer(typed):
        if all(int(part) < 256 for part in found[0].split(".")):
            yield IdentifierKind.IP_ADDRESS, *found.span()
    for found in _COLONS.finditer(typed):
        if _is_version_6(found[0].rstrip(":")) or _is_version_6(found[0]):
            yield IdentifierKind.IP_ADDRESS, *found.span()


def records(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Numbers by the word before them, Medicare's by its form, and keys of letters and digits."""
    for found in _RECORD.finditer(typed):
        yield IdentifierKind.RECORD_NUMBER, *found.span()
    for form in (_MEMBER, _MEDICARE):
        for found in form.finditer(typed):
            yield IdentifierKind.MEMBER_NUMBER, *found.span()
    for found in _KEY.finditer(typed):
        if sum(map(str.isdigit, found[0])) >= 5:
            yield IdentifierKind.RECORD_NUMBER, *found.span()


def _is_version_6(text: str) -> bool:
    if text.count(":") < 2 or len(text.replace(":", "")) < 3:  # "c7::" would be one, too
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
