"""What stands in an export for people: the page that explains it. docs/export.md has every field."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.wording.language import _
from storage.rights.archive import FORMAT, VERSION


def readme(as_of: datetime, zone: tzinfo) -> str:
    """The page beside the data, `as_of` an instant (UTC)."""
    on = f"{as_of.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"
    return _(
        """Followthrough: what one member of a practice holds, as of {moment}.

data.json            everything, to be read by a program: {format}, version {version}
referrals.xlsx       the referrals and their history as two sheets; times are in your zone
referrals.csv        the first of them as plain text, and history.csv the second
referrals.fhir.json  the referrals and their history for other systems: a FHIR R4B Bundle

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
""",
        moment=on,
        format=FORMAT,
        version=VERSION,
    )
