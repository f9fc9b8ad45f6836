"""The words a therapist may type, as tables. Another language is more rows here, not more code.

Keys are squeezed (see `squeeze`), so "no-show", "No show" and "noshow" are one entry, and so are "can't" and "cant".
The first phrase of a row is the one written back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from referrals.grammar.commands import (
    CancelSession,
    MoveSession,
    PauseSessions,
    ResumeSessions,
    SessionChange,
    StayKind,
)
from referrals.model import Barrier, Purpose, Step
from referrals.risk import Risk
from referrals.sessions import Cadence

Meaning = TypeVar("Meaning")


def squeeze(text: str) -> str:
    """Lower-case letters and digits only: what is left when case, spaces and punctuation are forgiven."""
    return "".join(filter(str.isalnum, text.casefold()))


def _table(rows: Mapping[Meaning, str]) -> dict[str, Meaning]:
    """From "meaning: phrase, phrase" to "squeezed phrase: meaning"."""
    return {squeeze(phrase): meaning for meaning, phrases in rows.items() for phrase in phrases.split(",")}


def _written(rows: Mapping[Meaning, str]) -> dict[Meaning, str]:
    return {meaning: phrases.split(",")[0] for meaning, phrases in rows.items()}


def _set(phrases: str) -> frozenset[str]:
    return frozenset(map(squeeze, phrases.split(",")))


def _numbered(groups: Iterable[str], first: int) -> dict[str, int]:
    """Each group of names has the next number."""
    return {name: first + place for place, group in enumerate(groups) for name in group.split(",")}


_STEP_ROWS = {
    Step.AGREED: "agreed, agree, agrees, ok'd, okayed, said yes, accepted",
    Step.CONTACTED: "contacted, called, phoned, rang, emailed, texted, messaged, wrote, applied, reached out,"
    "reached out to, got in touch, got in touch with, made contact, made contact with, left message,"
    "left a message, left voicemail, left a voicemail",
    Step.WAITLISTED: "waitlisted, waitlist, waiting list, on waitlist, on the waitlist, on a waitlist,"
    "on waiting list, on the waiting list, on a waiting list, on list, on the list",
    Step.BOOKED: "booked, scheduled, appointment, appt, has appointment, has an appointment, has appt,"
    "got an appointment, appointment booked, appt booked",
    Step.WENT: "went, attended, attends, done, completed, showed up, was seen",
    Step.MISSED: "missed, missed appointment, missed the appointment, missed appt, did not go, didn't go,"
    "did not attend, didn't attend, dna, no-show, did not come, didn't come, did not show, didn't show",
    Step.NOT_READY: "not ready, not yet, not yet ready, not ready yet, is not ready, isn't ready, not now",
    Step.BARRIER: "can't, can not, couldn't, could not, unable to, unable, barrier, blocked, stuck",
    Step.DECLINED: "declined, declines, no thanks, no thank you, said no, turned down, doesn't want,"
    "does not want, not interested, refused",
    Step.DROPPED: "dropped, withdrawn, withdrew, withdraw, let go",
    Step.UNAVAILABLE: "unavailable, is unavailable, not available, is not available, isn't available,"
    "no longer available, is no longer available, closed down, has closed down, shut down, has shut down",
}
STEPS = _table(_STEP_ROWS)
STEP_WORDS = _written(_STEP_ROWS)

_BARRIER_ROWS = {
    Barrier.COST: "cost, costs, the cost, money, no money, afford, afford it, pay, pay for it, expensive,"
    "too expensive, price, insurance, copay",
    Barrier.TRANSPORT: "transport, transportation, travel, time, no time, transport or time, no ride, no car,"
    "too far, get there, get to it",
    Barrier.WAIT: "wait, the wait, long wait, wait too long, too long",
    Barrier.FEAR: "fear, scared, afraid, anxious, stigma, shame, fear or stigma",
    Barrier.NO_NEED: "no need, sees no need, see the need, doesn't need it, not needed",
    Barrier.ALONE: "alone, on own, handle it alone, handle alone, wants to handle it alone",
    Barrier.SENT_AWAY: "sent away, felt sent away, being sent away, felt like being sent away, rejection,felt rejected",
    Barrier.UNREACHABLE: "reach them, reach, get through, unreachable, could not reach them, no answer, no reply,"
    "no response",
    Barrier.NOT_ELIGIBLE: "not eligible, ineligible, eligibility",
    Barrier.NO_CAPACITY: "no capacity, capacity, full, no space, no places, no openings",
    Barrier.LANGUAGE: "language, interpreter, no interpreter",
}
BARRIERS = _table(_BARRIER_ROWS)
BARRIER_WORDS = _written(_BARRIER_ROWS)

_STAY_ROWS = {
    StayKind.ADMITTED: "admitted, admitted to hospital, admitted to the hospital, in hospital, in the hospital,"
    "hospitalised, hospitalized",
    StayKind.DISCHARGED: "discharged, discharged from hospital, discharged from the hospital, left hospital,"
    "out of hospital, out of the hospital",
    StayKind.NO_SHOW: "no-show, did not come, didn't come, did not show, didn't show, missed session,"
    "missed the session, client did not come",
    StayKind.DIED: "died, has died, deceased, passed away",
}
STAYS = _table(_STAY_ROWS)
STAY_WORDS = _written(_STAY_ROWS)

_RISK_ROWS = {Risk.ELEVATED: "elevated", Risk.ACUTE: "acute"}
RISKS = _table(_RISK_ROWS)
RISK_WORDS = _written(_RISK_ROWS)

_PURPOSE_ROWS = {
    Purpose.DIAGNOSIS: "diagnosis, dx",
    Purpose.CRISIS: "crisis",
    Purpose.LIVING: "living",
    Purpose.PRACTICE: "practice",
}
PURPOSES = _table(_PURPOSE_ROWS)
PURPOSE_WORDS = _written(_PURPOSE_ROWS)

_SESSION_ROWS: Mapping[type[SessionChange], str] = {
    MoveSession: "moved to, move to, moved, session moved to, session moved, moved session to, move session to,"
    "session is moved to, rescheduled to, session rescheduled to, next session, next session on, next session is,"
    "next session is on, next session at, next session moved to",
    CancelSession: "no session, no session on, no sessions, cancelled, canceled, cancel, session cancelled,"
    "session canceled, session is cancelled, session is canceled, cancelled session, canceled session, cancel session,"
    "next session cancelled, next session canceled, session called off",
    PauseSessions: "paused, pause, on pause, is paused, on break, on a break, is on break, is on a break,"
    "taking a break, sessions paused, session paused, pause sessions, paused sessions",
    ResumeSessions: "resumed, resume, resumes, back, is back, back from break, sessions resumed, sessions resume,"
    "resume sessions, resumed sessions",
}
SESSION_CHANGES = _table(_SESSION_ROWS)
SESSION_WORDS = _written(_SESSION_ROWS)

STAND_DOWN = _set("stand down, stood down, safe")
GOODBYE = _set(
    "goodbye, good-bye, closing, close, closed case, close case, close the case, closing case, closing the case,"
    "case closed, case is closed, ended therapy, therapy ended, therapy has ended, end of therapy"
)
GOALS = _set("goal, goals")
BARE_GOALS = _set("goals")  # may do without a colon; "goal setting" is a service
REOPENS = dict.fromkeys(_set("reopen, reopened, re-opened, reopen again"), True)
STARTS_AGAIN = dict.fromkeys(_set("again, restart, restarted"), True)  # these begin and end names, too
SERVICE_NOUNS = _set("programme, program, project, course, centre, center, group, scheme, service, clinic")
WANTS = dict.fromkeys(_set("wants, want, would like, prefers"), True)
READY = _set("ready, readiness")
BY = _set("by")
UNTIL = dict.fromkeys(_set("until, till, until about, expected, expected about, revisit"), True)
FOR = _set("for")
STAND_DOWN_WORDS = "stand down"
GOODBYE_WORD = "goodbye"
GOALS_WORD = "goals:"
REOPEN_WORD = "reopen"
UNTIL_WORD = "until"
WANTS_WORD = "wants"
READY_WORD = "ready"
BY_WORD = "by"
FOR_WORD = "for"

_CADENCE_ROWS = {
    Cadence.WEEKLY: "weekly, every week, each week, once a week",
    Cadence.FORTNIGHTLY: "fortnightly, biweekly, every other week, every two weeks, every 2 weeks, every second week",
    Cadence.MONTHLY: "monthly, every month, once a month",
}
CADENCES = _table(_CADENCE_ROWS)
CADENCE_WORDS = _written(_CADENCE_ROWS)

SESSION_FILLERS = _set("at, on, and, every, each, session, sessions") | {"&", "@", "+"}

WEEKDAYS = _numbered(
    (
        "mon,monday,mondays",
        "tue,tues,tuesday,tuesdays",
        "wed,weds,wednesday,wednesdays",
        "thu,thur,thurs,thursday,thursdays",
        "fri,friday,fridays",
        "sat,saturday,saturdays",
        "sun,sunday,sundays",
    ),
    first=0,
)
WEEKDAY_WORDS = {number: name for name, number in reversed(WEEKDAYS.items())}
MONTHS = _numbered(
    (
        "jan,january",
        "feb,february",
        "mar,march",
        "apr,april",
        "may",
        "jun,june",
        "jul,july",
        "aug,august",
        "sep,sept,september",
        "oct,october",
        "nov,november",
        "dec,december",
    ),
    first=1,
)
DAYS_AWAY = {"today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmw": 1, "day after tomorrow": 2, "yesterday": -1}
NAMED_TIMES = {"noon": 12, "midday": 12}
NEXT = _set("next")
COMING = _set("this, coming")
VAGUE_DATES = frozenset(
    {"next week", "this week", "next month", "this month", "soon", "end of month", "end of the month"}
)
NOT_DATES = frozenset({"24/7"})
FROM_NOW = _set("in")
AGO = _set("ago")
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
SPANS = {
    "day": relativedelta(days=1),
    "days": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "weeks": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "months": relativedelta(months=1),
}
ORDINALS = ("st", "nd", "rd", "th")
OF = _set("of")
THE = _set("the")
AT = _set("at") | {"@"}
DATE_FILLERS = _set("on") | OF | THE | AT
HALVES = _set("am, pm, a, p")

VERB_FILLERS = _set("has, have, she, he, they, client, just")
SERVICE_FILLERS = _set("to, with, for, from, at, on, it, them, there") | {"@"}
EXAMPLE_CODE = "C7"
EXAMPLE_SERVICE = "housing"
EXAMPLE_TIME = "14:00"
EXAMPLE_WHEN = "mon 14:00"
EXAMPLE_GOALS = "sleep, back to work"
EXAMPLE_READINESS = "5"
