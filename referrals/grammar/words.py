"""The words a therapist may type, of all languages together: she may mix them. Their data is in `languages/`.

Keys are squeezed (see `squeeze`), so "no-show", "No show" and "noshow" are one entry, and so are "can't" and "cant",
"mañana" and "manana". What dates and times are made of is in `calendar_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.folding import squeeze
from referrals.grammar.commands import (
    CancelSession,
    MoveSession,
    PauseSessions,
    ResumeSessions,
    SessionChange,
    StayKind,
)
from referrals.grammar.tables import ENGLISH, LANGUAGES, Table, keys, table
from referrals.model import Barrier, Purpose, Step
from referrals.risk import Risk
from referrals.sessions import Cadence

__all__ = ["ENGLISH", "LANGUAGES", "squeeze"]

_STEPS = {step.value: step for step in Step}
_BARRIERS = {barrier.value: barrier for barrier in Barrier}
_STAYS = {kind.value: kind for kind in StayKind}
_RISKS = {risk.value: risk for risk in (Risk.ELEVATED, Risk.ACUTE)}
_PURPOSES = {purpose.value: purpose for purpose in Purpose}
_CADENCES = {cadence.value: cadence for cadence in Cadence}
_SESSIONS: dict[str, type[SessionChange]] = {
    "move": MoveSession, "cancel": CancelSession, "pause": PauseSessions, "resume": ResumeSessions,
}  # fmt: skip
_WEEKDAYS = {row: number for number, row in enumerate(LANGUAGES[ENGLISH]["weekdays"])}


def _word(row: str) -> Table[bool]:
    return table("words", {row: True})


STEPS = table("steps", _STEPS)
BARRIERS = table("barriers", _BARRIERS)
STAYS = table("stays", _STAYS)
STAYS_THAT_BEGIN_NAMES = keys("stays", "begin_names")
RISKS = table("risks", _RISKS)
PURPOSES = table("purposes", _PURPOSES)
SESSION_CHANGES = table("sessions", _SESSIONS)
CADENCES = table("cadences", _CADENCES)

STAND_DOWN = keys("words", "stand_down")
GOODBYE = keys("words", "goodbye")
GOALS = keys("words", "goals")
BARE_GOALS = keys("words", "bare_goals")
SERVICE_NOUNS = keys("names", "nouns")
REOPENS = _word("reopen")
REOPENS_OR_STARTS = table("words", {"reopen": True, "start_again": True})
WANTS = _word("wants")
UNTIL = _word("until")
READY = _word("ready")
BY = _word("by")
FOR = _word("for")
NEGATES = keys("words", "not")
READY_BEFORE_NUMBER = _word("ready_before_number")
BY_BEFORE_DAY = _word("by_before_day")

VERB_FILLERS = keys("fillers", "verb")
SERVICE_FILLERS = keys("fillers", "service") | {"@"}
SESSION_FILLERS = keys("fillers", "session") | {"&", "@", "+"}
# In small letters only: with a capital they belong to a name ("LA housing", "De Paul clinic").
SMALL_VERB_FILLERS = keys("fillers", "small_verb")
SMALL_SERVICE_FILLERS = keys("fillers", "small_service")
SMALL_SESSION_FILLERS = keys("fillers", "small_session")

ASKED = table("asked", {row: row for row in LANGUAGES[ENGLISH]["asked"]})

EXAMPLE_CODE = "C7"
EXAMPLE_TIME = "14:00"
EXAMPLE_WHEN = "mon 14:00"
EXAMPLE_READINESS = "ready 5"


@dataclass(frozen=True, slots=True)
class Written:
    """The phrases of one language in which a line is written. Weekdays are numbered, 0 is Monday."""

    steps: Mapping[Step, str]
    barriers: Mapping[Barrier, str]
    stays: Mapping[StayKind, str]
    risks: Mapping[Risk, str]
    purposes: Mapping[Purpose, str]
    sessions: Mapping[type[SessionChange], str]
    cadences: Mapping[Cadence, str]
    weekdays: Mapping[int, str]
    words: Mapping[str, str]
    example_service: str
    example_goals: str


def _written(language: str) -> Written:
    rows = {
        section: {row: found[0] for row, found in content.items() if found and isinstance(found, list)}
        for section, content in LANGUAGES[language].items()
    }
    return Written(
        steps={meaning: rows["steps"][row] for row, meaning in _STEPS.items()},
        barriers={meaning: rows["barriers"][row] for row, meaning in _BARRIERS.items()},
        stays={meaning: rows["stays"][row] for row, meaning in _STAYS.items()},
        risks={meaning: rows["risks"][row] for row, meaning in _RISKS.items()},
        purposes={meaning: rows["purposes"][row] for row, meaning in _PURPOSES.items()},
        sessions={meaning: rows["sessions"][row] for row, meaning in _SESSIONS.items()},
        cadences={meaning: rows["cadences"][row] for row, meaning in _CADENCES.items()},
        weekdays={meaning: rows["weekdays"][row] for row, meaning in _WEEKDAYS.items()},
        words=rows["words"],
        example_service=rows["examples"]["service"],
        example_goals=rows["examples"]["goals"],
    )


_WRITTEN = {language: _written(language) for language in LANGUAGES}


def written_in(language: str) -> Written:
    """The phrases of `language`, of English where there is no such language."""
    return _WRITTEN.get(language) or _WRITTEN[ENGLISH]
