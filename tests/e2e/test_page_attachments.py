"""What a bot attaches, on the chat page: shown in place, opened large, kept; and nothing in it runs."""

from __future__ import annotations

from io import BytesIO

import pytest
import typst
from playwright.async_api import Browser, Page, expect

from tests.e2e.page_driver import DESK, SMALL_PHONE, Stage, Visit, picture, visit
from tests.sandbox.driver import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's

OWNS = "<script>top.document.title = 'owned'; document.title = 'owned'</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="top.document.title=\'owned\'">{OWNS}</svg>'
PDF = typst.compile(b"= Agenda\nC7: psychiatric evaluation")


async def send(on_stage: Stage, name: str, content: bytes | str, caption: str = "") -> str:
    """The bot sends a document; where the page finds it."""
    body = content.encode() if isinstance(content, str) else content
    await on_stage.bot.send_document(ANA, BytesIO(body), filename=name, caption=caption)
    return str((await on_stage.driver.chat())[-1]["document"]["url"])


async def test_a_picture_opens_large_and_closes_where_it_was_opened(on_stage: Stage, browser: Browser) -> None:
    await on_stage.bot.send_photo(ANA, BytesIO(picture()), caption="Now: suggested 5.\nHousing 0 of 2.")
    async with visit(browser, on_stage.address) as ana:
        opener = ana.page.get_by_role("link", name="Picture: Now: suggested 5.")
        await opener.focus()
        await ana.page.keyboard.press("Enter")
        large = ana.page.get_by_role("dialog", name="Picture")
        await expect(large.get_by_role("img", name="Picture: Now: suggested 5.")).to_be_visible()
        await expect(large).to_contain_text("Housing 0 of 2.")
        await expect(ana.button("Close")).to_be_focused()
        await ana.page.keyboard.press("Escape")
        await expect(large).to_be_hidden()
        await expect(opener).to_be_focused()

        await opener.click()
        await ana.page.mouse.click(5, 5)
        await expect(large).to_be_hidden()


async def test_a_picture_drawn_anew_behind_the_dialog_loses_no_focus(on_stage: Stage, browser: Browser) -> None:
    sent = await on_stage.bot.send_photo(ANA, BytesIO(picture()))
    async with visit(browser, on_stage.address) as ana:
        opener = ana.page.get_by_role("link", name="Picture")
        await opener.click()
        drawn = await opener.element_handle()
        assert drawn is not None
        message = on_stage.sandbox.world.messages[sent.message_id]
        on_stage.sandbox.world.rewrite(message, {"caption": "edited meanwhile"})
        await ana.page.wait_for_function("(link) => !link.isConnected", arg=drawn)
        await ana.page.keyboard.press("Escape")
        await expect(ana.page.get_by_role("link", name="Picture: edited meanwhile")).to_be_focused()


async def test_a_pdf_is_shown_in_place_and_can_be_kept(on_stage: Stage, browser: Browser) -> None:
    url = await send(on_stage, "agenda.pdf", PDF, "The agenda.")
    async with visit(browser, on_stage.address, DESK) as ana:
        frame = ana.page.locator("iframe")
        await expect(frame).to_have_attribute("title", "agenda.pdf")
        assert (await frame.get_attribute("src") or "").startswith(url)
        await expect(ana.page.get_by_role("link", name="Open in a new tab")).to_have_attribute("href", url)
        async with ana.page.expect_download() as download:
            await ana.page.get_by_role("link", name="agenda.pdf").click()
        assert (await (await download.value).path()).read_bytes() == PDF


async def test_a_browser_without_a_viewer_is_given_no_frame(on_stage: Stage, browser: Browser) -> None:
    url = await send(on_stage, "agenda.pdf", PDF)
    async with visit(browser, on_stage.address, SMALL_PHONE) as ana:
        await ana.page.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { value: false })"
        )
        await ana.page.reload()
        await expect(ana.page.get_by_role("link", name="agenda.pdf")).to_be_visible()
        await expect(ana.page.get_by_role("link", name="Open in a new tab")).to_have_attribute("href", url)
        await expect(ana.page.locator("iframe")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "content", "about"),
    [
        ("referrals.csv", "code,service\r\nC7,<b>housing</b>\r\n" + "x,y\r\n" * 99, "table as text"),
        ("sessions.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "calendar"),
        ("export.json", '{"resourceType": "Bundle"}', "data"),
        ("ñandú.txt", "ñ" * 5000, "text"),
        ("page.html", OWNS, "page, shown as text only"),
        ("page.svg", SVG, "file"),
    ],
)
async def test_the_beginning_of_a_text_is_shown_as_text(
    on_stage: Stage, browser: Browser, name: str, content: str, about: str
) -> None:
    await send(on_stage, name, content)
    async with visit(browser, on_stage.address, SMALL_PHONE) as ana:
        shown = ana.page.get_by_role("group", name=f"Beginning of {name}")
        await expect(shown).to_contain_text(content.split("\r\n", maxsplit=1)[0][:100])
        assert await shown.evaluate("(pre) => pre.childElementCount") == 0
        assert len((await shown.inner_text()).splitlines()) <= 8
        await expect(ana.page.get_by_role("link", name=name)).to_contain_text(about)
        assert await ana.overhang() <= 0
        assert await ana.page.title() != "owned"


async def test_what_is_no_text_is_a_card(on_stage: Stage, browser: Browser) -> None:
    for name, content in (
        ("export.zip", b"PK\x03\x04"),
        ("list.xlsx", b"PK\x03\x04"),
        ("odd.csv", b"a\0b"),
        ("x", b"?"),
    ):
        await send(on_stage, name, content)
    async with visit(browser, on_stage.address) as ana:
        for about in ("export.zip archive · 4 B", "list.xlsx spreadsheet", "odd.csv table", "x file"):
            await expect(ana.page.get_by_role("link", name=about)).to_be_visible()
        await expect(ana.page.locator(".preview, .frame")).to_have_count(0)


async def framed(ana: Visit, url: str) -> None:
    """As if the page itself had put the file into a frame, an object and an image."""
    await ana.page.evaluate(
        """async (url) => {
            for (const [tag, attribute] of [["iframe", "src"], ["object", "data"], ["embed", "src"], ["img", "src"]]) {
                const element = document.createElement(tag);
                document.body.append(element);
                element[attribute] = url;
                await new Promise((done) => {
                    element.onload = element.onerror = done;
                    setTimeout(done, 500);
                });
            }
        }""",
        url,
    )


async def opened(page: Page, address: str) -> None:
    """As if somebody had followed a link to the file in a tab of its own."""
    try:
        await page.goto(address)
    except Exception as error:  # noqa: BLE001 - Playwright's word for "it was downloaded"
        assert "Download is starting" in str(error) or "ERR_ABORTED" in str(error)  # noqa: PT017 - either is fine


@pytest.mark.parametrize("name", ["page.html", "page.svg", "page.pdf", "page.png", "page.xhtml"])
async def test_nothing_in_an_attachment_runs(on_stage: Stage, browser: Browser, name: str) -> None:
    url = await send(on_stage, name, SVG if name.endswith("svg") else f"<!doctype html>{OWNS}")
    async with visit(browser, on_stage.address, noisy=True) as ana:  # refusing a frame is something to complain of
        await framed(ana, url)
        assert await ana.page.title() != "owned"
        await opened(ana.page, f"{on_stage.address}{url}")
        assert await ana.page.title() != "owned"
