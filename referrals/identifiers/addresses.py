"""Where somebody lives, by the form it is written in: house number and street, unit, post box, ZIP code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from referrals.grammar.calendar_words import MONTHS
from referrals.identifiers.kinds import IdentifierKind

_STREETS_WORDS = """
    street st str avenue ave av road rd lane ln boulevard blvd terrace ter parkway pkwy highway hwy trail trl
    alley aly crescent cres mews turnpike tpke expressway causeway expy
"""
_STREETS = frozenset(_STREETS_WORDS.split())
# Words of every day as well: most of them want a house number of two digits before them.
_ALSO_WORDS = frozenset(["place", "pl", "plaza", "plz", "square", "sq", "way", "row", "walk", "loop", "close", "grove"])
_OFTEN = frozenset(["drive", "court", "ct", "circle", "cir"])
_BEFORE_A_NAME = frozenset({"dr"})  # "12 Oak Dr, Apt 3", but "3 calls to Dr Lee"
_NOT_BETWEEN_WORDS = """
    a an the of on at in to for from by with and or but not no is was has had have she he they her his their my
    our your it this that these those as if than then so very too about until since after before within every
    each other another min mins minute minutes hr hrs hour hours day days week weeks month months year years
    mile miles km block blocks mg ml more first last next new old only same any some safe quiet good better free
    open right wrong long short best bad step steps session sessions group groups time times people person
    persons bed beds spot spots client clients family drug housing mental health criminal civil traffic small
    claims treatment tennis basketball food night shelter street homeless living life wait waiting ready called
    calls went booked did does do can cannot am pm noon weekly fortnightly monthly today tomorrow mon tue wed
    thu fri sat sun
"""
_NOT_BETWEEN = frozenset(_NOT_BETWEEN_WORDS.split()) | frozenset(MONTHS)
_NO_HOUSE = frozenset(
    ["ready", "section", "room", "rooms", "step", "group", "ward", "floor", "by", "until", "about", "every", "after"]
)
_TOKEN = re.compile(r"[\w'#-]+")
_BETWEEN = re.compile(r"[\s.,]{1,3}")
_NAME = re.compile(r"\.?\s(?!(?:apt|unit|suite|ste|floor|nw|ne|sw|se|n|s|e|w)\b)[a-z]")
_HOUSE = re.compile(r"\d{1,6}[a-z]?(?:-\d{1,4}[a-z]?)?")
_LONGEST = 5  # words between number and street

_TIME = r"(?!\s?(?:[ap]\.?m|:|weeks?|months?|days?|years?|sessions?|hours?|mins?|minutes?|people|beds?)\b)(?![:.]\d)"
_STATES_WORDS = """
    ak ar az ca ct dc fl ga ia il ks ky md mi mn ms mt nc nd ne nh nj nm nv ny ok ri sc sd tn tx ut va vt wa wi
    wv wy
"""
_STATES = _STATES_WORDS.split()
_NO_POSTCODE = "st|nd|rd|th|hr|yr|lb|pt|ft|ds"  # "B2 3rd": a client, and which time
_FORMS = re.compile(
    r"\b(?:p\.?\s?o\.?\s?b?ox|p\.?\s?o\.?\s?box|post(?:al)?(?: office)? box|p\.?o\.?b\.?)\s*#?\s*\d"
    rf"|\b(?:apt|apartment|flat)\.?\s*(?:#|no\.?|number)?\s*(?:\d{{1,5}}[a-z]?|[a-z]-?\d{{1,4}}|(?<![a-z])[a-z])\b{_TIME}"
    r"|\b(?:unit|suite|ste)\.?\s*(?:#|no\.?)?\s*(?:\d{1,5}[a-z]|[a-z]-?\d{1,4})\b(?!\s?[ap]m)"
    r"|(?<![\d-])\d{5}-\d{4}(?![\d-])"
    r"|(?<![\w-])[a-ceghj-nprstvxy]\d[a-ceghj-nprstv-z][ -]?\d[a-ceghj-nprstv-z]\d(?![\w-])"
    rf"|(?<=[\s,(])[a-pr-uwyz][a-hk-y]?\d[a-z\d]?\s\d(?!(?:{_NO_POSTCODE})\b)[abd-hjlnp-uw-z]{{2}}(?![\w-])"
    r"|(?<![\d.])-?\d{1,2}\.\d{4,}\s?[,;]?\s?-?\d{1,3}\.\d{4,}(?!\d)"
    r"|\bzip(?:\s?code)?\W{0,3}(?:is\W)?\d{5}\b"
    rf"|\b(?:{'|'.join(_STATES)})\.?,?\s\d{{5}}(?!\d)"
    r"|(?<!\w)\d{1,6}\s(?:[nsew]|north|south|east|west)\.?\s\d{1,3}(?:st|nd|rd|th)\b"
    r"|(?<!\w)\d{2,6}\s(?:old\s)?broadway\b"
    r"|(?<!\w)\d{2,6}\s(?:us |state |county |rural )?(?:highway|hwy|route|rte|road)\s\d"
)


def addresses(typed: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Where an address seems to stand in a normalised text."""
    for found in _FORMS.finditer(typed):
        yield IdentifierKind.ADDRESS, *found.span()
    words = list(_TOKEN.finditer(typed))
    for place, word in enumerate(words):
        if word[0] in _STREETS | _ALSO_WORDS | _OFTEN or (
            word[0] in _BEFORE_A_NAME and not _NAME.match(typed, word.end())
        ):
            house = _house_before(typed, words, place)
            if house is not None:
                yield IdentifierKind.ADDRESS, house.start(), word.end()


def _house_before(typed: str, words: list[re.Match[str]], street: int) -> re.Match[str] | None:
    """The house number to which the street at a place belongs, None where it is no address."""
    for place in range(street - 1, max(street - _LONGEST - 2, -1), -1):
        word, following = words[place], words[place + 1]
        if not _BETWEEN.fullmatch(typed, word.end(), following.start()):
            return None
        if _HOUSE.fullmatch(word[0]) and typed[word.start() - 1 : word.start()] not in {"/", ".", ":", "$"}:
            named = street - place > 1
            enough = len(word[0]) > 1 if words[street][0] in _ALSO_WORDS else True
            introduced = place > 0 and words[place - 1][0] in _NO_HOUSE
            if named and enough and not (introduced and len(word[0]) < 3):
                return word
            return None
        if word[0] in _NOT_BETWEEN:
            return None
    return None
