"""What a tap means: an action and its arguments, in the callback data. Taken as forgeable wherever it is read."""

from __future__ import annotations

from enum import StrEnum

_MAX_PARTS = 4


class Action(StrEnum):
    """The first part of callback data. Short, for it has 64 bytes to share with the arguments."""

    ZONE = "zone"
    HOURS = "hours"
    SUPERVISION = "slot"
    UNDO = "undo"
    ANSWER = "ans"
    QUESTION = "q"
    LATER = "later"
    APPOINTMENT = "appt"
    CHOOSE_SERVICE = "svc"
    CHOOSE_REFERRAL = "ref"
    OPEN_CLIENT = "open"
    ENOUGH = "enough"
    # A client: her pages, and what ends or pauses the work.
    UPDATE = "upd"
    MORE = "more"
    HISTORY = "hist"
    RAISE = "raise"
    GOALS = "goals"
    CONSENTER = "who"
    GOODBYE = "bye"
    CARRY = "carry"
    TAKE_UP = "up"
    REGION = "region"
    # New clients and new referrals, by taps.
    NEW = "new"
    CODE = "code"
    # A referral.
    REFERRAL = "r"
    REPORT = "rep"
    PURPOSES = "pur"
    READY = "rdy"
    BARRIER = "bar"
    DAY = "day"
    PLAN = "plan"
    SAY_IT = "say"
    HEARD = "heard"
    FIRST = "first"
    CONSENT = "cons"
    WORD_BACK = "word"
    REOPEN = "again"
    CHOICE = "pick"
    CONDITION = "cond"
    # Risk.
    SAFETY = "sfty"
    LEVEL = "lvl"
    RISK_KIND = "kind"
    CARE_STEP = "step"
    SUFFICIENT = "suf"
    REDUCES = "red"
    HOLD = "hold"
    STAND_DOWN = "down"
    CHECK = "check"
    MISSED = "miss"
    REACHED = "reach"
    COVER = "cover"
    HOSPITAL = "hosp"
    # The directory of services, and the practice.
    SERVICES = "svcs"
    SERVICE = "sv"
    ADD_SERVICE = "add"
    CRISIS_LINES = "lines"
    # Supervision: her own cases, and what a supervisor sees of others'.
    CASE = "case"
    NOT_STALLED = "still"
    REFLECT = "refl"
    AGENDA = "pdf"
    DECIDE = "dec"
    TOLD = "told"
    REVIEW = "rev"
    SUPERVISEE = "see"
    TEAM = "team"
    LINK = "link"
    ALERT = "alert"
    # Who belongs to the practice, and whose clients are whose.
    MEMBER = "mem"
    INVITE = "inv"
    HAND_OVER = "give"
    TAKE_OVER = "take"
    # How she wants to be reminded.
    SETTINGS = "set"
    PAUSE = "away"
    CALENDAR = "cal"
    # What the bot is asked about itself.
    HELP = "help"
    # Who did what.
    AUDIT = "aud"
    # What is kept of hers, and how to have it or have it gone.
    PRIVACY = "priv"
    EXPORT = "exp"
    ERASE = "erase"
    LEGAL_HOLD = "lhold"


def encode(action: Action, *arguments: int | str) -> str:
    return ":".join((action.value, *map(str, arguments)))


def decode(data: str) -> tuple[Action, tuple[str, ...]] | None:
    """The action and its arguments, None for what no button of ours ever sent."""
    name, *arguments = data.split(":", _MAX_PARTS)
    try:
        return Action(name), tuple(arguments)
    except ValueError:
        return None
