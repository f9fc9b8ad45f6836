"""A reflection read again, shared, erased: her own words, and who else may read them.

Serves clinical rule "reflection".
"""

from __future__ import annotations

import re
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, _, _n
from bot.wording.supervision.cases import LONGEST_SHARED
from bot.wording.supervision.reflecting import Does, begun_on, tap, who
from bot.wording.text import bold, plain
from referrals.client import Client
from storage.reflections import Reflection

# The four prompts, as they stand before an answer.
_LABELS = (
    N_("Stirs in me"),
    N_("Relief if somebody else took over"),
    N_("What each referral is for"),
    N_("Support I need"),
)
_PAGE = 1200  # characters of her own words on a card, as Telegram's HTML counts them
_PIECE = 200  # of a word without a space


def ask_line(client: Client, reflection: Reflection, reader: str | None, *, too_long: bool = False) -> Card:
    """The typed line is shared as it is; one that is `too_long` for the agenda was not."""
    if too_long:
        asks = _(
            "{code}: that was longer than the agenda holds, and is not shared. A shorter line?", code=bold(client.code)
        )
    else:
        asks = _("{code}: the one line to share.", code=bold(client.code))
    return Card(f"{asks} {who(reader)}", ((tap(_("Back"), Does.STOP, reflection),),))


def confirm_share(client: Client, reflection: Reflection, reader: str | None) -> Card:
    """Shows to the letter what would be read, or says that it is too long for that."""
    words, back = whole(reflection), tap(_("Back"), Does.STOP, reflection)
    if not fits(words):
        return Card(
            _(
                "{code}: all of it is longer than the agenda holds. One line of it, in your own words?",
                code=bold(client.code),
            ),
            ((tap(_("Share one line"), Does.LINE, reflection), back),),
        )
    share = tap(_("Share all of it"), Does.SHARED, reflection, len(reflection.answers))
    said = _("{code}: this is what would be read.", code=bold(client.code))
    return Card(f"{said} {who(reader)}\n{plain(words)}", ((share, back),))


def shared(client: Client, reflection_id: int, words: str, reader: str | None, raised: bool) -> Card:
    """`raised` where the client was no case before."""
    said = [_("{code}: shared, with the case.", code=bold(client.code))]
    said += [_("{code} is noted for supervision by it.", code=bold(client.code))] if raised else []
    return Card(
        f"{' '.join([*said, who(reader)])}\n{plain(words)}",
        ((Button(_("Take it back"), encode(Action.REFLECT, Does.TAKE_BACK, reflection_id)),),),
    )


def read(client: Client, reflection: Reflection, page: int) -> Card:
    """Her own words, until she hides them again; `page` counts from 0, and whatever it is there is one."""
    pages = _pages(whole(reflection))
    page = min(page, len(pages) - 1)
    more = (tap(_("More"), Does.READ, reflection, page + 1),) if page + 1 < len(pages) else ()
    return Card(
        f"{_('{code}, for you alone:', code=bold(client.code))}\n{plain(pages[page]) or _('Nothing was written.')}",
        ((*more, tap(_("Hide"), Does.KEEP, reflection), tap(_("Erase it"), Does.ERASE, reflection)),),
    )


def confirm_erase(client: Client, reflection: Reflection, others: int, zone: tzinfo) -> Card:
    """Names what goes, and how many `others` about the same client stay."""
    said = [
        _(
            "{code}: erase the reflection of {day}, every answer of it?",
            code=bold(client.code),
            day=begun_on(reflection, zone),
        )
    ]
    said += [_("What you shared of it goes as well.")] if reflection.shared else []
    said.append(_("It cannot be brought back."))
    said += [_n("Another one of yours stays.", "{count} others of yours stay.", others)] if others else []
    return Card(
        " ".join(said),
        ((tap(_("Erase it for good"), Does.ERASED, reflection), tap(_("Keep"), Does.KEEP, reflection)),),
    )


def erased(client: Client) -> Card:
    return Card(_("{code}: erased.", code=bold(client.code)))


def whole(reflection: Reflection) -> str:
    """All that was answered, a line for each answer, not a word left out; the labels are in her language now."""
    answers = zip(_LABELS, reflection.answers, strict=False)
    return "\n".join(f"{_(label)}: {' '.join(answer.split())}" for label, answer in answers if answer)


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
