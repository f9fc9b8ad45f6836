"""The services a new practice begins with; it renames, adds and removes as it likes."""

from __future__ import annotations

from typing import NamedTuple

from referrals.model import ServiceKind as Kind


class StarterService(NamedTuple):
    """A service without the id a database gives it. `in_house` says whether the practice itself offers it."""

    name: str
    aliases: tuple[str, ...]
    kind: Kind = Kind.OTHER
    in_house: bool = False


STARTER_SERVICES = (
    StarterService(
        "Psychiatric evaluation",
        ("psych eval", "psych evaluation", "psychiatry", "psychiatrist", "psychiatric assessment", "med eval", "meds"),
        kind=Kind.PSYCHIATRIC_EVALUATION,
        in_house=True,
    ),
    StarterService(
        "DBT group", ("DBT", "DBT skills group", "dialectical behavior therapy"), kind=Kind.SKILLS_GROUP, in_house=True
    ),
    StarterService(
        "Subsidised housing programme",
        ("housing", "subsidised housing", "affordable housing", "section 8", "housing voucher"),
        kind=Kind.HOUSING,
        in_house=True,
    ),
    # No number stands here: which line is right depends on where the client is, and is set with its source and date.
    StarterService(
        "Crisis line", ("crisis hotline", "hotline", "24-hour crisis line", "suicide line"), kind=Kind.CRISIS_LINE
    ),
    StarterService("Case management", ("case manager", "care coordination", "care manager"), kind=Kind.CASE_MANAGEMENT),
    StarterService(
        "Substance use treatment",
        ("substance use", "substance abuse treatment", "addiction treatment", "SUD", "rehab", "detox"),
        kind=Kind.SUBSTANCE_USE,
    ),
    StarterService(
        "Mutual-help meetings",
        ("AA", "NA", "AA meeting", "NA meeting", "twelve-step group", "12 step"),
        kind=Kind.PEER_SUPPORT,
    ),
    StarterService(
        "Primary care check-up", ("primary care", "medical check-up", "PCP", "physical", "doctor"), kind=Kind.MEDICAL
    ),
    StarterService(
        "Benefits help", ("benefits", "SSI", "SSDI", "food stamps", "SNAP", "Medicaid application"), kind=Kind.BENEFITS
    ),
    StarterService("Legal aid", ("legal help", "lawyer", "attorney", "tenant rights"), kind=Kind.LEGAL),
    StarterService("Peer support", ("peer group", "peer specialist", "NAMI", "clubhouse"), kind=Kind.PEER_SUPPORT),
    StarterService("Food support", ("food bank", "food pantry", "meals", "WIC")),
    StarterService(
        "Domestic violence advocacy",
        ("DV advocate", "DV services", "domestic violence", "safe shelter", "domestic violence shelter"),
    ),
    StarterService("Emergency shelter", ("shelter", "homeless shelter", "warming center"), kind=Kind.HOUSING),
    StarterService("Job support", ("supported employment", "vocational rehab", "job coach", "employment services")),
    StarterService("Couples and family therapy", ("family therapy", "couples therapy", "marriage counseling")),
)
