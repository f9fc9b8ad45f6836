"""Making a document from its recipe: read in one short transaction, rolled back; put together in its own thread."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from bot.documents import Agenda, Export, Recipe
from bot.paper.agenda import gather, typeset
from bot.paper.archive import collect, pack
from bot.wording.card import Card
from bot.wording.privacy import exporting
from bot.wording.supervision import paper
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Document:
    """Ready to be sent."""

    file_name: str
    caption: str
    content: bytes


async def make(store: Store, body: str) -> Document:
    """The document of a recipe. Nothing is written. Raises what reading and putting together raise."""
    recipe = Recipe.from_json(body)
    return Document(recipe.file_name, recipe.caption, await _content(store, recipe))


def not_made(body: str) -> Card:
    """What is said to whoever asked for a document that will not come."""
    try:
        recipe = Recipe.from_json(body)
    except (LookupError, TypeError, ValueError):  # the very reason why it cannot be made
        return paper.not_made()
    return exporting.not_made() if isinstance(recipe.what, Export) else paper.not_made()


async def _content(store: Store, recipe: Recipe) -> bytes:
    match recipe.what:
        case Agenda(member_id, team):
            page = await store.look(partial(gather, member_id=member_id, team=team, as_of=recipe.made_for))
            return await asyncio.to_thread(typeset, page)
        case Export(member_id, reflections):
            read = partial(collect, member_id=member_id, reflections=reflections, as_of=recipe.made_for)
            return await asyncio.to_thread(pack, await store.look(read))
