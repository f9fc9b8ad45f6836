"""Crisis lines by region, each with its source and that source's date (clinical rule "crisis lines").

A line stands here only if its number was read in the page named with it; no region is filled in from memory. The pages
were read as stored copies on 23 November 2026, so `checked_on` is not that day but the date of the page itself, the
latest day for which it can vouch. A page whose age cannot be told is no source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from referrals.risk import RiskKind

_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A line somebody in danger, or the one who cares for her, can reach.

    `region` is an ISO 3166-1 alpha-2 code, such as "US"; `reach` says how, as it is dialled within that region;
    `source` is a web address without its scheme, the site alone where the page's own is too long for a card;
    `checked_on` is the date of that page; `kinds` are the dangers it is meant for, empty for any.
    """

    region: str
    name: str
    reach: str
    source: str
    checked_on: date
    kinds: tuple[RiskKind, ...] = ()


# Within a region the first one comes first on a card, so a line for some people only stands after the line for all.
CRISIS_LINES: tuple[CrisisLine, ...] = (
    # Press release of the Department of Health and Human Services: reached "via call, text, chat".
    # pubt.io/view/5100EBF7F88F5A9084F93DDA3702BC1BAC216FC5
    CrisisLine(
        "US",
        "988 Suicide & Crisis Lifeline",
        "call or text 988",
        "HHS press release, pubt.io",
        date(2026, 1, 13),
    ),
    # packages/web-components/src/components/va-crisis-line-modal/va-crisis-line-modal.tsx at a9ab81eb, of that day.
    CrisisLine(
        "US",
        "Veterans Crisis Line",
        "for veterans: call 988 and press 1, or text 838255",
        "VA, github.com",
        date(2026, 4, 17),
    ),
    # ovc.ojp.gov/news/grantee-news/national-domestic-violence-hotline-answers-6-million-contacts
    CrisisLine(
        "US",
        "National Domestic Violence Hotline",
        "call 800-799-7233, or text START to 88788",
        "ovc.ojp.gov",
        date(2022, 1, 20),
        (RiskKind.VIOLENCE,),
    ),
    # childwelfare.gov/topics/responding/reporting/how: it bears no day, but lists a publication of 2022, so it is no
    # older than that year's first day. That no report is taken: childhelphotline.org/how-it-works.
    CrisisLine(
        "US",
        "Childhelp National Child Abuse Hotline",
        "call or text 1-800-422-4453; it advises and takes no reports",
        "childwelfare.gov/topics/responding/reporting/how",
        date(2022, 1, 1),
        (RiskKind.DEPENDENT,),
    ),
    # vdh.virginia.gov/environmental-health/2022/03/21/national-poison-prevention-week-2022
    CrisisLine(
        "US",
        "Poison Help",
        "call 1-800-222-1222",
        "vdh.virginia.gov",
        date(2022, 3, 21),
        (RiskKind.MEDICAL,),
    ),
    # newswire.ca/news-releases/statement-from-the-minister-of-mental-health-and-addictions-and-associate-minister-of-
    # health-9-8-8-suicide-crisis-helpline-marks-one-year-of-service-877749062.html, a release of the government.
    CrisisLine("CA", "9-8-8 Suicide Crisis Helpline", "call or text 988", "newswire.ca", date(2024, 11, 29)),
    # hpft.nhs.uk/news/don-t-struggle-alone-change-the-narrative-on-suicide
    CrisisLine("GB", "Samaritans", "call 116 123", "hpft.nhs.uk", date(2024, 9, 10)),
    # refuge.org.uk/news/refuge-response-to-home-secretary-announcement-of-support-for-domestic-abuse-victims: the last
    # day it names is Monday 6 April, which was in 2020.
    CrisisLine(
        "GB",
        "National Domestic Abuse Helpline, for women",
        "call 0808 2000 247",
        "refuge.org.uk",
        date(2020, 4, 6),
        (RiskKind.VIOLENCE,),
    ),
    # lifeinmind.org.au/news/lifelines-crisis-text-service-now-available-24-7, of the week of 7 February,
    # the year after 2021, whose calls it counts.
    CrisisLine(
        "AU",
        "Lifeline",
        "call 13 11 14, or text 0477 13 11 14",
        "lifeinmind.org.au",
        date(2022, 2, 7),
    ),
    # An interview on the day the text line opened, which was 8 December 2023 by the ministers' own release.
    CrisisLine(
        "AU",
        "1800RESPECT",
        "call 1800RESPECT, or text 0458 737 732",
        "ministers.dss.gov.au/transcripts/13471",
        date(2023, 12, 8),
        (RiskKind.VIOLENCE,),
    ),
    # health.govt.nz/news-media/news-items/phone-counselling-service-busy-following-christchurch-tragedy
    CrisisLine("NZ", "1737", "call or text 1737", "health.govt.nz", date(2019, 3, 17)),
    # sr.de/sr/home/nachrichten/panorama/suizid_praeventionstag_telefonseelsorge_saarland_100~amp.html: "today, the 10th
    # of September", the day after the figures for 2023 came out.
    CrisisLine("DE", "TelefonSeelsorge", "call 0800 111 0 111", "sr.de", date(2024, 9, 10)),
    # service-public.fr/particuliers/actualites/A15206
    CrisisLine(
        "FR",
        "Numéro national de prévention du suicide",
        "call 3114",
        "service-public.fr/particuliers/actualites/A15206",
        date(2021, 9, 29),
    ),
)


def regions() -> tuple[str, ...]:
    """The regions of which any line is known, by code."""
    return tuple(sorted({line.region for line in CRISIS_LINES}))


def lines_in(region: str | None) -> tuple[CrisisLine, ...]:
    """Every line of a region, whatever it is meant for."""
    return tuple(line for line in CRISIS_LINES if region is not None and line.region == region.upper())


def lines_for(region: str | None, kind: RiskKind | None) -> tuple[CrisisLine, ...]:
    """The lines of a region (in either case): those for this kind of danger, then those for any, each in their order.

    Lines for another kind are left out, and so are all but the general ones while the kind is not known. Empty for a
    region that is unknown or not listed, which is then to be said: another region's number is no help.
    """
    here = lines_in(region)
    meant = [line for line in here if kind in line.kinds]
    return (*meant, *(line for line in here if not line.kinds))


def dated(line: CrisisLine, today: date) -> bool:
    """Whether the line's source is over 365 days old on `today`, a day where the reader is, which is then said."""
    return today - line.checked_on > _A_YEAR
