"""A document on its way: kept as a recipe, and made only when it is sent, so that no copy of it lies anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make: for which member, as of which instant (UTC, ISO 8601); `team` a supervisor's agenda."""

    file_name: str
    caption: str
    member_id: int
    team: bool
    as_of: str

    @classmethod
    def agenda(cls, member_id: int, team: bool, now: datetime, zone: tzinfo, caption: str) -> Recipe:
        """Named by the day it is asked for, in the reader's `zone`."""
        return cls(f"agenda-{now.astimezone(zone):%Y-%m-%d}.pdf", caption, member_id, team, now.isoformat())

    def same_as(self, other: Recipe) -> bool:
        """Whether both ask for the same document, if at different moments."""
        return (self.member_id, self.team) == (other.member_id, other.team)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        return cls(**json.loads(text))

    @property
    def made_for(self) -> datetime:
        return datetime.fromisoformat(self.as_of)
