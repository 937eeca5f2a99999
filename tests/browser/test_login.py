"""How a browser comes in by a one-time link."""

from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.browser.opened import opened

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_link_that_stands_on_another_site_ends_at_the_page(tmp_path: Path, *, scripts: bool) -> None:
    async with opened(tmp_path, scripts=scripts) as salon:
        assert salon.program.house.wabot.page is not None
        link = salon.program.house.wabot.page.login_link()

        async def mail(route: Route) -> None:
            await route.fulfill(content_type="text/html", body=f'<a href="{link}">wabot</a>')

        await salon.page.route("**://mail.example/**", mail)
        await salon.page.goto("http://mail.example/")
        await salon.page.context.clear_cookies()
        await salon.page.get_by_role("link").click()
        await salon.page.wait_for_url(salon.address)
        await expect(salon.page.locator(".calendar")).to_be_visible()
