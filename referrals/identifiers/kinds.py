"""What the screen finds, and what of it may stand where a service is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum


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
    MEMBER_NUMBER = "member_number"
    ADDRESS = "address"


CONTACT = frozenset({IdentifierKind.PHONE, IdentifierKind.EMAIL, IdentifierKind.WEB_ADDRESS, IdentifierKind.ADDRESS})
# Of nobody in particular: emergency, helplines, and the numbers crisis lines take texts at.
PUBLIC = frozenset({"112", "211", "311", "911", "988", "999", "85258", "88788", "116123", "741741", "838255"})
# From a normalised text to what stands where in it: kind, start, end.
Span = Callable[[str], Iterator[tuple[IdentifierKind, int, int]]]
