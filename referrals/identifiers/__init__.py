"""A screen for what would tell who a client is, run on every text before it is stored (clinical rule "codes only").

It knows forms, not meanings. Found are phone numbers, e-mail, web and network addresses, birth dates, social security,
record, member and card numbers, street addresses; also in other scripts, with look-alike letters, invisible characters,
or digits said as words. Its words are those of every language of the grammar (`identifiers` in its data).

Exempt, where they belong and nowhere else: phone numbers and addresses (CONTACT) in how a service is reached, in the
practice's own crisis line and in its procedure; in notes of services, if they are set on the machine; whatever an
imported directory says there. So are the few short numbers in PUBLIC, which everybody dials.

Not found, because no form tells them: names, user names, a place without a street, a birthday without its year or the
word, a number of fewer than six digits that nothing introduces, and a telling story. Nor what somebody hides on purpose
in ways not thought of here. The screen is there for the slip, not for the spy.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime

from referrals.identifiers import addresses, dates, forms, national, numbers, streets
from referrals.identifiers.kinds import CONTACT, PUBLIC, IdentifierKind, Span
from referrals.identifiers.normalise import Reading, readings

_DIGIT = re.compile(r"\d")
_GONE = "\x00"  # belongs to no form

__all__ = ["CONTACT", "PUBLIC", "IdentifierKind", "find_identifier"]


def find_identifier(
    text: str, now: datetime, welcome: Collection[IdentifierKind] = frozenset()
) -> IdentifierKind | None:
    """The first kind of identifier that `text`, typed at `now` (aware), seems to hold; None if there is none.

    Kinds that are `welcome` are passed over; what stands beside them is screened all the same.
    """
    for reading in readings(text):
        found = _found(reading, now.date(), welcome)
        if found is not None:
            return found
    return None


def _found(reading: Reading, today: date, welcome: Collection[IdentifierKind]) -> IdentifierKind | None:
    typed = reading.text
    for spans in _looks(reading, today):
        passed = []
        for kind, start, end in spans(typed):
            if kind not in welcome:
                return kind
            passed.append((start, end))
        for start, end in passed:  # welcome: out of sight for what is looked for next
            typed = typed[:start] + _GONE * (end - start) + typed[end:]
    return None


def _looks(reading: Reading, today: date) -> Iterator[Span]:
    """What is looked for, in this order: what is never welcome comes before what may be, plain numbers come last."""
    if reading.whole:
        yield forms.emails
        yield lambda typed: dates.birth_dates(typed, today)
        yield national.nationals
        yield forms.records
    plain_numbers = len(_DIGIT.findall(reading.text)) >= numbers.FEWEST
    if plain_numbers:
        yield numbers.social_security
        yield numbers.cards
    if reading.whole:
        yield forms.web_addresses
        yield forms.ip_addresses
        yield addresses.addresses
        yield streets.streets
    if plain_numbers:
        yield numbers.phones
    if plain_numbers and reading.whole:
        yield numbers.long_numbers
