"""The lines the therapist types, written by the grammar itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bench.attention.caseload import Life, Need
from bench.attention.year import ZONE
from referrals.days_off import Away
from referrals.grammar import LogReferrals, Progress, ReportReadiness, SetRisk, SetSessions, StandDown, When, write_line
from referrals.lifecycle import Report
from referrals.model import Purpose, Readiness, Step
from referrals.risk import Risk
from referrals.sessions import SessionRule

_WITH_A_DAY = {Step.BOOKED, Step.WAITLISTED}


def logged(needs: Sequence[Need]) -> str:
    """One line for all that is recommended at once, with the purpose she tells."""
    purpose = purpose_told(needs)
    services = tuple(need.service.name for need in needs)
    return write_line(LogReferrals(needs[0].code, services, purposes=frozenset({purpose} if purpose else ())))


def purpose_told(needs: Sequence[Need]) -> Purpose | None:
    """A purpose is said where there is one service only; nobody can know of the others."""
    return needs[0].purpose if len(needs) == 1 else None


def sessions(life: Life, rule: SessionRule) -> str:
    return write_line(SetSessions(life.code, rule.slots, rule.every))


def told(need: Need, report: Report) -> str:
    return write_line(Progress(need.code, report.step, need.service.name, _when(report), None))


def readiness(need: Need, value: int) -> str:
    return write_line(ReportReadiness(need.code, Readiness(value), need.service.name))


def risk(life: Life, level: Risk) -> str:
    return write_line(SetRisk(life.code, level))


def stand_down(life: Life) -> str:
    return write_line(StandDown(life.code))


def day(appointment_at: datetime) -> str:
    """An appointment as the answer to "booked for when?"."""
    return f"{appointment_at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def away(absence: Away) -> str:
    return f"/pause {absence.since:%d %b} - {absence.until:%d %b}"


def _when(report: Report) -> When | None:
    if report.appointment_at is not None:
        local = report.appointment_at.astimezone(ZONE)
        return When(local.date(), local.time())
    return When(report.on) if report.on and report.step in _WITH_A_DAY else None
