"""A page that lost its server says so, and finds it again by itself."""

from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.browser.opened import opened

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]


async def test_a_stream_that_was_refused_is_asked_for_again(tmp_path: Path) -> None:
    """As by a proxy whose server has just gone; browsers give such a stream up."""
    async with opened(tmp_path, faults="502|ERR_") as salon:
        page, house = salon.page, salon.program.house

        async def refuse(route: Route) -> None:
            await route.fulfill(status=502)

        await page.route("**/events", refuse)
        await salon.goes("chats")
        await expect(page.get_by_text("Страница потеряла связь")).to_be_visible()
        await salon.shoot("lost", full_page=False)
        await house.customer().writes("привет", profile_name="Оля")
        await expect(page.locator(".entry")).to_have_count(0)
        await page.unroute("**/events")
        await expect(page.get_by_text("Страница потеряла связь")).to_be_hidden(timeout=15_000)
        await expect(page.locator(".entry")).to_contain_text("Оля")


async def test_a_line_that_dies_without_a_word_is_noticed(tmp_path: Path) -> None:
    async with opened(tmp_path, faults="ERR_") as salon:
        page = salon.page
        await page.clock.install()

        async def keep(_route: Route) -> None:
            """Neither an answer nor an end."""

        await salon.goes("chats")
        await expect(page.locator("#connection")).to_contain_text("На связи")
        await page.route("**/events", keep)
        await page.clock.run_for(46_000)
        await expect(page.get_by_text("Страница потеряла связь")).to_be_visible()
        await page.unroute("**/events")
        await page.evaluate("dispatchEvent(new Event('online'))")
        await expect(page.get_by_text("Страница потеряла связь")).to_be_hidden()


async def test_who_was_logged_out_is_told_so(tmp_path: Path) -> None:
    async with opened(tmp_path, faults="401") as salon:

        async def refuse(route: Route) -> None:
            await route.fulfill(status=401)

        await salon.page.route("**/events", refuse)
        await salon.page.route("**/chats/parts?", refuse)
        await salon.goes("chats")
        await expect(salon.page.get_by_text("Вход на страницу закончился.")).to_be_visible()
