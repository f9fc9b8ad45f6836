"""A new referral by taps: which client, which service, and Save."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.referral import in_rows
from bot.wording.text import bold, code, listed, plain
from referrals.client import Client
from referrals.model import Service, ServiceKind

_CLIENTS_A_PAGE = 24
_CLIENTS_A_ROW = 4
_OFTEN = 6
_SERVICES_A_PAGE = 8
KINDS = Phrases(
    {
        ServiceKind.PSYCHIATRIC_EVALUATION: N_("Psychiatry"),
        ServiceKind.SKILLS_GROUP: N_("Skills groups"),
        ServiceKind.CASE_MANAGEMENT: N_("Case management"),
        ServiceKind.HOUSING: N_("Housing"),
        ServiceKind.SUBSTANCE_USE: N_("Substance use"),
        ServiceKind.MEDICAL: N_("Medical"),
        ServiceKind.CRISIS_LINE: N_("Crisis lines"),
        ServiceKind.BENEFITS: N_("Benefits"),
        ServiceKind.LEGAL: N_("Legal"),
        ServiceKind.PEER_SUPPORT: N_("Peer support"),
        ServiceKind.OTHER: N_("Others"),
    }
)


class Pick(StrEnum):
    """What one tap of the way says."""

    FRESH = "fresh"
    CLIENTS = "page"
    CLIENT = "c"
    OFTEN = "often"
    KIND = "k"
    SERVICE = "s"
    SAVE = "save"


def which_client(clients: Sequence[Client], page: int) -> Card:
    """`clients` by code; `page` counts from 0."""
    start = page * _CLIENTS_A_PAGE
    shown = clients[start : start + _CLIENTS_A_PAGE]
    rows = in_rows([Button(client.code, _tap(Pick.CLIENT, client.id)) for client in shown], _CLIENTS_A_ROW)
    last = [Button(_("New client"), _tap(Pick.FRESH))]
    if len(clients) > _CLIENTS_A_PAGE:
        following = page + 1 if start + _CLIENTS_A_PAGE < len(clients) else 0
        last.append(Button(_("More"), _tap(Pick.CLIENTS, following)))
    said = _("A new referral, for whom? Or in one line: {line}", line=code(_("C7 psych eval")))
    return Card(said, (*rows, tuple(last)))


def which_service(client_code: str, chosen: Sequence[Service], often: Sequence[Service], fresh: bool) -> Card:
    """`often` are all that are left, the most used first; `fresh` when the code was made up for a new client."""
    rows = in_rows([_service(service) for service in often[:_OFTEN]], 2)
    kinds = [kind for kind in ServiceKind if any(service.kind is kind for service in often[_OFTEN:])]
    rows += in_rows([Button(f"{KINDS[kind]} …", _tap(Pick.KIND, kind, 0)) for kind in kinds], 3)
    another = ((Button(_("Another code"), _tap(Pick.FRESH)),),) if fresh else ()
    lines = [_heading(client_code, chosen)]
    if fresh:
        lines.append(_("Write the code beside the name in your practice's own records. Nothing is kept before Save."))
    return Card("\n".join(lines), (*_save(chosen), *rows, *another))


def which_of_kind(
    client_code: str, chosen: Sequence[Service], services: Sequence[Service], kind: ServiceKind, page: int
) -> Card:
    """The services of one kind that are left; `page` counts from 0."""
    start = page * _SERVICES_A_PAGE
    rows = in_rows([_service(service) for service in services[start : start + _SERVICES_A_PAGE]], 1)
    last = [Button(_("Back"), _tap(Pick.OFTEN))]
    if len(services) > _SERVICES_A_PAGE:
        following = page + 1 if start + _SERVICES_A_PAGE < len(services) else 0
        last.append(Button(_("More"), _tap(Pick.KIND, kind, following)))
    return Card(f"{_heading(client_code, chosen)}\n{KINDS[kind]}:", (*_save(chosen), *rows, tuple(last)))


def _heading(client_code: str, chosen: Sequence[Service]) -> str:
    if not chosen:
        return _("{code}: what do you recommend?", code=bold(client_code))
    services = listed(plain(named(service)) for service in chosen)
    return _("{code}: {services}. Save, or add another.", code=bold(client_code), services=services)


def _save(chosen: Sequence[Service]) -> tuple[tuple[Button, ...], ...]:
    return ((Button(_("Save"), _tap(Pick.SAVE)),),) if chosen else ()


def _service(service: Service) -> Button:
    return Button(named(service), _tap(Pick.SERVICE, service.id))


def _tap(pick: Pick, *arguments: int | str) -> str:
    return encode(Action.NEW, pick, *arguments)
