"""Making a document from its recipe: read in one short transaction, rolled back; put together off the event loop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module

from bot.documents import Agenda, Calendar, Export, Recipe, Trends
from bot.paper import calendar, trends
from bot.paper.agenda import gather
from bot.paper.chart import draw
from bot.paper.typesetting import typeset_apart
from bot.wording import calendar as calendar_wording
from bot.wording import trends as trends_wording
from bot.wording.card import Card
from bot.wording.privacy import exporting
from bot.wording.supervision import paper
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Document:
    """Ready to be sent: as a file, or as a `picture` that the chat shows."""

    file_name: str
    caption: str
    content: bytes
    picture: bool = False


async def make(store: Store, body: str) -> Document:
    """The document of a recipe. Nothing is written. Raises what reading and putting together raise."""
    recipe = Recipe.from_json(body)
    match recipe.what:
        case Trends(member_id):
            return await _picture(store, recipe, member_id)
        case Agenda() | Calendar() | Export():
            return Document(recipe.file_name, recipe.caption, await _content(store, recipe.what, recipe.made_for))


def not_made(body: str) -> Card:
    """What is said to whoever asked for a document that will not come."""
    try:
        recipe = Recipe.from_json(body)
    except (LookupError, TypeError, ValueError):  # the very reason why it cannot be made
        return paper.not_made()
    match recipe.what:
        case Calendar():
            return calendar_wording.not_made()
        case Export():
            return exporting.not_made()
        case Trends():
            return trends_wording.not_made()
        case Agenda():
            return paper.not_made()


async def _picture(store: Store, recipe: Recipe, member_id: int) -> Document:
    """With the caption made of the very figures it shows."""
    chart = await store.look(partial(trends.gather, member_id=member_id, as_of=recipe.made_for))
    content = await asyncio.to_thread(draw, chart)
    return Document(recipe.file_name, chart.caption, content, picture=True)


async def _content(store: Store, what: Agenda | Calendar | Export, as_of: datetime) -> bytes:
    match what:
        case Agenda(member_id, team):
            page = await store.look(partial(gather, member_id=member_id, team=team, as_of=as_of))
            return await asyncio.to_thread(typeset_apart, page)
        case Calendar(member_id):
            events = await store.look(partial(calendar.gather, member_id=member_id, as_of=as_of))
            return await asyncio.to_thread(calendar.written, events)
        case Export(member_id, reflections):
            # Its format is checked by models that take a tenth of a second to build: the first time, and off the loop.
            archive = await asyncio.to_thread(import_module, "bot.paper.archive")
            read = partial(archive.collect, member_id=member_id, reflections=reflections, as_of=as_of)
            packed: bytes = await asyncio.to_thread(archive.pack, await store.look(read))
            return packed
