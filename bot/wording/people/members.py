"""The members, for an administrator: people, roles and counts. Never a code, a service or anything clinical."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _, _n
from bot.wording.people import counts, names
from bot.wording.people.names import ROLE_LABELS, begins, name
from bot.wording.people.taps import A_PAGE, Does, called, everybody, opens, pages, tap
from bot.wording.text import bold, listed
from referrals.model import Role
from storage.handover import Load
from storage.person import Person

_NO_MORE = {
    Role.THERAPIST: N_("{name} is not a therapist any more?"),
    Role.SUPERVISOR: N_("{name} is not a supervisor any more?"),
    Role.ADMINISTRATOR: N_("{name} is not an administrator any more?"),
}
_YOU_ARE = Phrases(
    {
        Role.THERAPIST: N_("a therapist"),
        Role.SUPERVISOR: N_("a supervisor"),
        Role.ADMINISTRATOR: N_("an administrator"),
    }
)


def listing(people: Sequence[Person], start: int) -> Card:
    """So many from `start` on, in the order in which they came."""
    shown = people[start : start + A_PAGE]
    lines = [
        f"{bold(_('Members'))}: {len(people)}",
        *(f"{name(one.called)} · {names.roles(one)}{state(one)}" for one in shown),
    ]
    return Card(
        "\n".join([*lines, _("New people: /invite")]),
        pages(people, start, lambda one: opens(one.id, called(one)), everybody),
    )


def state(person: Person) -> str:
    """· locked, where it is anything out of the ordinary"""
    words = [
        _("locked") if person.locked else "",
        _("shut the bot out") if person.blocked else "",
        "" if person.welcomed else _("has not answered the first questions"),
    ]
    return "".join(f" · {word}" for word in words if word)


def page(person: Person, load: Load, me: bool) -> Card:
    """One member. `me` if she looks at herself."""
    lines = [
        f"{bold(names.label(person.called))}{state(person)}",
        _("Roles: {roles}", roles=names.roles(person)),
        _("In her care: {load}", load=counts.load(load)) if load.clients else "",
        _("What is locked opens nothing and gets nothing; all of hers is kept.") if person.locked else "",
    ]
    return Card("\n".join(filter(None, lines)), (*_roles(person), *_account(person, load, me), (everybody(),)))


def _roles(person: Person) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = [
        (
            tap(f"✓ {ROLE_LABELS[role]}", person.id, Does.TAKE, role)
            if role in person.roles
            else tap(ROLE_LABELS[role], person.id, Does.GIVE, role),
        )
        for role in Role
    ]
    if Role.THERAPIST in person.roles:
        trainee, licensed = ("", "✓ ") if person.licensed else ("✓ ", "")
        rows.append(
            (
                tap(f"{trainee}{_('Trainee')}", person.id, Does.TRAINEE),
                tap(f"{licensed}{_('Licensed')}", person.id, Does.LICENSED),
            )
        )
    return rows


def _account(person: Person, load: Load, me: bool) -> list[tuple[Button, ...]]:
    if person.locked:
        hand = (_hands_over(person),) if load.clients else ()
        rows: list[tuple[Button, ...]] = [(tap(_("Sign in again"), person.id, Does.SIGN_IN), *hand)]
    else:
        lock = () if me else (tap(_("Lock"), person.id, Does.LOCK),)
        rows = [(*lock, tap(_("New account"), person.id, Does.SIGN_IN))]
    return rows if me else [*rows, (tap(_("Remove"), person.id, Does.REMOVE),)]


def confirm_take(person: Person, role: Role, supervisees: int) -> Card:
    """What ends with a role."""
    no_more = _(_NO_MORE[role], name=begins(person.called))
    ends = _n(
        "Her supervision of one person on this bot ends, and they are told.",
        "Her supervision of {count} people on this bot ends, and they are told.",
        supervisees,
    )
    taps = (tap(_("Take it away"), person.id, Does.TAKEN, role), opens(person.id, _("Keep it")))
    return Card(f"{no_more} {ends}" if supervisees else no_more, (taps,))


def confirm_remove(person: Person) -> Card:
    said = _(
        "Remove {name} from the practice? Her account opens nothing any more, supervision with her ends and the others "
        "are told, and her private reflections go, unless everything is kept for a legal hold. It cannot be taken "
        "back; she could come again as somebody new.",
        name=name(person.called),
    )
    return Card(said, ((tap(_("Remove"), person.id, Does.REMOVED), opens(person.id, _("Keep"))),))


def removed(called_: str) -> Card:
    return Card(_("{name} is no member any more.", name=begins(called_)), ((everybody(),),))


def hands_over_first(person: Person, load: Load) -> Card:
    """Nobody is left without a therapist."""
    values = {"name": begins(person.called), "clients": counts.clients(load.clients)}
    if person.locked:
        said = _("{name} has {clients}: hand them over first, below.", **values)
        return Card(said, ((_hands_over(person), opens(person.id)),))
    said = _(
        "{name} has {clients}: she hands them over herself (/settings, Hand over or leave). If she cannot, lock her; "
        "then you do it.",
        **values,
    )
    return Card(said, ((opens(person.id),),))


def last_administrator() -> str:
    return _("The practice would have no administrator. Make somebody else one first.")


def last_role() -> str:
    return _("It is her only role. Remove her instead, or give her another first.")


def roles_now(roles: Collection[Role]) -> Card:
    """To her whose roles changed; nobody asked for it."""
    words = listed(_YOU_ARE[role] for role in Role if role in roles)
    return Card(
        _("Your roles in the practice have changed: you are {roles} now. /help shows what I understand.", roles=words)
    )


def licensed_now(licensed: bool) -> Card:
    if not licensed:
        return Card(
            _(
                "In the practice you are noted as a trainee now. A stand-down waits until it was talked over, and your "
                "supervisor is told at once when you log acute."
            )
        )
    return Card(
        _(
            "In the practice you are noted as licensed now. You decide a stand-down yourself. Your supervisor is told "
            "as before when you log acute, until you say otherwise in /settings."
        )
    )


def _hands_over(person: Person) -> Button:
    return tap(_("Hand over her clients"), person.id, Does.TO)
