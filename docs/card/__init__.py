"""The card to print: what a therapist types, on half a sheet, in each language that has its words here.

The lines are the grammar's own: what a command is written back as. Only the words beside them, the names of services,
and the few lines that hold a day or an hour are a language's; a file of words more is a card more.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any, Literal

from referrals.codes import ClientCode
from referrals.grammar import (
    CancelSession,
    Command,
    Goodbye,
    LogReferrals,
    MoveSession,
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
    write_line,
)
from referrals.model import Barrier, Purpose, Readiness, Step
from referrals.risk import Risk
from referrals.sessions import Slot

FOLDER = Path(__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
_C7 = ClientCode("C7")
_FOR_NOTHING = LogReferrals(_C7, ("x",))
_NOT_SAID = Progress(_C7, Step.BARRIER)
_SOME_DAY = When(date(2027, 1, 7), time(15))  # stands for the day in a line that a language words itself


def words(language: str) -> dict[str, Any]:
    """What a language says on its card."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def commands(names: Mapping[str, str]) -> dict[str, dict[str, Command]]:
    """What the card teaches, by part and row; `names` are the services and words that a language takes as examples."""
    evaluation, group, housing = names["evaluation"], names["group"], names["housing"]
    return {
        "recommend": {
            "log": LogReferrals(_C7, (evaluation, group, housing)),
            "more": LogReferrals(
                _C7,
                (group,),
                purposes=frozenset({Purpose.CRISIS}),
                readiness=Readiness(7, guess=False),
                note=names["note"],
            ),
            "open": OpenClient(_C7),
        },
        "happened": {
            "agreed": Progress(_C7, Step.AGREED, group),
            "contacted": Progress(_C7, Step.CONTACTED, evaluation),
            "waitlisted": Progress(_C7, Step.WAITLISTED, housing),
            "booked": Progress(_C7, Step.BOOKED, evaluation, _SOME_DAY),
            "went": Progress(_C7, Step.WENT, evaluation),
            "missed": Progress(_C7, Step.MISSED, evaluation),
            "not_ready": Progress(_C7, Step.NOT_READY, group),
            "barrier": Progress(_C7, Step.BARRIER, housing, barrier=Barrier.COST),
            "declined": Progress(_C7, Step.DECLINED, group, _SOME_DAY),
            "dropped": Progress(_C7, Step.DROPPED, housing),
            "unavailable": Progress(_C7, Step.UNAVAILABLE, housing),
            "reopen": Reopen(_C7, group),
        },
        "hers": {
            "ready": ReportReadiness(_C7, Readiness(7, guess=False), group),
            "guess": ReportReadiness(_C7, Readiness(7, guess=True), group),
            "wants": Wants(_C7, housing),
            "goals": SetGoals(_C7, names["goals"]),
        },
        "sessions": {
            "when": SetSessions(_C7, (Slot(1, time(14)),)),
            "moved": MoveSession(_C7, _SOME_DAY),
            "cancelled": CancelSession(_C7, _SOME_DAY.on),
            "paused": PauseSessions(_C7, _SOME_DAY.on),
            "resumed": ResumeSessions(_C7),
        },
        "danger": {
            "acute": SetRisk(_C7, Risk.ACUTE),
            "elevated": SetRisk(_C7, Risk.ELEVATED),
            "stand_down": StandDown(_C7),
            "no_show": Stay(_C7, StayKind.NO_SHOW),
        },
        "parting": {
            "admitted": Stay(_C7, StayKind.ADMITTED),
            "discharged": Stay(_C7, StayKind.DISCHARGED),
            "goodbye": Goodbye(_C7),
            "died": Stay(_C7, StayKind.DIED),
        },
    }


def card(language: str) -> dict[str, Any]:
    """All that stands on a language's card."""
    said = words(language)
    rows = said["rows"]
    parts = [
        {
            "heading": said["parts"][part],
            "rows": [
                [rows[row]["say"], rows[row].get("line") or write_line(meant, language)]
                for row, meant in meanings.items()
            ],
        }
        for part, meanings in commands(said["services"]).items()
    ]
    return {
        "language": language,
        **{name: said[name] for name in ("title", "intro", "danger", "purposes", "barriers", "foot", "practice")},
        "parts": parts,
        "purpose_words": _beside(
            language, _FOR_NOTHING, (replace(_FOR_NOTHING, purposes=frozenset({one})) for one in Purpose)
        ),
        "barrier_words": _beside(language, _NOT_SAID, (replace(_NOT_SAID, barrier=one) for one in Barrier)),
    }


def typeset(language: str, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The card as PDF, or as a picture: a page of A5, which folds to fit a pocket."""
    import typst  # noqa: PLC0415 - whoever only wants the words needs none

    data = {"card": json.dumps(card(language))}
    made: bytes | list[bytes] = typst.compile(
        FOLDER / "card.typ", format=form, sys_inputs=data, ignore_system_fonts=True
    )
    return made[0] if isinstance(made, list) else made


def _beside(language: str, bare: Command, fuller: Iterable[Command]) -> list[str]:
    """What each of the lines has beside the `bare` one."""
    return [write_line(command, language).removeprefix(write_line(bare, language)).strip() for command in fuller]
