"""The services a new practice begins with; it renames, adds and removes as it likes."""

from __future__ import annotations

from typing import NamedTuple


class StarterService(NamedTuple):
    """A service without the id a database gives it. `in_house` says whether the practice itself offers it."""

    name: str
    aliases: tuple[str, ...]
    in_house: bool = False


STARTER_SERVICES = (
    StarterService(
        "Psychiatric evaluation",
        ("psych eval", "psych evaluation", "psychiatry", "psychiatrist", "psychiatric assessment", "med eval", "meds"),
        in_house=True,
    ),
    StarterService("DBT group", ("DBT", "DBT skills group", "dialectical behavior therapy"), in_house=True),
    StarterService(
        "Subsidised housing programme",
        ("housing", "subsidised housing", "affordable housing", "section 8", "housing voucher"),
        in_house=True,
    ),
    # No number stands here: which line is right depends on where the client is, and is set with its source and date.
    StarterService("Crisis line", ("crisis hotline", "hotline", "24-hour crisis line", "suicide line")),
    StarterService("Case management", ("case manager", "care coordination", "care manager")),
    StarterService(
        "Substance use treatment",
        ("substance use", "substance abuse treatment", "addiction treatment", "SUD", "rehab", "detox"),
    ),
    StarterService("Mutual-help meetings", ("AA", "NA", "AA meeting", "NA meeting", "twelve-step group", "12 step")),
    StarterService("Primary care check-up", ("primary care", "medical check-up", "PCP", "physical", "doctor")),
    StarterService("Benefits help", ("benefits", "SSI", "SSDI", "food stamps", "SNAP", "Medicaid application")),
    StarterService("Legal aid", ("legal help", "lawyer", "attorney", "tenant rights")),
    StarterService("Peer support", ("peer group", "peer specialist", "NAMI", "clubhouse")),
    StarterService("Food support", ("food bank", "food pantry", "meals", "WIC")),
    StarterService(
        "Domestic violence advocacy",
        ("DV advocate", "DV services", "domestic violence", "safe shelter", "domestic violence shelter"),
    ),
    StarterService("Emergency shelter", ("shelter", "homeless shelter", "warming center")),
    StarterService("Job support", ("supported employment", "vocational rehab", "job coach", "employment services")),
    StarterService("Couples and family therapy", ("family therapy", "couples therapy", "marriage counseling")),
)
