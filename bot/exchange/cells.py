"""What stands in the cells of a list, one reader for each column. Nothing is guessed; what does not fit is said so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.wording.language import languages, speaking
from bot.wording.referrals.referral import BARRIERS, PURPOSES, STATES
from bot.wording.tables import CONSENTS
from referrals.identifiers import IdentifierKind, find_identifier
from referrals.model import Barrier, Consent, Purpose, Readiness, State
from referrals.plans import LONGEST as LONGEST_PLAN
from referrals.services import label_key
from referrals.taking_over import FARTHEST, Told

ZONE = "zone"
LONGEST_NOTE = 500  # characters, as long as a line of the chat
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_READY = re.compile(r"(?P<guess>~?)(?P<value>\d{1,2})")
W = TypeVar("W", State, Purpose, Barrier, Consent)


class Amiss(StrEnum):
    """What is amiss with a cell, or with its row."""

    NO_CODE = "no_code"
    INITIALS = "initials"
    NO_SERVICE = "no_service"
    UNKNOWN_SERVICE = "unknown_service"
    SEVERAL_SERVICES = "several_services"
    UNKNOWN_WORD = "unknown_word"
    ON_HOLD = "on_hold"
    NO_DAY = "no_day"
    FAR_DAY = "far_day"
    YET_TO_COME = "yet_to_come"
    BEFORE_RECOMMENDED = "before_recommended"
    NO_NUMBER = "no_number"
    NO_ZONE = "no_zone"
    OTHER_STATE = "other_state"
    TOO_LONG = "too_long"
    IDENTIFIER = "identifier"
    PARTED = "parted"
    TOO_MANY_CELLS = "too_many_cells"


class CellError(ValueError):
    """A cell that is not taken; its words are in no part of this."""

    def __init__(self, why: Amiss, column: str = "", kind: IdentifierKind | None = None) -> None:
        super().__init__(why)
        self.why, self.column, self.kind = why, column, kind


class Reader:
    """Reads cells of a row as of `now` (UTC) for a therapist in `zone`; its hours may be those of another one."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self._now, self._zone, self._hours = now, zone, zone
        self._today = now.astimezone(zone).date()
        days: dict[str, Callable[[str], object]] = dict.fromkeys(
            ("expected_on", "wanted_by", "consent_until", "revisit_on"), self._day
        )
        self.readers: Mapping[str, Callable[[str], object]] = {
            ZONE: self._hours_of,  # before what it is about: which hour it is, and which day today
            "state": lambda words: _word(words, State, STATES),
            "recommended": self._past_day,
            "since": self._past_day,
            "purposes": _purposes,
            "readiness": _readiness,
            "barrier": lambda words: _word(words, Barrier, BARRIERS),
            "appointment": self._appointment,
            "consent": lambda words: _word(words, Consent, CONSENTS),
            "plan": lambda words: self._words(words, LONGEST_PLAN),
            "note": lambda words: self._words(words, LONGEST_NOTE),
            **days,
        }

    def told(self, found: Mapping[str, Any]) -> Told:
        """The row of which all cells were read. Raises CellError for what does not fit together."""
        state: State = found["state"] or State.SUGGESTED
        recommended, since = found["recommended"], found["since"]
        if state is State.ON_HOLD:
            raise CellError(Amiss.ON_HOLD, "state")
        if recommended and since and since < recommended:
            raise CellError(Amiss.BEFORE_RECOMMENDED, "since")
        for column, fits in (
            ("appointment", state is State.SCHEDULED),
            ("expected_on", state is State.WAITLISTED),
            ("revisit_on", state is State.DECLINED),
        ):
            if found[column] and not fits:
                raise CellError(Amiss.OTHER_STATE, column)
        appointment_at, timed = found["appointment"] or (None, True)
        same = {name: found[name] for name in _SAME}
        return Told(
            state=state,
            purposes=found["purposes"] or frozenset(),
            appointment_at=appointment_at,
            appointment_timed=timed,
            **same,
        )

    def _day(self, words: str) -> date:
        if not _DAY.fullmatch(words):
            raise CellError(Amiss.NO_DAY)
        try:
            day = date.fromisoformat(words)
        except ValueError:
            raise CellError(Amiss.NO_DAY) from None
        if abs(day - self._today) > FARTHEST:
            raise CellError(Amiss.FAR_DAY)
        return day

    def _past_day(self, words: str) -> date:
        day = self._day(words)
        if day > self._today:
            raise CellError(Amiss.YET_TO_COME)
        return day

    def _appointment(self, words: str) -> tuple[datetime, bool]:
        said, _, clock = words.replace("T", " ").partition(" ")
        day = self._day(said)
        try:
            at = time.fromisoformat(clock) if clock else time()
        except ValueError:
            raise CellError(Amiss.NO_DAY) from None
        if at.tzinfo is not None:
            raise CellError(Amiss.NO_DAY)
        zone = self._hours if clock else self._zone  # a day is hers, wherever it was written
        return datetime.combine(day, at, zone).astimezone(UTC), bool(clock)

    def _hours_of(self, words: str) -> ZoneInfo:
        try:
            self._hours = ZoneInfo(words)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CellError(Amiss.NO_ZONE) from None
        self._today = self._now.astimezone(self._hours).date()
        return self._hours

    def _words(self, words: str, longest: int) -> str:
        """Serves clinical rule "codes only"."""
        kind = find_identifier(words, self._now)
        if kind is not None:
            raise CellError(Amiss.IDENTIFIER, kind=kind)
        if len(words) > longest:
            raise CellError(Amiss.TOO_LONG)
        return words


_SAME = (
    "recommended", "since", "readiness", "barrier", "expected_on", "wanted_by", "consent", "consent_until",
    "revisit_on", "plan", "note",
)  # fmt: skip


def _purposes(words: str) -> frozenset[Purpose]:
    return frozenset(_word(part, Purpose, PURPOSES) for part in re.split("[,;]", words) if part.strip())


def _readiness(words: str) -> Readiness:
    read = _READY.fullmatch(words)
    if read is None or int(read["value"]) > 10:
        raise CellError(Amiss.NO_NUMBER)
    return Readiness(int(read["value"]), guess=bool(read["guess"]))


def _word(words: str, kind: type[W], said: Mapping[Any, str]) -> W:
    """The one that is called so, by its fixed word or as cards say it."""
    key = label_key(words)
    meant = [one for one in kind if key in map(label_key, _names(one, said))]
    if not key or len(meant) != 1:
        raise CellError(Amiss.UNKNOWN_WORD)
    return meant[0]


def _names(one: Any, said: Mapping[Any, str]) -> list[str]:
    """In whatever language a card may have said it."""
    names = [one.value]
    for language in languages():
        with speaking(language):
            names.append(said[one])
    return names
