"""Who supervises whom, said to both."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _
from bot.wording.text import bold, code, plain
from referrals.supervisors import SupervisionKind

INVITE, END, ENDED = "invite", "end", "ended"
_KINDS = Phrases({SupervisionKind.CLINICAL: N_("clinical supervision"), SupervisionKind.GROUP: N_("group supervision")})


def invite(invite_code: str, kind: SupervisionKind) -> Card:
    """A line for the supervisee to send; whoever is no member yet needs the administrator's invite first."""
    lines = [
        _("For one supervisee, {kind}, good for seven days. Pass this line on; she sends it to me:", kind=_KINDS[kind]),
        code(f"/start {invite_code}"),
        _("She must be a member already; the practice’s administrator invites new people."),
    ]
    return Card("\n".join(lines), may_leave=True)


def linked(supervisor: str, kind: SupervisionKind, told_at_once: bool) -> Card:
    """What it means for the therapist, before anything is seen."""
    said = [
        _(
            "{name} is with you now for {kind}. She sees the cases you bring to supervision, and of a reflection only "
            "what you share; nothing else of your clients.",
            name=plain(supervisor) or _("Your supervisor"),
            kind=_KINDS[kind],
        )
    ]
    if told_at_once and kind is SupervisionKind.CLINICAL:
        said.append(_("When you log acute, she is told at once."))
    elif told_at_once:
        said.append(_("When you log acute and have no clinical supervisor here, she is told at once."))
    return Card(
        " ".join(said),
        ((Button(_("My supervisor"), encode(Action.LINK)),),),
    )


def came(therapist: str, kind: SupervisionKind) -> Card:
    name = plain(therapist) or _("A therapist")
    said = _("{name} is your supervisee now, {kind}.", name=name, kind=_KINDS[kind])
    return Card(f"{said} {code('/team')}")


def not_linked() -> Card:
    return Card(_("This invite is for a therapist of the practice, from her supervisor. Nothing was changed."))


def supervisors(links: Sequence[tuple[int, str, SupervisionKind]]) -> Card:
    """`links` are id, name and kind of each."""
    if not links:
        none = _(
            "No supervisor of yours is on this bot. She can invite you: her own command is {team}. Until then you "
            "record yourself what you decided together.",
            team=code("/team"),
        )
        return Card(none, (_back(),))
    lines = [f"{bold(name or _('Your supervisor'))} · {_KINDS[kind]}" for _number, name, kind in links]
    lines.append(_("She sees the cases you bring, and of a reflection what you share."))
    taps = [(end_tap(number, name),) for number, name, _kind in links]
    return Card("\n".join(lines), (*taps, _back()))


def confirm_end(link_id: int, name: str) -> Card:
    said = _(
        "End it with {name}? From then on nothing of the cases is seen any more, and an acute one is told to nobody by "
        "this link.",
        name=plain(name) or _("your supervisor"),
    )
    return Card(
        said,
        ((Button(_("End it"), encode(Action.LINK, ENDED, link_id)), Button(_("Keep it"), encode(Action.LINK))),),
    )


def ended(name: str) -> Card:
    who = plain(name) or _("your counterpart")
    return Card(_("The supervision with {name} on this bot has ended.", name=who))


def end_tap(link_id: int, name: str) -> Button:
    return Button(_("End with {name}", name=name) if name else _("End with her"), encode(Action.LINK, END, link_id))


def _back() -> tuple[Button, ...]:
    return (Button(_("Back"), encode(Action.CASE)),)
