"""What the grammar's tests share: the moment they speak from, and commands for Hypothesis."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from referrals.codes import ClientCode
from referrals.grammar import (
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
    SetGoals,
    SetRisk,
    SetSessions,
    StandDown,
    Stay,
    StayKind,
    Wants,
    When,
    read_line,
)
from referrals.grammar.tables import ENGLISH, LANGUAGES
from referrals.model import Barrier, Purpose, Readiness, Step
from referrals.risk import Risk
from referrals.sessions import Cadence, Slot

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday, 15:00 in New York
TODAY = date(2026, 11, 24)
C7 = ClientCode("C7")


LANGUAGE_NAMES = tuple(LANGUAGES)


def read(text: str, language: str = ENGLISH) -> Command | NotUnderstood:
    return read_line(text, NOW, NEW_YORK, language)


def words_of(language: str) -> list[str]:
    """Every word a language knows, to make names and lines of."""
    spoken = (rows for section, rows in LANGUAGES[language].items() if section not in {"identifiers", "danger"})
    rows = (row for section in spoken for row in section.values() if isinstance(row, list))
    return sorted({word for row in rows for phrase in row for word in phrase.split()})


codes = st.from_regex(r"[A-Z]{1,2}[0-9]{1,3}", fullmatch=True).map(ClientCode)
NAME_WORDS = """
    psych eval DBT group housing Section 8 crisis line Crisis acute booked agreed can't cost transport wait ready by for
    wants safe tuesday fri dec may at noon next week in two with the The no-show died missed C9 N2 12 step & and AA
    O'Brien's drop-in (adults) weekly today not full est Straße 東京 2pm 14:00 24/7 #crisis !acute ~7 1400 yet session
    reopen again restart back paused Pause moved cancelled no goodbye closing ended therapy goal goals: goals until
    expected am closed down unavailable programme
"""
NOTE_WORDS = 'sleeps badly, "at night"; ask again #x !y ready by C9'
_names = st.lists(
    st.one_of(st.sampled_from(NAME_WORDS.split()), *(st.sampled_from(words_of(name)) for name in LANGUAGE_NAMES)),
    min_size=1,
    max_size=4,
)
services = _names.map(" ".join).filter(lambda name: any(map(str.isalpha, name)))
GOAL_WORDS = 'sleep, back to work; - : "at night" ready 5 #crisis !acute C9 goals: * 8 / until tue 東京'
_goal_texts = st.lists(st.sampled_from(GOAL_WORDS.split()), min_size=1, max_size=20).map(" ".join)
goals = _goal_texts.filter(lambda text: text[0].isalnum() and len(text) <= LONGEST_GOALS)
notes = st.lists(st.sampled_from(NOTE_WORDS.split()), min_size=1, max_size=20).map(" ".join)
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None, fold=0))
coming = st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=700))
gone = st.dates(TODAY - timedelta(days=180), TODAY)
readiness = st.builds(Readiness, st.integers(0, 10), st.booleans())


def _whens(days: st.SearchStrategy[date]) -> st.SearchStrategy[When]:
    return st.builds(When, days, st.none() | minutes)


def _progress(step: Step) -> st.SearchStrategy[Progress]:
    until = coming.map(When)
    days = {
        Step.BOOKED: _whens(coming), Step.WENT: _whens(gone), Step.MISSED: _whens(gone),
        Step.WAITLISTED: until, Step.DECLINED: until,
    }.get(step)  # fmt: skip
    return st.builds(
        Progress,
        codes,
        st.just(step),
        st.none() | services,
        st.none() if days is None else st.none() | days,
        st.none() | st.sampled_from(Barrier) if step is Step.BARRIER else st.none(),
    )


commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(OpenClient, codes),
    st.builds(
        LogReferrals,
        codes,
        st.lists(services, min_size=1, max_size=5, unique=True).map(tuple),
        st.none() | st.sampled_from([Risk.ELEVATED, Risk.ACUTE]),
        st.frozensets(st.sampled_from(Purpose)),
        st.none() | readiness,
        st.none() | coming,
        st.none() | notes,
    ),
    st.sampled_from(Step).flatmap(_progress),
    st.builds(
        SetSessions,
        codes,
        st.lists(st.builds(Slot, st.integers(0, 6), minutes), min_size=1, max_size=5, unique=True).map(tuple),
        st.sampled_from(Cadence),
    ),
    st.builds(MoveSession, codes, st.builds(When, coming, st.none() | minutes)),
    st.builds(CancelSession, codes, st.none() | coming),
    st.builds(PauseSessions, codes, st.none() | coming),
    st.builds(ResumeSessions, codes),
    st.builds(Reopen, codes, st.none() | services),
    st.builds(SetGoals, codes, goals),
    st.builds(Goodbye, codes),
    st.builds(Wants, codes, services),
    st.builds(SetRisk, codes, st.sampled_from([Risk.ELEVATED, Risk.ACUTE])),
    st.builds(StandDown, codes),
    st.builds(Stay, codes, st.sampled_from(StayKind), st.none() | gone),
    st.builds(ReportReadiness, codes, readiness, st.none() | services),
)


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)
