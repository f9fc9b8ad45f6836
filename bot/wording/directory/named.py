"""What a service is called: one of the starter set in the language that is spoken, a practice's own as it wrote it."""

from __future__ import annotations

from bot.wording.language import NC_, _c
from referrals.model import Service

_CONTEXT = "service"
# The names of `referrals.starter`, for the translators; a translation is also a name that people type.
_STARTER = (
    NC_("service", "Psychiatric evaluation"),
    NC_("service", "DBT group"),
    NC_("service", "Subsidised housing programme"),
    NC_("service", "Crisis line"),
    NC_("service", "Case management"),
    NC_("service", "Substance use treatment"),
    NC_("service", "Mutual-help meetings"),
    NC_("service", "Primary care check-up"),
    NC_("service", "Benefits help"),
    NC_("service", "Legal aid"),
    NC_("service", "Peer support"),
    NC_("service", "Food support"),
    NC_("service", "Domestic violence advocacy"),
    NC_("service", "Emergency shelter"),
    NC_("service", "Job support"),
    NC_("service", "Couples and family therapy"),
)


def named(service: Service) -> str:
    """Without markup, and not escaped."""
    return name_of(service.name)


def name_of(name: str) -> str:
    """The same of a service of which nothing but its name is at hand."""
    return _c(_CONTEXT, name)
