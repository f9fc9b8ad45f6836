"""Addresses in which the street comes first ("calle Mayor 12"), and what stands beside them there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from referrals.grammar.calendar_words import MONTHS, OF, WEEKDAYS, either
from referrals.identifiers.kinds import IdentifierKind
from referrals.identifiers.words import any_of, plain

_NUMBER = rf"(?:(?:{any_of('number')}|no?)\b\.?\s?|#\s?)"
_NO_NAMES = either({*plain("not_in_a_street"), *plain("units"), *MONTHS, *WEEKDAYS})
_NAME = rf"(?:\d{{1,2}}\s)?(?:(?!(?:{_NO_NAMES})\b)[a-z][a-z'.-]*[\s,]{{1,2}}){{1,6}}"
_UNIT = rf"\s?(?:{any_of('units')}|(?:(?:{either(OF)})\s)?(?:{either(MONTHS)}))\b"
_NO_HOUSE = rf"(?!\w|\s?[%€$/]|:\d|[.,]\d|-\d|{_UNIT})"
_ENDS = r"(?:(?<=/)|(?!\w))\.?\s?"
_STREET, _PERHAPS = any_of("street_first"), any_of("street_first_or_word")
_FORMS = re.compile(
    rf"(?<!\w)(?:{_STREET}){_ENDS}{_NAME}{_NUMBER}?\d{{1,4}}[a-z]?{_NO_HOUSE}"
    rf"|(?<!\w)(?:{_PERHAPS}){_ENDS}{_NAME}{_NUMBER}?\d{{2,4}}[a-z]?{_NO_HOUSE}"
    rf"|(?<!\w)(?:{_STREET}|{_PERHAPS}){_ENDS}\d{{1,3}}[a-z]?\s?{_NUMBER}\d{{1,3}}"
    rf"|\b(?:{any_of('postcode')})\b\W{{0,3}}\d{{4,5}}\b"
    rf"|\b(?:{any_of('post_box')})\b\W{{0,3}}{_NUMBER}?\d"
    rf"|\b(?:{any_of('flat')})\b\.?\s*{_NUMBER}?(?:\d{{1,5}}[a-z]?|[a-z]-?\d{{1,4}}){_NO_HOUSE}"
    rf"|\b(?:{any_of('floor')})\s?\d{{1,2}}\.?(?:o|er|a)?\W{{0,2}}(?:{any_of('floor_sides')}|[b-df-h])\b"
    rf"|(?<!\w)\d{{1,2}}\.?(?:o|er)\W{{0,2}}(?:{any_of('floor_sides')})\b"
)


def streets(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Where such an address seems to stand in a normalised text."""
    for found in _FORMS.finditer(typed):
        yield IdentifierKind.ADDRESS, *found.span()
