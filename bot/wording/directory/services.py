"""The practice's directory in the chat: kinds, services, one service's page, and what a change did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import also, in_rows
from bot.wording.risk.risk import DANGER
from bot.wording.text import bold, code, listed, plain, quoted, shortened
from referrals.model import Service, ServiceKind

PAGE = 8  # services
WAITS = (0, 2, 4, 8, 12, 26, 40)  # weeks
KINDS = {
    ServiceKind.PSYCHIATRIC_EVALUATION: "Psychiatric evaluation",
    ServiceKind.SKILLS_GROUP: "Skills group",
    ServiceKind.CASE_MANAGEMENT: "Case management",
    ServiceKind.HOUSING: "Housing",
    ServiceKind.SUBSTANCE_USE: "Substance use",
    ServiceKind.MEDICAL: "Medical",
    ServiceKind.CRISIS_LINE: "Crisis line",
    ServiceKind.BENEFITS: "Benefits",
    ServiceKind.LEGAL: "Legal",
    ServiceKind.PEER_SUPPORT: "Peer support",
    ServiceKind.OTHER: "Other",
}
_LABEL, _ALIASES, _LONG, _BEFORE = 40, 160, 200, 60  # characters


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
_FIELDS = {Field.NAME: "name", Field.ALIASES: "other names", Field.CONTACT: "contact", Field.NOTE: "note"}


def overview(counts: Mapping[ServiceKind, int], retired: int) -> Card:
    """How many of each kind; every kind with any is a tap."""
    total = sum(counts.values())
    kinds = [Button(f"{KINDS[kind]} · {count}", _list(kind, 0)) for kind, count in counts.items()]
    last = [Button("Add a service", encode(Action.SERVICE, 0, Part.NEW))]
    if retired:
        last.append(Button(f"Retired · {retired}", _list(RETIRED, 0)))
    said = (
        f"{total} {'service' if total == 1 else 'services'} in the practice's directory. One directory for everybody."
    )
    return Card(said, (*in_rows(kinds, 2), tuple(last)))


def listing(kind: ServiceKind | None, services: Sequence[Service], start: int, total: int) -> Card:
    """A page of one kind, or of the retired where `kind` is None; `start` counts from 0."""
    title = KINDS[kind] if kind else "Retired"
    rows = [(_opens(service),) for service in services]
    turns = [Button("Earlier", _list(kind or RETIRED, max(start - PAGE, 0)))] if start else []
    turns += [Button("More", _list(kind or RETIRED, start + PAGE))] if start + PAGE < total else []
    shown = f"{start + 1} to {start + len(services)} of {total}" if total > len(services) and services else str(total)
    return Card(f"{bold(title)}: {shown}.", (*rows, (*turns, Button("All kinds", encode(Action.SERVICES)))))


def page(service: Service, change: str | None = None, change_id: int | None = None) -> Card:
    """One service, with what was just `change`d and a tap to put it back."""
    lines = [change] if change else []
    lines.append(f"{bold(service.name)} · {KINDS[service.kind]} · {_place(service)}")
    if service.retired:
        lines.append("Retired: kept where it was recommended, offered no more.")
    lines.append(f"Usual wait: {wait(service.wait_weeks)}.")
    if service.aliases:
        lines.append(f"Also called: {plain(shortened(', '.join(service.aliases), _ALIASES))}")
    if service.contact:
        lines.append(f"Contact: {plain(shortened(service.contact, _LONG))}")
    if service.note:
        lines.append(f"Note: {plain(shortened(service.note, _LONG))}")
    back = ((Button("Put back", _tap(service, Part.BACK, change_id)),),) if change_id else ()
    return Card("\n".join(lines), (*back, *_amending(service)))


def changed(before: Service, after: Service) -> str:
    """What is different now, and what it was before: for the top of the page."""
    parts = (
        ("Name", before.name, after.name),
        ("Kind", KINDS[before.kind], KINDS[after.kind]),
        ("Where", _place(before), _place(after)),
        ("Usual wait", wait(before.wait_weeks), wait(after.wait_weeks)),
        ("Other names", ", ".join(before.aliases) or "none", ", ".join(after.aliases) or "none"),
        ("Contact", before.contact or "none", after.contact or "none"),
        ("Note", before.note or "none", after.note or "none"),
        ("Offered", "no" if before.retired else "yes", "no" if after.retired else "yes"),
    )
    return "\n".join(
        f"{what}: now {plain(shortened(now, _BEFORE))}, before {plain(shortened(was, _BEFORE))}."
        for what, was, now in parts
        if was != now
    )


def put_back() -> str:
    """For the top of the page of a service that is as it was before."""
    return "Put back as it was before."


def so_already() -> str:
    """Over a button that would change nothing."""
    return "It is so already."


def wait(weeks: int | None) -> str:
    """about 4 weeks"""
    if weeks is None:
        return "not known"
    return {0: "none", 1: "about a week"}.get(weeks, f"about {weeks} weeks")


def added(service: Service) -> str:
    """For the top of the page of a service that is new."""
    return f"Added to the practice's directory: {plain(service.name)}."


def which_kind(service: Service) -> Card:
    kinds = [Button(name, _tap(service, Part.KIND, kind)) for kind, name in KINDS.items()]
    said = f"{bold(service.name)}: what kind of service is it? Now: {KINDS[service.kind]}."
    return Card(said, (*in_rows(kinds, 2), (_opens(service, "Leave it"),)))


def which_wait(service: Service) -> Card:
    waits = [Button("none" if weeks == 0 else f"{weeks} weeks", _tap(service, Part.WAIT, weeks)) for weeks in WAITS]
    waits.append(Button("Not known", _tap(service, Part.WAIT, UNKNOWN_WAIT)))
    said = f"{bold(service.name)}: how long is the usual wait? Now: {wait(service.wait_weeks)}."
    return Card(said, (*in_rows(waits, 4), (_opens(service, "Leave it"),)))


def ask_name() -> Card:
    return Card(
        "What is the new service called? Send its name as people say it. A service, never a person.\n"
        "It starts as outside, of no particular kind; both are a tap away. /cancel leaves it."
    )


def ask(field: Field, service: Service) -> Card:
    """Asks for one of the fields that are told in words; says what stands there now."""
    now = {
        Field.NAME: service.name,
        Field.ALIASES: ", ".join(service.aliases),
        Field.CONTACT: service.contact or "",
        Field.NOTE: service.note or "",
    }[field]
    how = {
        Field.NAME: "Send the new name.",
        Field.ALIASES: "Send all of them in one line, with commas. A dash alone takes them away.",
        Field.CONTACT: "Send how to reach it, such as “front desk, 212-555-0143”. Here a phone number or an "
        "address is welcome, as long as no client's code stands with it. A dash alone takes it away.",
        Field.NOTE: "Send one line. A dash alone takes it away.",
    }[field]
    stands = code(shortened(now, _LONG)) if now else "nothing yet"
    return Card(f"{bold(service.name)}, {_FIELDS[field]}: {stands}\n{how}\n/cancel leaves it.")


def taken(label: str, owner: Service) -> Card:
    """A name that means another service already."""
    whose = "is the name of a service already" if label.casefold() == owner.name.casefold() else "already means"
    other = "" if whose.endswith("already") else f" {bold(owner.name)}"
    retired = ", retired at the moment" if owner.retired else ""
    return Card(f"{quoted(label)} {whose}{other}{retired}. Nothing was changed.", ((_opens(owner),),))


def not_a_name(longest: int) -> Card:
    return Card(
        f"A name has at least a letter, and at most {longest} characters. Nothing was changed; please try again."
    )


def too_many(most: int) -> Card:
    return Card(f"At most {most} other names. Nothing was changed; please send fewer.")


def too_long(field: Field, longest: int) -> Card:
    return Card(f"A {_FIELDS[field]} has at most {longest} characters. Nothing was changed; please try a shorter one.")


def maybe_danger(field: Field) -> Card:
    """Words about danger are answered as such, even where a name was asked for (clinical rule "danger line")."""
    tap = Button(f"It is the {_FIELDS[field]}: keep it", encode(Action.SERVICE, 0, Part.KEEP))
    return Card(
        f"{DANGER}\nNothing was noted. If those words are the service's {_FIELDS[field]}, a tap keeps them.", ((tap,),)
    )


def unknown(
    client_code: str, words: Sequence[str], nearest: Sequence[Service], understood: str, retired: Sequence[Service] = ()
) -> Card:
    """Names of a line that no service has, with a tap that adds them, or takes a near one, and logs the line.

    `nearest` are taps where one name is unknown; `retired` those of `words` that the directory had before.
    """
    back = len(retired) == len(words)
    lines = [f"I know no service called {listed(map(quoted, words))}. Nothing was noted."]
    if back:
        lines = [f"Retired in the directory: {listed(plain(s.name) for s in retired)}. Nothing was noted."]
    lines.append("Add only what is a service, never a person: everybody in the practice sees the directory.")
    verb = "Bring back" if back else "Add"
    label = f"“{shortened(words[0], _LABEL)}”" if len(words) == 1 else f"all {len(words)}"
    rows = [(Button(f"{verb} {label}", encode(Action.ADD_SERVICE)),)]
    if len(words) == 1:
        rows += [(Button(service.name, encode(Action.ADD_SERVICE, service.id)),) for service in nearest]
    elif nearest:
        lines.append(f"Nearest in your directory: {listed(plain(s.name) for s in nearest)}.")
    line = understood or (f"{client_code} {nearest[0].name}" if nearest else "")
    return Card("\n".join([*lines, f"Or send another line, such as {code(line)}"] if line else lines), tuple(rows))


def with_added(card: Card, services: Sequence[Service]) -> Card:
    """The card of a logged line that brought new services into the directory."""
    said = f"New in the practice's directory: {listed(plain(s.name) for s in services)}."
    one = len(services) == 1
    kinds = [
        Button("Set its kind" if one else f"Kind of {shortened(s.name, 20)}", _tap(s, Part.KIND)) for s in services
    ]
    return also(card, [said], *in_rows(kinds, 2))


def _amending(service: Service) -> tuple[tuple[Button, ...], ...]:
    # The tap says which of the two it is to be, so that a second press does not turn it back.
    other = "It is outside" if service.in_house else "It is in-house"
    place = Button(other, _tap(service, Part.PLACE, 0 if service.in_house else 1))
    kept = Button("Bring back", _tap(service, Part.RETIRED, 0)) if service.retired else None
    return (
        (Button("Kind", _tap(service, Part.KIND)), Button("Usual wait", _tap(service, Part.WAIT)), place),
        tuple(Button(_FIELDS[field].capitalize(), _tap(service, Part.SAY, field)) for field in Field),
        (
            kept or Button("Retire", _tap(service, Part.RETIRED, 1)),
            Button(f"All: {KINDS[service.kind]}", _list(service.kind, 0)),
        ),
    )


def _place(service: Service) -> str:
    return "in-house" if service.in_house else "outside"


def _opens(service: Service, label: str = "") -> Button:
    return Button(label or shortened(service.name, _LABEL), encode(Action.SERVICE, service.id))


def _tap(service: Service, part: Part, *more: int | str) -> str:
    return encode(Action.SERVICE, service.id, part, *more)


def _list(kind: ServiceKind | str, start: int) -> str:
    return encode(Action.SERVICES, kind, start)
