"""The owner reads chats, writes in them, and sees what waits to be sent."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.opened import Opened, opened
from tests.failing import open_failing
from tests.flows.test_outbox_api import at_first
from wabot.domain.correspondence import Kind
from wabot.errors import SendRefused
from wabot.types import Lang

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

HOSTILE = "<script>document.title='owned'</script><b>\u202eыв"
LOOKS = ["wide", "dark", "phone", "english"]


async def fill(salon: Opened) -> None:
    """Chats as they are."""
    house = salon.program.house
    olya = house.customer("+79165550101")
    await olya.writes("Здравствуйте! Можно на маникюр завтра в 17:00?", profile_name="Оля")
    house.pass_time(minutes=2)
    await olya.writes("да")
    house.pass_time(minutes=3)
    await olya.writes("а у вас есть шеллачок?")
    house.pass_time(minutes=5)
    petr = house.customer("+79165550102")
    await petr.writes("сколько стоит мужская стрижка?", profile_name="Пётр Ильич")
    house.pass_time(minutes=4)
    await petr.writes(kind=Kind.VOICE)
    house.pass_time(minutes=1)
    await house.salon_writes_to(petr, "Пётр, здравствуйте, я сейчас позвоню")
    house.pass_time(minutes=4)
    await house.customer("+79165550103").writes("позовите, пожалуйста, человека", profile_name="Лена Соколова")
    house.pass_time(minutes=12)
    await olya.writes("спасибо!")


async def opens(salon: Opened, who: str) -> None:
    await salon.goes("chats")
    await salon.page.locator(".entry").filter(has=salon.page.locator(".who", has_text=who)).click()
    await expect(salon.page.get_by_role("heading", level=1)).to_contain_text(who)


@pytest.mark.parametrize("look", LOOKS)
async def test_chats_look_as_they_should(tmp_path: Path, look: str) -> None:
    lang, width = Lang.EN if look == "english" else Lang.RU, 360 if look == "phone" else 1200
    async with opened(tmp_path, lang=lang, width=width) as salon:
        await fill(salon)
        if look == "dark":
            await salon.page.emulate_media(color_scheme="dark")
        await salon.goes()
        await expect(salon.page.locator("#asks")).to_contain_text("Лена Соколова")
        await salon.has_no_barriers()
        await salon.shoot(f"asks-{look}", full_page=False)
        for page in ("chats", "phrases"):
            await salon.goes(page)
            assert await salon.page.evaluate("document.documentElement.scrollWidth") <= width
            await salon.has_no_barriers()
            await salon.shoot(f"{page}-{look}")
        for who, name in (("Оля", "talk"), ("Пётр", "talk-held"), ("Лена", "talk-asked")):
            await opens(salon, who)
            assert await salon.page.evaluate("document.documentElement.scrollWidth") <= width
            await salon.has_no_barriers()
            await salon.shoot(f"{name}-{look}")


async def test_a_chat_grows_while_it_is_open_and_what_is_typed_stays(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        olya = salon.program.house.customer()
        await olya.writes("привет", profile_name="Оля")
        await opens(salon, "Оля")
        lines = salon.page.get_by_role("log")
        first = await salon.page.locator(".line").first.element_handle()
        message = salon.page.get_by_label("Написать от имени салона")
        await message.fill("Оля, а вы")
        await olya.writes("запишите на маникюр завтра в 17:00")
        await expect(lines).to_contain_text("запись · Маникюр · завтра, 21 ноября · 17:00")
        await expect(lines.locator(".by-wabot").last.locator(".tick")).to_have_class(re.compile("delivered"))
        assert first is not None
        assert await first.evaluate("line => line.isConnected"), "lines that stand already are not made anew"
        await expect(message).to_have_value("Оля, а вы")
        await expect(salon.page.locator(".entry").filter(has_text="Оля")).to_contain_text("17:00")


async def test_the_owner_takes_over_writes_and_hands_back_from_the_keyboard(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        olya = salon.program.house.customer()
        await olya.writes("позовите человека", profile_name="Оля")
        await salon.goes()
        asks = salon.page.locator("#asks")
        await expect(asks).to_contain_text("Ждут человека: 1")
        await asks.get_by_role("link", name="Оля").press("Enter")
        await expect(salon.page.locator("#talk")).to_contain_text("просит позвать человека")
        await salon.page.wait_for_load_state()  # pressed earlier, the button leads to a page that is made anew
        await salon.button("Взять разговор на себя").press("Enter")
        await salon.says("Теперь с клиентом говорите вы")
        await expect(salon.page.locator("#talk")).to_contain_text("wabot молчит до 22:00")
        await expect(salon.button("Вернуть разговор wabot")).to_be_focused()
        await salon.page.get_by_label("Написать от имени салона").focus()
        await salon.page.keyboard.type("Это Анна,\nслушаю вас")
        await salon.page.keyboard.press("Control+Enter")
        await salon.says("Сообщение отправляется.")
        await expect(salon.page.get_by_label("Написать от имени салона")).to_have_value("")
        await expect(salon.page.locator(".by-salon .tick")).to_have_class(re.compile("delivered"))
        assert olya.read[-1] == "Это Анна,\nслушаю вас"
        await salon.button("Вернуть разговор wabot").press("Enter")
        await salon.says("снова отвечает wabot")
        await expect(salon.page.locator("#talk")).to_contain_text("Клиенту отвечает wabot.")


async def test_who_was_helped_is_ticked_off_above_the_day(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.program.house.customer().writes("позовите человека", profile_name="Оля")
        await expect(salon.page.locator("#asks")).to_contain_text("Оля")
        await salon.page.get_by_role("button", name="Готово (Оля)").press("Enter")
        await salon.says("Отмечено: человек больше не нужен.")
        await expect(salon.page.locator("#asks")).to_be_hidden()


async def test_a_message_that_failed_is_sent_again_and_another_dropped(tmp_path: Path) -> None:
    refused = SendRefused("WhatsApp refused the message (server returned error 463); nothing was delivered")
    async with opened(tmp_path, session=open_failing(at_first(refused))) as salon:
        house = salon.program.house
        await house.customer().writes("привет", profile_name="Оля")
        await salon.goes()
        await salon.page.locator("#unsettled").get_by_role("link").click()
        await expect(salon.page.locator("#mail")).to_contain_text("WhatsApp не принял сообщение.")
        await house.session.cut_line()
        await salon.books("Ирина Петровна", "massage", "15:00", "ekaterina", notify=True)
        await expect(salon.page.locator("#mail")).to_contain_text("Уйдёт, когда вернётся связь с WhatsApp.")
        await salon.has_no_barriers()
        for width in (1200, 360):
            await salon.page.set_viewport_size({"width": width, "height": 900})
            assert await salon.page.evaluate("document.documentElement.scrollWidth") <= width
            await salon.shoot(f"outbox-{width}")
        queued = salon.page.locator(".group-queued")
        await queued.get_by_text("Не отправлять…").click()
        await salon.shoot("outbox-drop")
        await queued.get_by_role("button", name="Да, не отправлять").click()
        await salon.says("Сообщение не будет отправлено.")
        await house.session.mend_line()
        await salon.button("Отправить ещё раз").press("Enter")
        await salon.says("Сообщение снова в очереди.")
        await expect(salon.page.locator("#mail")).to_contain_text("Всё отправлено")
        await salon.page.emulate_media(color_scheme="dark")
        await salon.shoot("outbox-empty-dark")
        assert len(salon.program.arrived) == 1


async def test_hostile_words_stay_words(tmp_path: Path) -> None:
    async with opened(tmp_path, width=360) as salon:
        house = salon.program.house
        olya = house.customer()
        await olya.writes("позовите человека " + HOSTILE + "щ" * 10_000, profile_name=HOSTILE + "ж" * 10_000)
        await olya.writes("\u202e123 <img src=x onerror=alert(1)>")
        petr = house.customer("+79160000077")
        await petr.writes("привет", profile_name=HOSTILE)
        await house.session.cut_line()
        sent = await salon.program.request("POST", "/api/chats/3/send", {"message": HOSTILE + "щ" * 3000})
        assert sent.json["chat"]["phone"] == str(petr.contact)
        for path in ("", "chats", "chats/1", "chats?q=script", "outbox", "phrases"):
            await salon.goes(path)
            await expect(salon.page.locator("main")).to_contain_text("<script>" if path != "phrases" else "<img")
            assert await salon.page.evaluate("document.documentElement.scrollWidth") <= 360
            assert await salon.page.title() != "owned"
            assert await salon.page.locator("main script, main img").count() == 0
            await salon.shoot(f"hostile-{path.partition('?')[0].replace('/', '-') or 'day'}", full_page=False)


async def test_all_of_it_works_without_scripts(tmp_path: Path) -> None:
    async with opened(tmp_path, scripts=False) as salon:
        olya = salon.program.house.customer()
        await olya.writes("позовите человека, хочу шеллачок", profile_name="Оля")
        await salon.goes()
        await salon.button("Готово (Оля)").click()
        await salon.says("Отмечено: человек больше не нужен.")
        message = salon.page.get_by_label("Написать от имени салона")
        await message.fill("Слушаю вас")
        await salon.button("Отправить").click()
        await salon.says("Сообщение отправляется.")
        await salon.program.house.settle()
        assert olya.read[-1] == "Слушаю вас"
        await salon.button("Вернуть разговор wabot").click()
        await salon.says("снова отвечает wabot")


async def test_a_phrase_becomes_a_line_to_paste(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.program.house.customer().writes("хочу шеллачок", profile_name="Оля")
        await opens(salon, "Оля")
        await salon.page.get_by_role("link", name="Не понято").click()
        await salon.page.get_by_label("хочу шеллачок").check()
        await salon.page.get_by_label("Это значит").select_option("Маникюр с гель-лаком")
        await salon.button("Показать строку").click()
        await expect(salon.page.get_by_label("Строка для config.toml")).to_have_value(re.compile('"хочу шеллачок"'))
        await salon.has_no_barriers()
        await salon.shoot("phrases-taught")
