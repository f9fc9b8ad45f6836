"""What an import does with each listing: added, updated, unchanged, or left out, and why.

Every name and every other name in a practice's directory means one service. What the practice amended stays: a value is
taken over only where it still stands as the last import left it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from referrals.hsds.fields import plain_text
from referrals.hsds.listing import Listing, Reason, Skipped
from referrals.identifiers import find_identifier
from referrals.model import Service
from referrals.services import label_key

T = TypeVar("T")
_OF_NAME, _OF_ORGANIZATION = 45, 30  # characters, where one name has to hold both
_Owner = int | str  # a service's id, or the external id of one that is new


@dataclass(frozen=True, slots=True)
class Told:
    """What a directory said of a service; `given` is the name it got here, which may say the organization, too."""

    name: str | None = None
    given: str | None = None
    aliases: tuple[str, ...] = ()
    contact: str | None = None
    wait_weeks: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A service that came by an earlier import, and what was said of it then."""

    service: Service
    external_id: str
    told: Told


@dataclass(frozen=True, slots=True)
class Added:
    """A service to be added; its id is not given yet."""

    external_id: str
    service: Service
    told: Told


@dataclass(frozen=True, slots=True)
class Updated:
    """A known service as it is from now on; `visibly` where it differs from before, else only what was told does."""

    service: Service
    told: Told
    visibly: bool


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The directory says what it said before."""


Outcome = Added | Updated | Unchanged | Skipped


class Book:
    """Decides about one listing after the other. `labels` are the names in use: each with the id of its service.

    Names are screened as of `now` (clinical rule "codes only"): everybody sees them. Contacts and notes are not, for a
    directory is there to tell how a service is reached.
    """

    def __init__(self, labels: Iterable[tuple[str, int]], now: datetime) -> None:
        self._now = now
        self._owners: dict[str, _Owner] = {label_key(label): owner for label, owner in labels}
        self.seen: set[str] = set()

    def skip(self, skipped: Skipped) -> Skipped:
        """Notes that a record was there, though it is left out."""
        self.seen.add(skipped.external_id)
        return skipped

    def decide(self, listing: Listing, known: Known | None) -> Outcome:
        """What becomes of a listing; `known` is the service with its external id, if there is one already."""
        if listing.external_id in self.seen:
            return Skipped(listing.place, listing.name, Reason.TWICE, external_id=listing.external_id)
        self.seen.add(listing.external_id)
        if not self._may_stand(listing.name):
            return Skipped(listing.place, listing.name, Reason.IDENTIFIER, external_id=listing.external_id)
        listing = replace(listing, aliases=tuple(filter(self._may_stand, listing.aliases)))
        return self._add(listing) if known is None else self._update(listing, known)

    def _add(self, listing: Listing) -> Added | Skipped:
        owner = listing.external_id
        name = self._name(listing, owner)
        if name is None:
            return Skipped(listing.place, listing.name, Reason.NAME_TAKEN, external_id=owner)
        service = Service(
            id=0,
            name=name,
            aliases=self._aliases(listing.aliases, owner, but=(name,)),
            kind=listing.kind,
            contact=listing.contact,
            wait_weeks=listing.wait_weeks,
            note=listing.note,
        )
        return Added(owner, service, _told(listing, name))

    def _update(self, listing: Listing, known: Known) -> Updated | Unchanged:
        """In-house or outside, the kind, and whether it is retired are the practice's to say once it is here."""
        was, before = known.service, known.told
        now = _told(listing, before.given)
        if now == before:
            return Unchanged()
        name = was.name
        if now.name != before.name and was.name == before.given:
            name = self._name(listing, was.id) or was.name
        fresh = [alias for alias in now.aliases if alias not in before.aliases]
        former = [was.name] if name != was.name else []
        new = replace(
            was,
            name=name,
            aliases=(*was.aliases, *self._aliases((*fresh, *former), was.id, but=(name, *was.aliases))),
            contact=_merged(was.contact, before.contact, now.contact),
            wait_weeks=_merged(was.wait_weeks, before.wait_weeks, now.wait_weeks),
            note=_merged(was.note, before.note, now.note),
        )
        given = name if name != was.name else before.given
        return Updated(new, replace(now, given=given), visibly=new != was)

    def _name(self, listing: Listing, owner: _Owner) -> str | None:
        """The listing's name; with its organization where it means another service; None where that does, too."""
        names = [listing.name]
        if listing.organization:
            names.append(f"{plain_text(listing.name, _OF_NAME)} ({plain_text(listing.organization, _OF_ORGANIZATION)})")
        return next((name for name in names if self._may_stand(name) and self._claim(name, owner)), None)

    def _may_stand(self, label: str) -> bool:
        return find_identifier(label, self._now) is None

    def _aliases(self, aliases: Iterable[str], owner: _Owner, but: tuple[str, ...] = ()) -> tuple[str, ...]:
        there = {label_key(label) for label in but}
        return tuple(alias for alias in aliases if label_key(alias) not in there and self._claim(alias, owner))

    def _claim(self, label: str, owner: _Owner) -> bool:
        return self._owners.setdefault(label_key(label), owner) == owner


def _told(listing: Listing, given: str | None) -> Told:
    return Told(listing.name, given, listing.aliases, listing.contact, listing.wait_weeks, listing.note)


def _merged(ours: T, before: T, theirs: T) -> T:
    return theirs if ours == before else ours
