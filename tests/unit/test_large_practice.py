"""The large practice that is measured: everybody in it has what is hers, and a curve of it can be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import Engine, func, select, text

from bench.big import NOW, Size, Sqlite
from bench.curve import draw
from referrals.timing import OF_ONE_REFERRAL
from storage.models import NUDGE_PLANNED, ClientRow, Nudge, ReferralRow
from storage.people_rows import Member

SIZE = Size(300, due=5)


@pytest.fixture(scope="module")
def practice() -> Iterator[Engine]:
    with Sqlite(clients=3) as make:
        yield make.filled("practice", SIZE)


def test_it_has_its_size_and_what_is_due(practice: Engine) -> None:
    due = select(func.count(Nudge.id)).where(NUDGE_PLANNED, Nudge.send_at <= NOW)
    members = select(func.count(Member.id))
    with practice.connect() as connection:
        assert connection.scalar(due) == SIZE.due
        assert connection.scalar(members) == SIZE.due + SIZE.others
        each = select(func.count(ReferralRow.id)).group_by(ReferralRow.owner_id)
        assert sorted(set(connection.scalars(each))) == [8, 12]


def test_every_row_points_at_a_row_of_the_same_therapist(practice: Engine) -> None:
    strange = (
        select(func.count(Nudge.id))
        .join(ClientRow, ClientRow.id == Nudge.client_id)
        .outerjoin(ReferralRow, ReferralRow.id == Nudge.referral_id)
        .where((ClientRow.owner_id != Nudge.owner_id) | (ReferralRow.owner_id != Nudge.owner_id))
    )
    with practice.connect() as connection:
        assert connection.scalar(strange) == 0
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_every_rule_names_its_own(practice: Engine) -> None:
    with practice.connect() as connection:
        for rule, kind, client, referral in connection.execute(
            select(Nudge.rule, Nudge.kind, Nudge.client_id, Nudge.referral_id)
        ):
            assert rule == f"{kind.value}:{referral if kind in OF_ONE_REFERRAL else client}"


def test_a_curve_is_a_picture() -> None:
    picture = draw({"ours": {10: 1.0, 1000: 1.2}, "theirs": {10: 100.0}}, "referrals", "ms")
    with Image.open(BytesIO(picture)) as image:
        assert image.format == "PNG"
        colours = image.getcolors(100_000)
    assert colours is not None
    assert len(colours) > 3
