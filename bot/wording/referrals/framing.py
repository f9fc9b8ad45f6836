"""How to say a recommendation so that it is heard as support; how it was heard; and repair after a rejection.

Serves clinical rule "heard as rejection". What to say has four parts: why now, what the service adds, that the therapy
goes on beside it, and a question. It stands in the therapist's voice, to be bent to her own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.referrals.referral import back, enough, heading, next_ask, undo
from bot.wording.text import plain
from referrals.framing import main_purpose
from referrals.model import Heard, Purpose, Referral, ServiceKind
from referrals.timing import Planned

_WHY_NOW = {
    Purpose.DIAGNOSIS: "I would like us to understand better what you are dealing with, so that we do the right work.",
    Purpose.CRISIS: "These weeks are a lot to carry, and I want you to have more around you than one hour with me.",
    Purpose.LIVING: "How you have to live right now weighs on how you feel, and that deserves help of its own.",
    Purpose.PRACTICE: "For what you are working on, therapy tends to go further with something beside it.",
    None: "I have been thinking about what else could help, beside our hour.",
}
_ADDS = {
    ServiceKind.PSYCHIATRIC_EVALUATION: (
        "A psychiatric evaluation would add a medical view of sleep, mood and medicines, which I cannot give you. "
        "You and I go on meeting as we do, and what comes of it feeds into our work."
    ),
    ServiceKind.SKILLS_GROUP: (
        "A skills group would add a place to practise week by week, with others who know this from the inside. "
        "Our own sessions stay as they are, and what you try out there we can look at here."
    ),
    ServiceKind.CASE_MANAGEMENT: (
        "A case manager would add somebody who makes calls and fills in forms with you. "
        "That leaves our hour free for you, and our hour stays."
    ),
    ServiceKind.HOUSING: (
        "Help with housing would add a way toward a steadier place to live, which talking alone cannot bring. "
        "It comes beside our work; you and I go on all the same, however long it takes."
    ),
    ServiceKind.SUBSTANCE_USE: (
        "A substance use programme would add people who know that struggle well and are there on more days than I am. "
        "I am not handing you on: we go on meeting, and the two belong together."
    ),
    ServiceKind.MEDICAL: (
        "A medical visit would add a look at the body's part in this, which I cannot judge from my chair. "
        "Our sessions go on meanwhile, and we can talk over whatever they find."
    ),
    ServiceKind.CRISIS_LINE: (
        "A crisis line would add a voice at any hour, for the nights and the days between our sessions. "
        "It does not stand in for me: I want to hear, when we meet, how those hours were."
    ),
    ServiceKind.BENEFITS: (
        "Help with benefits would add somebody who knows what you are entitled to and how to ask for it. "
        "It takes nothing away from our time, which goes on as before."
    ),
    ServiceKind.LEGAL: (
        "Legal help would add somebody who knows your rights and can speak for them. "
        "What all of it does to you stays our work here, and we go on with it."
    ),
    ServiceKind.PEER_SUPPORT: (
        "Peer support would add people who have been where you are and found ways of their own. "
        "That is something I cannot be for you; what I can be, I go on being, here, every time we meet."
    ),
    ServiceKind.OTHER: (
        "What I am suggesting would add a kind of help that I cannot give you myself. "
        "It comes on top of our sessions and not in their place: you and I go on."
    ),
}
_ASK = {
    Purpose.DIAGNOSIS: "What would you want them to find out?",
    Purpose.CRISIS: "What would make it easier to take that up this week?",
    Purpose.LIVING: "What would change for you first, if it worked?",
    Purpose.PRACTICE: "What have you heard about it so far?",
    None: "How does that sound to you?",
}
# Services whose people look into what is going on; the others do not clarify, they make clarifying easier.
_FINDING_OUT = frozenset({ServiceKind.PSYCHIATRIC_EVALUATION, ServiceKind.SUBSTANCE_USE, ServiceKind.MEDICAL})
_CLEARER = (
    "I would like us to see more clearly what you are dealing with, and that is easier with more help around you."
)
_ASK_OF_THE_LINE = "When would you be most likely to use it?"
_HEARD = {
    Heard.SUPPORT: "heard as support",
    Heard.UNSURE: "heard with doubts",
    Heard.REJECTION: "heard as rejection",
}
_LABELS = {Heard.SUPPORT: "Support", Heard.UNSURE: "Unsure", Heard.REJECTION: "Rejection"}


def to_say(purpose: Purpose | None, kind: ServiceKind) -> str:
    """Three or four sentences for one purpose, None where none is noted, and one kind of service."""
    finds_out = kind in _FINDING_OUT
    why_now = _CLEARER if purpose is Purpose.DIAGNOSIS and not finds_out else _WHY_NOW[purpose]
    fits = purpose is not (Purpose.LIVING if finds_out else Purpose.DIAGNOSIS)
    question = _ASK_OF_THE_LINE if kind is ServiceKind.CRISIS_LINE else _ASK[purpose if fits else None]
    return f"{why_now} {_ADDS[kind]} {question}"


def say(client_code: str, referral: Referral) -> Card:
    words = to_say(main_purpose(referral), referral.service.kind)
    taps = (_heard_button(referral), back(referral))
    return Card(f"{heading(client_code, referral)}. In your own words, something like:\n\n“{words}”", (taps,))


def repair(client_code: str, referral: Referral) -> Card:
    """What repair is; it comes before any further word about the service."""
    name = plain(named(referral.service))
    return Card(
        f"{heading(client_code, referral)}: heard as rejection, so repair comes first. Name it, ask what it was like, "
        "say that you stay.\n\n"
        f"“When I brought up {name}, it may have sounded as if I wanted to pass you on. I do not; I am staying. "
        "What was it like to hear?”",
        ((Button("Talked about it", encode(Action.HEARD, referral.id, "talked")), back(referral)),),
    )


def ask(client_code: str, referral: Referral, talked: bool) -> Card:
    """`talked` once a rejection was talked about: then it is asked how it stands now."""
    answers = [how for how in Heard if not (talked and how is Heard.REJECTION)]
    taps = tuple(Button(_LABELS[how], encode(Action.HEARD, referral.id, how)) for how in answers)
    asked = "good that you talked. How is it heard now?" if talked else "how was it heard?"
    return Card(f"{heading(client_code, referral)}: {asked}", (taps, (enough(referral), back(referral))))


def noted(
    client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo, talked: bool
) -> Card:
    """`talked` when this was the end of a repair."""
    if referral.heard is Heard.REJECTION:
        card = repair(client_code, referral)
        rest = "I will not ask about it before the next session, and then it is about this."
        return Card(f"{card.html}\n\n{rest}", (*card.rows, (undo(change_id),)))
    how = _HEARD[referral.heard] if referral.heard else "not known"
    said = f"talked about, now {how}" if talked else how
    more = "Doubts are worth a question of their own: “What part of it gives you pause?”"
    lines = [f"{heading(client_code, referral)}: {said}.", more if referral.heard is Heard.UNSURE else ""]
    lines.append(next_ask(planned, zone, referral))
    return Card("\n".join(filter(None, lines)), ((back(referral), undo(change_id)),))


def heard_line(referral: Referral) -> str:
    """How it was heard, for a page; empty when nobody asked."""
    if referral.heard is Heard.REJECTION:
        return "Heard as rejection: repair comes first."
    return f"{_HEARD[referral.heard].capitalize()}." if referral.heard else ""


def _heard_button(referral: Referral) -> Button:
    return Button("How was it heard?", encode(Action.HEARD, referral.id))
