"""Examples of what `bot.wording.people` says."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from bot.wording.people import accounts, counts, giving, handover, invites, leaving, members, names, taps
from referrals.client import Closing
from referrals.codes import ClientCode
from referrals.model import Role
from referrals.supervisors import SupervisionKind
from storage.handover import Load, Proposal
from storage.invites import OpenInvite
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, Arguments, Say, each
from tests.unit.bot.examples.supervision import KIM
from tests.unit.moments import NEW_YORK, NOW

LONG = "Wilhelmina Theodora <van der> Something-Long"
PEOPLE = [
    replace(KIM, id=BIGGEST_ID, called=called, roles=frozenset(roles), licensed=licensed, locked=locked, blocked=locked)
    for called in ("<Kim>", "", LONG)
    for count in range(4)
    for roles in combinations(Role, count)
    for licensed, locked in ((False, False), (True, True))
]
MANY = [PEOPLE[(2 * number) % len(PEOPLE)] for number in range(30)]
NONE, SOME = Load(0, 0, 0, 0, 0), Load(120, 30, 210, 3, 12)
LOADS = [NONE, Load(1, 1, 0, 0, 0), Load(2, 0, 1, 0, 1), SOME]
RENAMED = [(ClientCode(f"AB{100 + number}"), ClientCode(f"Q{number}")) for number in range(12)]
CLIENTS = [
    *AT_RISK,
    *(replace(C7, id=number, code=f"AB{100 + number}") for number in range(120)),
    replace(C7, code="Z9", closed_at=NOW, closed_because=Closing.GOODBYE),
]
OPEN = [
    invites.Shown(
        OpenInvite(BIGGEST_ID, role, licensed, kind, made, for_member, NOW), "<Kim>" if made else None, "<Ana>"
    )
    for role in (None, *Role)
    for licensed in (True, False)
    for kind in (None, *SupervisionKind)
    for made, for_member in ((1, None), (None, 2))
]
CODE = "x" * 22
PROPOSAL = Proposal(BIGGEST_ID, 1, 2, leaves=True)
EXAMPLES: dict[Say, list[Arguments]] = {
    accounts.whom: [([], 0), (MANY, 0), (MANY, 8), (MANY, 24)],
    accounts.confirm: [(one, load) for one in PEOPLE for load in LOADS],
    accounts.locked: [(one, load) for one in PEOPLE for load in LOADS],
    accounts.not_yourself: [()],
    accounts.sign_in: [(called, CODE, locked) for called in ("<Kim>", "") for locked in (True, False)],
    accounts.signed_in: each([True, False]),
    accounts.moved_away: [()],
    accounts.was_used: each(["<Kim>", ""]),
    accounts.handover_withdrawn: each(["<Kim>", ""]),
    counts.clients: each([0, 1, 12]),
    counts.load: each(LOADS),
    counts.at_risk: each(LOADS),
    counts.danger: each(LOADS),
    giving.to_whom: [(PEOPLE[0], some, start) for some, start in (([], 0), (MANY, 0), (MANY, 24))],
    giving.confirm: [(PEOPLE[0], PEOPLE[1], load) for load in LOADS],
    giving.done: [(PEOPLE[0], PEOPLE[1], count) for count in (1, 12)],
    handover.page: [(load, waits) for load in LOADS for waits in (None, (PROPOSAL, "<Kim>"))],
    handover.to_whom: [([], 0), (MANY, 0), (MANY, 24)],
    handover.stay_or_leave: each(PEOPLE),
    handover.confirm: [(one, load, leaves) for one in PEOPLE[:2] for load in LOADS for leaves in (True, False)],
    handover.asked: [(PEOPLE[0], BIGGEST_ID)],
    handover.offer: [(called, load, BIGGEST_ID, True) for called in ("<Kim>", "") for load in LOADS],
    handover.taken_over: each(["<Kim>", ""]),
    handover.not_now: each(["<Kim>", ""]),
    handover.declined: each(["<Kim>", ""]),
    handover.withdrawn: each(["<Kim>", ""]),
    handover.cannot_leave: [()],
    handover.with_you_now: [("<Kim>", CLIENTS, RENAMED), ("", CLIENTS[-1:], []), ("", CLIENTS[:1], RENAMED[:1])],
    handover.with_her_now: [("<Kim>", 120, RENAMED), ("", 1, [])],
    handover.not_asked_any_more: [()],
    invites.page: each([0, 3]),
    invites.made: [(which, CODE) for which in invites.For],
    invites.too_many: [()],
    invites.listing: [([], 0, NEW_YORK), (OPEN, 0, NEW_YORK), (OPEN, 8, NEW_YORK)],
    leaving.confirm: [()],
    leaving.left: [()],
    leaving.removed: [()],
    leaving.last_administrator: [()],
    leaving.nobody_on_call: each(["<Kim>", ""]),
    members.listing: [(PEOPLE[:1], 0), (MANY, 0), (MANY, 24)],
    members.state: each(PEOPLE),
    members.page: [(one, load, me) for one in PEOPLE for load in LOADS for me in (True, False)],
    members.confirm_take: [(PEOPLE[0], role, count) for role in Role for count in (0, 1, 4)],
    members.confirm_remove: each(PEOPLE),
    members.removed: each(["<Kim>", ""]),
    members.hands_over_first: [(one, load) for one in PEOPLE for load in LOADS[1:]],
    members.last_administrator: [()],
    members.last_role: [()],
    members.roles_now: [([role],) for role in Role] + [(list(Role),)],
    members.licensed_now: each([True, False]),
    names.name: each(["<Kim>", "", LONG]),
    names.label: each(["<Kim>", "", LONG]),
    names.begins: each(["<Kim>", "", LONG]),
    names.roles: each(PEOPLE),
    taps.tap: [("Lock", BIGGEST_ID, does, BIGGEST_ID) for does in taps.Does],
    taps.opens: [(BIGGEST_ID,)],
    taps.everybody: [(), (16, "More")],
    taps.pages: [(MANY, 8, lambda one: taps.opens(one.id, "Kim"), taps.everybody)],
    taps.called: each(PEOPLE),
}
