"""Lines a practice types all day, made up from a seed: nothing in them tells who a client is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from referrals.starter import STARTER_SERVICES
from tests.unit.grammar.lines import TODAY

_LABELS = [label for service in STARTER_SERVICES for label in (service.name, *service.aliases)]
_NOTES = """
24/7 line|12 step group|wait 9 months|wait about 6-8 weeks|room 12|room 312 at 14:00|Section 8|988|call or text 988
text HOME to 741741|group of 10|3 of 5 sessions|ask again in 2 weeks|sleeps badly, "at night"|10-12 on weekdays
she will call the clinic, not me|front desk, weekday mornings|bring ID card and 2 pay stubs|rent went up to $1,450
rent 800-1200 a month|costs $40 per session|sliding scale, $20-60|from 9am to 5pm|Mon-Thu 9-17:30|open 10-12, 14-16
5 people before her|about 40 beds, 12 free|2nd attempt|1st floor, next to the pharmacy|after the holidays
plan 12 sessions|safety plan 2 done|PHQ-9 18 down to 12|GAD-7 at 14|C-SSRS screen done|50 mg, prescriber knows
20 min walk, 10 minute drive|no car, 45 min by bus|bus 42 goes there|step 3 of 12|week 3 of 8|level 2 of care
newborn 2 months, no sitter|aunt takes the kids on Tuesdays|court date in 3 weeks|family court Tuesday
housing court, 2 hours|letter sent 12/3|word back by 12/17|between 12/7 and 12/14|12/7 - 12/14|since 2019
in 2025 and 2026|2026-2027 list|ICD F33.1|no answer. Net income too high|agreed.she calls tomorrow|e.g. mornings
a.m. only|n/a|w/ her sister|St. Mary's group|at St Luke's on 3 Tuesdays|elm street clinic|the Main Street office
street outreach, 2 nights|10 am or 2 pm|at noon|3pm works, 4pm does not|half past 2|ready 3 then 5 then 6
from 4 to 7 in 3 weeks|1:1 and group|50/50 about it|a 7 out of 10|7/10|no. 2 on the list|number 14 on the waitlist
top 3 goals|page 4|needs interpreter (Spanish)|asked twice|one two three step plan|two of four went|one on one
9-5 job|Q4|Title IX|medicaid active|medicare from 65|insurance lapsed in May|member of the group since spring
case conference at 3|chart note due|her plan is to call at 10|account of the week|record of 3 missed calls
policy changed 2026|claim pending|group 3 is full|phone call at 1400|call 2 places|call back in 10 min
text reminders help|fax works better|tel. reminders, 2 a week|email preferred|likes email, not phone
website is down|at home dot work is fine|polka dots|meet @ noon|tue@2pm|social worker 2 days a week
social security office 14:00|SSI and SSDI both|SSN card is lost|birthday party was hard|birth certificate needed
DOB form is missing|apt. hunting for 9 months|apartment in 3 weeks|unit 3 has a bed|suite of 4 groups|PO closed
box of tissues|zip of the clinic unknown|ward 5 until Fri|B12 was low|K10 at 22|vitamin D 1000 IU
""".strip()
_ALL_NOTES = [note for line in _NOTES.splitlines() for note in line.split("|")]
_PROSE = """
I notice I feel tired before this hour and relieved when she cancels.
Would I be relieved if someone else took over? Some of the time, about 3 days out of 7.
It stirs something old in me: 20 years ago I wanted to be the one who saves everybody.
The evaluation is to clarify; the group is for skills; housing because nothing holds without it.
What I need: 10 minutes with my supervisor, maybe a consult at 4, and fewer new referrals this month.
Three referrals at once was my worry, not hers. I had seen 6 people that day.
She went from 4 to 7 in two weeks and back to 5. I took it personally.
Is it the wait (9 months), or me? I do not know yet.
We decided to go on, and to look again in 6 weeks, after session 12.
If she says no: weekly sessions go on, crisis plan stays, and we offer the 12 step group again.
I keep checking my phone at night. 2 am, 3 am. That is not supervision, that is worry.
""".strip().splitlines()
_WHERE = [
    "Tuesday after work",
    "Wed 9am",
    "it is Monday at 10:30",
    "the kids are at school",
    "it is the 3rd",
    "lunch is over",
]
_WHAT = [
    "I phone the clinic",
    "I go to room 12",
    "I walk 10 minutes to the office",
    "I ask for the 2pm slot",
    "I send the form",
]
_GOALS = [
    "sleep, back to work",
    "7 hours of sleep, 3 walks a week",
    "own flat by June 2027",
    "no drinking for 90 days",
    "see the kids 2x/week",
]


def ordinary_line(random: Random) -> str:
    """One line, of any of the kinds a practice types."""
    return random.choice(_KINDS)(random)


def _code(random: Random) -> str:
    letters = "".join(random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=random.randint(1, 2)))
    code = f"{letters}{random.randint(1, 999)}"
    return random.choice([code, code.lower()])


def _service(random: Random) -> str:
    label = random.choice(_LABELS)
    return random.choice([label, label.lower(), label.upper()])


def _time(random: Random) -> str:
    hour, minute = random.randint(7, 20), random.choice([0, 0, 10, 15, 30, 45, 50])
    half = "am" if hour < 12 else "pm"
    short = f"{(hour - 1) % 12 + 1}"
    return random.choice(
        [
            f"{hour}:{minute:02}",
            f"{min(hour, 18):02}{minute:02}",  # 1900 and 2000 behind a date are its year, for the grammar as well
            f"{short}{half}",
            f"{short} {half}",
            f"{short}:{minute:02} {half}",
            f"{short}.{minute:02}{half}",
            f"{short}:{minute:02}",
            f"at {short}",
            "noon",
        ]
    )


def _weekday(random: Random) -> str:
    day = random.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])
    return random.choice([day, day.lower(), day[:3].lower(), f"next {day[:3]}", f"this {day[:3].lower()}"])


def _date(random: Random, day: date | None = None) -> str:
    day = day or TODAY + timedelta(days=random.randint(1, 700))
    nth = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    return random.choice(
        [
            day.isoformat(),
            f"{day.year}/{day.month}/{day.day}",
            f"{day.month}/{day.day}/{day.year}",
            f"{day.month}/{day.day}/{day.year % 100}",
            f"{day.month}/{day.day}",
            f"{day.day} {day:%b}".lower(),
            f"{day.day}{nth} of {day:%B}",
            f"{day:%b} {day.day}{nth}",
            f"{day:%B} {day.day}, {day.year}",
            f"{day.day} {day:%B} {day.year}",
            f"{day:%b} the {day.day}{nth}".lower(),
        ]
    )


def _when(random: Random) -> str:
    day = random.choice([_date(random), _weekday(random), "tomorrow", "in 2 weeks", "in 10 days"])
    return random.choice([day, f"{day} {_time(random)}", f"{day}, {_time(random)}"])


def _note(random: Random) -> str:
    return "; ".join(random.sample(_ALL_NOTES, k=random.choice([1, 1, 1, 2])))


def _logged(random: Random) -> str:
    services = ", ".join(_service(random) for _ in range(random.randint(1, 4)))
    more = random.sample(
        [
            f"#{random.choice(['diagnosis', 'crisis', 'living', 'practice'])}",
            f"ready {random.choice(['', '~'])}{random.randint(0, 10)}",
            f"by {_date(random)}",
            random.choice(["!acute", "!elevated"]),
        ],
        k=random.randint(0, 3),
    )
    note = [f"// {_note(random)}"] if random.random() < 0.7 else []
    return " ".join([_code(random), services, *more, *note])


def _progress(random: Random) -> str:
    verb = random.choice(
        ["agreed", "called", "booked", "went", "missed", "waitlisted", "not ready", "declined", "can't cost", "dropped"]
    )
    until = f" until {_date(random)}" if verb in {"waitlisted", "declined"} else ""
    when = f" {_when(random)}" if verb == "booked" else ""
    gone = f" {_date(random, TODAY - timedelta(days=random.randint(0, 150)))}" if verb in {"went", "missed"} else ""
    parts = [f"{verb} {_service(random)}{until}{when}{gone}"]
    code = _code(random)
    return random.choice([f"{code} {parts[0]}", f"{parts[0]} {code}"])


def _sessions(random: Random) -> str:
    slots = ", ".join(f"{_weekday(random)[-3:]} {_time(random)}" for _ in range(random.randint(1, 3)))
    every = random.choice(["weekly", "fortnightly", "monthly", "every 2 weeks", ""])
    change = random.choice(
        [f"moved to {_when(random)}", f"no session {_weekday(random)}", f"paused until {_date(random)}"]
    )
    return f"{_code(random)} {random.choice([f'{slots} {every}'.strip(), change])}"


def _herself(random: Random) -> str:
    return random.choice(
        [
            f"thu {_time(random)} weekly",
            f"mon-thu {random.randint(7, 10)}-{random.randint(15, 19)}:{random.choice(['00', '30'])}",
            f"{_time(random)} to {_time(random)}",
            f"/pause {random.randint(1, 14)} dec - {random.randint(15, 31)} dec",
            f"/pause {_date(random)}",
            "/pause 2 weeks",
            f"/client {_code(random)}",
            f"/reflect {_code(random)}",
            "/status",
            "Chicago",
            "America/New_York",
            f"{random.randint(0, 10)}",
            _when(random),
            _service(random),
        ]
    )


def _of_client(random: Random) -> str:
    return f"{_code(random)} " + random.choice(
        [
            f"goals: {random.choice(_GOALS)}",
            "acute",
            "elevated",
            "stand down",
            "admitted",
            f"discharged {_date(random, TODAY - timedelta(days=random.randint(0, 100)))}",
            "no-show",
            f"ready {random.randint(0, 10)} for {_service(random)}",
            f"wants {_service(random)}",
            f"reopen {_service(random)}",
            "goodbye",
            "",
        ]
    )


def _plan(random: Random) -> str:
    return f"if {random.choice(_WHERE)}, then {random.choice(_WHAT)}"


def _told(random: Random) -> str:
    return " ".join(random.sample(_PROSE, k=random.randint(1, 3)))


_KINDS: list[Callable[[Random], str]] = [
    _logged, _logged, _progress, _progress, _sessions, _herself, _of_client, _plan, _told, _note,
]  # fmt: skip
