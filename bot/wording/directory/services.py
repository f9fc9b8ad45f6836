"""The practice's directory in the chat: kinds, services, one service's page, and what a change did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _, _c, _n
from bot.wording.referrals.referral import in_rows
from bot.wording.text import bold, plain, shortened
from referrals.model import Service, ServiceKind

PAGE = 8  # services
WAITS = (0, 2, 4, 8, 12, 26, 40)  # weeks
KINDS = Phrases(
    {
        ServiceKind.PSYCHIATRIC_EVALUATION: N_("Psychiatric evaluation"),
        ServiceKind.SKILLS_GROUP: N_("Skills group"),
        ServiceKind.CASE_MANAGEMENT: N_("Case management"),
        ServiceKind.HOUSING: N_("Housing"),
        ServiceKind.SUBSTANCE_USE: N_("Substance use"),
        ServiceKind.MEDICAL: N_("Medical"),
        ServiceKind.CRISIS_LINE: N_("Crisis line"),
        ServiceKind.BENEFITS: N_("Benefits"),
        ServiceKind.LEGAL: N_("Legal"),
        ServiceKind.PEER_SUPPORT: N_("Peer support"),
        ServiceKind.OTHER: N_("Other"),
    }
)
LABEL = 40  # characters on a button
LONG = 200  # characters
_ALIASES, _BEFORE = 160, 50  # characters


class Field(StrEnum):
    """What of a service is told in words."""

    NAME = "name"
    ALIASES = "aliases"
    CONTACT = "contact"
    NOTE = "note"


class Part(StrEnum):
    """What a tap on a service's page is about."""

    NEW = "new"
    KIND = "kind"
    WAIT = "wait"
    PLACE = "place"
    RETIRED = "gone"
    SAY = "say"
    KEEP = "keep"
    BACK = "back"


RETIRED = "retired"  # stands where a kind does
UNKNOWN_WAIT = "-"
_FIELDS = Phrases(
    {
        Field.NAME: N_("Name"),
        Field.ALIASES: N_("Other names"),
        Field.CONTACT: N_("Contact"),
        Field.NOTE: N_("Note"),
    }
)


def overview(counts: Mapping[ServiceKind, int], retired: int) -> Card:
    """How many of each kind; every kind with any is a tap."""
    kinds = [Button(f"{KINDS[kind]} · {count}", _list(kind, 0)) for kind, count in counts.items()]
    last = [Button(_("Add a service"), encode(Action.SERVICE, 0, Part.NEW))]
    if retired:
        last.append(Button(f"{_('Retired')} · {retired}", _list(RETIRED, 0)))
    said = _n(
        "{count} service in the practice's directory. One directory for everybody.",
        "{count} services in the practice's directory. One directory for everybody.",
        sum(counts.values()),
    )
    return Card(said, (*in_rows(kinds, 2), tuple(last)))


def listing(kind: ServiceKind | None, services: Sequence[Service], start: int, total: int) -> Card:
    """A page of one kind, or of the retired where `kind` is None; `start` counts from 0."""
    title = KINDS[kind] if kind else _("Retired")
    rows = [(opens(service),) for service in services]
    turns = [Button(_("Earlier"), _list(kind or RETIRED, max(start - PAGE, 0)))] if start else []
    turns += [Button(_("More"), _list(kind or RETIRED, start + PAGE))] if start + PAGE < total else []
    shown = str(total)
    if total > len(services) and services:
        shown = _("{first} to {last} of {total}", first=start + 1, last=start + len(services), total=total)
    return Card(f"{bold(title)}: {shown}.", (*rows, (*turns, Button(_("All kinds"), encode(Action.SERVICES)))))


def page(service: Service, change: str | None = None, change_id: int | None = None) -> Card:
    """One service, with what was just `change`d and a tap to put it back."""
    lines = [change] if change else []
    lines.append(f"{bold(named(service))} · {KINDS[service.kind]} · {_place(service)}")
    if service.retired:
        lines.append(_("Retired: kept where it was recommended, offered no more."))
    lines.append(_("Usual wait: {wait}.", wait=wait(service.wait_weeks)))
    if service.aliases:
        lines.append(_("Also called: {names}", names=plain(shortened(", ".join(service.aliases), _ALIASES))))
    if service.contact:
        lines.append(f"{_('Contact')}: {plain(shortened(service.contact, LONG))}")
    if service.note:
        lines.append(f"{_('Note')}: {plain(shortened(service.note, LONG))}")
    back = ((Button(_("Put back"), tap(service, Part.BACK, change_id)),),) if change_id else ()
    return Card("\n".join(lines), (*back, *_amending(service)))


def changed(before: Service, after: Service) -> str:
    """What is different now, and what it was before: for the top of the page."""
    said = []
    if before.name != after.name:
        said.append(_change(_("Name"), named(after), named(before)))
    if before.kind is not after.kind:
        said.append(_change(_("Kind"), KINDS[after.kind], KINDS[before.kind]))
    if before.in_house != after.in_house:
        said.append(_change(_("Where"), _place(after), _place(before)))
    if before.wait_weeks != after.wait_weeks:
        said.append(_change(_("Usual wait"), wait(after.wait_weeks), wait(before.wait_weeks)))
    for what, was, now in (
        (_("Other names"), ", ".join(before.aliases), ", ".join(after.aliases)),
        (_("Contact"), before.contact, after.contact),
        (_("Note"), before.note, after.note),
    ):
        if was != now:
            said.append(_change(what, now or _nothing(), was or _nothing()))
    if before.retired != after.retired:
        said.append(_change(_("Offered"), _offered(after), _offered(before)))
    return "\n".join(said)


def _change(what: str, now: str, was: str) -> str:
    return _(
        "{what}: now {now}, before {before}.",
        what=what,
        now=plain(shortened(now, _BEFORE)),
        before=plain(shortened(was, _BEFORE)),
    )


def _nothing() -> str:
    return _c("no contact, note or other names of a service", "none")


def _offered(service: Service) -> str:
    return _c("whether a service is offered", "no") if service.retired else _c("whether a service is offered", "yes")


def put_back() -> str:
    """For the top of the page of a service that is as it was before."""
    return _("Put back as it was before.")


def so_already() -> str:
    """Over a button that would change nothing."""
    return _("It is so already.")


def wait(weeks: int | None) -> str:
    """about 4 weeks"""
    if weeks is None:
        return _c("how long a wait is", "not known")
    return _n("about a week", "about {count} weeks", weeks) if weeks else _c("how long a wait is", "none")


def added(service: Service) -> str:
    """For the top of the page of a service that is new."""
    return _("Added to the practice's directory: {name}.", name=plain(service.name))


def which_kind(service: Service) -> Card:
    kinds = [Button(name, tap(service, Part.KIND, kind)) for kind, name in KINDS.items()]
    said = _("{name}: what kind of service is it? Now: {kind}.", name=bold(named(service)), kind=KINDS[service.kind])
    return Card(said, (*in_rows(kinds, 2), (opens(service, _("Leave it")),)))


def which_wait(service: Service) -> Card:
    waits = [Button(_weeks(weeks), tap(service, Part.WAIT, weeks)) for weeks in WAITS]
    waits.append(Button(_c("how long a wait is", "Not known"), tap(service, Part.WAIT, UNKNOWN_WAIT)))
    said = _(
        "{name}: how long is the usual wait? Now: {wait}.", name=bold(named(service)), wait=wait(service.wait_weeks)
    )
    return Card(said, (*in_rows(waits, 4), (opens(service, _("Leave it")),)))


def _weeks(weeks: int) -> str:
    return _n("{count} week", "{count} weeks", weeks) if weeks else _c("how long a wait is", "none")


def _amending(service: Service) -> tuple[tuple[Button, ...], ...]:
    # The tap says which of the two it is to be, so that a second press does not turn it back.
    other = _("It is outside") if service.in_house else _("It is in-house")
    place = Button(other, tap(service, Part.PLACE, 0 if service.in_house else 1))
    kept = Button(_("Bring back"), tap(service, Part.RETIRED, 0)) if service.retired else None
    return (
        (Button(_("Kind"), tap(service, Part.KIND)), Button(_("Usual wait"), tap(service, Part.WAIT)), place),
        tuple(Button(_FIELDS[field], tap(service, Part.SAY, field)) for field in Field),
        (
            kept or Button(_("Retire"), tap(service, Part.RETIRED, 1)),
            Button(_("All: {kind}", kind=KINDS[service.kind]), _list(service.kind, 0)),
        ),
    )


def _place(service: Service) -> str:
    return _c("where a service is", "in-house") if service.in_house else _c("where a service is", "outside")


def opens(service: Service, label: str = "") -> Button:
    """To its page."""
    return Button(label or shortened(named(service), LABEL), encode(Action.SERVICE, service.id))


def tap(service: Service, part: Part, *more: int | str) -> str:
    """The data of a tap on its page."""
    return encode(Action.SERVICE, service.id, part, *more)


def _list(kind: ServiceKind | str, start: int) -> str:
    return encode(Action.SERVICES, kind, start)
