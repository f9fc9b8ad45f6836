"""What stands on the documents' pictures: stories played in the demo, a picture at the end of each scene."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import expect

from tests.e2e.page_driver import DESK, PHONE, Visit

ANA, RUTH = 1001, 1002
_SOON = 30_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Scene:
    """One person's window in the demo, what is done in it, and the name of its picture; without one it only prepares.

    `size` is width and height in pixels.
    """

    play: Callable[[Visit], Awaitable[None]]
    picture: str | None = None
    who: int = ANA
    size: tuple[int, int] = PHONE
    dark: bool = False


async def _brief(ana: Visit) -> None:
    await _next_nudge(ana, "One thing to bring up:")


async def _question(ana: Visit) -> None:
    await _next_nudge(ana, "How did it go with C7?")


async def _logged(ana: Visit) -> None:
    await _answered(ana, "B2 psych eval, peer support #crisis", "B2 is new to me.")


async def _client(ana: Visit) -> None:
    await _answered(ana, "C7 ready 7 for psych eval", "the client's own number")
    await _answered(ana, "C7 ready 4 for dbt", "ready 4")
    await _answered(ana, "C7 wants housing", "own wish")
    await _answered(ana, "C7", "Why this order:")


async def _settings(ana: Visit) -> None:
    await _answered(ana, "/settings", "Your settings")


async def _acute(ana: Visit) -> None:
    await _answered(ana, "C7 acute", "What kind of danger?")
    await _tapped(ana, "Self", "First, in the therapy:")
    await _tapped(ana, "Safety plan", "✓ safety plan")
    await _tapped(ana, "Options", "which of these would be enough for now?")
    for service in ("Psychiatric evaluation", "DBT group"):
        await _tapped(ana, service, "which of these would be enough for now?")
    await _tapped(ana, "Back", "next  Psychiatric evaluation")
    await _tapped(ana, "Let these rest", "On hold, uncounted:")


async def _come_aboard(ruth: Visit) -> None:
    await ruth.button("Join with the invite link").click()
    for _question in range(3):
        first = ruth.page.locator(".keyboard button").first
        asked = await first.text_content() or ""
        await first.click()
        await expect(ruth.page.locator(".keyboard button").filter(has_text=asked)).to_have_count(0)
    await expect(ruth.button("Join with the invite link")).to_be_hidden()


def _supervision() -> tuple[Scene, ...]:
    """Ruth comes aboard and takes Ana in; Ana brings a case; Ruth answers it; then it is acute."""
    invite: list[str] = []

    async def invites(ruth: Visit) -> None:
        await _come_aboard(ruth)
        await _answered(ruth, "/team", "Nobody is linked with you yet.")
        await ruth.button("Invite a supervisee").last.click()
        card = ruth.messages("Pass this line on").last
        await expect(card).to_be_visible(timeout=_SOON)
        found = re.search(r"/start [\w-]+", await card.inner_text())
        assert found
        invite.append(found.group())

    async def brings(ana: Visit) -> None:
        await _answered(ana, invite[0], "Ruth")
        await _answered(ana, "/settings", "Your settings")
        await ana.button("Supervision").last.click()
        await _answered(ana, "thu 10am", "Thursdays 10:00")
        await _answered(ana, "C7", "Why this order:")
        await _tapped(ana, "Supervision", "For supervision since")
        await _answered(ana, "/supervision", "you noted it for supervision")
        await _tapped(ana, "C7", "for supervision since")
        await _tapped(ana, "Add a line", "your question in one line")
        await _answered(ana, "Do I hurry her with the DBT group?", "Your line:")

    async def reads(ruth: Visit) -> None:
        await _answered(ruth, "/agenda", "Agenda")
        await ruth.button("Ana C7").last.click()
        await expect(ruth.messages("Do I hurry her").last).to_be_visible(timeout=_SOON)

    async def counts(ruth: Visit) -> None:
        await _answered(ruth, "/team", "Your supervisees")

    async def endangered(ana: Visit) -> None:
        await _answered(ana, "C7 acute", "What kind of danger?")
        await _tapped(ana, "Self", "First, in the therapy:")

    async def told(ruth: Visit) -> None:
        await expect(ruth.button("I have it").last).to_be_visible(timeout=_SOON)

    return (
        Scene(invites, who=RUTH),
        Scene(brings, "supervision"),
        Scene(reads, "case", RUTH),
        Scene(counts, "team", RUTH),
        Scene(endangered),
        Scene(told, "told", RUTH),
    )


# Each story has a demo of its own, in which its scenes follow each other.
STORIES = (
    (Scene(_brief, "desk", size=DESK), Scene(_question, "phone", dark=True)),
    (Scene(_client, "client"), Scene(_acute, "acute")),
    (Scene(_logged, "logged"), Scene(_settings, "settings")),
    _supervision(),
)


async def _answered(visitor: Visit, line: str, by: str) -> None:
    await visitor.say(line)
    await expect(visitor.messages(by).last).to_be_visible(timeout=_SOON)


async def _tapped(visitor: Visit, label: str, shows: str) -> None:
    await visitor.button(label).last.click()
    await expect(visitor.messages(shows).last).to_be_visible(timeout=_SOON)


async def _next_nudge(visitor: Visit, arrives: str) -> None:
    await visitor.page.locator("#next-nudge").click()
    await expect(visitor.messages(arrives)).to_be_visible(timeout=_SOON)
    await expect(visitor.page.locator("#clock-moves")).to_be_enabled()
