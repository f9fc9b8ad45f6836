"""Making a document from its recipe: read in one short transaction, rolled back; typeset in a thread of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from bot.documents import Recipe
from bot.paper.agenda import gather, typeset
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Document:
    """Ready to be sent."""

    file_name: str
    caption: str
    content: bytes


async def make(store: Store, body: str) -> Document:
    """The document of a recipe. Nothing is written. Raises what reading and typesetting raise."""
    recipe = Recipe.from_json(body)
    paper = await store.look(partial(gather, member_id=recipe.member_id, team=recipe.team, as_of=recipe.made_for))
    return Document(recipe.file_name, recipe.caption, await asyncio.to_thread(typeset, paper))
