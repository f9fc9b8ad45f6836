"""Whatever is typed: the bot answers, nothing raises, and whatever changed in its memory is named on a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wording.referrals.referral import BARRIERS
from bot.wording.risk.risk import LEVELS
from bot.wording.text import day
from referrals.client import Client
from referrals.grammar import write_line
from referrals.model import Referral
from storage.engine import open_engine
from storage.migrate import migrate
from storage.store import Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER, SqliteFiles
from tests.conversation.talk import NEW_YORK, Practice, Talker, plain
from tests.unit.grammar.lines import NAME_WORDS, NOW, commands

_SERVICES = ("psych eval", "dbt", "housing", "primary care", "legal aid")
_CODES = ("C7", "B2", "K31")
_VERBS = (
    "agreed", "booked", "booked 3 dec", "went", "not ready", "declined", "can't cost", "dropped", "waitlisted",
    "waitlisted until 3 mar", "declined until 3 jan", "wants", "ready 4 for", "ready ~9 for", "reopen", "unavailable",
)  # fmt: skip
_HERSELF = (
    "acute", "elevated", "stand down", "admitted", "discharged today", "no-show", "died", "goodbye", "tue 2pm weekly",
    "moved to thu 3pm", "no session tue", "paused until 3 jan", "paused", "resume", "goals: sleep, work", "",
)  # fmt: skip
_likely = st.one_of(
    st.builds(
        lambda code, verb, service: f"{code} {verb} {service}", *map(st.sampled_from, (_CODES, _VERBS, _SERVICES))
    ),
    st.builds(lambda code, said: f"{code} {said}", st.sampled_from(_CODES), st.sampled_from(_HERSELF)),
    st.builds(
        lambda code, names, tag: f"{code} {', '.join(names)}{tag}",
        st.sampled_from(_CODES),
        st.lists(st.sampled_from(_SERVICES), min_size=1, max_size=4),
        st.sampled_from(("", " #crisis", " !acute", " !elevated ready 3", " by 3 mar // after the holidays")),
    ),
)
_odd = st.lists(st.sampled_from([*NAME_WORDS.split(), *_CODES]), min_size=1, max_size=8).map(" ".join)
lines = st.one_of(_likely, _likely, commands.map(write_line), _odd, st.text(max_size=60).filter(str.strip))


_users = count(10_000)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of one therapist's clients."""

    clients: dict[int, Client]
    referrals: dict[int, Referral]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    files = SqliteFiles(tmp_path_factory.mktemp("generated"))
    engine = open_engine(files.empty(), CIPHER)
    migrate(engine)
    return Store(engine)


@pytest.fixture(scope="module")
def practice(store: Store) -> Practice:
    practice = Practice(store)
    practice.now = NOW.astimezone(UTC)
    return practice


def remember(talker: Talker, member: int) -> Memory:
    def read(work: UnitOfWork) -> Memory:
        caseload = work.caseload(member)
        return Memory({c.id: c for c in caseload.clients()}, {r.id: r for r in caseload.every_referral()})

    return talker.practice.store.run_here(read)


@given(st.lists(lines, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, report_multiple_bugs=False)
def test_every_change_is_said(practice: Practice, typed: list[str]) -> None:
    user = next(_users)
    talker = practice.person(user)
    member = practice.store.run_here(lambda work: work.people.by_telegram_id(user))
    assert member is not None
    for line in typed:
        before, shown = remember(talker, member.id), set(talker.screen.messages)
        talker.say(line[:400])
        answers = [plain(m.card) for number, m in talker.screen.messages.items() if number not in shown]
        assert answers, line
        said = "\n".join(answers)
        after = remember(talker, member.id)
        for number, client in after.clients.items():
            for words in _told_of_client(before.clients.get(number), client):
                assert words in said, (line, words, said)
        for number, referral in after.referrals.items():
            for words in _told_of_referral(before.referrals.get(number), referral):
                assert words.casefold() in said.casefold(), (line, words, said)


def _told_of_client(before: Client | None, after: Client) -> list[str]:
    changed = before is None or before != after
    told = [after.code] if changed else []
    if before is None or before.safety.level is not after.safety.level:
        told += [LEVELS[after.safety.level]] if after.safety.at_risk else []
    if before is None or before.goals != after.goals:
        told += [after.goals] if after.goals else []
    return told


def _told_of_referral(before: Referral | None, after: Referral) -> list[str]:
    if before is not None and before == after:
        return []
    told = [after.service.name]
    if after.appointment_at and (before is None or before.appointment_at != after.appointment_at):
        told.append(day(after.appointment_at.astimezone(NEW_YORK).date()))
    if after.barrier and (before is None or before.barrier is not after.barrier):
        told.append(BARRIERS[after.barrier])
    if after.readiness and (before is None or before.readings != after.readings):
        told.append(f"ready {'~' if after.readiness.guess else ''}{after.readiness.value}")
    return told
