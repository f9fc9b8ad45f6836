"""How somebody can be reached, as people write it: from example numbers and addresses."""

from __future__ import annotations

import ipaddress
from random import Random

import phonenumbers
from phonenumbers import PhoneNumberFormat

from tests.unit.screen.digits import digits, split

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


def american(random: Random) -> str:
    while True:
        number = f"{random.choice('23456789')}{digits(random, 2)}{random.choice('23456789')}{digits(random, 6)}"
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
            split(random, number, 3, 3, 4),
            split(random, number, 3, 7),
            split(random, number, 2, 2, 2, 2, 2),
            f"{area}-{exchange}-{line} ext. {digits(random, 3)}",
            f"{area}.{exchange}.{line}x{digits(random, 2)}",
            f"tel {area} {exchange} {line}",
            f"tel:{number}",
            f"call {area}/{exchange}-{line}",
            f"cell {number}",
        ]
    )


def foreign(random: Random) -> str:
    number = random.choice(_EXAMPLES)
    form = random.choice([PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.RFC3966])
    return phonenumbers.format_number(number, form)


def national(random: Random) -> str:
    """As it is dialled at home, where it has enough digits to be told from a number of anything."""
    while True:
        written = phonenumbers.format_number(random.choice(_EXAMPLES), PhoneNumberFormat.NATIONAL)
        if sum(map(str.isdigit, written)) >= 8:
            return random.choice([written, f"phone {written}", f"tel. {written}"])


def local(random: Random) -> str:
    number = f"{random.choice('23456789')}{random.choice('023456789')}{digits(random, 5)}"
    return random.choice(
        [f"{number[:3]}-{number[3:]}", f"{number[:3]} {number[3:]}", f"{number[:3]}.{number[3:]}", number]
    )


def email(random: Random) -> str:
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


def url(random: Random) -> str:
    site = random.choice(_SITES)
    return random.choice([site, site, site.upper(), site.replace(".", "[.]"), site.replace(".", " dot ", 1)])


def ip(random: Random) -> str:
    if random.random() < 0.5:
        return str(ipaddress.IPv4Address(random.getrandbits(32)))
    address = ipaddress.IPv6Address(
        random.getrandbits(128) if random.random() < 0.5 else (0xFE80 << 112) + random.getrandbits(64)
    )
    return random.choice([address.compressed, address.exploded, address.compressed.upper()])


def street(random: Random) -> str:
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
