"""The services a new practice begins with; it renames, adds and removes as it likes."""

from __future__ import annotations

from typing import NamedTuple

from referrals.grammar.tables import phrases
from referrals.model import ServiceKind as Kind


class StarterService(NamedTuple):
    """A service without the id a database gives it. `in_house` says whether the practice itself offers it."""

    name: str
    aliases: tuple[str, ...]
    kind: Kind = Kind.OTHER
    in_house: bool = False


def _service(name: str, *, kind: Kind = Kind.OTHER, in_house: bool = False) -> StarterService:
    """The service of that name, with what it is called in every language the line understands."""
    row = name.casefold().replace(" ", "_").replace("-", "_")
    return StarterService(name, tuple(dict.fromkeys(phrases("starter", row))), kind, in_house)


STARTER_SERVICES = (
    _service("Psychiatric evaluation", kind=Kind.PSYCHIATRIC_EVALUATION, in_house=True),
    _service("DBT group", kind=Kind.SKILLS_GROUP, in_house=True),
    _service("Subsidised housing programme", kind=Kind.HOUSING, in_house=True),
    # No number stands here: which line is right depends on where the client is, and is set with its source and date.
    _service("Crisis line", kind=Kind.CRISIS_LINE),
    _service("Case management", kind=Kind.CASE_MANAGEMENT),
    _service("Substance use treatment", kind=Kind.SUBSTANCE_USE),
    _service("Mutual-help meetings", kind=Kind.PEER_SUPPORT),
    _service("Primary care check-up", kind=Kind.MEDICAL),
    _service("Benefits help", kind=Kind.BENEFITS),
    _service("Legal aid", kind=Kind.LEGAL),
    _service("Peer support", kind=Kind.PEER_SUPPORT),
    _service("Food support"),
    _service("Domestic violence advocacy"),
    _service("Emergency shelter", kind=Kind.HOUSING),
    _service("Job support"),
    _service("Couples and family therapy"),
)
