"""What stands where a line names a service nobody knows, and once it is in the directory."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.directory.named import named
from bot.wording.directory.services import LABEL, Part, tap
from bot.wording.language import _
from bot.wording.referrals.referral import also, in_rows
from bot.wording.text import code, listed, plain, quoted, shortened
from referrals.model import Service

_KIND_OF = 20  # characters of a service's name on a button


def unknown(
    client_code: str, words: Sequence[str], nearest: Sequence[Service], understood: str, retired: Sequence[Service] = ()
) -> Card:
    """Names of a line that no service has, with a tap that adds them, or takes a near one, and logs the line.

    `nearest` are taps where one name is unknown; `retired` those of `words` that the directory had before.
    """
    back = len(retired) == len(words)
    lines = [
        _("Retired in the directory: {names}. Nothing was noted.", names=_names(retired))
        if back
        else _("I know no service called {names}. Nothing was noted.", names=listed(map(quoted, words))),
        _("Add only what is a service, never a person: everybody in the practice sees the directory."),
    ]
    rows = []
    if len(words) == 1:
        rows = [(Button(named(service), encode(Action.ADD_SERVICE, service.id)),) for service in nearest]
    elif nearest:
        lines.append(_("Nearest in your directory: {names}.", names=_names(nearest)))
    line = understood or (f"{client_code} {named(nearest[0])}" if nearest else "")
    if line:
        lines.append(_("Or send another line, such as {line}", line=code(line)))
    # Last: what was meant is there more often than not, and what is added everybody has.
    rows.append((Button(_adds(words, back), encode(Action.ADD_SERVICE)),))
    return Card("\n".join(lines), tuple(rows))


def _adds(words: Sequence[str], back: bool) -> str:
    """On the button that takes them in."""
    if len(words) == 1:
        word = shortened(words[0], LABEL)
        return _("Bring back “{name}”", name=word) if back else _("Add “{name}”", name=word)
    return _("Bring back all {count}", count=len(words)) if back else _("Add all {count}", count=len(words))


def _names(services: Sequence[Service]) -> str:
    return listed(plain(named(service)) for service in services)


def with_added(card: Card, services: Sequence[Service]) -> Card:
    """The card of a logged line that brought new services into the directory."""
    said = _("New in the practice's directory: {names}.", names=_names(services))
    one = len(services) == 1
    kinds = [
        Button(
            _("Set its kind") if one else _("Kind of {name}", name=shortened(named(service), _KIND_OF)),
            tap(service, Part.KIND),
        )
        for service in services
    ]
    return also(card, [said], *in_rows(kinds, 2))
