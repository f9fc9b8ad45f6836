"""Plain numbers, judged by how many digits stand together: phones, cards, social security, whatever is long.

Digits stand together over spaces and punctuation, however they are grouped. What an ordinary line has of that (times,
days, ranges, sums of money) is known by its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from referrals.identifiers.kinds import PUBLIC, IdentifierKind
from referrals.identifiers.words import any_of

FEWEST = 3  # digits, without which nothing here finds anything: "1-800" and letters has as many
_APART = r"(?!//)[\s().+/_*~|'\"#=:<>\[\]{}^&\\-]"
_RUN = re.compile(rf"\d+(?:(?:(?:{_APART}){{1,4}}|[,;])\d+)*")
_FEWEST, _MOST = 7, 15  # digits of a phone number
_REGIONS = ("US", "GB", "IE", "AU", "NZ", "DE", "FR", "ES", "PT", "NL", "NO", "DK", "PL", "SG", "IL", "MX", "BR")
_BETWEEN = rf"(?:(?:{_APART}){{1,3}}|,)"
_FORM_324 = re.compile(rf"(?<!\d)(?<!\d[-.])\d{{3}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{4}}(?!\d)")
_SSN = re.compile(
    r"\b(?:s\W?s\W?n|itin|tin|ss\s?#|ss (?:no|num(?:ber)?)|tax ?(?:payer )?id"
    r"|soc(?:ial)? sec(?:urity)? (?:no|num(?:ber)?))\b"
    rf"\D{{0,20}}?\d(?:(?:{_APART}){{0,3}}\d){{3,}}"
    rf"|\bsoc(?:ial)?(?: sec(?:urity)?)?\b\W{{0,4}}(?:is\W)?\d(?:(?:{_APART}){{0,3}}\d){{8}}(?!\d)"
)
_LOCAL = re.compile(
    r"(?<![\w])(?P<exchange>[2-9]\d{2})(?P<sep>\s?[-./_*~|,:]\s?|\s|\)\s?)(?P<line>\d{4})(?!\d|[-/.]\d)"
)
_BY_WORD = re.compile(rf"\b(?:{any_of('phone')})\b[^\d\n]{{0,24}}?\+?(?P<digits>\d(?:(?:{_APART}){{0,3}}\d){{4,}})")
_ABROAD = re.compile(rf"(?:\+|(?<![\d:.,/-])00)\s?[1-9](?:(?:{_APART}){{0,3}}\d){{6,}}")
_LETTERED = re.compile(r"(?<!\w)(?:1[-.]?)?8(?:00|33|44|55|66|77|88)[-.](?=[\w-]*[a-z])[a-z0-9]{3}-?[a-z0-9]{4}(?!\w)")
_LONG = re.compile(r"\d{6,}")
_BEHIND_A_ROOM = re.compile(r"\b(?:room|rm|ward|floor|section|bed|group|step|building|bldg)\s?#?$")

_ELEMENT = re.compile(
    r"[$]?\d{1,2}"
    r"|\d{1,2}[:.]\d{2}(?:-\d{1,2}[:.]\d{2})?"
    r"|\d{1,2}/\d{1,2}(?:-\d{1,2}/\d{1,2})?"
    r"|(?:19|20)\d{2}(?:[-/](?:(?:19|20)?\d{2}))?"
    r"|(?:[01]\d|2[0-3])[0-5][05](?:-(?:[01]\d|2[0-3])[0-5][05])?"
    r"|\d{1,2}-\d{1,2}(?:[:.]\d{2})?|\d{1,2}[:.]\d{2}-\d{1,2}"
    r"|\d{1,3}0-\d{1,4}0|\d{1,3}(?:,000)+"
)
_GROUP, _LAST_GROUP = re.compile(r"\d+"), re.compile(r"\d{1,3}$")
_DIGITS_ONLY = re.compile(r"\d.*\d|\d", re.DOTALL)
# Told by its own punctuation, so that it belongs to no number beside it.
_DATED = r"(?:20\d\d(?P<by>[-/.])\d{1,2}(?P=by)\d{1,2}|\d{1,2}/\d{1,2}/(?:20)?\d\d)"
_CLEAR = rf"(?:{_DATED}|\d{{1,2}}[:.]\d{{2}}(?:-\d{{1,2}}[:.]\d{{2}})?|\d{{1,2}}/\d{{1,2}}(?:-\d{{1,2}}/\d{{1,2}})?)"
_CLEAR_START = re.compile(rf"{_CLEAR}(?=\s|$)\W*")
_CLEAR_END = re.compile(rf"(?:^|(?<=\s)){_CLEAR}$")
_MOST_ELEMENTS = 6
_SMALL = 31
_AMERICAN = re.compile("(?:1?334)+")  # lengths of groups: American numbers, one or more
_BRANDS = ("3", "4", "5", "6", "22", "23", "24", "25", "26", "27")


def social_security(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Social security and taxpayer numbers: by the word before, by form, and nine digits that can be one."""
    for form in (_SSN, _FORM_324):
        for found in form.finditer(typed):
            yield IdentifierKind.SOCIAL_SECURITY, *found.span()
    for found in _LONG.finditer(typed):
        if len(found[0]) == 9 and _taxpayer(found[0]):
            yield IdentifierKind.SOCIAL_SECURITY, *found.span()


def _taxpayer(digits: str) -> bool:
    from stdnum.us import itin, ssn  # noqa: PLC0415 - few lines have nine digits, and then once

    return bool(ssn.is_valid(digits) or itin.is_valid(digits))


def cards(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Card numbers by their check digit, however they are grouped."""
    for found in _runs(typed):
        groups = re.findall(r"\d+", found[0])
        if len("".join(groups)) >= 13 and _holds_card(groups):
            yield IdentifierKind.PAYMENT_CARD, *found.span()


def phones(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Phone numbers: those with a country's code, those a word introduces, and all digits that stand so together."""
    for form in (_ABROAD, _LETTERED):
        for found in form.finditer(typed):
            yield IdentifierKind.PHONE, *found.span()
    for found in _BY_WORD.finditer(typed):
        number = _core(typed, *found.span("digits"))
        if number and _digits(number[0]) not in PUBLIC and not _ordinary(number[0]):
            yield IdentifierKind.PHONE, *found.span()
    for found in _LOCAL.finditer(typed):
        if not _no_local(found, typed):
            yield IdentifierKind.PHONE, *found.span()
    for found in _runs(typed):
        if _FEWEST <= len(_digits(found[0])) <= _MOST and not _ordinary(found[0]) and _dialled(found[0]):
            yield IdentifierKind.PHONE, *found.span()


def long_numbers(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """What is left: six digits in a row, or more over punctuation than any phone has."""
    for found in _LONG.finditer(typed):
        if found[0] not in PUBLIC:
            yield IdentifierKind.RECORD_NUMBER, *found.span()
    for found in _runs(typed):
        if len(_digits(found[0])) > _MOST and not _ordinary(found[0]):
            yield IdentifierKind.RECORD_NUMBER, *found.span()


def _runs(typed: str) -> Iterator[re.Match[str]]:
    """Digits that stand together, without those that belong to a word such as a client's code or "3pm"."""
    place = 0
    while found := _RUN.search(typed, place):
        start, end = found.span()
        glued = _GROUP.match(typed, start)
        if glued and start and typed[start - 1].isalpha() and glued.end() - start < 4:
            place = glued.end()  # begin anew behind it
            continue
        core = _core(typed, start, end)
        if core is not None:
            yield core
        place = end


def _core(typed: str, start: int, end: int) -> re.Match[str] | None:
    """The run without times and dates at its edges, and without a last group that a letter goes on."""
    if typed[end : end + 1].isalpha() and typed[end : end + 1] != "x":
        last = _LAST_GROUP.search(typed, start, end)
        if last:
            end = last.start()
    while start < end and (clear := _CLEAR_START.match(typed, start, end)):
        start = clear.end()
    while start < end and (clear := _CLEAR_END.search(typed, start, end)):
        end = len(typed[: clear.start()].rstrip())
    return _DIGITS_ONLY.search(typed, start, end) if start < end else None


def _ordinary(run: str) -> bool:
    """Whether all that stands in the run is what lines are full of: small numbers, times, days, years, ranges."""
    elements = [element.strip("()[]{}<>'\"#=:;&|~*^.+-/\\_") for element in re.split(r"\s|,(?!0)", run)]
    elements = [element for element in elements if element]
    if len(elements) > _MOST_ELEMENTS or (len(elements) == 1 and elements[0].isdigit() and len(elements[0]) > 4):
        return False
    return all(element in PUBLIC or (_ELEMENT.fullmatch(element) and _small(element)) for element in elements)


def _small(element: str) -> bool:
    """Two digits are a day, a number of people, an hour; a range goes up."""
    if element.isdigit() and len(element) <= 2:
        return int(element) <= _SMALL and (len(element) == 1 or element[0] != "0")
    if "/" in element and len(element) <= 5:
        return max(map(int, element.split("/"))) <= _SMALL
    low, _, high = element.partition("-")
    return not (low.isdigit() and high.isdigit()) or int(low) < int(high) or len(low) == 4


def _no_local(found: re.Match[str], typed: str) -> bool:
    """Whether three digits and four are a sum of money, or a number and a time, and no number without its area."""
    exchange, line = found["exchange"], found["line"]
    at_a_time = re.fullmatch(r"(?:[01]\d|2[0-3])[0-5][05]", line) is not None
    range_ = int(exchange) % 50 == 0 and int(line) % 50 == 0 and int(line) > int(exchange) and "-" in found["sep"]
    spaced = found["sep"].isspace()
    told = exchange in PUBLIC or _BEHIND_A_ROOM.search(typed, max(found.start() - 12, 0), found.start())
    return range_ or bool(spaced and at_a_time and told)


def _holds_card(groups: list[str]) -> bool:
    """Whether the whole, or groups next to each other that begin as cards do, are a card's number."""
    from stdnum import luhn  # noqa: PLC0415 - few lines have thirteen digits

    whole = "".join(groups)
    if 13 <= len(whole) <= 19 and luhn.is_valid(whole):
        return True
    if _AMERICAN.fullmatch("".join(str(len(group)) for group in groups)):
        return False
    parts = ("".join(groups[start:end]) for start, end in combinations(range(min(len(groups), 24) + 1), 2))
    return any(13 <= len(part) <= 19 and part.startswith(_BRANDS) and luhn.is_valid(part) for part in parts)


def _dialled(run: str) -> bool:
    """Whether it is written or long as numbers to dial are, or can be dialled somewhere as it stands."""
    if not run.isdigit() or len(run) >= 10:
        return True
    return len(run) == _FEWEST or any(_valid_in(run, region) for region in _REGIONS)


def _valid_in(run: str, region: str) -> bool:
    import phonenumbers  # noqa: PLC0415 - tables of every country, for the rare line with eight or nine digits

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(run, region))
    except phonenumbers.NumberParseException:  # it begins as a call abroad, to a country that is none
        return False


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
