"""An archive has every column of hers, or a reason why not; and read back, every field is as it was."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from storage.models import Base, ClientRow, Event, ReferralRow, ServiceRow
from storage.people_rows import Member
from storage.rights.archive import (
    ClientPart,
    ConditionPart,
    DecisionPart,
    EventPart,
    MemberPart,
    ReferralPart,
    ReflectionPart,
    ServicePart,
    StallAnswerPart,
)
from storage.supervision_rows import ConditionRow, DecisionRow, ReflectionRow, StallAnswer

_STANDS_UNDER = {"id": "ids are the database's own", "owner_id": "she whose archive it is"}
_OF_HER_CLIENT = {**_STANDS_UNDER, "client_id": "it stands under its client"}
_A_NUMBER = "its number within the client stands for it"
EXPORTED: list[tuple[Any, type[BaseModel], dict[str, str]]] = [
    (
        Member,
        MemberPart,
        {
            "id": "ids are the database's own",
            "telegram_id": "her account, which she knows; whoever reads the archive back says whose it becomes",
            "blocked_at": "how messages reach her now",
            "locked_at": "how she signs in now",
            "left_at": "nobody who has left asks for an archive",
        },
    ),
    (
        ServiceRow,
        ServicePart,
        dict.fromkeys(
            ("id", "aliases", "contact", "wait_weeks", "note", "retired", "external_id", "imported"), "the practice's"
        ),
    ),
    (ClientRow, ClientPart, {**_STANDS_UNDER, "version": "how often the row was written"}),
    (
        ReferralRow,
        ReferralPart,
        {**_OF_HER_CLIENT, "service_id": "the service stands by its name", "version": "how often the row was written"},
    ),
    (
        Event,
        EventPart,
        {
            "id": "ids are the database's own",
            "member_id": "by",
            "client_id": "it stands under its client",
            "referral_id": _A_NUMBER,
            "change_id": "Undo has had its ten minutes",
        },
    ),
    (StallAnswer, StallAnswerPart, _OF_HER_CLIENT),
    (DecisionRow, DecisionPart, {**_OF_HER_CLIENT, "referral_id": _A_NUMBER}),
    (ConditionRow, ConditionPart, {**_OF_HER_CLIENT, "referral_id": _A_NUMBER}),
    (ReflectionRow, ReflectionPart, {**_OF_HER_CLIENT, "shown_in": "a message in her chat"}),
]
NOT_EXPORTED = {
    "practice": "the practice's",
    "invite": "the practice's; only hashes of codes",
    "supervises": "it is about two people; the other is not named",
    "handover": "it is about two people; the other is not named",
    "alert": "who was told of an acute case are others; that it was acute is in the history",
    "telling": "who was told of an acute case are others",
    "nudge": "what the bot asks and asked, which it works out of the rest",
    "calendar": "what a file for a calendar held, which the sessions and appointments in it say as well",
    "change": "images for Undo, which has had its ten minutes",
    "draft": "a question left open, for a day",
    "inbox": "how messages travel",
    "outbox": "how messages travel",
    "runner": "how messages travel",
    "concern": "what an administrator must see to: kinds and numbers",
    "audit": "who did what, kept for the practice",
    "erasure": "that something was erased",
}


@pytest.mark.parametrize(("table", "part", "left_out"), EXPORTED, ids=lambda one: getattr(one, "__name__", ""))
def test_every_column_of_hers_is_in_it_or_has_its_reason(
    table: Any, part: type[BaseModel], left_out: dict[str, str]
) -> None:
    columns = set(table.__table__.columns.keys())
    assert columns - set(part.model_fields) == set(left_out)
    assert all(left_out.values())


def test_every_table_is_exported_or_has_its_reason() -> None:
    exported = {table.__tablename__ for table, _, _ in EXPORTED}
    assert exported | set(NOT_EXPORTED) == set(Base.metadata.tables)
    assert not exported & set(NOT_EXPORTED)
