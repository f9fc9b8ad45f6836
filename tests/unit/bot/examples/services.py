"""Examples of what `bot.wording.directory` says of services."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.card import Button, Card
from bot.wording.directory import named as directory_named
from bot.wording.directory import services, services_adding, services_said
from bot.wording.directory.services import Field, Part
from referrals.model import Service, ServiceKind
from tests.unit.bot.examples.samples import BIGGEST_ID, LONG, SERVICE, TYPED, Arguments, Say, each

FULL = Service(
    BIGGEST_ID,
    ("&<" * 40),
    tuple(f"&<{number}" * 20 for number in range(12)),
    kind=ServiceKind.PSYCHIATRIC_EVALUATION,
    contact="&<" * 100,
    wait_weeks=260,
    note="&<" * 150,
    retired=True,
)
AMENDED = replace(FULL, name="Tom", aliases=("T",), in_house=True, contact=None, note=None, wait_weeks=1, retired=False)
COUNTS = dict.fromkeys(ServiceKind, 20_000)

EXAMPLES: dict[Say, list[Arguments]] = {
    directory_named.named: each([SERVICE, LONG]),
    directory_named.name_of: each([SERVICE.name, LONG.name]),
    services.overview: [(COUNTS, 20_000), ({ServiceKind.HOUSING: 1}, 0), ({}, 0)],
    services.listing: [
        (ServiceKind.PSYCHIATRIC_EVALUATION, [FULL] * services.PAGE, 8, 20_000),
        (ServiceKind.HOUSING, [SERVICE], 0, 1),
        (None, [], 0, 0),
    ],
    services.page: [
        (FULL, services.changed(FULL, AMENDED), BIGGEST_ID),
        (SERVICE,),
        (SERVICE, services.put_back()),
        (SERVICE, services.added(SERVICE), 1),
    ],
    services.changed: [(FULL, AMENDED), (AMENDED, FULL), (SERVICE, replace(SERVICE, wait_weeks=0))],
    services.opens: [(SERVICE,), (FULL, "Leave it")],
    services.tap: [(FULL, Part.BACK, BIGGEST_ID)],
    services.put_back: [()],
    services.so_already: [()],
    services.wait: each([None, *services.WAITS, 1]),
    services.added: each([SERVICE, FULL]),
    services.which_kind: each([SERVICE, FULL]),
    services.which_wait: each([SERVICE, FULL]),
    services_said.ask_name: [()],
    services_said.ask: [(field, one) for field in Field for one in (SERVICE, FULL)],
    services_said.taken: [("Housing", SERVICE), (FULL.name, FULL), (TYPED, SERVICE)],
    services_said.not_a_name: each([80]),
    services_said.too_many: each([12]),
    services_said.too_long: [(field, 300) for field in (Field.CONTACT, Field.NOTE)],
    services_said.maybe_danger: each(Field),
    services_adding.unknown: [
        ("C7", [TYPED], [SERVICE, LONG, FULL], "C7 Tom & Co <housing>"),
        ("C7", ["dbbt"], [SERVICE], ""),
        ("C7", ["pottery"], [], ""),
        ("C7", [TYPED] * 12, [SERVICE, LONG], ""),
        ("C7", ["legal aid"], [], "", [SERVICE]),
        ("C7", ["legal aid", "pottery"], [], "", [SERVICE]),
    ],
    services_adding.with_added: [
        (Card("C7: one referral noted.", ((Button("Undo", "undo:1"),),)), [SERVICE]),
        (Card("C7: two referrals noted."), [SERVICE, LONG]),
    ],
}
