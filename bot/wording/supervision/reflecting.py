"""The private reflection: what it is, four prompts, and what may become of it. Serves clinical rule "reflection".

Reading, sharing and erasing are said in `sharing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, _
from bot.wording.referrals.referral import in_rows
from bot.wording.text import bold, code, day, plain
from referrals.client import Client
from storage.reflections import Reflection

_ASKS = (
    N_("What does this client stir in me?"),
    N_("Would I be relieved if somebody else took over?"),
    N_("What is each referral for, in my own words?"),
    N_("What support do I need?"),
)
PROMPTS = len(_ASKS)


class Does(StrEnum):
    """What a tap does, the first argument of its data."""

    NEW = "new"
    OPEN = "open"
    ANEW = "anew"
    BEGIN = "go"
    NOT_NOW = "no"
    PASS = "pass"  # noqa: S105 - passes a prompt over
    GO_ON = "on"
    STOP = "stop"
    KEEP = "keep"
    TALK = "talk"
    LINE = "line"
    SHARE = "share"
    SHARED = "yes"
    TAKE_BACK = "back"
    READ = "read"
    ERASE = "erase"
    ERASED = "gone"


def which(clients: Sequence[Client]) -> Card:
    taps = [Button(client.code, encode(Action.REFLECT, Does.NEW, client.id)) for client in clients[:12]]
    return Card(_("Two minutes for yourself: about which client?"), in_rows(taps, 4))


def before(client: Client) -> Card:
    """The plain statement before the first prompt."""
    return Card(
        "\n".join(
            [
                _(
                    "{code}: four short prompts, for you alone. Nobody is shown what you write, nor that you wrote; I "
                    "keep it sealed, and you can erase it.",
                    code=bold(client.code),
                ),
                _(
                    "It is not legally privileged, and Telegram carries it: I delete each answer from this chat once I "
                    "have it. Write about yourself rather than about the client, and name nobody."
                ),
            ]
        ),
        (
            (
                Button(_("Begin"), encode(Action.REFLECT, Does.BEGIN, client.id)),
                Button(_("Not now"), encode(Action.REFLECT, Does.NOT_NOW, client.id)),
            ),
        ),
    )


def not_now(client: Client) -> Card:
    return Card(_("{code}: another time, then.", code=bold(client.code)))


def there_is_one(client: Client, reflection: Reflection, earlier: Reflection | None, zone: tzinfo) -> Card:
    """For her own eyes: one of hers, and the one before it."""
    count = len(reflection.answers)
    lines = [
        _(
            "{code}: there is a reflection of yours, {day}, {count} of {all} answered. Only you see that.",
            code=bold(client.code),
            day=begun_on(reflection, zone),
            count=count,
            all=PROMPTS,
        )
    ]
    lines += [_("Shared of it: {words}", words=plain(reflection.shared))] if reflection.shared else []
    go_on = (tap(_("Go on"), Does.GO_ON, reflection),) if count < PROMPTS else ()
    back = (tap(_("Take it back"), Does.TAKE_BACK, reflection),) if reflection.shared else ()
    before = (tap(_("Earlier: {day}", day=begun_on(earlier, zone)), Does.OPEN, earlier),) if earlier else ()
    rows = (
        (*go_on, tap(_("Read it"), Does.READ, reflection), *back),
        (
            tap(_("Erase it"), Does.ERASE, reflection),
            Button(_("Begin anew"), encode(Action.REFLECT, Does.ANEW, client.id)),
        ),
        before,
    )
    return Card("\n".join(lines), tuple(row for row in rows if row))


def prompt(client: Client, reflection_id: int, number: int) -> Card:
    """One prompt, counted from 0; the answer is typed."""
    taps = (
        Button(_("Pass over"), encode(Action.REFLECT, Does.PASS, reflection_id, number)),
        Button(_("Stop here"), encode(Action.REFLECT, Does.STOP, reflection_id)),
    )
    place = _("{number} of {all}", number=number + 1, all=PROMPTS)
    return Card(f"{bold(client.code)} · {place}\n{_(_ASKS[number])}", (taps,))


def nothing(client: Client) -> Card:
    return Card(_("{code}: nothing was written, and nothing is kept.", code=bold(client.code)))


def put_away(client: Client) -> Card:
    """What her words, or a prompt, shrink to once they stand elsewhere or nowhere."""
    line = code(f"/reflect {client.code}")
    return Card(_("{code}: put away. {line} opens what is kept.", code=bold(client.code), line=line))


def done(client: Client, reflection: Reflection, reader: str | None, *, taken_back: bool = False) -> Card:
    """What becomes of it; `reader` is her clinical supervisor on the bot, if there is one."""
    rows = (
        (tap(_("Keep"), Does.KEEP, reflection), tap(_("Share one line"), Does.LINE, reflection)),
        (tap(_("Share"), Does.SHARE, reflection), tap(_("Talk with a colleague"), Does.TALK, reflection)),
        (tap(_("Erase"), Does.ERASE, reflection),),
    )
    if taken_back:
        said = _(
            "{code}: taken back; what was read before was read. Keep it, or share some of it?", code=bold(client.code)
        )
    else:
        said = _("{code}: that is yours. Keep it, or share some of it?", code=bold(client.code))
    return Card(f"{said} {who(reader)}", rows)


def kept(client: Client, reflection: Reflection) -> Card:
    return Card(
        _("{code}: kept, for you alone.", code=bold(client.code)),
        ((tap(_("Read it"), Does.READ, reflection), tap(_("Erase it"), Does.ERASE, reflection)),),
    )


def colleague(client: Client, reflection: Reflection) -> Card:
    """Peer support: about oneself, and in codes."""
    return Card(
        _(
            "{code}: kept, for you alone. A quarter of an hour with a colleague of the practice may do more than any "
            "note: what it stirs in you, and what would help you. Codes only, there as well.",
            code=bold(client.code),
        ),
        ((tap(_("Read it"), Does.READ, reflection), tap(_("Share one line"), Does.LINE, reflection)),),
    )


def begun_on(reflection: Reflection, zone: tzinfo) -> str:
    """The day on which it was begun, in `zone`."""
    return day(reflection.begun_at.astimezone(zone).date())


def who(reader: str | None) -> str:
    """Who reads what she shares: `reader` is what her clinical supervisor is called, None without one on the bot."""
    if reader is None:
        return _("No supervisor of yours is here: what you share stands on your own agenda paper.")
    name = plain(reader) or _("your supervisor")
    return _("What you share, {name} reads with the case; of the rest she sees nothing.", name=name)


def tap(label: str, does: Does, reflection: Reflection, *more: int) -> Button:
    """A step of one reflection; `more` are the numbers it needs beside the id."""
    return Button(label, encode(Action.REFLECT, does, reflection.id, *more))
