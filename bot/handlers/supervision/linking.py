"""Who supervises whom: an invite that a supervisor makes, and its end by either of the two.

Serves clinical rule "supervision".
"""

from __future__ import annotations

from bot import alerts
from bot.handlers.supervision import team
from bot.people.telling import tell
from bot.turn import Turn, allows
from bot.wording.people import invites as invite_wording
from bot.wording.supervision import linking as wording
from referrals.model import Role
from referrals.supervisors import SupervisionKind
from storage.invites import Admitted, TooManyInvitesError
from storage.supervising import Link


def linked(turn: Turn, admitted: Admitted) -> None:
    """Somebody came by a supervisor's invite: from now on she is her supervisee, and both are told."""
    supervisor = turn.work.people.by_id(admitted.supervisor_id) if admitted.supervisor_id else None
    therapist, kind = admitted.person, admitted.supervision or SupervisionKind.CLINICAL
    may = supervisor is not None and Role.SUPERVISOR in supervisor.roles and Role.THERAPIST in therapist.roles
    if supervisor is None or not may or supervisor.id == therapist.id:
        turn.say(wording.not_linked())
        return
    turn.work.supervising.link(supervisor.id, therapist.id, kind, turn.now)
    turn.work.nudges.replan_all(turn.work.caseload(therapist.id, therapist.habits.off), therapist.habits, turn.now)
    for client in turn.work.caseload(therapist.id, therapist.habits.off).clients():
        alerts.follow(turn.work, therapist, client, turn.now)  # what is acute already is told from now on
    turn.say(wording.linked(supervisor.called, kind, therapist.tells_acute))
    tell(turn.work, supervisor, lambda: wording.came(therapist.called, kind), turn.now)


@allows(Role.THERAPIST, Role.SUPERVISOR)
def tapped(turn: Turn) -> None:
    """Her supervisors; an invite for a supervisee; or the end of a link, after one confirmation."""
    said = turn.said.arguments
    if not said and Role.THERAPIST in turn.member.roles:
        _supervisors(turn)
    elif not said:
        team.team(turn)
    elif said[0] == wording.INVITE and Role.SUPERVISOR in turn.member.roles:
        kind = SupervisionKind.GROUP if SupervisionKind.GROUP in said else SupervisionKind.CLINICAL
        _invite(turn, kind)
    elif said[0] in {wording.END, wording.ENDED} and (link := _link(turn)) is not None:
        _end(turn, link, confirmed=said[0] == wording.ENDED)
    else:
        turn.refuse()


def _invite(turn: Turn, kind: SupervisionKind) -> None:
    me = turn.member.id
    try:
        code = turn.work.invites.make(None, turn.now, supervisor_id=me, supervision=kind, made_by=me)
    except TooManyInvitesError:
        turn.say(invite_wording.too_many())
    else:
        turn.say(wording.invite(code, kind))


def _supervisors(turn: Turn) -> None:
    links = turn.work.supervising.supervisors(turn.member.id)
    turn.edit(wording.supervisors([(link.id, _name(turn, link.supervisor_id), link.kind) for link in links]))


def _end(turn: Turn, link: Link, *, confirmed: bool) -> None:
    other = link.therapist_id if link.supervisor_id == turn.member.id else link.supervisor_id
    name = _name(turn, other)
    if not confirmed:
        turn.edit(wording.confirm_end(link.id, name))
        return
    turn.work.supervising.end(link.id, turn.member.id, turn.now)
    turn.edit(wording.ended(name))
    tell(turn.work, turn.work.people.by_id(other), lambda: wording.ended(turn.member.called), turn.now)


def _link(turn: Turn) -> Link | None:
    """The link a tap names, if it is one of hers on either side."""
    work, me = turn.work.supervising, turn.member.id
    return next((link for link in [*work.supervisors(me), *work.supervisees(me)] if link.id == turn.said.id(1)), None)


def _name(turn: Turn, member_id: int) -> str:
    person = turn.work.people.by_id(member_id)
    return person.called if person else ""
