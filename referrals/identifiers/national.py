"""National numbers of Spanish-speaking countries: by their name, and by form and check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from referrals.identifiers.kinds import IdentifierKind
from referrals.identifiers.words import any_of

_SEP = r"[\s./_-]{0,2}"
_NAMED = re.compile(
    rf"\b(?:{any_of('national')})\b\W{{0,4}}(?:(?:{any_of('number', 'birth_links')})\b\W{{0,3}}){{0,2}}"
    rf"(?!\d{{1,2}}[/-]\d{{1,2}}[/-]\d)[a-z]{{0,4}}{_SEP}\d(?:{_SEP}\d){{4,}}"
)
_DNI = re.compile(r"(?<![\w.])\d{1,2}\.?\d{3}\.?\d{3}[\s-]?[a-z](?!\w)")
_NIE = re.compile(r"(?<!\w)[xyz][\s-]?\d{7}[\s-]?[a-z](?!\w)")
_CURP = re.compile(r"(?<!\w)[a-z]{4}\d{6}[hmx][a-z]{5}[a-z\d]\d(?!\w)")
_RFC = re.compile(r"(?<!\w)[a-z]{4}\d{6}[a-z\d]{3}(?!\w)")
_RUT = re.compile(r"(?<![\w.])\d{1,2}\.\d{3}\.\d{3}-[\dk](?!\w)")


def nationals(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Where such a number seems to stand in a normalised text."""
    for found in _NAMED.finditer(typed):
        yield IdentifierKind.SOCIAL_SECURITY, *found.span()
    for form, name in ((_DNI, "dni"), (_NIE, "nie"), (_CURP, "curp"), (_RFC, "rfc"), (_RUT, "rut")):
        for found in form.finditer(typed):
            if _checks(name, re.sub(r"[\s.-]", "", found[0])):
                yield IdentifierKind.SOCIAL_SECURITY, *found.span()


def _checks(name: str, number: str) -> bool:
    from stdnum.cl import rut  # noqa: PLC0415 - few lines have such a form
    from stdnum.es import dni, nie  # noqa: PLC0415
    from stdnum.mx import curp, rfc  # noqa: PLC0415

    return bool({"dni": dni, "nie": nie, "curp": curp, "rfc": rfc, "rut": rut}[name].is_valid(number))
