"""A locked phone shows the first line: in a message nobody asked for no service and no risk stands in it. Codes may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from referrals.model import Role
from referrals.starter import STARTER_SERVICES
from storage.work import UnitOfWork
from tests.conversation.supervised import linked
from tests.conversation.talk import At, Practice, Screen, Talker, Tap, plain
from tests.unit.bot.test_wording import RISK

NAMES = [name for service in STARTER_SERVICES for name in (service.name, *service.aliases)]

MONTH: tuple[str | Tap | At, ...] = (
    "/settings",
    Tap("Supervision"),
    "thu 10am weekly",
    "C7 psych eval, dbt, housing #crisis",
    "C7 tue 2pm weekly",
    "C8 housing",
    "C8 admitted",
    "C7 booked psych eval 25 nov 9am",
    At("25 Nov 17:00"),
    "C9 housing",
    "C9 acute",
    At("26 Nov 18:00"),
    "C9 stand down",
    Tap("Supervisor"),
    "C8 discharged today",
    At("18 Dec 18:00"),
)


class Unasked:
    """Collects what arrives without the person in front of that screen having just said or pressed something."""

    def __init__(self, practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
        self._screens = practice.screens
        self.first_lines: list[str] = []
        hand_over, tick = practice.hand_over, practice.tick

        def watched_hand_over(raw: dict[str, Any], screen: Screen) -> None:
            with self._elsewhere_than(screen):
                hand_over(raw, screen)

        def watched_tick() -> None:
            with self._elsewhere_than(None):
                tick()

        monkeypatch.setattr(practice, "hand_over", watched_hand_over)
        monkeypatch.setattr(practice, "tick", watched_tick)

    @contextmanager
    def _elsewhere_than(self, hers: Screen | None) -> Iterator[None]:
        before = {chat: set(screen.messages) for chat, screen in self._screens.items()}
        yield
        for chat, screen in self._screens.items():
            new = set(screen.messages) - before.get(chat, set())
            if screen is not hers:
                self.first_lines += [plain(screen.messages[one].card).split("\n")[0] for one in sorted(new)]


@pytest.fixture
def unasked(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Unasked:
    return Unasked(practice, monkeypatch)


def told(line: str) -> list[str]:
    """What a first line gives away."""
    services = [name for name in NAMES if name.casefold() in line.casefold()]
    return [*services, *(found[0] for found in RISK.finditer(line))]


def test_what_is_looked_for_is_found() -> None:
    assert told("C7: DBT group booked") != []
    assert told("Somebody is at acute risk") != []
    assert told("Before 14:00 with C7") == []


def test_no_first_line_of_a_whole_month_gives_anything_away(practice: Practice, ana: Talker, unasked: Unasked) -> None:
    kim = practice.person(2001, Role.SUPERVISOR)
    cover = practice.person(2002, Role.SUPERVISOR)
    linked(kim, ana)
    practice.store.run_here(lambda work: _set_cover(work, cover.user_id))
    for said in MONTH:
        ana.do(said)
    kim.say("/agenda")
    assert len(unasked.first_lines) > 15
    assert [(line, told(line)) for line in unasked.first_lines if told(line)] == []


def _set_cover(work: UnitOfWork, telegram_id: int) -> None:
    person = work.people.by_telegram_id(telegram_id)
    assert person is not None
    work.people.set_alerts(cover_id=person.id, minutes=15)
