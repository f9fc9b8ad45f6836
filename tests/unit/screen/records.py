"""Birth dates, and numbers by which records, plans and cards know somebody, with the check digits such numbers have."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from stdnum import luhn
from stdnum.us import itin, ssn

from tests.unit.grammar.lines import TODAY
from tests.unit.screen.digits import digits, split

_MEDICARE = "ACDEFGHJKMNPQRTUVWXY"


def birth(random: Random) -> str:
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


def social(random: Random) -> str:
    while True:
        number = digits(random, 9)
        if ssn.is_valid(number):
            break
    word = random.choice(["SSN", "ssn", "social security number", "SS#", "social security", "S.S.N.", "soc sec no"])
    grouped = split(random, number, 3, 2, 4)
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


def taxpayer(random: Random) -> str:
    while True:
        number = f"9{digits(random, 8)}"
        if itin.is_valid(number):
            break
    return random.choice([number, f"ITIN {number}", split(random, number, 3, 2, 4)])


def record(random: Random) -> str:
    number = digits(random, random.randint(2, 8))
    letters = "".join(random.choices("ABCDXYZ", k=random.randint(1, 3)))
    lettered = f"{letters}{random.choice(['', '-'])}{digits(random, random.randint(4, 9))}"
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


def member(random: Random) -> str:
    number = f"{''.join(random.choices('ABCDWXYZ', k=3))}{digits(random, random.randint(6, 9))}"
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
    return random.choice([f"{word} {number}", f"{word} {digits(random, random.randint(5, 12))}", number])


def medicare(random: Random) -> str:
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


def card(random: Random) -> str:
    prefix, length = random.choice(
        [("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("6011", 16), ("36", 14), ("4", 13), ("62", 19)]
    )
    stem = prefix + digits(random, length - len(prefix) - 1)
    number = stem + luhn.calc_check_digit(stem)
    groups, left = [], length
    while left:
        groups.append(min(left, random.randint(2, 6)))
        left -= groups[-1]
    fours = [4] * (length // 4) + ([length % 4] if length % 4 else [])
    return random.choice([number, split(random, number, *fours), split(random, number, *groups), f"card {number}"])
