"""The private reflection: what it is, four prompts, and what may become of it. Serves clinical rule "reflection"."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import in_rows
from bot.wording.text import bold, plain, shortened
from referrals.client import Client
from storage.reflections import Reflection

_ASKS = (
    "What does this client stir in me?",
    "Would I be relieved if somebody else took over?",
    "What is each referral for, in my own words?",
    "What support do I need?",
)
PROMPTS = len(_ASKS)
_SHOWN = 500  # characters of one answer on a card
_SHARED = 3000  # characters of what a supervisor is shown


class Does(StrEnum):
    """What a tap does, the first argument of its data."""

    NEW = "new"
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
    return Card("Two minutes for yourself: about which client?", in_rows(taps, 4))


def before(client: Client) -> Card:
    """The plain statement before the first prompt."""
    return Card(
        f"{bold(client.code)}: four short prompts, for you alone. Nobody is shown what you write, nor that you wrote; "
        "I keep it sealed, and you can erase it.\n"
        "It is not legally privileged, and Telegram carries it: I delete each answer from this chat once I have it. "
        "Write about yourself rather than about the client, and name nobody.",
        (
            (
                Button("Begin", encode(Action.REFLECT, Does.BEGIN, client.id)),
                Button("Not now", encode(Action.REFLECT, Does.NOT_NOW, client.id)),
            ),
        ),
    )


def not_now(client: Client) -> Card:
    return Card(f"{bold(client.code)}: another time, then.")


def there_is_one(client: Client, reflection: Reflection) -> Card:
    """For her own eyes: the newest one."""
    go_on = (_tap("Go on", Does.GO_ON, reflection),) if len(reflection.answers) < PROMPTS else ()
    return Card(
        f"{bold(client.code)}: there is a reflection of yours. Only you see that.",
        (
            (*go_on, _tap("Read it", Does.READ, reflection)),
            (
                _tap("Erase it", Does.ERASE, reflection),
                Button("Begin anew", encode(Action.REFLECT, Does.BEGIN, client.id)),
            ),
        ),
    )


def prompt(client: Client, reflection_id: int, number: int) -> Card:
    """One prompt, counted from 0; the answer is typed."""
    taps = (
        Button("Pass over", encode(Action.REFLECT, Does.PASS, reflection_id)),
        Button("Stop here", encode(Action.REFLECT, Does.STOP, reflection_id)),
    )
    return Card(f"{bold(client.code)} · {number + 1} of {PROMPTS}\n{_ASKS[number]}", (taps,))


def done(client: Client, reflection: Reflection, reader: str | None) -> Card:
    """What becomes of it; `reader` is her clinical supervisor on the bot, if there is one."""
    rows = (
        (_tap("Keep", Does.KEEP, reflection), _tap("Share one line", Does.LINE, reflection)),
        (_tap("Share", Does.SHARE, reflection), _tap("Talk with a colleague", Does.TALK, reflection)),
        (_tap("Erase", Does.ERASE, reflection),),
    )
    return Card(f"{bold(client.code)}: that is yours. Keep it, or share some of it? {_who(reader)}", rows)


def kept(client: Client, reflection: Reflection) -> Card:
    return Card(
        f"{bold(client.code)}: kept, for you alone.",
        ((_tap("Read it", Does.READ, reflection), _tap("Erase it", Does.ERASE, reflection)),),
    )


def colleague(client: Client, reflection: Reflection) -> Card:
    """Peer support: about oneself, and in codes."""
    return Card(
        f"{bold(client.code)}: kept, for you alone. A quarter of an hour with a colleague of the practice may do "
        "more than any note: what it stirs in you, and what would help you. Codes only, there as well.",
        ((_tap("Read it", Does.READ, reflection), _tap("Share one line", Does.LINE, reflection)),),
    )


def ask_line(client: Client, reader: str | None) -> Card:
    return Card(f"{bold(client.code)}: the one line to share. {_who(reader)}")


def confirm_share(client: Client, reflection: Reflection, reader: str | None) -> Card:
    """Shows to the letter what would be read."""
    return Card(
        f"{bold(client.code)}: this is what would be read. {_who(reader)}\n{plain(whole(reflection))}",
        ((_tap("Share all of it", Does.SHARED, reflection), _tap("Back", Does.STOP, reflection)),),
    )


def shared(client: Client, reflection_id: int, words: str, reader: str | None) -> Card:
    return Card(
        f"{bold(client.code)}: shared, with the case. {_who(reader)}\n{plain(shortened(words, _SHARED))}",
        ((Button("Take it back", encode(Action.REFLECT, Does.TAKE_BACK, reflection_id)),),),
    )


def read(client: Client, reflection: Reflection) -> Card:
    """Her own words, until she hides them again."""
    return Card(
        f"{bold(client.code)}, for you alone:\n{plain(whole(reflection)) or 'Nothing was written.'}",
        ((_tap("Hide", Does.KEEP, reflection), _tap("Erase it", Does.ERASE, reflection)),),
    )


def confirm_erase(client: Client, reflection: Reflection) -> Card:
    also = " What you shared of it goes as well." if reflection.shared else ""
    return Card(
        f"{bold(client.code)}: erase this reflection, every answer of it?{also} It cannot be brought back.",
        ((_tap("Erase it for good", Does.ERASED, reflection), _tap("Keep", Does.KEEP, reflection)),),
    )


def erased(client: Client) -> Card:
    return Card(f"{bold(client.code)}: erased.")


def whole(reflection: Reflection) -> str:
    """All that was answered, each below its prompt."""
    said = [
        f"{ask} {shortened(answer, _SHOWN)}"
        for ask, answer in zip(_ASKS, reflection.answers, strict=False)
        if answer is not None
    ]
    return "\n".join(said)


def _who(reader: str | None) -> str:
    if reader is None:
        return "No supervisor of yours is here: what you share stands on your own agenda paper."
    return f"What you share, {plain(reader) or 'your supervisor'} reads with the case; of the rest she sees nothing."


def _tap(label: str, does: Does, reflection: Reflection) -> Button:
    return Button(label, encode(Action.REFLECT, does, reflection.id))
