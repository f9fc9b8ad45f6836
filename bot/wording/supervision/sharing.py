"""A reflection read again, shared, erased: her own words, and who else may read them.

Serves clinical rule "reflection".
"""

from __future__ import annotations

import re
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.supervision.cases import LONGEST_SHARED
from bot.wording.supervision.reflecting import Does, begun_on, tap, who
from bot.wording.text import bold, plain
from referrals.client import Client
from storage.reflections import Reflection

# The four prompts, as they stand before an answer.
_LABELS = ("Stirs in me", "Relief if somebody else took over", "What each referral is for", "Support I need")
_PAGE = 1200  # characters of her own words on a card, as Telegram's HTML counts them
_PIECE = 200  # of a word without a space


def ask_line(client: Client, reflection: Reflection, reader: str | None, *, too_long: bool = False) -> Card:
    """The typed line is shared as it is; one that is `too_long` for the agenda was not."""
    longer = "that was longer than the agenda holds, and is not shared. A shorter line?"
    asks = longer if too_long else "the one line to share."
    return Card(f"{bold(client.code)}: {asks} {who(reader)}", ((tap("Back", Does.STOP, reflection),),))


def confirm_share(client: Client, reflection: Reflection, reader: str | None) -> Card:
    """Shows to the letter what would be read, or says that it is too long for that."""
    words, back = whole(reflection), tap("Back", Does.STOP, reflection)
    if not fits(words):
        return Card(
            f"{bold(client.code)}: all of it is longer than the agenda holds. One line of it, in your own words?",
            ((tap("Share one line", Does.LINE, reflection), back),),
        )
    share = tap("Share all of it", Does.SHARED, reflection, len(reflection.answers))
    return Card(f"{bold(client.code)}: this is what would be read. {who(reader)}\n{plain(words)}", ((share, back),))


def shared(client: Client, reflection_id: int, words: str, reader: str | None, raised: bool) -> Card:
    """`raised` where the client was no case before."""
    also = f" {bold(client.code)} is noted for supervision by it." if raised else ""
    return Card(
        f"{bold(client.code)}: shared, with the case.{also} {who(reader)}\n{plain(words)}",
        ((Button("Take it back", encode(Action.REFLECT, Does.TAKE_BACK, reflection_id)),),),
    )


def read(client: Client, reflection: Reflection, page: int) -> Card:
    """Her own words, until she hides them again; `page` counts from 0, and whatever it is there is one."""
    pages = _pages(whole(reflection))
    page = min(page, len(pages) - 1)
    more = (tap("More", Does.READ, reflection, page + 1),) if page + 1 < len(pages) else ()
    return Card(
        f"{bold(client.code)}, for you alone:\n{plain(pages[page]) or 'Nothing was written.'}",
        ((*more, tap("Hide", Does.KEEP, reflection), tap("Erase it", Does.ERASE, reflection)),),
    )


def confirm_erase(client: Client, reflection: Reflection, others: int, zone: tzinfo) -> Card:
    """Names what goes, and how many `others` about the same client stay."""
    also = " What you shared of it goes as well." if reflection.shared else ""
    stays = {0: "", 1: " Another one of yours stays."}.get(others, f" {others} others of yours stay.")
    return Card(
        f"{bold(client.code)}: erase the reflection of {begun_on(reflection, zone)}, every answer of it?{also} "
        f"It cannot be brought back.{stays}",
        ((tap("Erase it for good", Does.ERASED, reflection), tap("Keep", Does.KEEP, reflection)),),
    )


def erased(client: Client) -> Card:
    return Card(f"{bold(client.code)}: erased.")


def whole(reflection: Reflection) -> str:
    """All that was answered, a line for each answer, not a word left out."""
    answers = zip(_LABELS, reflection.answers, strict=False)
    return "\n".join(f"{label}: {' '.join(answer.split())}" for label, answer in answers if answer)


def fits(words: str) -> bool:
    """Whether the agenda holds it whole: what is shared is never cut."""
    return len(plain(words)) <= LONGEST_SHARED


def _pages(words: str) -> list[str]:
    """Cut between words, so that each page is a card."""
    pages, page = [], ""
    for word in re.split(r"(?<=\s)", words):
        for start in range(0, len(word), _PIECE):
            piece = word[start : start + _PIECE]
            if len(plain(page + piece)) > _PAGE:
                pages.append(page)
                page = ""
            page += piece
    return [*pages, page]
