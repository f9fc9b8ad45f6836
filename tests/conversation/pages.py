"""Getting to one referral's page, and looking at what is kept of it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.actions import Action, encode
from referrals.model import Referral
from storage.history import Happened
from storage.models import ClientRow, ReferralRow
from storage.work import UnitOfWork
from tests.conversation.talk import Shown, Talker, labels

STALE = "This button has had its day. Nothing was changed."


def open_page(talker: Talker, referral_id: int = 1, *more: str) -> None:
    """Turns the newest card into the referral's page."""
    talker.press(encode(Action.REFERRAL, referral_id, *more), talker.newest.message_id)


def rows(talker: Talker) -> list[tuple[str, str]]:
    """Every column of every client and referral, as the database has it, save the counter of versions."""
    with Session(talker.practice.store.engine) as session:
        every: list[ClientRow | ReferralRow] = [
            *session.scalars(select(ClientRow)),
            *session.scalars(select(ReferralRow)),
        ]
        return sorted(
            (f"{row.__tablename__} {row.id} {column.key}", repr(getattr(row, column.key)))
            for row in every
            for column in row.__table__.columns
            if column.key != "version"
        )


def kept(talker: Talker, referral_id: int = 1) -> Referral:
    """The referral as the rules see it."""

    def look(work: UnitOfWork) -> Referral:
        referral = work.caseload(_member_id(work, talker)).referral(referral_id)
        assert referral is not None
        return referral

    return talker.practice.store.run_here(look)


def history(talker: Talker, client_id: int = 1) -> list[Happened]:
    """What happened to a client, newest first."""
    return talker.practice.store.run_here(lambda work: work.caseload(_member_id(work, talker)).history(client_id))


def twice(talker: Talker, label: str) -> None:
    """Presses the newest button with this label, and then the very same once more: only the first counts."""
    shown, data = find(talker, label)
    talker.press(data, shown.message_id)
    before, card = rows(talker), shown.card
    talker.press(data, shown.message_id)
    assert talker.screen.toasts[-1] == STALE, f"{label!r} counted twice: {talker.screen.toasts[-1]!r}"
    assert rows(talker) == before
    assert shown.card == card


def undone(talker: Talker, change: Callable[[], None]) -> None:
    """Makes one change and takes it back by its card's Undo: every column stands as before."""
    before = rows(talker)
    change()
    assert rows(talker) != before
    talker.tap("Undo")
    assert rows(talker) == before


def find(talker: Talker, label: str) -> tuple[Shown, str]:
    """The newest message with a button of this label, and the button's data."""
    for shown in sorted(talker.screen.messages.values(), key=lambda one: -one.message_id):
        for row in shown.card.rows:
            for button in row:
                if button.label == label:
                    return shown, button.data
    raise AssertionError(f"no button says {label!r}; the newest card has {labels(talker.newest.card)}")


def _member_id(work: UnitOfWork, talker: Talker) -> int:
    person = work.people.by_telegram_id(talker.user_id)
    assert person is not None
    return person.id
