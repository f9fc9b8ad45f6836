"""Papers to look at: a rich practice, long names, other alphabets, one at risk, nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.wording.supervision.cases import CaseShown
from bot.wording.supervision.paper import Letterhead, OnPaper
from referrals.client import Client
from referrals.model import Barrier, Heard, Purpose, Reading, Referral, Service, State
from referrals.risk import Risk, Safety
from referrals.stalled import Pattern, Stall
from referrals.supervisors import Condition
from tests.unit.moments import NOW, SUGGESTED

MEETS_AT = NOW + timedelta(days=1, hours=19)
Followed = tuple[Referral, Sequence[Barrier], Sequence[str]]
CALM = Safety(asked_at=NOW - timedelta(days=7))


def before(days: int) -> Any:
    return NOW - timedelta(days=days)


def readings(*numbers: int, guess: int | None = None) -> tuple[Reading, ...]:
    own = [Reading(number, guess=False, at=before(70 - 14 * place)) for place, number in enumerate(numbers)]
    return (*own, *([Reading(guess, guess=True, at=NOW)] if guess is not None else []))


NOTE = "a note of hers on the referral"


def one(number: int, name: str, state: State, days: int, **more: Any) -> Referral:
    return replace(
        SUGGESTED, id=number, service=Service(number, name), state=state, moved_at=before(days), note=NOTE, **more
    )


def followed(referral: Referral, *barriers: Barrier, tried: Sequence[str] = ()) -> Followed:
    return referral, barriers, tried


def brought(code: str, stalls: list[Stall], *services: Followed, **more: Any) -> OnPaper:
    client = Client(id=int(code[-1]), code=code, safety=more.get("safety", CALM), raised_line=more.get("line"))
    return OnPaper(
        CaseShown(client, stalls, {referral.id: referral for referral, _, _ in services}),
        more.get("therapist", ""),
        {referral.id: barriers for referral, barriers, _ in services},
        {referral.id: tried for referral, _, tried in services},
        more.get("conditions", ()),
        more.get("shared"),
    )


def stall(pattern: Pattern, *ids: int, **more: Any) -> Stall:
    return Stall(pattern, ids, 31, 4, **more)


_EVALUATION = one(
    1,
    "Psychiatric evaluation",
    State.AGREED,
    32,
    purposes=frozenset({Purpose.DIAGNOSIS}),
    readings=readings(8, 8, 6, 5),
    heard=Heard.UNSURE,
)
_HOUSING = one(
    2,
    "Subsidised housing programme",
    State.WAITLISTED,
    20,
    purposes=frozenset({Purpose.LIVING}),
    readings=readings(6, 7, 8),
    expected_on=(NOW + timedelta(days=120)).date(),
    plan="If it is Tuesday after work, then I phone the housing office from the bus stop",
)
_SKILLS = one(
    3, "DBT group", State.SUGGESTED, 44, purposes=frozenset({Purpose.PRACTICE}), readings=readings(3, 4, guess=7)
)
CONDITION = Condition(
    1, 5, 9, "", "", (NOW + timedelta(days=44)).date(), before(12), recorded_by=2, told_on=before(9).date()
)
AT_RISK = brought(
    "B2",
    [stall(Pattern.SAFETY_WITHOUT_CONTACT, 4)],
    followed(
        one(4, "Mobile crisis team", State.SUGGESTED, 8, purposes=frozenset({Purpose.CRISIS}), readings=readings(4, 6)),
        Barrier.FEAR,
        tried=("not_ready",),
    ),
    safety=Safety(Risk.ACUTE, since=before(2), asked_at=NOW),
    line="what would make the first call possible this week?",
)
STALLED = brought(
    "C7",
    [
        stall(Pattern.SAME_BARRIER, 2, barrier=Barrier.WAIT),
        stall(Pattern.READINESS_FALLING, 1, readiness_from=8, readiness_to=5),
    ],
    followed(
        _EVALUATION,
        Barrier.COST,
        tried=(
            "agreed",
            "not_ready",
        ),
    ),
    followed(
        _HOUSING,
        Barrier.WAIT,
        Barrier.WAIT,
        tried=(
            "contacted",
            "waitlisted",
        ),
    ),
    followed(_SKILLS),
    line="is the evaluation still what comes first?",
    shared="I notice that I hurry when we speak of it, and that I would be relieved if somebody else took it over.",
)
REJECTED = brought(
    "D4",
    [stall(Pattern.REJECTION, 5)],
    followed(
        one(5, "Peer support group", State.SUGGESTED, 21, readings=readings(2), heard=Heard.REJECTION),
        Barrier.SENT_AWAY,
    ),
)
PILED = brought(
    "F11",
    [stall(Pattern.NONE_MOVED, 6, 7, 8)],
    *(
        followed(one(number, name, State.SUGGESTED, 31, readings=numbers))
        for number, name, numbers in (
            (6, "Case management", readings(7, 7)),
            (7, "Benefits advice", ()),
            (8, "Legal aid clinic", readings(guess=6)),
        )
    ),
)
CONDITIONED = brought(
    "K35",
    [stall(Pattern.REVIEW_DUE, 9)],
    followed(
        one(9, "Outpatient substance use programme", State.SCHEDULED, 9, appointment_at=NOW + timedelta(days=6)),
        tried=(
            "agreed",
            "booked",
        ),
    ),
    conditions=(CONDITION,),
)
BY_HAND = brought("M6", [], followed(one(10, "Sleep clinic", State.CONTACTED, 10, readings=readings(9))))

RICH = (AT_RISK, STALLED, REJECTED, PILED, CONDITIONED, BY_HAND)
LONG_NAME = "Partial hospitalisation and day treatment programme for adolescents and young adults (county, west side)"
LONG = tuple(
    brought(
        f"AB10{number}",
        [stall(Pattern.NONE_MOVED, 1, 2, 3), stall(Pattern.SAME_BARRIER, 1, barrier=Barrier.ALONE)],
        *(
            followed(
                one(
                    service,
                    LONG_NAME,
                    State.WAITLISTED,
                    20,
                    purposes=frozenset(Purpose),
                    readings=readings(*range(11), guess=3),
                    plan="If " + "it is Tuesday and the bus comes " * 8,
                    heard=Heard.REJECTION,
                ),
                *Barrier,
                *Barrier,
                tried=("contacted", "waitlisted", "booked", "missed", "repaired", "picked", "put_first", "word_back"),
            )
            for service in (1, 2, 3)
        ),
        line="a question that goes on and on " * 10,
        shared="what it stirs in me, said at length " * 30 + "x" * 300,
    )
    for number in range(1, 7)
)
LETTERS = (
    brought(
        "Q1",
        [stall(Pattern.NO_MOVEMENT, 1)],
        followed(one(1, "Психиатрическая консультация", State.AGREED, 31, readings=readings(5, 6, 4, 8, 8))),
        followed(one(2, "Ομάδα δεξιοτήτων #1 *not bold* $x$ <b> & @ref [link] \\", State.SUGGESTED, 3)),
        followed(one(3, "קבוצת תמיכה", State.CONTACTED, 5)),
        line="#panic() *and* _this_ `stays` as it was typed, with “marks” of its own",
    ),
    replace(BY_HAND, therapist="Zoë Đặng-Łukasiewicz"),
)
HEAD = Letterhead("Kim Lindqvist", "Harbour Street", "US")
PAPERS: dict[str, tuple[Sequence[OnPaper], Letterhead, datetime | None]] = {
    "rich": (RICH, HEAD, MEETS_AT),
    "long": (LONG, replace(HEAD, region="DE"), MEETS_AT),
    "letters": (LETTERS, Letterhead("Zoë Đặng-Łukasiewicz", "Praxis Grünstraße — Ψυχοθεραπεία", None), MEETS_AT),
    "nobody": ((), HEAD, None),
    "one": ((STALLED,), Letterhead("", "Harbour Street", None), None),
}
