"""A caseload that one therapist hands to another: what is asked of both, and what each reads once it has moved."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.people import counts
from bot.wording.people.leaving import LEAVE
from bot.wording.people.names import begins, name
from bot.wording.people.taps import called, pages
from bot.wording.risk.risk import DANGER
from bot.wording.text import bold, plain
from referrals.client import Client
from referrals.codes import ClientCode
from storage.handover import Load, Proposal
from storage.person import Person

TO, WHO, ASK, SEND, BACK = "to", "who", "ask", "send", "back"
ONLY, LEAVES = "only", "leaves"
YES, NO = "yes", "no"
_SHOWN = 40  # codes on one card
Renamed = Sequence[tuple[ClientCode, ClientCode]]
_SETTINGS = (Button("Back", encode(Action.SETTINGS, "all")),)


def page(load: Load, waits_for: tuple[Proposal, str] | None) -> Card:
    """What there is to do. `waits_for` is the wish a colleague has not answered yet, and what she is called."""
    if waits_for is not None:
        proposal, who = waits_for
        return Card(
            f"You asked {name(who)} to take over {counts.load(load)}. Nothing moves before she does.",
            ((Button("Withdraw", encode(Action.HAND_OVER, BACK, proposal.id)),), _SETTINGS),
        )
    if load.clients:
        return Card(
            f"You have {counts.load(load)}. A colleague takes all of them over or none, and she is asked first. "
            "Whoever leaves the practice hands over before.",
            ((Button("Choose a colleague", encode(Action.HAND_OVER, TO, 0)),), _SETTINGS),
        )
    return Card(
        "You have no client here, so nothing is to be handed over.",
        ((Button("Leave the practice", encode(Action.HAND_OVER, LEAVE)),), _SETTINGS),
    )


def to_whom(people: Sequence[Person], start: int) -> Card:
    back = (Button("Back", encode(Action.HAND_OVER)),)
    if not people:
        return Card("There is no other therapist who could take over now. Ask your administrator.", (back,))
    rows = pages(
        people,
        start,
        lambda one: Button(called(one), encode(Action.HAND_OVER, WHO, one.id)),
        lambda first, words: Button(words, encode(Action.HAND_OVER, TO, first)),
    )
    return Card("To whom? Who is away or shut the bot out is not offered.", (*rows, back))


def stay_or_leave(taker: Person) -> Card:
    """Whether she stays in the practice."""
    return Card(
        f"{begins(taker.called)} takes over all your clients. And you?",
        (
            (Button("Hand over, and I stay", encode(Action.HAND_OVER, ASK, taker.id, ONLY)),),
            (Button("Hand over and leave the practice", encode(Action.HAND_OVER, ASK, taker.id, LEAVES)),),
            (Button("Back", encode(Action.HAND_OVER)),),
        ),
    )


def confirm(taker: Person, load: Load, leaves: bool) -> Card:
    """What goes and what does not, before anybody is asked."""
    risk = counts.at_risk(load)
    lines = [
        counts.danger(load),
        f"Ask {name(taker.called)} to take over {counts.load(load)}?",
        f"{risk} Tell her yourself, today." if risk else "",
        "Notes, plans, history and conditions go along. Your reflections do not: you alone have them, from then on by "
        "/export, and what you shared is shared no more. What you brought to supervision is hers to bring anew. "
        "Undo ends.",
        "Until she answers you can withdraw." + (" With it you leave the practice." if leaves else ""),
    ]
    send = Button(f"Ask {called(taker)}", encode(Action.HAND_OVER, SEND, taker.id, LEAVES if leaves else ONLY))
    return Card("\n".join(filter(None, lines)), ((send, Button("Not now", encode(Action.HAND_OVER))),))


def asked(taker: Person, proposal_id: int) -> Card:
    return Card(
        f"{begins(taker.called)} is asked. Until she takes over, all stays with you, and you hear from me.",
        ((Button("Withdraw", encode(Action.HAND_OVER, BACK, proposal_id)),),),
    )


def offer(giver: str, load: Load, proposal_id: int, leaves: bool) -> Card:
    """To the colleague. Nobody asked for it, so the first line names neither risk nor service."""
    risk = counts.at_risk(load)
    lines = [
        f"{begins(giver)} asks whether you take over her clients.",
        counts.danger(load),
        f"{counts.load(load).capitalize()}.{f' {risk}' if risk else ''} All of them come at once, with their history.",
        "She leaves the practice with it." if leaves else "",
        "Talk with her before: I tell you the codes once you take over.",
    ]
    taps = (
        Button("Take over", encode(Action.TAKE_OVER, proposal_id, YES)),
        Button("Not now", encode(Action.TAKE_OVER, proposal_id, NO)),
    )
    return Card("\n".join(filter(None, lines)), (taps,))


def taken_over(giver: str) -> Card:
    return Card(f"You took over from {name(giver)}. See below.")


def not_now(giver: str) -> Card:
    return Card(f"Not now. {begins(giver)} is told, and nothing has moved.")


def declined(taker: str) -> Card:
    return Card(
        f"{begins(taker)} does not take over now. All your clients stay with you.",
        ((Button("Hand over or leave", encode(Action.HAND_OVER)),),),
    )


def withdrawn(taker: str) -> Card:
    return Card(f"Withdrawn. {begins(taker)} is told, and nothing has moved.")


def cannot_leave() -> str:
    return "She cannot leave now: she is the only administrator. Nothing has moved."


def with_you_now(giver: str, clients: Sequence[Client], renamed: Renamed) -> Card:
    """To the new therapist. `clients` by need: the acute first, the closed last."""
    going_on = [one for one in clients if one.active]
    acute = [one.code for one in going_on if one.safety.acute]
    elevated = [one.code for one in going_on if one.safety.at_risk and not one.safety.acute]
    others = [one.code for one in going_on if not one.safety.at_risk]
    closed = [one.code for one in clients if not one.active]
    are = "is" if len(clients) == 1 else "are"
    lines = [
        f"{bold(counts.clients(len(clients)).capitalize())} of {name(giver)} {are} with you now.",
        DANGER if acute else "",
        *(
            f"{what}: {_codes(codes)}"
            for what, codes in (("Acute", acute), ("Elevated", elevated), ("Going on", others), ("Closed", closed))
            if codes
        ),
        _renamed(renamed, "with you now"),
        "Session times stay as they were told. What was brought to supervision before is yours to bring anew.",
    ]
    taps = tuple((Button(f"Open {one.code}", encode(Action.OPEN_CLIENT, one.id)),) for one in clients[:1])
    return Card("\n".join(filter(None, lines)), taps)


def with_her_now(taker: str, count: int, renamed: Renamed) -> Card:
    """To her who handed over."""
    lines = [
        f"{counts.clients(count).capitalize()} went to {name(taker)}. They open nothing for you here any more.",
        _renamed(renamed, f"with {name(taker)} now"),
    ]
    return Card("\n".join(filter(None, lines)))


def not_asked_any_more() -> Card:
    return Card("Handed over: nothing is asked of you here any more.")


def _codes(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - _SHOWN} more, in /clients" if len(codes) > _SHOWN else ""
    return f"{' '.join(map(plain, codes[:_SHOWN]))}{more}"


def _renamed(renamed: Renamed, whose: str) -> str:
    """A code that was taken; who it stands for is in the practice's own key."""
    if not renamed:
        return ""
    both = ", ".join(f"{plain(was)} is {plain(now)}" for was, now in renamed)
    return f"{both} {whose}; put it in the practice’s key of codes."
