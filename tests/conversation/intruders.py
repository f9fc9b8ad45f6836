"""Somebody who reaches for what is Ana's: everything she can send, and what must not come of it.

Every tap is made from the cards the bot can show at all, so that a new one is tried without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.routes import COMMANDS, TAPS
from bot.wording.card import Card
from referrals.model import Role
from storage.models import Base
from storage.people_rows import Member
from storage.privacy_rows import AuditRow, Verb
from tests.conversation.supervised import linked
from tests.conversation.talk import At, Practice, Talker, Tap, plain
from tests.unit.bot.cards import cards

CODE, ACUTE = "Q777", "Q778"  # the bot offers none so long: what it draws for a new client is never one of these
NOTE, GOALS, LINE, REFLECTION = "amber lantern", "violet kettle", "copper teapot", "silver anchor"
SECRETS = (CODE, ACUTE, NOTE, GOALS, LINE, REFLECTION)
# Whose rows these are stands in them; the directory of services belongs to everybody.
OWNED = (
    "client",
    "referral",
    "nudge",
    "change",
    "stall_answer",
    "reflection",
    "decision",
    "condition",
    "alert",
    "calendar",
)
_IDS = range(1, 5)
_AT_ONCE = 8  # as many taps as come with one poll; each has a turn of its own
_BITS = range(6)
_OF_A_KIND = 6  # of buttons that differ in their last word alone, such as time zones, these many


def story(ana: Talker) -> None:
    """A caseload with something in every place: open questions, risk, a plan, a case brought, a reflection."""
    ana.talk(
        (f"{CODE} psych eval, dbt #crisis ready 7 // {NOTE}", "noted"),
        (f"{CODE} goals: {GOALS}", "oals"),
        (f"{CODE} tue 2pm weekly", "next on"),
        (f"{CODE} booked psych eval 24 nov 9am", "24 Nov"),
        (f"{ACUTE} housing", "noted"),
        (f"{ACUTE} acute", "Danger now?"),
    )
    ana.talk((CODE, CODE), (Tap("Supervision"), "For supervision since"))
    ana.talk(("/supervision", CODE), (f"/reflect {CODE}", "four short prompts"), (Tap("Begin"), "1 of 4"))
    ana.talk((REFLECTION, "2 of 4"), ("/cancel", "Left open"), (At("24 Nov 14:55"), CODE))
    ana.say("/calendar")
    ana.talk((f"{CODE} agreed dbt // {LINE}", "agreed"), (f"{CODE} wants dbt", "wish"))


def commands() -> Iterator[str]:
    """Every command, bare and about what is Ana's."""
    for name in COMMANDS:
        yield from (f"/{name}", f"/{name} {CODE}", f"/{name} 1")


def lines() -> Iterator[str]:
    """What is typed about a client."""
    yield from (CODE, f"{CODE} went dbt", f"{CODE} stand down", f"{CODE} died", f"{CODE} goodbye", f"{CODE} history")


@cache
def taps() -> list[str]:
    """Callback data of every button there is, about the rows that Ana has."""
    found = {data for shape in shapes() for data in _about(shape)}
    return sorted(found)


@cache
def shapes() -> set[tuple[str, ...]]:
    """What buttons send: an action, and its arguments, with # for the number of a row."""
    shown = {
        tuple("#" if part.isdecimal() and int(part) > 10 else part for part in button.data.split(":"))
        for _, card in cards()
        for row in card.rows
        for button in row
    }
    few: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for shape in sorted(shown):
        few.setdefault(shape[:-1], []).append(shape)
    alike = {shape for group in few.values() for shape in group[:_OF_A_KIND]}
    return alike | {(action.value, "#") for action in TAPS}


def flipped(ana: Talker) -> list[str]:
    """The data of every button on Ana's screen with one bit of one number turned over."""
    found = set()
    for data in pressed(ana):
        parts = data.split(":")
        for place, part in enumerate(parts):
            if part.isdecimal():
                for bit in _BITS:
                    found.add(":".join([*parts[:place], str(int(part) ^ (1 << bit)), *parts[place + 1 :]]))
    return sorted(found)


def pressed(ana: Talker) -> list[str]:
    """What the buttons on Ana's own screen send."""
    shown = ana.screen.messages.values()
    return sorted({button.data for message in shown for row in message.card.rows for button in row})


def _about(shape: tuple[str, ...]) -> Iterator[str]:
    for number in _IDS:
        yield ":".join(str(number) if part == "#" else part for part in shape)


class Intruder:
    """One who tries: `watch` her, and see what became of Ana's."""

    def __init__(self, talker: Talker, ana: Talker) -> None:
        self.talker = talker
        self.ana = ana
        self.practice = ana.practice
        self._before = self.anas()
        self._audited = max((entry.id for entry in self.audit()), default=0)
        self._tried = 0

    def says(self, text: str) -> None:
        self.talker.say(text)
        self._tried += 1

    def presses(self, *data: str) -> None:
        """Each on a message of her own, and on the one that has this number in Ana's chat."""
        for some in (data[start : start + _AT_ONCE] for start in range(0, len(data), _AT_ONCE)):
            places = max(self.talker.screen.messages, default=1), max(self.ana.screen.messages)
            self.talker.press_on(some, *places)
            self._tried += len(some) * len(places)

    def leaves_everything(self, tried: str, *, typed: str = "", writes: bool = False) -> None:
        """Nothing was read (save what she `typed`) or written (save where her office lets her); each try was told."""
        seen = "\n".join([*map(plain, self._cards()), *self.talker.screen.toasts])
        assert [secret for secret in SECRETS if secret in seen and secret != typed] == [], tried
        if not writes:
            now = self.anas()
            changed = [name for name in now if now[name] != self._before[name]]
            assert changed == [], f"{tried} changed {changed}"
        told = self._told_of()
        assert told == self._tried, f"{tried}: {self._tried} attempts, {told} told of"

    def not_refused(self) -> set[tuple[str, Verb]]:
        """Which attempts so far were not turned away: what was done, and how it was told of."""
        entries = [entry for entry in self.audit() if entry.id > self._audited]
        assert entries
        return {(entry.deed, entry.verb) for entry in entries if entry.verb is not Verb.REFUSED}

    def audit(self) -> list[AuditRow]:
        with Session(self.practice.store.engine) as session:
            return list(session.scalars(select(AuditRow).order_by(AuditRow.id)))

    def _told_of(self) -> int:
        turns = AuditRow.id > self._audited, AuditRow.verb.in_({Verb.ASKED, Verb.REFUSED})
        with Session(self.practice.store.engine) as session:
            return session.scalar(select(func.count()).where(*turns)) or 0

    def anas(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is Ana's: her rows, her own row, her open question, and what stands on her screen."""
        with Session(self.practice.store.engine) as session:
            me = session.scalars(select(Member.id).where(Member.telegram_id == self.ana.user_id)).one()
            found: dict[str, list[tuple[object, ...]]] = {}
            for name in OWNED:
                table = Base.metadata.tables[name]
                hers = table.select().where(table.c.owner_id == me).order_by(table.c.id)
                found[name] = [tuple(row) for row in session.execute(hers)]
            for name, column in (("member", "id"), ("draft", "member_id"), ("event", "member_id")):
                table = Base.metadata.tables[name]
                found[name] = [tuple(row) for row in session.execute(table.select().where(table.c[column] == me))]
        found["screen"] = [(number, shown.card) for number, shown in sorted(self.ana.screen.messages.items())]
        return found

    def _cards(self) -> Iterator[Card]:
        return (shown.card for shown in self.talker.screen.messages.values())


def stranger(practice: Practice) -> Talker:
    return Talker(practice, 9001)


def other_therapist(practice: Practice) -> Talker:
    """Bob, with a caseload of his own."""
    bob = practice.person(9002)
    bob.talk(("C5 housing", "noted"), ("C5 tue 2pm weekly", "next on"))
    return bob


def others_supervisor(practice: Practice) -> Talker:
    """Kim, who supervises Bob and not Ana."""
    kim = practice.person(9003, Role.SUPERVISOR)
    bob = other_therapist(practice)
    linked(kim, bob)
    return kim


def locked_member(practice: Practice) -> Talker:
    """A colleague with a caseload and every role, whose account was locked since."""
    lou = other_therapist(practice)
    for role in Role:
        lou.say(f"/start {practice.invite(role)}")
    lous = _member(practice, lou)
    practice.store.run_here(lambda work: work.members.lock(lous, practice.now))
    return lou


def administrator(practice: Practice) -> Talker:
    return practice.person(9004, Role.ADMINISTRATOR)


def much_later(practice: Practice) -> None:
    """When every invite, question and Undo has had its day."""
    practice.now += timedelta(days=40)


def _member(practice: Practice, talker: Talker) -> int:
    person = practice.store.run_here(lambda work: work.people.by_telegram_id(talker.user_id))
    assert person is not None
    return person.id
