"""What people are called, and what they may do."""

from __future__ import annotations

from bot.wording.language import N_, Phrases, _, _c
from bot.wording.text import listed, plain, shortened
from referrals.model import Role
from storage.person import Person

NAME_CHARACTERS = 24
ROLES = Phrases(
    {Role.THERAPIST: N_("therapist"), Role.SUPERVISOR: N_("supervisor"), Role.ADMINISTRATOR: N_("administrator")}
)
# On a button.
ROLE_LABELS = Phrases(
    {Role.THERAPIST: N_("Therapist"), Role.SUPERVISOR: N_("Supervisor"), Role.ADMINISTRATOR: N_("Administrator")}
)


def name(called: str) -> str:
    """Fit for a card."""
    return plain(label(called))


def label(called: str) -> str:
    """Fit for a button and for what is said over one."""
    return shortened(called, NAME_CHARACTERS) or _("a member")


def begins(called: str) -> str:
    """At the beginning of a sentence."""
    return plain(shortened(called, NAME_CHARACTERS)) or _c("who a sentence begins with", "A colleague")


def roles(person: Person) -> str:
    """therapist (trainee) and supervisor"""
    words = [_role(person, role) for role in Role if role in person.roles]
    return listed(words) if words else _("no role")


def _role(person: Person, role: Role) -> str:
    if role is not Role.THERAPIST:
        return ROLES[role]
    return _("therapist (licensed)") if person.licensed else _("therapist (trainee)")
