"""The numbers in Chromium: charts that can be read, at any width, in the light and in the dark."""

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.bench.year import fill
from tests.browser.opened import opened
from wabot.types import Lang

fill_two_months = partial(fill, behind=51)  # from the last day of September on
pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]


@pytest.mark.parametrize(
    ("width", "scheme", "lang"),
    [
        (1200, "light", Lang.RU),
        (1200, "dark", Lang.EN),
        (360, "light", Lang.RU),
        (360, "dark", Lang.EN),
    ],
)
async def test_a_month_is_read_at_a_glance(tmp_path: Path, width: int, scheme: str, lang: Lang) -> None:
    async with opened(tmp_path, width=width, lang=lang) as salon:
        await salon.program.house.wabot.database.write(fill_two_months)
        page = salon.page
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        await page.get_by_role("link", name="Цифры" if lang is Lang.RU else "Numbers").click()
        chart = page.get_by_role("img")
        await expect(chart).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.locator("#day-table").click()
        await expect(page.get_by_role("table")).to_have_count(3)
        await salon.has_no_barriers()
        await page.locator("#day-table").click()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await salon.shoot(f"numbers-{width}-{scheme}")


async def test_months_are_turned_from_the_keyboard_and_days_are_chosen(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.program.house.wabot.database.write(fill_two_months)
        page = salon.page
        await salon.goes("numbers")
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_have_text("Ноябрь 2026")
        await page.get_by_role("link", name="Раньше").focus()
        await page.keyboard.press("Enter")
        await expect(heading).to_have_text("Октябрь 2026")
        await expect(page.get_by_role("img")).to_have_accessible_name(re.compile("октябрь 2026: .* были, 0 будут"))
        await page.get_by_role("link", name="Этот месяц").click()
        await expect(heading).to_have_text("Ноябрь 2026")
        await page.get_by_label("С", exact=True).fill("2025-12-01")
        await page.get_by_label("По", exact=True).fill("2026-11-30")
        await page.get_by_role("button", name="Показать").click()
        await expect(heading).to_have_text("1 декабря 2025 – 30 ноября")
        await expect(page.get_by_role("heading", name="По месяцам")).to_be_visible()
        await salon.shoot("numbers-year")
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Скачать для бухгалтера").click()
        file = await (await download.value).path()
        assert file.read_bytes().decode("utf-8-sig").count("\n") > 2_000


async def test_an_empty_month_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path, width=360) as salon:
        await salon.goes("numbers?from=2027-01-31&to=2027-01-01")
        await expect(salon.page.get_by_role("alert").first).to_contain_text("Такого срока нет")
        await expect(salon.page.get_by_text("За эти дни записей нет.")).to_be_visible()
        await salon.has_no_barriers()
        await salon.shoot("numbers-empty")
