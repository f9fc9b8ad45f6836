"""The chat page over a sandbox whose bot is played by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, expect
from telegram import BotCommand

from sandbox.server import Sandbox
from tests.e2e.page_driver import DESK, NOON, PEOPLE, RUTH, SMALL_PHONE, Stage, keyboard, picture, stage, visit
from tests.sandbox.driver import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's


async def test_answers_edits_toasts_and_deletions(on_stage: Stage, browser: Browser) -> None:
    bot = on_stage.bot
    async with visit(browser, on_stage.address) as ana:
        card = await bot.send_message(ANA, "When?", reply_markup=keyboard(["Booked", "Went"], ["Enough"]))
        rows = ana.messages("When?").locator(".row")
        await expect(rows).to_have_count(2)
        await expect(rows.first.get_by_role("button")).to_have_text(["Booked", "Went"])
        await ana.button("Went").click()
        await expect(ana.button("Went")).to_have_attribute("aria-busy", "true")
        (update,) = [u for u in await bot.get_updates(timeout=5) if u.callback_query]
        assert update.callback_query is not None
        assert update.callback_query.data == "Went"
        await update.callback_query.answer("Noted")
        await expect(ana.page.get_by_role("status").filter(has_text="Noted")).to_be_visible()
        await expect(ana.button("Went")).not_to_have_attribute("aria-busy", "true")

        await bot.edit_message_text("Went on Tuesday.", ANA, card.message_id)
        await expect(ana.messages("Went on Tuesday.")).to_contain_text("edited")
        await expect(ana.button("Went")).to_have_count(0)
        await card.delete()
        await expect(ana.messages("Went on Tuesday.")).to_have_count(0)


async def test_code_and_commands_can_be_tapped(on_stage: Stage, browser: Browser) -> None:
    await on_stage.bot.set_my_commands([BotCommand("today", "The day's sessions")])
    await on_stage.bot.send_message(ANA, "Try <code>C7 &lt;dbt&gt;</code> or /help, not 1/2", parse_mode="HTML")
    async with visit(browser, on_stage.address) as ana:
        await ana.button("C7 <dbt>").click()
        line = ana.page.get_by_label("Your message")
        await expect(line).to_have_value("C7 <dbt>")
        await expect(line).to_be_focused()
        await ana.page.keyboard.press("Shift+Enter")
        await ana.page.keyboard.type("more")
        await ana.page.keyboard.press("Enter")
        await expect(line).to_have_value("")
        await ana.button("/help").click()
        await ana.button("Menu").click()
        await ana.page.get_by_role("button", name="/today The day's sessions").click()
        await expect(ana.page.locator("article.user .text")).to_contain_text(
            ["hello", "C7 <dbt>\nmore", "/help", "/today"]
        )


async def test_only_known_markup_is_built(on_stage: Stage, browser: Browser) -> None:
    hostile = (
        '<b onclick="x()">bold</b><script>bad()</script><img src="x" onerror="bad()"><svg onload="bad()"></svg>'
        '<a href="javascript:bad()">a</a><iframe src="/"></iframe><style>b{}</style><u>under</u>'
    )
    async with visit(browser, on_stage.address, noisy=True) as ana:
        built = await ana.page.evaluate(
            """async (html) => {
                const { richText } = await import("./richtext.js");
                const holder = document.createElement("div");
                holder.append(richText(html, {}));
                return [...holder.querySelectorAll("*")].map((element) => element.cloneNode(false).outerHTML);
            }""",
            hostile,
        )
        assert built == ["<b></b>", "<span></span>", "<u></u>"]


async def test_documents_pictures_and_wide_rows_stay_within_a_small_phone(on_stage: Stage, browser: Browser) -> None:
    name = f"agenda-{'of-many-words-' * 6}.pdf"
    await on_stage.bot.send_document(ANA, BytesIO(b"%PDF" * 512), filename=name)
    await on_stage.bot.send_photo(ANA, BytesIO(picture()), caption="Where referrals are")
    rows = keyboard(["felt like being sent away", "wants to handle it alone", "x" * 60], list("01234567"))
    await on_stage.bot.send_message(ANA, "Donau" * 60, reply_markup=rows)
    async with visit(browser, on_stage.address, SMALL_PHONE) as ana:
        await expect(ana.messages("Donau")).to_be_in_viewport()
        assert await ana.overhang() <= 0
        shown = ana.page.get_by_role("img", name="Picture")
        await expect(shown).to_have_js_property("naturalWidth", 1)
        document = ana.page.get_by_role("link", name="agenda-of-many-words")
        await expect(document).to_contain_text("2 kB")
        answer = await ana.page.request.get(f"{on_stage.address}{await document.get_attribute('href')}")
        assert await answer.body() == b"%PDF" * 512


async def test_a_picture_that_cannot_be_shown_is_a_file(on_stage: Stage, browser: Browser) -> None:
    damaged = picture().replace(b"IDAT", b"IDAX")
    await on_stage.bot.send_photo(ANA, BytesIO(damaged), filename="where.png")
    async with visit(browser, on_stage.address) as ana:
        await expect(ana.page.get_by_role("link", name="where.png")).to_be_visible()
        await expect(ana.page.get_by_role("img", name="Picture")).to_have_count(0)


@pytest.mark.parametrize("size", [SMALL_PHONE, DESK])
async def test_nothing_moves_while_it_opens(on_stage: Stage, browser: Browser, size: tuple[int, int]) -> None:
    await on_stage.bot.set_my_commands([BotCommand("today", "The day's sessions")])
    await on_stage.bot.send_photo(ANA, BytesIO(picture()), filename="where.png", caption="Where referrals are")
    await on_stage.driver.report(0, next_nudge="2026-12-03T17:00:00Z")
    async with visit(browser, on_stage.address, size) as ana:
        await expect(ana.page.get_by_role("button", name="Next nudge Thu 3 Dec, 12:00")).to_be_visible()
        await expect(ana.messages("Where referrals are")).to_be_visible()
        assert await ana.shifted() < 0.01


async def test_it_scrolls_along_only_for_who_is_at_the_end(on_stage: Stage, browser: Browser) -> None:
    for n in range(30):
        await on_stage.bot.send_message(ANA, f"line {n}")
    async with visit(browser, on_stage.address, SMALL_PHONE) as ana:
        await expect(ana.messages("line 29")).to_be_in_viewport()
        await on_stage.bot.send_message(ANA, "followed")
        await expect(ana.messages("followed")).to_be_in_viewport()
        await ana.page.get_by_role("log").evaluate("(list) => { list.scrollTop = 0; }")
        await on_stage.bot.send_message(ANA, "waiting below")
        await expect(ana.button("1 new message")).to_be_visible()
        await expect(ana.messages("waiting below")).not_to_be_in_viewport()
        await ana.button("1 new message").click()
        await expect(ana.messages("waiting below")).to_be_in_viewport()
        await expect(ana.button("1 new message")).to_be_hidden()


async def test_each_person_has_a_chat_and_hears_of_the_others(on_stage: Stage, browser: Browser) -> None:
    await on_stage.driver.say("hello from Ruth", RUTH)
    async with visit(browser, on_stage.address) as visitor:
        await expect(visitor.messages("hello")).to_have_count(1)
        await on_stage.bot.send_message(RUTH, "Supervision tomorrow")
        await visitor.page.get_by_role("button", name="Ana, therapist: change person").click()
        await visitor.page.get_by_role("button", name="Ruth supervisor new message").click()
        await expect(visitor.messages("Supervision tomorrow")).to_be_visible()
        await visitor.page.get_by_role("button", name="Ruth, supervisor: change person").click()
        await visitor.page.get_by_label("Name of somebody new").fill("Charlie")
        await visitor.page.keyboard.press("Enter")
        await expect(visitor.page.get_by_text("Charlie has not written yet.")).to_be_visible()
        await visitor.say("anybody here?")
        await expect(visitor.messages("anybody here?")).to_be_visible()
    assert (await on_stage.driver.get("users"))["users"][-1]["name"] == "Charlie"


async def test_the_bot_and_a_screen_reader_hear_what_a_phone_speaks(on_stage: Stage, browser: Browser) -> None:
    async with visit(browser, on_stage.address, DESK) as ana:
        await expect(ana.messages("hello")).to_have_attribute("lang", "en")
        await ana.page.get_by_label("Language of this phone").select_option(label="Español")
        await ana.say("hola")
        await expect(ana.messages("hola")).to_have_attribute("lang", "es")
        await on_stage.bot.send_message(ANA, "Hola, ¿cuándo?", reply_markup=keyboard(["Mañana"]))
        await expect(ana.messages("¿cuándo?")).to_have_attribute("lang", "es")
        await ana.button("Mañana").click()
        users = [u.effective_user.language_code for u in await on_stage.bot.get_updates(timeout=5) if u.effective_user]
        assert users == ["en", "es", "es"]
        await on_stage.driver.post("say", {"user": ANA, "language_code": "fr-ca", "text": "salut"})
        await expect(ana.messages("salut")).to_have_attribute("lang", "en")
        await on_stage.driver.post("say", {"user": ANA, "language_code": "es-mx", "text": "adiós"})
        await expect(ana.messages("adiós")).to_have_attribute("lang", "es-mx")
        await ana.page.reload()
        await expect(ana.page.get_by_label("Language of this phone")).to_have_value("es-mx")


@asynccontextmanager
async def following(on_stage: Stage, due: datetime) -> AsyncIterator[asyncio.Event]:
    """A bot that reads the clock, has something to do at `due`, and has not done it until the event is set."""
    done = asyncio.Event()

    async def read_again_and_again() -> None:
        while True:
            revision = (await on_stage.driver.get("clock"))["revision"]
            if done.is_set():
                await on_stage.driver.report(revision)
            else:
                await on_stage.driver.report(0, 1, f"{due:%Y-%m-%dT%H:%M:%SZ}")
            await asyncio.sleep(0.05)

    reading = asyncio.create_task(read_again_and_again())
    yield done
    reading.cancel()
    await asyncio.wait({reading})


async def test_the_clock_moves_and_says_so(on_stage: Stage, browser: Browser) -> None:
    due = NOON + timedelta(days=2)
    async with following(on_stage, due) as done, visit(browser, on_stage.address) as ana:
        await expect(ana.page.locator("#clock-date")).to_have_text("Tue 1 Dec")
        await expect(ana.page.locator("#clock-time")).to_have_text("12:00")
        nudge = ana.page.get_by_role("button", name="Next nudge Thu 3 Dec, 12:00")
        await nudge.click()
        await expect(ana.page.get_by_text("On the way to Thu 3 Dec, 12:00")).to_be_visible()
        await expect(ana.page.locator("#next-nudge")).to_be_disabled()
        await on_stage.bot.send_message(ANA, "it is Thursday")
        await expect(ana.messages("it is Thursday")).to_be_visible()
        done.set()
        await expect(ana.page.get_by_text("On the way")).to_have_count(0)
        await expect(ana.page.get_by_role("button", name="Next nudge none planned")).to_be_disabled()
        await expect(ana.page.locator("#clock-date")).to_have_text("Thu 3 Dec")

        await ana.button("More ways to move the clock").click()
        await ana.button("Tomorrow 9:00").click()
        await expect(ana.page.locator("#clock-time")).to_have_text("09:00")
        await ana.button("+1 h").click()
        await expect(ana.page.locator("#clock-time")).to_have_text("10:00")
        await ana.page.get_by_label("Another time").fill("2027-03-14T12:30")
        await ana.button("Go").click()
        await expect(ana.page.locator("#clock-date")).to_have_text("Sun 14 Mar")
        assert on_stage.sandbox.clock.now.replace(second=0, microsecond=0) == datetime(2027, 3, 14, 16, 30, tzinfo=UTC)


async def test_the_next_nudge_leads_nowhere_without_one_and_never_back(on_stage: Stage, browser: Browser) -> None:
    clock = on_stage.sandbox.clock
    async with visit(browser, on_stage.address) as ana:
        nudge = ana.page.locator("#next-nudge")
        await expect(ana.page.get_by_label("Your message")).to_be_focused()
        await nudge.focus()
        await ana.page.keyboard.press("Enter")
        await expect(nudge).to_be_focused()
        assert clock.revision == 0
        passed = clock.now
        await on_stage.driver.report(0, next_nudge=f"{passed:%Y-%m-%dT%H:%M:%SZ}")
        await expect(nudge).to_be_enabled()
        await nudge.click()
        await expect(ana.page.locator("#clock-moves")).to_be_enabled()
        assert clock.now > passed


async def test_before_and_after_the_next_session(on_stage: Stage, browser: Browser) -> None:
    session = NOON + timedelta(days=1)
    await on_stage.driver.get(f"clock?ticked=0&next_session={session:%Y-%m-%dT%H:%M:%SZ}")
    async with visit(browser, on_stage.address) as ana:
        await ana.button("More ways to move the clock").click()
        await ana.page.get_by_role("button", name="Next session Wed 2 Dec, 12:00").click()
        await expect(ana.page.locator("#clock-time")).to_have_text("11:29")
        after = ana.page.get_by_role("button", name="After session 12:51")
        await expect(after).to_be_enabled()
        # Once it has begun, the bot speaks of the session a week later; this one's end is still where the button leads.
        on_stage.sandbox.clock.leap(session + timedelta(minutes=10))
        await expect(ana.page.locator("#clock-time")).to_have_text("12:10")
        await on_stage.driver.get(f"clock?ticked=0&next_session={session + timedelta(days=7):%Y-%m-%dT%H:%M:%SZ}")
        await on_stage.bot.send_message(ANA, "the clock is read anew")
        await expect(ana.messages("the clock is read anew")).to_be_visible()
        await after.click()
        await expect(ana.page.locator("#clock-time")).to_have_text("12:51")
        await expect(ana.page.get_by_role("button", name="Next session Wed 9 Dec, 12:00")).to_be_enabled()


async def test_walls_and_instants_agree_with_the_zone_database(on_stage: Stage, browser: Browser) -> None:
    zone = ZoneInfo("America/New_York")
    moments = [
        datetime(2027, month, day, hour, 30, tzinfo=UTC)
        for month, day in ((1, 1), (3, 14), (11, 7))
        for hour in range(24)
    ]
    async with visit(browser, on_stage.address) as ana:
        walls = await ana.page.evaluate(
            """async (instants) => {
                const zone = new (await import("./time.js")).Zone("America/New_York");
                return instants.map((instant) => [zone.wall(instant), zone.instant(zone.wall(instant))]);
            }""",
            [moment.timestamp() * 1000 for moment in moments],
        )
    for moment, (wall, back) in zip(moments, walls, strict=True):
        local = moment.astimezone(zone)
        assert wall == local.replace(tzinfo=None).isoformat()
        assert back / 1000 in {local.replace(fold=fold).timestamp() for fold in (0, 1)}


async def test_it_goes_on_after_the_sandbox_was_away(browser: Browser, tmp_path: Path) -> None:
    async with AsyncExitStack() as first, AsyncExitStack() as visits:
        before = await first.enter_async_context(stage(Sandbox(tmp_path), people=PEOPLE))
        await before.driver.say("hello")
        ana = await visits.enter_async_context(visit(browser, before.address, noisy=True))
        await expect(ana.messages("hello")).to_be_visible()
        await first.aclose()
        await expect(ana.page.get_by_text("The sandbox is away for a moment.")).to_be_visible()
        await expect(ana.messages("hello")).to_be_visible()
        async with stage(Sandbox(tmp_path), port=before.sandbox.port, people=PEOPLE):
            await expect(ana.page.locator("#notice")).not_to_have_class("notice shown")
            await ana.say("still here")
            await expect(ana.messages("still here")).to_be_visible()


CONTRASTS = [
    ("ink", "card"), ("ink", "mine"), ("quiet", "card"), ("quiet", "card-soft"), ("quiet", "mine"), ("quiet", "paper"),
    ("accent", "card"), ("accent", "card-soft"), ("accent", "accent-soft"), ("accent", "code"), ("on-accent", "accent"),
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
async def test_words_stand_out_from_what_is_behind_them(on_stage: Stage, browser: Browser, *, dark: bool) -> None:
    async with visit(browser, on_stage.address, dark=dark) as ana:
        ratios: list[float] = await ana.page.evaluate(
            """(pairs) => {
                const style = getComputedStyle(document.documentElement);
                const luminance = (name) => {
                    const hex = style.getPropertyValue(`--${name}`).trim();
                    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
                        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
                };
                return pairs.map(([front, back]) => {
                    const [low, high] = [luminance(front), luminance(back)].sort((a, b) => a - b);
                    return high / low;
                });
            }""",
            CONTRASTS,
        )
    assert {pair: ratio for pair, ratio in zip(CONTRASTS, ratios, strict=True) if ratio < 4.5} == {}
