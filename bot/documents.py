"""A document on its way: kept as a recipe, and made only when it is sent, so that no copy of it lies anywhere."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Agenda:
    """The cases for supervision as a page: a member's own, or with `team` those a supervisor may see."""

    member_id: int
    team: bool


@dataclass(frozen=True, slots=True)
class Export:
    """All that a member holds, as an archive; without `reflections` those are left out."""

    member_id: int
    reflections: bool


@dataclass(frozen=True, slots=True)
class Trends:
    """What becomes of a member's own referrals, as a picture."""

    member_id: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """What of a member's work stands in her own calendar, as it was handed out last."""

    member_id: int


What = Agenda | Calendar | Export | Trends
_KINDS: dict[str, type[What]] = {"agenda": Agenda, "calendar": Calendar, "export": Export, "trends": Trends}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make, as of which instant (UTC, ISO 8601), and what it is called and captioned.

    A picture's `caption` is empty: it says the same in words, and is made with it.
    """

    file_name: str
    caption: str
    what: What
    as_of: str

    @classmethod
    def agenda(cls, member_id: int, team: bool, now: datetime, zone: tzinfo, caption: str) -> Recipe:
        """Named by the day it is asked for, in the reader's `zone`."""
        return cls(f"agenda-{_day(now, zone)}.pdf", caption, Agenda(member_id, team), now.isoformat())

    @classmethod
    def calendar(cls, member_id: int, now: datetime, zone: tzinfo, caption: str) -> Recipe:
        """Named likewise."""
        return cls(f"calendar-{_day(now, zone)}.ics", caption, Calendar(member_id), now.isoformat())

    @classmethod
    def export(cls, member_id: int, reflections: bool, now: datetime, zone: tzinfo, caption: str) -> Recipe:
        """Named likewise."""
        return cls(f"followthrough-{_day(now, zone)}.zip", caption, Export(member_id, reflections), now.isoformat())

    @classmethod
    def trends(cls, member_id: int, now: datetime, zone: tzinfo) -> Recipe:
        """Named likewise."""
        return cls(f"trends-{_day(now, zone)}.png", "", Trends(member_id), now.isoformat())

    def same_as(self, other: Recipe) -> bool:
        """Whether both ask for the same document, if at different moments."""
        return self.what == other.what

    def to_json(self) -> str:
        """With the kind of document by its name."""
        head = {"file_name": self.file_name, "caption": self.caption, "as_of": self.as_of}
        return json.dumps({**head, "kind": _NAMES[type(self.what)], "what": asdict(self.what)})

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        data = json.loads(text)
        return cls(data["file_name"], data["caption"], _KINDS[data["kind"]](**data["what"]), data["as_of"])

    @property
    def made_for(self) -> datetime:
        return datetime.fromisoformat(self.as_of)


def _day(now: datetime, zone: tzinfo) -> str:
    return f"{now.astimezone(zone):%Y-%m-%d}"
