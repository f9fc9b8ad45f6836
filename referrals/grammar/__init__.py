"""The typed line and what it means: `read_line`, `read_when` and, the other way round, `write_line`."""

from referrals.grammar.commands import (
    Command,
    LogReferrals,
    NotUnderstood,
    OpenClient,
    Progress,
    ReportReadiness,
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
from referrals.grammar.read import read_line
from referrals.grammar.write import write_line

__all__ = [
    "Command",
    "LogReferrals",
    "NotUnderstood",
    "OpenClient",
    "Progress",
    "ReportReadiness",
    "SetRisk",
    "SetSessions",
    "StandDown",
    "Stay",
    "StayKind",
    "Trouble",
    "Wants",
    "When",
    "read_line",
    "read_when",
    "write_line",
]
