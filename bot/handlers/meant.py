"""A line that names no service and may be a report whose verb has a slip in it: offered, and noted by a tap alone.

A near verb is a guess about what happened, however near it is, so that nothing is ever written on it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.referrals import finding
from bot.handlers.referrals.finding import MEANT
from bot.turn import Turn
from bot.wording import capture as wording
from bot.wording.directory.named import named
from referrals.grammar import LogReferrals, Progress, read_misspelt, write_line
from referrals.model import Referral

_MOST = 4  # taps


def offer(turn: Turn, command: LogReferrals) -> bool:
    """Asks whether the typed line was meant as a report; False, and nothing said, where nothing tells that it was."""
    reports = read_misspelt(turn.said.text, turn.now, turn.member.zone, turn.member.language)
    client = turn.caseload.client(command.code) if len(reports) == 1 else None
    about = _about(turn, client.id, reports[0]) if client and client.active else []
    if not 1 <= len(about) <= _MOST:
        return False
    report = reports[0] if len(about) > 1 else replace(reports[0], service=named(about[0].service))
    card = wording.meant(write_line(report, turn.member.language), report.step, about)
    turn.ask(MEANT, card, line=write_line(report), logs=write_line(command), offered=[one.id for one in about])
    return True


def _about(turn: Turn, client_id: int, report: Progress) -> list[Referral]:
    """What the report may be about: open, and called as it says or nearly so; in part is not enough here."""
    open_ones = [one for one in turn.caseload.referrals(client_id) if one.open]
    if report.service is None:
        return finding.likely(open_ones, finding.fits(report.step))
    return finding.outright(open_ones, report.service)
