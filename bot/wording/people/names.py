"""What people are called, and what they may do."""

from __future__ import annotations

from bot.wording.text import listed, plain, shortened
from referrals.model import Role
from storage.person import Person

NAME_CHARACTERS = 24
ROLES = {Role.THERAPIST: "therapist", Role.SUPERVISOR: "supervisor", Role.ADMINISTRATOR: "administrator"}


def name(called: str) -> str:
    """Fit for a card."""
    return plain(label(called))


def label(called: str) -> str:
    """Fit for a button and for what is said over one."""
    return shortened(called, NAME_CHARACTERS) or "a member"


def begins(called: str) -> str:
    """At the beginning of a sentence."""
    return plain(shortened(called, NAME_CHARACTERS)) or "A colleague"


def roles(person: Person) -> str:
    """therapist (trainee) and supervisor"""
    words = [ROLES[role] + _trained(person, role) for role in Role if role in person.roles]
    return listed(words) if words else "no role"


def _trained(person: Person, role: Role) -> str:
    if role is not Role.THERAPIST:
        return ""
    return " (licensed)" if person.licensed else " (trainee)"
