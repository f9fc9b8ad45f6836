"""A line names a service nobody knows: one tap adds it and logs the line, another takes a near one instead.

What may be added are the words of that line, kept with the question on its card; nothing of it comes from a tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.handlers import logged
from bot.handlers.directory.services_said import name_objection
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.directory import services_adding as wording
from referrals.danger import may_be_danger
from referrals.grammar import LogReferrals, NotUnderstood, read_line, write_line
from referrals.model import Role, Service
from referrals.services import tells, tidy

ADDING = "add_service"
_NEAREST = 3


def offer(
    turn: Turn, command: LogReferrals, found: Sequence[Service], unknown: Sequence[str], nearest: Sequence[Service]
) -> None:
    """Answers a line of which `unknown` are no services: nothing is noted until a tap says what they are.

    `found` are the line's other services. Words that may be about danger are never offered (clinical rule
    "danger line"), nor what could not be a name or tells something.
    """
    near = list(dict.fromkeys(nearest))[:_NEAREST]
    names = list(dict.fromkeys(map(tidy, unknown)))
    noted = replace(command, services=tuple(service.name for service in found))
    understood = write_line(noted, turn.member.language) if found else ""
    retired = {name: old for name in names if (old := turn.work.directory.called(name)) and old.retired}
    fresh = [name for name in names if name not in retired]
    if may_be_danger(" ".join([*names, command.note or ""])) or name_objection(turn, fresh, None):
        turn.edit(trouble.unknown_services(command.code, unknown, near, understood))
        return
    if told := [name for name in fresh if turn.said.text.rstrip().endswith("?") or tells(name)]:
        turn.edit(trouble.told(command.code, told))
        return
    turn.ask(
        ADDING,
        wording.unknown(command.code, names, near, understood, list(retired.values())),
        line=write_line(command),
        names=names,
        found=[service.id for service in found],
        near=[service.id for service in near] if len(names) == 1 else [],
    )


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Adds what the line named, or takes the near one that was tapped, and logs the line in the same turn."""
    waiting = turn.question(ADDING)
    near = turn.said.id() if turn.said.arguments else None
    if waiting is None or (near is not None and near not in waiting["near"]):
        turn.refuse()
        return
    turn.settle_question()
    command = read_line(waiting["line"], turn.now, turn.member.zone)
    client = None if isinstance(command, NotUnderstood) else turn.caseload.client(command.code)
    if isinstance(command, NotUnderstood):  # such as "by today", tapped tomorrow
        turn.edit(trouble.not_understood(command))
    elif client is not None and not client.active:
        turn.refuse()
    elif isinstance(command, LogReferrals):
        new = [] if near is not None else [_taken_in(turn, name) for name in waiting["names"]]
        chosen = [turn.work.directory.service(known) for known in (*waiting["found"], *([near] if near else []))]
        logged.store(turn, command, [*(service for service in chosen if service), *new], new_services=new)


def _taken_in(turn: Turn, name: str) -> Service:
    """The service of that name: a new one, one brought back, or one that somebody added in the meantime."""
    known = turn.work.directory.called(name)
    if known is None:
        return turn.work.directory.add(name)
    if known.retired:
        known = replace(known, retired=False)
        turn.work.directory.amend(known)
    return known
