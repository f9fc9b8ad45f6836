"""Who supervises whom, said to both."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.text import bold, code, plain
from referrals.supervisors import SupervisionKind

INVITE, END, ENDED = "invite", "end", "ended"
_KINDS = {SupervisionKind.CLINICAL: "clinical supervision", SupervisionKind.GROUP: "group supervision"}


def invite(invite_code: str, kind: SupervisionKind) -> Card:
    """A line for the supervisee to send; whoever is no member yet needs the administrator's invite first."""
    return Card(
        f"For one supervisee, {_KINDS[kind]}, good for seven days. Pass this line on; she sends it to me:\n"
        f"{code(f'/start {invite_code}')}\n"
        "She must be a member already; the practice’s administrator invites new people.",
        may_leave=True,
    )


def linked(supervisor: str, kind: SupervisionKind, told_at_once: bool) -> Card:
    """What it means for the therapist, before anything is seen."""
    who = plain(supervisor) or "Your supervisor"
    only = "" if kind is SupervisionKind.CLINICAL else " and have no clinical supervisor here"
    acute = f" When you log acute{only}, she is told at once." if told_at_once else ""
    return Card(
        f"{who} is with you now for {_KINDS[kind]}. She sees the cases you bring to supervision, and of a reflection "
        f"only what you share; nothing else of your clients.{acute}",
        ((Button("My supervisor", encode(Action.LINK)),),),
    )


def came(therapist: str, kind: SupervisionKind) -> Card:
    return Card(f"{plain(therapist) or 'A therapist'} is your supervisee now, {_KINDS[kind]}. {code('/team')}")


def not_linked() -> Card:
    return Card("This invite is for a therapist of the practice, from her supervisor. Nothing was changed.")


def supervisors(links: Sequence[tuple[int, str, SupervisionKind]]) -> Card:
    """`links` are id, name and kind of each."""
    if not links:
        return Card(
            "No supervisor of yours is on this bot. She can invite you: her own command is "
            f"{code('/team')}. Until then you record yourself what you decided together.",
            (_BACK,),
        )
    lines = [f"{bold(name or 'Your supervisor')} · {_KINDS[kind]}" for _, name, kind in links]
    taps = [(end_tap(number, name),) for number, name, _ in links]
    return Card(
        "\n".join([*lines, "She sees the cases you bring, and of a reflection what you share."]), (*taps, _BACK)
    )


def confirm_end(link_id: int, name: str) -> Card:
    return Card(
        f"End it with {plain(name) or 'your supervisor'}? From then on nothing of the cases is seen any more, and an "
        "acute one is told to nobody by this link.",
        ((Button("End it", encode(Action.LINK, ENDED, link_id)), Button("Keep it", encode(Action.LINK))),),
    )


def ended(name: str) -> Card:
    return Card(f"The supervision with {plain(name) or 'your counterpart'} on this bot has ended.")


def end_tap(link_id: int, name: str) -> Button:
    return Button(f"End with {name or 'her'}", encode(Action.LINK, END, link_id))


_BACK = (Button("Back", encode(Action.CASE)),)
