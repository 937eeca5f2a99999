"""How people come in at the page: by link, by password, and how guessing goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import pytest

from tests.api import left
from tests.house import House, salon_open
from tests.salon import demo_config
from wabot.config import Reading
from wabot.web.access import STRIKES
from wabot.web.passwords import hash_password

pytestmark = pytest.mark.anyio

PASSWORD = "сирень под окном"
HASH = hash_password(PASSWORD)


@dataclass
class Browser:
    """Keeps cookies and says where it comes from, as browsers do."""

    house: House
    http: aiohttp.ClientSession

    @property
    def address(self) -> str:
        assert self.house.wabot.page is not None
        return self.house.wabot.page.address

    async def tries(self, password: str, **headers: str) -> aiohttp.ClientResponse:
        headers = {"Origin": self.address.rstrip("/")} | headers
        form = {"password": password}
        return await self.http.post(f"{self.address}login", data=form, headers=headers, allow_redirects=False)

    async def opens(self, link: str) -> aiohttp.ClientResponse:
        return await self.http.get(link, allow_redirects=False)

    def link(self) -> str:
        assert self.house.wabot.page is not None
        return self.house.wabot.page.login_link()

    async def reloads(self, password_hash: str) -> None:
        """The configuration is read anew, with that password in it."""
        config = self.house.wabot.config
        config = replace(config, web=replace(config.web, password_hash=password_hash))
        async with left(self.house):
            assert await self.house.wabot.reload(lambda: config) == Reading()

    async def sees_the_page(self) -> bool:
        async with self.http.get(self.address, headers={"Accept": "text/html"}) as answer:
            return answer.status == 200


@asynccontextmanager
async def browser_at(state: Path, password_hash: str = HASH) -> AsyncIterator[Browser]:
    config = demo_config(state)
    config = replace(config, web=replace(config.web, password_hash=password_hash))
    async with (
        salon_open(state, config=config, with_page=True) as house,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
    ):
        yield Browser(house, http)


async def test_the_password_opens_the_page_until_the_person_leaves(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        assert not await browser.sees_the_page()
        answer = await browser.tries(PASSWORD)
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["Set-Cookie"]
        assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
        assert "Secure" not in cookie
        assert await browser.sees_the_page()
        await browser.http.post(f"{browser.address}logout", headers={"Origin": browser.address.rstrip("/")})
        assert not await browser.sees_the_page()


async def test_behind_tls_the_cookie_travels_by_tls_only(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        answer = await browser.tries(PASSWORD, **{"X-Forwarded-Proto": "https"})
        assert "Secure" in answer.headers["Set-Cookie"]


async def test_guessing_becomes_slow_and_the_right_password_waits_too(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        statuses = [(await browser.tries(guess)).status for guess in ("123456", "qwerty", "лаванда")]
        assert statuses == [403, 403, 429]
        refused = await browser.tries(PASSWORD)
        assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
        browser.house.pass_time(seconds=1)
        assert (await browser.tries("ещё раз")).headers["Retry-After"] == "2"
        browser.house.pass_time(seconds=2)
        assert (await browser.tries(PASSWORD)).status == 303


async def test_a_reload_gives_no_further_guesses(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        for guess in ("123456", "qwerty", "лаванда"):
            await browser.tries(guess)
        await browser.reloads(HASH)
        assert (await browser.tries(PASSWORD)).status == 429
        browser.house.pass_time(seconds=1)
        assert (await browser.tries("ещё раз")).headers["Retry-After"] == "2"


async def test_strangers_with_wrong_links_are_counted_over_reloads(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        for _ in range(STRIKES):
            assert (await browser.opens(f"{browser.address}login?code=guess")).status == 403
        await browser.reloads(HASH)
        assert (await browser.opens(f"{browser.address}login?code=guess")).status == 429


async def test_a_link_outlives_a_reload_until_it_is_opened(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        link = browser.link()
        await browser.reloads(HASH)
        browser.house.pass_time(minutes=9)
        await browser.opens(link)
        assert await browser.sees_the_page()
        browser.http.cookie_jar.clear()
        await browser.reloads(HASH)
        assert (await browser.opens(link)).status == 403


async def test_a_link_leads_to_a_page_that_goes_on_by_itself(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        answer = await browser.opens(browser.link())
        assert answer.status == 200
        assert "SameSite=Strict" in answer.headers["Set-Cookie"]
        page = await answer.text()
        assert '<meta http-equiv="refresh" content="0; url=/">' in page
        assert '<a href="/">' in page
        assert await browser.sees_the_page()


async def test_who_only_looks_whether_a_link_works_does_not_spend_it(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        link = browser.link()
        assert (await browser.http.head(link)).status == 405
        await browser.opens(link)
        assert await browser.sees_the_page()


async def test_a_password_that_is_changed_while_wabot_runs_ends_links_and_log_ins(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        await browser.tries(PASSWORD)
        link = browser.link()
        await browser.reloads(hash_password("другой пароль"))
        assert not await browser.sees_the_page()
        assert (await browser.opens(link)).status == 403
        assert (await browser.tries(PASSWORD)).status == 403
        assert (await browser.tries("другой пароль")).status == 303


async def test_another_site_cannot_log_a_browser_in(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        answer = await browser.tries(PASSWORD, Origin="https://elsewhere.example")
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


async def test_a_new_password_ends_every_log_in(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser:
        cookie = (await browser.tries(PASSWORD)).cookies["wabot"].value
    async with browser_at(tmp_path, hash_password("другой пароль")) as browser:
        headers = {"Cookie": f"wabot={cookie}", "Accept": "text/html"}
        async with browser.http.get(browser.address, headers=headers) as answer:
            assert answer.status == 401


async def test_without_a_password_there_is_no_form_to_guess_at(tmp_path: Path) -> None:
    async with browser_at(tmp_path, "") as browser:
        assert (await browser.tries("")).status == 403
        async with browser.http.get(browser.address, headers={"Accept": "text/html"}) as answer:
            assert 'type="password"' not in await answer.text()


async def test_the_icon_is_shown_to_who_is_not_logged_in_too(tmp_path: Path) -> None:
    async with browser_at(tmp_path) as browser, browser.http.get(f"{browser.address}favicon.ico") as answer:
        assert (answer.status, answer.content_type) == (200, "image/svg+xml")
        assert "<svg" in await answer.text()
