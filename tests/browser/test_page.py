"""The page in a real Chromium, served by the real program."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, SCREENSHOTS, chromium
from tests.e2e.program import Daemon, running
from tests.salon import CONFIG_FILE

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """A demo salon where it is about eleven in the morning of a working day, whenever the test runs."""
    folder = tmp_path_factory.mktemp("salon")
    west = datetime.now(UTC).hour - 11  # POSIX zones count hours west of Greenwich
    text = CONFIG_FILE.read_text(encoding="utf-8")
    text = text.replace('timezone = "Europe/Moscow"', f'timezone = "Etc/GMT{west:+d}"')
    text = re.sub(r"\[\[closed\]\].*?(?=\n\[)", "", text, flags=re.DOTALL)
    text = text.replace("sun = []", 'sun = ["10:00-20:00"]', 1).replace("quiet_s = 1.5", "quiet_s = 0.2")
    (folder / "config.toml").write_text(text, encoding="utf-8")
    with running("demo", "--port", "0", cwd=folder) as daemon:
        yield daemon


@contextmanager
def opened(browser: Browser, demo: Daemon, **settings: object) -> Iterator[Page]:
    """The page, logged in by a one-time link. No error may appear in the console."""
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(demo.request("POST", "/api/login-link")[1]["url"])
    page.wait_for_url(demo.address + "/")
    yield page
    assert faults == []
    context.close()


def write(page: Page, text: str) -> None:
    page.get_by_label("Сообщение").fill(text)
    page.get_by_role("button", name="Отправить").click()


def shoot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def test_a_customer_books_and_the_day_changes_without_a_reload(browser: Browser, demo: Daemon) -> None:
    with opened(browser, demo) as page:
        expect(page.get_by_text("На связи: клиентам отвечают")).to_be_visible()
        write(page, "можно на массаж сегодня в 15:00?")
        expect(page.get_by_role("log")).to_contain_text("вы записаны")
        day = page.get_by_role("region", name="Екатерина")
        visit = day.get_by_role("link", name=re.compile(r"15:00–16:00.*Оля.*Массаж"))
        expect(visit).to_be_visible()
        write(page, "отмените запись")
        expect(page.get_by_role("log")).to_contain_text("Отменить запись")
        shoot(page, "wide")
        write(page, "да")
        expect(visit).to_have_count(0)
        expect(page.get_by_text("Отменённые: 1")).to_be_visible()


def test_a_simulated_session_is_not_linked_by_anybody(browser: Browser, demo: Daemon) -> None:
    with opened(browser, demo) as page:
        expect(page.get_by_text("На связи: клиентам отвечают")).to_be_visible()
        expect(page.get_by_text("Отвязать телефон")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("ключиться|вязать"))).to_have_count(0)


def test_several_customers_have_their_own_phones(browser: Browser, demo: Daemon) -> None:
    with opened(browser, demo) as page:
        page.get_by_role("radio", name="Наташа").check()
        write(page, "здравствуйте")
        expect(page.get_by_role("log")).to_contain_text("Здравствуйте")
        page.get_by_role("radio", name="Пётр").check()
        expect(page.get_by_role("log")).not_to_contain_text("Здравствуйте")
        page.get_by_role("radio", name="Наташа").check()
        write(page, "сколько стоит массаж?")
        page.get_by_role("button", name="+ клиент").click()
        expect(page.get_by_role("radio", name="Света")).to_be_checked()
        expect(page.get_by_label("Сообщение")).to_be_focused()
        expect(page.locator(".chip", has_text="Наташа").locator(".fresh")).to_have_text("1")
        page.get_by_role("radio", name="Наташа").check()
        expect(page.get_by_role("log")).to_contain_text("3200 ₽")
        expect(page.locator(".chip", has_text="Наташа").locator(".fresh")).to_be_hidden()
        shoot(page, "demo-phones")


def test_whatsapp_is_broken_and_a_person_takes_it_back(browser: Browser, demo: Daemon) -> None:
    with opened(browser, demo, viewport={"width": 1200, "height": 900}) as page:
        page.get_by_role("radio", name="Пётр").check()
        mishaps = (
            ("Другая программа заберёт WhatsApp", "WhatsApp занят другой программой", "Вернуть WhatsApp сюда"),
            ("Оборвать связь", "Нет связи с WhatsApp, пробует снова", "Попробовать сейчас"),
            ("Удалить wabot на телефоне", "Телефон салона не привязан", "Привязать телефон"),
            ("WhatsApp заблокирует номер", "WhatsApp временно заблокировал номер", "Подключиться"),
        )
        for turn, (button, says, remedy) in enumerate(mishaps, start=1):
            page.get_by_role("button", name=button).click()
            expect(page.locator("#connection")).to_contain_text(says)
            expect(page.get_by_text("ничего не пропадёт")).to_be_visible()
            write(page, "сколько стоит массаж?")
            expect(page.get_by_role("log")).to_contain_text("WhatsApp держит сообщение")
            shoot(page, f"demo-broken-{button.split()[0].lower()}")
            page.get_by_role("button", name=remedy).click()
            expect(page.get_by_text("На связи: клиентам отвечают")).to_be_visible()
            expect(page.get_by_role("log").locator(".ours")).to_have_count(turn)
        slow = page.get_by_role("button", name="WhatsApp тормозит")
        slow.focus()
        page.keyboard.press("Enter")
        expect(slow).to_have_attribute("aria-pressed", "true")
        expect(slow).to_be_focused()
        page.keyboard.press("Enter")
        expect(slow).to_have_attribute("aria-pressed", "false")


def test_hostile_words_stay_words(browser: Browser, demo: Daemon) -> None:
    with opened(browser, demo) as page:
        page.get_by_role("button", name="+ клиент").click()
        write(page, "<script>document.title='owned'</script><img src=x onerror=alert(1)>")
        expect(page.get_by_role("log")).to_contain_text("<script>")
        write(page, "\u202e" + "ж" * 3000)
        expect(page.get_by_role("log").locator(".theirs")).to_have_count(2)
        assert page.title() == "Лаванда"
        shoot(page, "hostile")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_phone(browser: Browser, demo: Daemon, scheme: str) -> None:
    with opened(browser, demo, viewport={"width": 360, "height": 740}, color_scheme=scheme) as page:
        expect(page.get_by_text("На связи: клиентам отвечают")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        shoot(page, f"phone-{scheme}")


def test_all_of_it_works_from_the_keyboard(browser: Browser, demo: Daemon) -> None:
    with opened(browser, demo) as page:
        page.get_by_role("radio", name="Оля").focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="Наташа")).to_be_checked()
        for _ in range(3):  # the button that adds a customer, the chat, what to write
            page.keyboard.press("Tab")
        expect(page.get_by_label("Сообщение")).to_be_focused()
        page.keyboard.type("сколько стоит педикюр?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_contain_text("2600 ₽")


def test_without_a_login_nothing_is_shown(browser: Browser, demo: Daemon) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(demo.address + "/")
    assert answer is not None
    assert answer.status == 401
    expect(page.get_by_text("wabot login-link")).to_be_visible()
    spent = page.goto(demo.address + "/login?code=guess")
    assert spent is not None
    assert spent.status == 403
    expect(page.get_by_role("alert")).to_be_visible()
    shoot(page, "login")
    context.close()


def test_a_lost_daemon_is_seen(browser: Browser, tmp_path: Path) -> None:
    with running("demo", "--port", "0", cwd=tmp_path) as daemon:
        context = browser.new_context()
        page = context.new_page()
        page.goto(daemon.request("POST", "/api/login-link")[1]["url"])
        page.wait_for_url(daemon.address + "/")
        expect(page.get_by_role("status")).to_be_hidden()
        daemon.stop()
        expect(page.get_by_text("Страница потеряла связь")).to_be_visible()
        context.close()
