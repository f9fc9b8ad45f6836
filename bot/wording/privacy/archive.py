"""What stands in an export for people: the page that explains it, and the table. docs/export.md has every field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.wording.referrals.referral import BARRIERS, PURPOSES, STATES
from bot.wording.text import moment
from storage.rights.archive import FORMAT, VERSION, Archive, ClientPart, ReferralPart

_HEAD = (
    "client", "service", "state", "since", "purposes", "client's own readiness", "in the way", "appointment",
    "expected on", "wanted by", "consent", "consent until", "plan", "note", "recommended", "ended because",
)  # fmt: skip


def readme(as_of: datetime, zone: tzinfo) -> str:
    """The page beside the data, `as_of` an instant (UTC)."""
    on = f"{moment(as_of, zone)} {as_of.astimezone(zone):%Y}"
    return f"""Followthrough: what one member of a practice holds, as of {on}.

data.json      everything, to be read by a program: {FORMAT}, version {VERSION}
referrals.csv  the referrals as a table, for people; times are in your zone

What is in data.json
- member: your settings. services: those your referrals name.
- clients, each with her session rule, her risk as it was logged, and under it
  referrals      numbered from 1 within their client; readings are the readiness, 0 to 10; guess marks a guess
  history        what happened, oldest first; what was undone is left out
  stall_answers  what you answered when a case had stalled
  decisions, conditions   what supervision decided
  reflections    yours, if you asked for them
- reflections: yours about clients who are with a colleague now. They are not read back.
- Times are UTC in ISO 8601, days are those of your own zone. Null means nothing was said.
- Other people are not in it: "another" stands for whoever else recorded something.

Clients are codes; who they are is in your practice's own records. This is not the clinical record.
Whoever has this file can read it: it is not sealed. Keep it as you keep the chart, and erase it when it has served.

To read it back, on the bot's machine: python -m bot import THIS_FILE --for YOUR_TELEGRAM_ID
Clients whose codes you have already are left alone. Every field is explained in docs/export.md.
"""


def table(archive: Archive) -> tuple[Sequence[str], ...]:
    """The referrals, a row each under a row of headings; times in her own zone."""
    zone = ZoneInfo(archive.member.zone)
    return (_HEAD, *(_row(client, one, zone) for client in archive.clients for one in client.referrals))


def _row(client: ClientPart, one: ReferralPart, zone: tzinfo) -> Sequence[str]:
    own = next((str(reading.value) for reading in reversed(one.readings) if not reading.guess), "")
    timed = "%Y-%m-%d %H:%M" if one.appointment_timed else "%Y-%m-%d"
    return (
        client.code,
        one.service,
        STATES[one.state],
        _local(one.moved_at, zone),
        ", ".join(PURPOSES[purpose] for purpose in one.purposes),
        own,
        BARRIERS[one.barrier] if one.barrier else "",
        _local(one.appointment_at, zone, timed),
        str(one.expected_on or ""),
        str(one.wanted_by or ""),
        one.consent.value if one.consent else "",
        str(one.consent_until or ""),
        one.plan or "",
        one.note or "",
        _local(one.created_at, zone),
        (one.ended_because or "").replace("_", " "),
    )


def _local(at: datetime | None, zone: tzinfo, form: str = "%Y-%m-%d") -> str:
    return f"{at.astimezone(zone):{form}}" if at else ""
