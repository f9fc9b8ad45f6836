"""The typed line and what it means: `read_line`, `read_when` and, the other way round, `write_line`.

What a therapist types of her own time: `read_hours`, `read_absence`.
"""

from referrals.grammar.commands import (
    LONGEST_GOALS,
    CancelSession,
    Command,
    Goodbye,
    LogReferrals,
    MoveSession,
    NotUnderstood,
    OpenClient,
    PauseSessions,
    Progress,
    Reopen,
    ReportReadiness,
    ResumeSessions,
    SessionChange,
    SetGoals,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    StayKind,
    Trouble,
    Wants,
    When,
)
from referrals.grammar.dates import read_when
from referrals.grammar.line import code_in, only_code_in
from referrals.grammar.misspelt import read_misspelt
from referrals.grammar.own_time import Unclear, read_absence, read_hours
from referrals.grammar.places import read_place
from referrals.grammar.read import asked_for, read_line
from referrals.grammar.write import write_line

__all__ = [
    "LONGEST_GOALS",
    "CancelSession",
    "Command",
    "Goodbye",
    "LogReferrals",
    "MoveSession",
    "NotUnderstood",
    "OpenClient",
    "PauseSessions",
    "Progress",
    "Reopen",
    "ReportReadiness",
    "ResumeSessions",
    "SessionChange",
    "SetGoals",
    "SetRisk",
    "SetSessions",
    "StandDown",
    "Stay",
    "StayKind",
    "Trouble",
    "Unclear",
    "Wants",
    "When",
    "asked_for",
    "code_in",
    "only_code_in",
    "read_absence",
    "read_hours",
    "read_line",
    "read_misspelt",
    "read_place",
    "read_when",
    "write_line",
]
