"""The story as a script, for the sandbox's page to act out in chats of its own: who does what, scene by scene.

A tap is named by its data, in which * stands for anything, so that the script is the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.actions import Action, encode
from bot.wording.language import languages, speaking
from bot.wording.nudges import Answer
from bot.wording.story import CAPTIONS, LINES, Line, Scene
from bot.wording.supervision.reflecting import Does
from referrals.model import Role
from referrals.risk import CareStep, RiskKind, TalkedOver

MIA, NORA = "mia", "nora"
_CAST = (
    {"key": MIA, "name": "Mia", "role": Role.THERAPIST.value},
    {"key": NORA, "name": "Nora", "role": Role.SUPERVISOR.value},
)
_ANY = "*"
_WEDNESDAY, _TUESDAY = 3, 2

Deed = dict[str, Any]


def scripts(invites: Mapping[Role, str]) -> dict[str, Any]:
    """The story by language; `invites` let any number of people in, a new cast for each telling."""
    told = {}
    for language in languages():
        with speaking(language):
            told[language] = {"people": _CAST, "scenes": _scenes(invites)}
    return told


def _scenes(invites: Mapping[Role, str]) -> list[dict[str, Any]]:
    booked, went = encode(Action.ANSWER, _ANY, Answer.BOOKED), encode(Action.ANSWER, _ANY, Answer.WENT)
    seen = encode(Action.CHECK, _ANY, "seen")
    begin, stop, line = (encode(Action.REFLECT, does, _ANY) for does in (Does.BEGIN, Does.STOP, Does.LINE))
    return [
        _scene(Scene.ABOARD, MIA, *_coming_aboard(invites[Role.THERAPIST]), brisk=True),
        _scene(Scene.LOGGED, MIA, _clock(_WEDNESDAY, "16:10"), _type(Line.REFERRALS)),
        _scene(Scene.SESSIONS, MIA, _type(Line.SESSIONS)),
        _scene(Scene.BRIEF, MIA, _clock(_TUESDAY, "13:31")),
        _scene(Scene.QUESTION, MIA, _until(booked)),
        _scene(Scene.BOOKED, MIA, _press(booked), _type(Line.APPOINTMENT)),
        _scene(Scene.DAY_AFTER, MIA, _until(went), _press(went)),
        _scene(
            Scene.SUPERVISOR,
            NORA,
            *_coming_aboard(invites[Role.SUPERVISOR]),
            _say("/team"),
            _press(encode(Action.LINK, "invite")),
            brisk=True,
        ),
        _scene(Scene.LINKED, MIA, {"pass_on": {"from": NORA, "begins": "/start "}}),
        _scene(Scene.ACUTE, MIA, _type(Line.ACUTE), _press(encode(Action.RISK_KIND, _ANY, RiskKind.SELF))),
        _scene(Scene.TAKEN, NORA, _press(encode(Action.ALERT, _ANY))),
        _scene(
            Scene.LOOKED_AFTER,
            MIA,
            _press(encode(Action.CARE_STEP, _ANY, CareStep.SAFETY_PLAN, 1)),
            _until(seen),
            _press(seen),
        ),
        _scene(
            Scene.STOOD_DOWN,
            MIA,
            _press(encode(Action.SAFETY, _ANY)),
            _press(encode(Action.STAND_DOWN, _ANY)),
            _press(encode(Action.STAND_DOWN, _ANY, TalkedOver.SUPERVISOR)),
        ),
        _scene(Scene.REFLECTION, MIA, _say("/reflect C7"), _press(begin), _type(Line.REFLECTED), _press(stop)),
        _scene(Scene.SHARED, MIA, _press(line), _type(Line.SHARED)),
        _scene(
            Scene.AGENDA,
            NORA,
            _say("/agenda"),
            _press(encode(Action.AGENDA, "team")),
            _press(encode(Action.SUPERVISEE, _ANY)),
        ),
        _scene(Scene.TRENDS, MIA, _type(Line.SECOND_CLIENT), _say("/trends")),
        _scene(Scene.END, MIA),
    ]


def _coming_aboard(invite: str) -> list[Deed]:
    questions = (Action.ZONE, Action.HOURS, Action.SUPERVISION)
    return [_say(f"/start {invite}"), *(_press(encode(action, _ANY)) for action in questions)]


def _scene(scene: Scene, who: str, *deeds: Deed, brisk: bool = False) -> dict[str, Any]:
    """A `brisk` one is told in a hurry: there is little to read in it."""
    return {"caption": CAPTIONS[scene], "who": who, "deeds": list(deeds), "brisk": brisk}


def _type(line: Line) -> Deed:
    return _say(LINES[line])


def _say(text: str) -> Deed:
    return {"say": text}


def _press(data: str) -> Deed:
    return {"press": data}


def _until(data: str) -> Deed:
    """From nudge to nudge, until a new message has such a button."""
    return {"until": data}


def _clock(weekday: int, time: str) -> Deed:
    """On to the next such day (Monday is 1) and time on the practice's wall."""
    return {"clock": {"weekday": weekday, "time": time}}
