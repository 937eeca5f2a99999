"""The owner links, connects and unlinks the session on the page; the test is WhatsApp and the phone."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.browser.chromium import FLAGS, SCREENSHOTS, chromium
from tests.salon import FRIDAY, demo_config
from tests.staged import StagedSession, open_staged_session
from wabot.app import open_wabot
from wabot.clock import ScriptClock
from wabot.domain.correspondence import SendState
from wabot.domain.customers import Contact
from wabot.errors import WabotError
from wabot.storage.customers import meet_customer
from wabot.storage.database import Database
from wabot.storage.outbox import begin_next, queue_message, record_outcome
from wabot.types import Lang, PhoneNumber
from wabot.whatsapp.session import Pairing, State
from wabot.whatsapp.states import Event, What

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

QR = ",".join(["2@" + "Zx8w" * 30, "9kPq" * 11 + "=", "Lm3v" * 11 + "=", "Tt5u" * 11 + "="])  # as long as a real one
READY, REPLACED = Event(What.READY), Event(What.REPLACED)
BANNED = Event(What.BANNED, "SENT_TOO_MANY_SAME_MESSAGE", FRIDAY + timedelta(hours=9))
LOOKS = [(1200, "light"), (1200, "dark"), (360, "light"), (360, "dark")]


@dataclass
class Stage:
    """The page, and what it stands before."""

    page: Page
    session: StagedSession
    database: Database

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def says(self, *words: str) -> None:
        for word in words:
            await expect(self.page.locator("#connection")).to_contain_text(word)

    async def shoot(self, name: str) -> None:
        """A picture at every size and in both schemes; nothing may stick out."""
        SCREENSHOTS.mkdir(exist_ok=True)
        for width, scheme in LOOKS:
            await self.page.set_viewport_size({"width": width, "height": 740})
            await self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert await self.page.evaluate("document.documentElement.scrollWidth") <= width
            await self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)


@asynccontextmanager
async def stage(folder: Path, *events: Event, lang: Lang = Lang.RU, faults: str = "^$") -> AsyncIterator[Stage]:
    """The page of a salon whose session has come so far; only faults that fit may appear in the console."""
    config = demo_config(folder)
    config = replace(config, salon=replace(config.salon, language=lang))
    async with (
        open_wabot(config, open_staged_session, ScriptClock(FRIDAY), with_page=True) as wabot,
        async_playwright() as playwright,
    ):
        await wabot.session.happens(*events)
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = await browser.new_page()
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        assert wabot.page is not None
        await page.goto(wabot.page.login_link())
        await page.wait_for_url(wabot.page.address)
        yield Stage(page, wabot.session, wabot.database)
        await browser.close()
        assert [line for line in said if not re.search(faults, line)] == []


async def test_the_owner_links_the_phone_with_a_qr(tmp_path: Path) -> None:
    async with stage(tmp_path, Event(What.LOGGED_OUT, "LOGGED_OUT")) as salon:
        await salon.says("Телефон салона не привязан", "удалили на телефоне из списка связанных устройств")
        await salon.shoot("logged-out")
        picture = salon.page.get_by_role("img")
        await salon.button("Привязать телефон").press("Enter")
        await salon.says("Подключается к WhatsApp", "запрошен код")
        await salon.session.shows(Pairing(qr=QR))
        await expect(picture).to_be_visible()
        await salon.says("Нужно привязать телефон салона")
        await salon.shoot("qr")
        first = await picture.inner_html()
        await salon.session.shows(Pairing(qr=QR.replace("Z", "Y")))
        await expect(salon.page.locator(".qr path").first).to_be_visible()
        await salon.page.wait_for_function("seen => document.querySelector('.qr').innerHTML !== seen", arg=first)
        await salon.session.happens(Event(What.PAIRED), READY)
        await salon.says("На связи: клиентам отвечают")
        await expect(picture).to_be_hidden()
        await expect(salon.page.get_by_text("Камера не работает")).to_be_hidden()


async def test_the_page_counts_down_how_long_a_code_can_be_scanned(tmp_path: Path) -> None:
    async with stage(tmp_path) as salon:
        await salon.page.clock.install()
        await salon.page.reload()
        await salon.session.shows(Pairing(qr=QR, until=FRIDAY + timedelta(seconds=20)))
        left = salon.page.locator("[data-left]")
        await expect(left).to_have_text("20")
        await expect(salon.page.locator("#qr")).to_contain_text("Код сменится через, с: 20")
        await salon.page.clock.run_for(7_000)
        await expect(left).to_have_text("13")
        await salon.shoot("qr-counting")
        await salon.page.clock.run_for(30_000)
        await expect(left).to_have_text("0")


async def test_the_qr_can_be_read_from_the_screen(tmp_path: Path) -> None:
    async with stage(tmp_path) as salon:
        await salon.session.shows(Pairing(qr=QR))
        picture = salon.page.get_by_role("img")
        for width, scheme in LOOKS:
            await salon.page.set_viewport_size({"width": width, "height": 740})
            await salon.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            box = await picture.bounding_box()
            assert box is not None
            assert box["width"] == box["height"] >= 280
            ground = picture.locator("path").first
            assert await ground.evaluate("path => getComputedStyle(path).fill") == "rgb(255, 255, 255)"


async def test_the_owner_links_the_phone_with_a_code(tmp_path: Path) -> None:
    async with stage(tmp_path, faults="400") as salon:
        await salon.session.shows(Pairing(qr=QR))
        await salon.page.get_by_text("Камера не работает? Привязать по коду").click()
        await salon.page.get_by_label("Номер телефона салона").fill("12")
        await salon.button("Получить код").click()
        await expect(salon.page.get_by_role("alert")).to_contain_text("Это не номер телефона")
        await salon.page.get_by_label("Номер телефона салона").fill("8 (916) 000-00-01")
        await salon.session.shows(Pairing(qr=QR.replace("Z", "Y")))
        await expect(salon.page.get_by_label("Номер телефона салона")).to_have_value("8 (916) 000-00-01")
        await salon.button("Получить код").click()
        await salon.says("Подключается к WhatsApp")
        assert salon.session.code_for == "+79160000001"
        await expect(salon.page.get_by_role("alert")).to_be_hidden()
        await salon.session.shows(Pairing(qr=QR, code="ABCD-1234"))
        await expect(salon.page.get_by_text("ABCD-1234")).to_be_visible()
        await expect(salon.button("Получить код")).to_be_focused()
        await salon.shoot("code")


async def test_the_owner_takes_the_session_back(tmp_path: Path) -> None:
    async with stage(tmp_path, READY, REPLACED) as salon:
        await salon.says("WhatsApp занят другой программой", "с 10:00", "вторая копия программы", "Потом нажмите")
        await salon.shoot("replaced")
        await salon.button("Вернуть WhatsApp сюда").click()
        await salon.says("Подключается к WhatsApp")
        await salon.session.happens(READY)
        await salon.says("На связи: клиентам отвечают")
        await expect(salon.button("Вернуть WhatsApp сюда")).to_be_hidden()


@pytest.mark.parametrize(
    ("event", "button"),
    [
        (BANNED, "Подключиться"),
        (Event(What.OUTDATED), "Подключиться"),
        (Event(What.DROPPED), "Попробовать сейчас"),
        (Event(What.KEEP_ALIVE_MISSED), "Попробовать сейчас"),
    ],
)
async def test_the_owner_dials(tmp_path: Path, event: Event, button: str) -> None:
    async with stage(tmp_path, READY, event) as salon:
        await salon.shoot(event.what.name.lower())
        await salon.button(button).click()
        await salon.says("Подключается к WhatsApp")


async def test_a_ban_says_until_when(tmp_path: Path) -> None:
    async with stage(tmp_path, READY, BANNED) as salon:
        await salon.says("Одно и то же сообщение", "Блокировка закончится: сегодня, 20 ноября, в 19:00.")


async def test_the_owner_unlinks_after_a_second_thought(tmp_path: Path) -> None:
    async with stage(tmp_path, READY, faults="502") as salon:
        await salon.shoot("online")
        sure = salon.button("Да, отвязать телефон")
        await expect(sure).to_be_hidden()
        await salon.page.get_by_text("Отвязать телефон…").click()
        await salon.shoot("unlink")
        salon.session.unlinking_fails = WabotError("WhatsApp does not unlink: timeout")
        await sure.click()
        await expect(salon.page.get_by_role("alert")).to_contain_text("WhatsApp этого не сделал")
        await salon.shoot("refusal")
        salon.session.unlinking_fails = None
        await sure.click()
        await salon.says("Телефон салона не привязан", "Телефон отвязали на этой странице")
        await expect(salon.page.get_by_role("alert")).to_be_hidden()
        await expect(sure).to_be_hidden()


@asynccontextmanager
async def another_program(html: str) -> AsyncIterator[str]:
    """Some other page on another port of this machine."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def test_another_page_of_this_machine_cannot_unlink(tmp_path: Path) -> None:
    """The browser sends it the cookie: 127.0.0.1 is the same site on every port."""
    async with stage(tmp_path, READY, faults="403") as salon:
        unlink = salon.page.url + "api/session/unlink"
        form = f"<link rel=icon href=data:,><form method=post action={unlink}><button>A prize!</button></form>"
        async with another_program(form) as address, salon.page.expect_response(unlink) as answered:
            await salon.page.goto(address)
            await salon.button("A prize!").click()
        answer = await answered.value
        assert "wabot=" in (await answer.request.all_headers())["cookie"]
        assert answer.status == 403
        assert salon.session.status.state is State.ONLINE


async def test_the_library_is_quoted_for_who_understands_it_in_english_too(tmp_path: Path) -> None:
    async with stage(tmp_path, Event(What.STREAM_ENDED, "<b>no route</b>"), lang=Lang.EN) as salon:
        await salon.says("out of reach", "WhatsApp cannot be reached from this computer", "wabot: <b>no route</b>")
        await salon.shoot("unreachable")
        await expect(salon.button("Try again now")).to_be_visible()


async def test_messages_that_need_a_person_are_shown(tmp_path: Path) -> None:
    async with stage(tmp_path, READY) as salon:
        box = salon.page.locator("#unsettled")
        await expect(box).to_be_hidden()
        await salon.database.write(lambda db: fail(db, "+79161234567", "Оля", SendState.UNKNOWN))
        await salon.database.write(lambda db: fail(db, "+79167654321", None, SendState.FAILED))
        await expect(box).to_contain_text("Проверьте сообщения клиентам: 2")
        await expect(box).to_contain_text("сегодня в 10:00 Оля …4567: возможно, отправлено")
        await expect(box).to_contain_text("…4321: не отправлено")
        await salon.shoot("unsettled")


def fail(db: sqlite3.Connection, phone: str, name: str | None, state: SendState) -> None:
    """A message to that customer comes to nothing."""
    customer = meet_customer(db, Contact(phone=PhoneNumber(phone)), name, FRIDAY)
    queue_message(db, f"reply:{phone}", customer, "Здравствуйте!", FRIDAY)
    begun = begin_next(db, FRIDAY)
    assert begun is not None
    record_outcome(db, begun.message.id, state, "the line died")
