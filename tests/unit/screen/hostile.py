"""Identifiers as they are written in life, then disguised and set into ordinary lines; made up from a seed.

Each kind is built from what such a thing is (example numbers of every region, check digits, the calendar, the rules of
the Social Security Administration), never from the guard's own expressions.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import phonenumbers
from phonenumbers import PhoneNumberFormat
from stdnum import luhn
from stdnum.us import itin, ssn

from tests.unit.grammar.lines import TODAY
from tests.unit.screen.ordinary import ordinary_line

_EXAMPLES = [
    number
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    if (number := phonenumbers.example_number_for_type(region, kind)) is not None
]
_FIRST = ["pat", "lee", "ana", "maria", "joe.smith", "k_jones", "sam-o", "t.brown42", "mary+care", "d.nguyen"]
_HOSTS_WORDS = """
    gmail.com example.org mail.example.co.uk yahoo.com clinic-north.net st-lukes.edu posteo.de outlook.com
"""
_HOSTS = _HOSTS_WORDS.split()
_SITES_WORDS = """
    example.com www.pat-lee.net t.me/patlee https://example.org/p/1 http://pat.blog facebook.com/pat.lee
    linkedin.com/in/patlee instagram.com/pat_lee sub.domain.example.co.uk/x?y=1 patlee.io example.info
    bit.ly/3abc wa.me/12125550142 patlee.de
"""
_SITES = _SITES_WORDS.split()
_NAMES = [
    "Elm",
    "Oak",
    "Maple",
    "Washington",
    "Harbour View",
    "Fort Hamilton",
    "Van Ness",
    "O'Farrell",
    "W 42nd",
    "East 9th",
    "5th",
]
_SUFFIXES = [
    "Street",
    "St",
    "St.",
    "Avenue",
    "Ave",
    "Ave.",
    "Road",
    "Rd",
    "Boulevard",
    "Blvd",
    "Lane",
    "Terrace",
    "Parkway",
]
_MEDICARE = "ACDEFGHJKMNPQRTUVWXY"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A line that must not be stored, with what it holds and how that was disguised."""

    text: str
    kind: str
    disguise: str


def hostile_line(random: Random) -> Hostile:
    """One identifier, one disguise that fits it, one place in an ordinary line."""
    kind = random.choice(list(_MAKERS))
    written = _MAKERS[kind](random)
    disguises = random.sample(_DISGUISES_OF[kind], k=1) + random.sample(_OVER_ANOTHER, k=random.choice([0, 0, 1]))
    for disguise in disguises:
        written = disguise(random, written)
    return Hostile(_placed(random, written), kind, " and ".join(disguise.__name__.strip("_") for disguise in disguises))


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def _split(random: Random, number: str, *lengths: int) -> str:
    """Groups of these lengths with one separator throughout."""
    apart = random.choice(["-", " ", ".", " - ", "/", "_", "·"])
    groups, place = [], 0
    for length in lengths:
        groups.append(number[place : place + length])
        place += length
    return apart.join(groups)


def _american(random: Random) -> str:
    while True:
        number = f"{random.choice('23456789')}{_digits(random, 2)}{random.choice('23456789')}{_digits(random, 6)}"
        if phonenumbers.is_valid_number(phonenumbers.parse(number, "US")):
            break
    area, exchange, line = number[:3], number[3:6], number[6:]
    return random.choice(
        [
            number,
            f"({area}) {exchange}-{line}",
            f"({area}){exchange}-{line}",
            f"1-{area}-{exchange}-{line}",
            f"+1 {area} {exchange} {line}",
            f"+1{number}",
            _split(random, number, 3, 3, 4),
            _split(random, number, 3, 7),
            _split(random, number, 2, 2, 2, 2, 2),
            f"{area}-{exchange}-{line} ext. {_digits(random, 3)}",
            f"{area}.{exchange}.{line}x{_digits(random, 2)}",
            f"tel {area} {exchange} {line}",
            f"tel:{number}",
            f"call {area}/{exchange}-{line}",
            f"cell {number}",
        ]
    )


def _foreign(random: Random) -> str:
    number = random.choice(_EXAMPLES)
    form = random.choice([PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.RFC3966])
    return phonenumbers.format_number(number, form)


def _national(random: Random) -> str:
    """As it is dialled at home, where it has enough digits to be told from a number of anything."""
    while True:
        written = phonenumbers.format_number(random.choice(_EXAMPLES), PhoneNumberFormat.NATIONAL)
        if sum(map(str.isdigit, written)) >= 8:
            return random.choice([written, f"phone {written}", f"tel. {written}"])


def _local(random: Random) -> str:
    number = f"{random.choice('23456789')}{random.choice('023456789')}{_digits(random, 5)}"
    return random.choice(
        [f"{number[:3]}-{number[3:]}", f"{number[:3]} {number[3:]}", f"{number[:3]}.{number[3:]}", number]
    )


def _email(random: Random) -> str:
    name, host = random.choice(_FIRST), random.choice(_HOSTS)
    spelled = host.replace(".", " dot ")
    return random.choice(
        [
            f"{name}@{host}",
            f"mailto:{name}@{host}",
            f"{name} at {spelled}",
            f"{name} (at) {host}",
            f"{name}[at]{host.replace('.', '[dot]')}",
            f"{name} @ {host}",
            f"{name} at {host}",
            f"{name}(at){host.replace('.', '(dot)')}",
        ]
    )


def _url(random: Random) -> str:
    site = random.choice(_SITES)
    return random.choice([site, site, site.upper(), site.replace(".", "[.]"), site.replace(".", " dot ", 1)])


def _ip(random: Random) -> str:
    if random.random() < 0.5:
        return str(ipaddress.IPv4Address(random.getrandbits(32)))
    address = ipaddress.IPv6Address(
        random.getrandbits(128) if random.random() < 0.5 else (0xFE80 << 112) + random.getrandbits(64)
    )
    return random.choice([address.compressed, address.exploded, address.compressed.upper()])


def _birth(random: Random) -> str:
    day = TODAY - timedelta(days=random.randint(366, 32_000))
    nth = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    short = f"{day.year % 100:02}"
    month, long_month = f"{day:%b}", f"{day:%B}"
    whole = [
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month:02}/{day.day:02}/{day.year}",
        f"{day.month}-{day.day}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02} {day.month:02} {day.year}",
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day:%m%d%Y}",
        f"{long_month} {day.day}, {day.year}",
        f"{long_month} {day.day}{nth} {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day}{nth} of {long_month} {day.year}",
        f"{day.day}-{month}-{day.year}",
        f"{month}. {day.day} {day.year}",
        f"{day.day}{month.upper()}{day.year}",
        f"{day.year} {month} {day.day}",
        f"{month} the {day.day}{nth}, {day.year}",
    ]
    two = [
        f"{day.month}/{day.day}/{short}",
        f"{day.month:02}-{day.day:02}-{short}",
        f"{day.day}.{day.month}.{short}",
        f"{day.day}-{month}-{short}",
        f"{month} {day.day} '{short}",
        f"{month} {day.day}, '{short}",
        f"{day.day}{month.lower()}{short}",
    ]
    said = [
        f"dob {day.month}/{day.day}",
        f"DOB: {random.choice(whole + two)}",
        f"D.O.B. {random.choice(whole)}",
        f"born {random.choice(whole + two)}",
        f"born on {day.day}{nth} {long_month}",
        f"birthday is {long_month} {day.day}",
        f"date of birth {day.year}",
        f"bday {day.month}/{day.day}",
    ]
    # Two digits that may be this year or one to come are no birth date to anybody.
    safe_two = two if day.year % 100 > TODAY.year % 100 + 3 or day.year >= 2000 else whole
    return random.choice([*whole, *safe_two, *said])


def _social(random: Random) -> str:
    while True:
        number = _digits(random, 9)
        if ssn.is_valid(number):
            break
    word = random.choice(["SSN", "ssn", "social security number", "SS#", "social security", "S.S.N.", "soc sec no"])
    grouped = _split(random, number, 3, 2, 4)
    return random.choice(
        [
            grouped,
            grouped,
            number,
            f"{word} {number}",
            f"{word}: {grouped}",
            f"{word} is {number}",
            f"SSN last four {number[-4:]}",
        ]
    )


def _itin(random: Random) -> str:
    while True:
        number = f"9{_digits(random, 8)}"
        if itin.is_valid(number):
            break
    return random.choice([number, f"ITIN {number}", _split(random, number, 3, 2, 4)])


def _record(random: Random) -> str:
    number = _digits(random, random.randint(2, 8))
    letters = "".join(random.choices("ABCDXYZ", k=random.randint(1, 3)))
    lettered = f"{letters}{random.choice(['', '-'])}{_digits(random, random.randint(4, 9))}"
    word = random.choice(
        [
            "MRN",
            "mrn",
            "M.R.N.",
            "medical record number",
            "record no.",
            "chart #",
            "patient id",
            "MRN:",
            "MRN#",
            "case number",
            "record number is",
            "Rx number",
            "passport number",
            "license no.",
        ]
    )
    return f"{word} {random.choice([number, lettered])}"


def _member(random: Random) -> str:
    number = f"{''.join(random.choices('ABCDWXYZ', k=3))}{_digits(random, random.randint(6, 9))}"
    word = random.choice(
        [
            "member id",
            "Member ID:",
            "policy number",
            "policy no.",
            "subscriber id",
            "account number",
            "acct #",
            "health plan number",
            "insurance id",
            "Medicaid id",
            "group number",
            "claim number",
            "plan id",
        ]
    )
    return random.choice([f"{word} {number}", f"{word} {_digits(random, random.randint(5, 12))}", number])


def _medicare(random: Random) -> str:
    def one(form: str) -> str:
        alphabet = {"C": "123456789", "A": _MEDICARE, "N": "0123456789", "E": _MEDICARE + "0123456789"}
        return random.choice(alphabet[form])

    number = "".join(map(one, "CAENAENAANN"))
    return random.choice(
        [
            number,
            f"{number[:4]}-{number[4:7]}-{number[7:]}",
            f"Medicare {number}",
            f"{number[:4]} {number[4:7]} {number[7:]}",
        ]
    )


def _card(random: Random) -> str:
    prefix, length = random.choice(
        [("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("6011", 16), ("36", 14), ("4", 13), ("62", 19)]
    )
    stem = prefix + _digits(random, length - len(prefix) - 1)
    number = stem + luhn.calc_check_digit(stem)
    groups, left = [], length
    while left:
        groups.append(min(left, random.randint(2, 6)))
        left -= groups[-1]
    fours = [4] * (length // 4) + ([length % 4] if length % 4 else [])
    return random.choice([number, _split(random, number, *fours), _split(random, number, *groups), f"card {number}"])


def _street(random: Random) -> str:
    house = random.choice(
        [
            str(random.randint(1, 9999)),
            f"{random.randint(1, 99)}{random.choice('AB')}",
            f"{random.randint(10, 99)}-{random.randint(10, 99)}",
        ]
    )
    street = f"{house} {random.choice(_NAMES)} {random.choice(_SUFFIXES)}"
    unit = random.choice(
        [
            f"Apt {random.randint(1, 30)}{random.choice('ABC')}",
            f"Apt. {random.randint(1, 30)}",
            f"Unit {random.randint(1, 9)}B",
            f"apartment {random.randint(1, 30)}",
        ]
    )
    post = random.choice(
        [f"PO Box {random.randint(1, 9999)}", f"P.O. Box {random.randint(1, 9999)}", f"p o box {random.randint(1, 99)}"]
    )
    code = f"{random.randint(10_000, 99_999)}-{random.randint(1000, 9999)}"
    return random.choice(
        [
            street,
            street,
            f"{street} {unit}",
            f"{street}, {unit}",
            f"{street}, New York, NY {code[:5]}",
            unit,
            post,
            code,
            f"zip {code[:5]}",
        ]
    )


_MAKERS: dict[str, Callable[[Random], str]] = {
    "phone": _american,
    "phone abroad": _foreign,
    "phone at home": _national,
    "phone without area": _local,
    "e-mail": _email,
    "web address": _url,
    "ip": _ip,
    "birth date": _birth,
    "ssn": _social,
    "itin": _itin,
    "record": _record,
    "member": _member,
    "medicare": _medicare,
    "card": _card,
    "address": _street,
}

Disguise = Callable[[Random, str], str]


def _as_it_is(_random: Random, text: str) -> str:
    return text


def _shouted(random: Random, text: str) -> str:
    return random.choice([text.upper(), text.lower()])


def _full_width(_random: Random, text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _other_digits(random: Random, text: str) -> str:
    zero = random.choice([0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1D7CE, 0x1D7F6, 0x1E950, 0x104A0])
    return "".join(chr(zero + int(char)) if char.isdigit() and char.isascii() else char for char in text)


def _unseen(random: Random, text: str) -> str:
    unseen = [
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u034f",
        "\u180e",
        "\u2062",
        "\u3164",
        "\ufe0f",
        "\u200e",
        "\U000e0061",
    ]
    return "".join(char + (random.choice(unseen) if random.random() < 0.5 else "") for char in text)


def _dashes(random: Random, text: str) -> str:
    return text.replace("-", random.choice("‐‑‒–—―−﹣－⁃"))


def _spaces(random: Random, text: str) -> str:
    return text.replace(" ", random.choice("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000\t"))


def _dots(random: Random, text: str) -> str:
    return text.replace(".", random.choice("․．。·・" if random.random() < 0.7 else "．"))


def _marked(random: Random, text: str) -> str:
    """Strokes and circles drawn over."""
    mark = random.choice("\u0332\u0336\u0305\u20e3\u0301")
    return "".join(char + mark if char.isalnum() else char for char in text)


def _other_letters(random: Random, text: str) -> str:
    like = dict(zip("aeopcxyiAEOPCTMHBKX", "аеорсхуіАЕОРСТМНВКХ", strict=True))
    return "".join(like.get(char, char) if random.random() < 0.6 else char for char in text)


def _letters_for_digits(random: Random, text: str) -> str:
    """A few digits of each number typed as the letter they look like, never all."""
    like, left, out = {"1": "lIi|", "0": "oO", "5": "S", "8": "B"}, 3, []
    for char in text:
        if char in like and left and random.random() < 0.5:
            out.append(random.choice(like[char]))
            left -= 1
        else:
            out.append(char)
    return "".join(out)


def _set_apart(_random: Random, text: str) -> str:
    return " ".join(char for char in text if char.isdigit())


def _in_words(_random: Random, text: str) -> str:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return " ".join(words[int(char)] for char in text if char.isdigit())


def _pictures(random: Random, text: str) -> str:
    return text.replace(" ", random.choice([" ☎ ", "\u2009", " 📞 "])) if text[0].isdigit() else f"📞{text}"


_ANY: list[Disguise] = [_as_it_is, _as_it_is, _shouted, _full_width, _unseen, _dashes, _spaces, _marked]
_NUMERIC: list[Disguise] = [*_ANY, _other_digits]
_DIALLED: list[Disguise] = [*_NUMERIC, _letters_for_digits, _set_apart, _in_words, _dots]
_DISGUISES_OF: dict[str, list[Disguise]] = {
    "phone": [*_DIALLED, _pictures],
    "phone abroad": [*_NUMERIC, _dots],
    "phone at home": [*_NUMERIC, _dots],
    "phone without area": [*_NUMERIC, _set_apart, _in_words, _dots],
    "e-mail": [*_ANY, _dots, _other_letters],
    "web address": [*_ANY, _dots, _other_letters],
    "ip": [*_NUMERIC, _dots],
    "birth date": [*_NUMERIC, _dots, _other_letters],
    "ssn": [*_NUMERIC, _letters_for_digits, _dots],
    "itin": [*_NUMERIC, _dots],
    "record": [*_NUMERIC, _other_letters],
    "member": [*_NUMERIC, _other_letters],
    "medicare": [*_NUMERIC, _other_letters],
    "card": [*_DIALLED],
    "address": [*_NUMERIC, _dots, _other_letters],
}


_OVER_ANOTHER: list[Disguise] = [_unseen, _marked, _spaces, _dashes]


def _placed(random: Random, written: str) -> str:
    """Before, behind or within an ordinary line, or alone."""
    line = ordinary_line(random)
    words = line.split(" ")
    place = random.randint(0, len(words))
    return random.choice(
        [
            written,
            f"{written} {line}",
            f"{line} {written}",
            f"{line} // {written}",
            f"{line}\n{written}",
            f"{line}, {written}.",
            f"{line} ({written})",
            " ".join([*words[:place], written, *words[place:]]),
        ]
    )
