"""The owner's page in Chromium, served by the whole program in this process, whose clock stands still."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.api import Program, program_at
from tests.browser.chromium import FLAGS, SCREENSHOTS, chromium
from tests.salon import FRIDAY, demo_config
from wabot.app import OpenSession
from wabot.types import Lang
from wabot.whatsapp.simulated import SimulatedSession, open_simulated_session


@dataclass
class Opened:
    """A page, and the salon behind it."""

    page: Page
    program: Program
    browser: Browser

    @property
    def address(self) -> str:
        assert self.program.house.wabot.page is not None
        return self.program.house.wabot.page.address

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def tells(self) -> Locator:
        """The box to tick for the customer to be told."""
        return self.panel.get_by_role("checkbox", name="Сообщить клиенту")

    def visit(self, who: str) -> Locator:
        return self.page.locator(".calendar .visit a").filter(has_text=who)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def goes(self, path: str = "") -> None:
        await self.page.goto(self.address + path)

    async def says(self, *words: str) -> None:
        for word in words:
            await expect(self.page.locator("#said")).to_contain_text(word)

    async def books(self, who: str, service: str, start: str, staff: str, **fields: Any) -> int:
        """The id of a visit of today, ordered over the API."""
        phone = f"+7916{sum(map(ord, who)) * 1009 % 10_000_000:07}"
        start = f"2026-11-20T{start}:00+03:00"
        answer = await self.program.order(service, start, phone=phone, name=who, staff=staff, **fields)
        assert answer.status == 200, answer.json
        number: int = answer.json["appointment"]["id"]
        return number

    async def stands(self, number: int) -> tuple[str, str, str]:
        """When, with whom and in which status a visit stands in the book."""
        found = (await self.program.request("GET", f"/api/appointments/{number}")).json["appointment"]
        return found["start"][11:16], found["staff"], found["status"]

    async def has_no_barriers(self) -> None:
        """What axe-core finds serious or critical."""
        found = await self.page.evaluate(f"{AXE_SCRIPT};axe.run()")
        assert found["passes"]
        serious = [fault for fault in found["violations"] if fault["impact"] in {"serious", "critical"}]
        told = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in serious]
        assert not told, told

    async def shoot(self, name: str, *, full_page: bool = True) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full_page)


@asynccontextmanager
async def opened(
    folder: Path,
    *,
    lang: Lang = Lang.RU,
    at: datetime = FRIDAY,
    width: int = 1200,
    scripts: bool = True,
    faults: str = "^$",
    session: OpenSession[SimulatedSession] = open_simulated_session,
) -> AsyncIterator[Opened]:
    """The page of the demo salon; only faults that fit may appear in the console."""
    config = demo_config(folder)
    config = replace(config, salon=replace(config.salon, language=lang))
    async with program_at(folder, session, config=config, at=at) as program, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = await browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        page = await context.new_page()
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        assert program.house.wabot.page is not None
        await page.goto(program.house.wabot.page.login_link())
        await page.wait_for_url(program.house.wabot.page.address)
        yield Opened(page, program, browser)
        await browser.close()
        assert [line for line in said if not re.search(faults, line)] == []
