"""The members, for an administrator: people, roles and counts. Never a code, a service or anything clinical."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.wording.card import Button, Card
from bot.wording.people import counts, names
from bot.wording.people.names import ROLES, begins, name
from bot.wording.people.taps import A_PAGE, Does, called, everybody, opens, pages, tap
from bot.wording.text import bold, listed
from referrals.model import Role
from storage.handover import Load
from storage.person import Person


def listing(people: Sequence[Person], start: int) -> Card:
    """So many from `start` on, in the order in which they came."""
    shown = people[start : start + A_PAGE]
    lines = [
        f"{bold('Members')}: {len(people)}",
        *(f"{name(one.called)} · {names.roles(one)}{state(one)}" for one in shown),
    ]
    return Card(
        "\n".join([*lines, "New people: /invite"]),
        pages(people, start, lambda one: opens(one.id, called(one)), everybody),
    )


def state(person: Person) -> str:
    """· locked, where it is anything out of the ordinary"""
    words = [
        "locked" if person.locked else "",
        "shut the bot out" if person.blocked else "",
        "" if person.welcomed else "has not answered the first questions",
    ]
    return "".join(f" · {word}" for word in words if word)


def page(person: Person, load: Load, me: bool) -> Card:
    """One member. `me` if she looks at herself."""
    lines = [
        f"{bold(name(person.called))}{state(person)}",
        f"Roles: {names.roles(person)}",
        f"In her care: {counts.load(load)}" if load.clients else "",
        "What is locked opens nothing and gets nothing; all of hers is kept." if person.locked else "",
    ]
    return Card("\n".join(filter(None, lines)), (*_roles(person), *_account(person, load, me), (everybody(),)))


def _roles(person: Person) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = [
        (
            tap(f"✓ {ROLES[role].capitalize()}", person.id, Does.TAKE, role)
            if role in person.roles
            else tap(ROLES[role].capitalize(), person.id, Does.GIVE, role),
        )
        for role in Role
    ]
    if Role.THERAPIST in person.roles:
        trainee, licensed = ("", "✓ ") if person.licensed else ("✓ ", "")
        rows.append(
            (
                tap(f"{trainee}Trainee", person.id, Does.TRAINEE),
                tap(f"{licensed}Licensed", person.id, Does.LICENSED),
            )
        )
    return rows


def _account(person: Person, load: Load, me: bool) -> list[tuple[Button, ...]]:
    if person.locked:
        hand = (tap("Hand over her clients", person.id, Does.TO),) if load.clients else ()
        rows: list[tuple[Button, ...]] = [(tap("Sign in again", person.id, Does.SIGN_IN), *hand)]
    else:
        lock = () if me else (tap("Lock", person.id, Does.LOCK),)
        rows = [(*lock, tap("New account", person.id, Does.SIGN_IN))]
    return rows if me else [*rows, (tap("Remove", person.id, Does.REMOVE),)]


def confirm_take(person: Person, role: Role, supervisees: int) -> Card:
    """What ends with a role."""
    ends = f" Her supervision of {_people(supervisees)} on this bot ends, and they are told." if supervisees else ""
    return Card(
        f"{begins(person.called)} is not {_a(role)} any more?{ends}",
        ((tap("Take it away", person.id, Does.TAKEN, role), opens(person.id, "Keep it")),),
    )


def confirm_remove(person: Person) -> Card:
    return Card(
        f"Remove {name(person.called)} from the practice? Her account opens nothing any more, supervision with her "
        "ends and the others are told, and her private reflections go, unless everything is kept for a legal hold. "
        "It cannot be taken back; she could come again as somebody new.",
        ((tap("Remove", person.id, Does.REMOVED), opens(person.id, "Keep")),),
    )


def removed(called_: str) -> Card:
    return Card(f"{begins(called_)} is no member any more.", ((everybody(),),))


def hands_over_first(person: Person, load: Load) -> Card:
    """Nobody is left without a therapist."""
    way = (
        "hand them over first, below."
        if person.locked
        else "she hands them over herself (/settings, Hand over or leave). If she cannot, lock her; then you do it."
    )
    tap_ = (tap("Hand over her clients", person.id, Does.TO),) if person.locked else ()
    return Card(f"{begins(person.called)} has {counts.clients(load.clients)}: {way}", ((*tap_, opens(person.id)),))


def last_administrator() -> str:
    return "The practice would have no administrator. Make somebody else one first."


def last_role() -> str:
    return "It is her only role. Remove her instead, or give her another first."


def roles_now(roles: Collection[Role]) -> Card:
    """To her whose roles changed; nobody asked for it."""
    words = [_a(role) for role in Role if role in roles]
    return Card(f"Your roles in the practice have changed: you are {listed(words)} now. /help shows what I understand.")


def licensed_now(licensed: bool) -> Card:
    if not licensed:
        return Card(
            "In the practice you are noted as a trainee now. A stand-down waits until it was talked over, and your "
            "supervisor is told at once when you log acute."
        )
    return Card(
        "In the practice you are noted as licensed now. You decide a stand-down yourself. Your supervisor is told as "
        "before when you log acute, until you say otherwise in /settings."
    )


def _a(role: Role) -> str:
    return f"an {ROLES[role]}" if role is Role.ADMINISTRATOR else f"a {ROLES[role]}"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"
