"""The therapist at her phone: what she types of her own accord, and how she answers what comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from bench.attention import lines, tables
from bench.attention.answering import Reply, reply
from bench.attention.caseload import Life, Need
from bench.attention.chronicle import Chronicle, Followed
from bench.attention.phone import NotTakenError, Phone
from bench.attention.tables import Part
from bot.actions import Action
from referrals.days_off import Away
from referrals.lifecycle import Report
from referrals.model import Step
from referrals.risk import Risk, RiskKind, TalkedOver

_REACHED = 0.9  # of the looks after a client at risk: seen or spoken to


class Therapist:
    """Types and taps; every instant is that of the phone's clock."""

    def __init__(self, phone: Phone, chronicle: Chronicle) -> None:
        self._phone = phone
        self._chronicle = chronicle
        self._rules_told: set[str] = set()

    @property
    def _now(self) -> datetime:
        return self._phone.practice.now

    def logs(self, life: Life, needs: Sequence[Need]) -> None:
        """What was recommended, and, the first time, when the sessions are."""
        self._phone.say(lines.logged(needs))
        ids = {one.service: one.id for one in self._phone.standings() if one.code == life.code}
        for need in needs:
            number = ids[need.service.name]
            self._chronicle.followed[number] = Followed(life, need, number, purpose=lines.purpose_told(needs))
        if life.rule is not None and life.code not in self._rules_told:
            self._phone.say(lines.sessions(life, life.rule))
            self._rules_told.add(life.code)

    def tells_readiness(self, need: Need, value: int) -> None:
        one = self._followed(need)
        if self._standing(one).live:
            self._phone.say(lines.readiness(need, value))

    def lets_go(self, need: Need) -> None:
        """Of what nothing comes of, unasked."""
        one = self._followed(need)
        if not self._standing(one).state.ended:
            one.told = len(need.course)
            self._types(one, Report(Step.DROPPED))

    def logs_risk(self, life: Life, level: Risk) -> None:
        """Acute means in the same breath: what kind, and what rests."""
        self._phone.say(lines.risk(life, level))
        if level is Risk.ACUTE:
            number = self._phone.client_id(life.code)
            self._phone.tap_of(Action.RISK_KIND, number, RiskKind.SELF)
            self._phone.tap_of(Action.HOLD, number)

    def stands_down(self, life: Life) -> None:
        self._phone.command(lines.stand_down(life))
        if not self._phone.tap_of(Action.STAND_DOWN, self._phone.client_id(life.code), TalkedOver.SUPERVISOR):
            raise NotTakenError(f"{life.code} could not be stood down")

    def says_away(self, absence: Away) -> None:
        self._phone.command(lines.away(absence))
        if not self._phone.knows_away(absence):
            raise NotTakenError("the pause was not taken in")

    def looked_after(self, nudge_id: int, rng: Random) -> None:
        """Answers a look after a client at risk."""
        if self._phone.tap_of(Action.CHECK, nudge_id, "seen" if rng.random() < _REACHED else "unreached"):
            self._chronicle.answered.add(nudge_id)

    def answers(self, one: Followed, part: Part, rng: Random) -> None:
        """A question that still stands open."""
        if not self._phone.stands_open(part.nudge_id):
            return
        state = self._standing(one).state
        said = reply(rng, one.life, one.need, state, one.told, part.session_at, self._now)
        if said.typed or not self._phone.answer(part.nudge_id, said.taps):
            if said.report is None:
                return
            self._types(one, said.report)
        elif said.report is not None:
            one.reports.append((self._now, said.report))
        one.told = said.told
        self._chronicle.answered.add(part.nudge_id)
        self._follows_up(one, said)

    def _types(self, one: Followed, report: Report) -> None:
        self._phone.say(lines.told(one.need, report))
        one.reports.append((self._now, report))

    def _follows_up(self, one: Followed, said: Reply) -> None:
        """What the answer leaves to be asked: told, ended with [Enough], or left as it is."""
        report = said.report
        if report is None:
            return
        booked = report.step is Step.BOOKED and report.appointment_at is not None
        if booked and not said.typed and report.appointment_at is not None:
            self._phone.say(lines.day(report.appointment_at))
        elif report.step is Step.NOT_READY and report.barrier is not None:
            self._phone.tap_of(Action.BARRIER, one.referral_id, report.barrier)
            if said.heard is not None and self._phone.tap_of(Action.HEARD, one.referral_id):
                self._phone.tap_of(Action.HEARD, one.referral_id, said.heard)
        elif said.enough or said.more:
            self._phone.tap(lambda action, words: action is Action.ENOUGH and words[0] == str(one.referral_id))

    def _followed(self, need: Need) -> Followed:
        return next(one for one in self._chronicle.followed.values() if one.need is need)

    def _standing(self, one: Followed) -> tables.Standing:
        return next(row for row in self._phone.standings() if row.id == one.referral_id)
