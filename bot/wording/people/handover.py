"""A caseload that one therapist hands to another: what is asked of both, and what each reads once it has moved."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _, _n
from bot.wording.people import counts
from bot.wording.people.leaving import LEAVE
from bot.wording.people.names import begins, name
from bot.wording.people.taps import called, pages
from bot.wording.risk.risk import DANGER
from bot.wording.text import plain
from referrals.client import Client
from referrals.codes import ClientCode
from storage.handover import Load, Proposal
from storage.person import Person

TO, WHO, ASK, SEND, BACK = "to", "who", "ask", "send", "back"
ONLY, LEAVES = "only", "leaves"
YES, NO = "yes", "no"
_SHOWN = 40  # codes on one card
Renamed = Sequence[tuple[ClientCode, ClientCode]]


def page(load: Load, waits_for: tuple[Proposal, str] | None) -> Card:
    """What there is to do. `waits_for` is the wish a colleague has not answered yet, and what she is called."""
    settings = (Button(_("Back"), encode(Action.SETTINGS, "all")),)
    if waits_for is not None:
        proposal, who = waits_for
        said = _(
            "You asked {name} to take over {load}. Nothing moves before she does.",
            name=name(who),
            load=counts.load(load),
        )
        return Card(said, ((_withdraws(proposal.id),), settings))
    if load.clients:
        said = _(
            "You have {load}. A colleague takes all of them over or none, and she is asked first. Whoever leaves the "
            "practice hands over before.",
            load=counts.load(load),
        )
        return Card(said, ((Button(_("Choose a colleague"), encode(Action.HAND_OVER, TO, 0)),), settings))
    leave = Button(_("Leave the practice"), encode(Action.HAND_OVER, LEAVE))
    return Card(_("You have no client here, so nothing is to be handed over."), ((leave,), settings))


def to_whom(people: Sequence[Person], start: int) -> Card:
    back = (Button(_("Back"), encode(Action.HAND_OVER)),)
    if not people:
        return Card(_("There is no other therapist who could take over now. Ask your administrator."), (back,))
    rows = pages(
        people,
        start,
        lambda one: Button(called(one), encode(Action.HAND_OVER, WHO, one.id)),
        lambda first, words: Button(words, encode(Action.HAND_OVER, TO, first)),
    )
    return Card(_("To whom? Who is away or shut the bot out is not offered."), (*rows, back))


def stay_or_leave(taker: Person) -> Card:
    """Whether she stays in the practice."""
    leaves = _("Hand over and leave the practice")
    return Card(
        _("{name} takes over all your clients. And you?", name=begins(taker.called)),
        (
            (Button(_("Hand over, and I stay"), encode(Action.HAND_OVER, ASK, taker.id, ONLY)),),
            (Button(leaves, encode(Action.HAND_OVER, ASK, taker.id, LEAVES)),),
            (Button(_("Back"), encode(Action.HAND_OVER)),),
        ),
    )


def confirm(taker: Person, load: Load, leaves: bool) -> Card:
    """What goes and what does not, before anybody is asked."""
    risk = counts.at_risk(load)
    until = _("Until she answers you can withdraw.")
    lines = [
        counts.danger(load),
        _("Ask {name} to take over {load}?", name=name(taker.called), load=counts.load(load)),
        f"{risk} {_('Tell her yourself, today.')}" if risk else "",
        _(
            "Notes, plans, history and conditions go along. Your reflections do not: you alone have them, from then on "
            "by /export, and what you shared is shared no more. What you brought to supervision is hers to bring anew. "
            "Undo ends."
        ),
        f"{until} {_('With it you leave the practice.')}" if leaves else until,
    ]
    how = LEAVES if leaves else ONLY
    send = Button(_("Ask {name}", name=called(taker)), encode(Action.HAND_OVER, SEND, taker.id, how))
    return Card("\n".join(filter(None, lines)), ((send, Button(_("Not now"), encode(Action.HAND_OVER))),))


def asked(taker: Person, proposal_id: int) -> Card:
    said = _(
        "{name} is asked. Until she takes over, all stays with you, and you hear from me.", name=begins(taker.called)
    )
    return Card(said, ((_withdraws(proposal_id),),))


def offer(giver: str, load: Load, proposal_id: int, leaves: bool) -> Card:
    """To the colleague. Nobody asked for it, so the first line names neither risk nor service."""
    weighs = [
        _("It is about {load}.", load=counts.load(load)),
        counts.at_risk(load),
        _("All of them come at once, with their history."),
    ]
    lines = [
        _("{name} asks whether you take over her clients.", name=begins(giver)),
        counts.danger(load),
        " ".join(filter(None, weighs)),
        _("She leaves the practice with it.") if leaves else "",
        _("Talk with her before: I tell you the codes once you take over."),
    ]
    taps = (
        Button(_("Take over"), encode(Action.TAKE_OVER, proposal_id, YES)),
        Button(_("Not now"), encode(Action.TAKE_OVER, proposal_id, NO)),
    )
    return Card("\n".join(filter(None, lines)), (taps,))


def taken_over(giver: str) -> Card:
    return Card(_("You took over from {name}. See below.", name=name(giver)))


def not_now(giver: str) -> Card:
    return Card(_("Not now. {name} is told, and nothing has moved.", name=begins(giver)))


def declined(taker: str) -> Card:
    return Card(
        _("{name} does not take over now. All your clients stay with you.", name=begins(taker)),
        ((Button(_("Hand over or leave"), encode(Action.HAND_OVER)),),),
    )


def withdrawn(taker: str) -> Card:
    return Card(_("Withdrawn. {name} is told, and nothing has moved.", name=begins(taker)))


def cannot_leave() -> str:
    return _("She cannot leave now: she is the only administrator. Nothing has moved.")


def with_you_now(giver: str, clients: Sequence[Client], renamed: Renamed) -> Card:
    """To the new therapist. `clients` by need: the acute first, the closed last."""
    lines = [
        _n(
            "<b>One client</b> of {name} is with you now.",
            "<b>{count} clients</b> of {name} are with you now.",
            len(clients),
            name=name(giver),
        ),
        _(DANGER) if any(one.active and one.safety.acute for one in clients) else "",
        *_by_need(clients),
        _("{changes} with you now; put it in the practice’s key of codes.", changes=_changes(renamed))
        if renamed
        else "",
        _("Session times stay as they were told. What was brought to supervision before is yours to bring anew."),
    ]
    taps = tuple((Button(_("Open {code}", code=one.code), encode(Action.OPEN_CLIENT, one.id)),) for one in clients[:1])
    return Card("\n".join(filter(None, lines)), taps)


def with_her_now(taker: str, count: int, renamed: Renamed) -> Card:
    """To her who handed over."""
    went = _n("One client went to {name}.", "{count} clients went to {name}.", count, name=name(taker))
    lines = [f"{went} {_('They open nothing for you here any more.')}"]
    if renamed:
        changed = _(
            "{changes} with {name} now; put it in the practice’s key of codes.",
            changes=_changes(renamed),
            name=name(taker),
        )
        lines.append(changed)
    return Card("\n".join(lines))


def not_asked_any_more() -> Card:
    return Card(_("Handed over: nothing is asked of you here any more."))


def _by_need(clients: Sequence[Client]) -> list[str]:
    """A line of codes for each state that there is."""
    going_on = [one for one in clients if one.active]
    acute = [one.code for one in going_on if one.safety.acute]
    elevated = [one.code for one in going_on if one.safety.at_risk and not one.safety.acute]
    others = [one.code for one in going_on if not one.safety.at_risk]
    closed = [one.code for one in clients if not one.active]
    return [
        *([_("Acute: {codes}", codes=_codes(acute))] if acute else []),
        *([_("Elevated: {codes}", codes=_codes(elevated))] if elevated else []),
        *([_("Going on: {codes}", codes=_codes(others))] if others else []),
        *([_("Closed: {codes}", codes=_codes(closed))] if closed else []),
    ]


def _codes(codes: Sequence[str]) -> str:
    shown, more = " ".join(map(plain, codes[:_SHOWN])), len(codes) - _SHOWN
    if more <= 0:
        return shown
    return _n("{codes} and {count} more, in /clients", "{codes} and {count} more, in /clients", more, codes=shown)


def _changes(renamed: Renamed) -> str:
    """Codes that were taken; who each stands for is in the practice's own key."""
    return ", ".join(_("{was} is {now}", was=plain(was), now=plain(now)) for was, now in renamed)


def _withdraws(proposal_id: int) -> Button:
    return Button(_("Withdraw"), encode(Action.HAND_OVER, BACK, proposal_id))
