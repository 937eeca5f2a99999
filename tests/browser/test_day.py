"""The owner works with the day: sees it, moves, adds, cancels and closes, by mouse, by keyboard and on a phone."""

import re
from datetime import datetime
from pathlib import Path

import anyio
import pytest
from playwright.async_api import Route, expect

from tests.browser.opened import Opened, opened
from wabot.types import Lang

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]

NOON = datetime.fromisoformat("2026-11-20T12:40:00+03:00")
HEARS_OF_CHANGES = """
() => new Promise((opened) => {
  const events = new EventSource("/events");
  let told = 0;
  events.onopen = opened;
  events.addEventListener("changed", () => { told += 1; document.body.dataset.told = told; });
})"""
"""From then on the page's body says how many changes it was told of."""

HOSTILE = "<script>document.title='owned'</script><b>\u202eыв"


async def fill(salon: Opened) -> None:
    """A day as they are."""
    await salon.books("Наташа", "haircut_women", "10:00", "anna")
    await salon.books("Ирина Петровна", "coloring", "12:00", "anna")
    await salon.books("Пётр", "haircut_men", "11:15", "dmitry")
    await salon.books("Юля", "gel_manicure", "13:00", "maria", note="аллергия на лак")
    await salon.books("Лена", "brows", "14:00", "olga")
    await salon.books("Вика", "lashes", "15:30", "olga")
    await salon.books("Марина", "pedicure", "17:15", "maria")
    gone = await salon.books("Жанна", "massage", "18:00", "ekaterina")
    await salon.program.request("DELETE", f"/api/appointments/{gone}")
    lunch = {"staff": "dmitry", "from": "2026-11-20T13:00", "to": "2026-11-20T14:00", "reason": "обед"}
    assert (await salon.program.request("POST", "/api/blocks", lunch)).status == 200
    longer = {"staff": "anna", "from": "2026-11-20T20:00", "to": "2026-11-20T21:00"}
    assert (await salon.program.request("POST", "/api/openings", longer)).status == 200
    couple = await salon.program.house.customer("+79165550102").writes("женскую стрижку и брови сегодня в 18:00")
    assert "вы записаны" in couple


async def test_a_visit_is_moved_from_the_keyboard_and_the_customer_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        number = await salon.books("Оля", "massage", "15:00", "ekaterina")
        keys = salon.page.keyboard
        await salon.visit("Оля").focus()
        await keys.press("Enter")
        await expect(salon.panel.get_by_role("heading", name="Оля")).to_be_focused()
        await salon.panel.get_by_text("Перенести…").focus()
        await keys.press("Enter")
        await salon.panel.get_by_label("Начало").focus()
        await keys.press("Home")
        await expect(salon.panel.get_by_label("Начало")).to_have_value("10:00")
        await salon.tells.focus()
        await keys.press("Tab")
        await expect(salon.panel.get_by_role("button", name="Перенести")).to_be_focused()
        await keys.press("Enter")
        await salon.says("Перенесено.", "Клиенту напишут.")
        await expect(salon.visit("Оля")).to_contain_text("10:00–11:00")
        await expect(salon.visit("Оля")).to_be_focused()
        assert await salon.stands(number) == ("10:00", "ekaterina", "booked")
        await salon.program.house.settle()
        assert "10:00" in salon.program.arrived[-1]
        changes = (await salon.program.request("GET", f"/api/appointments/{number}")).json["changes"]
        assert [(change["by"], change["what"]) for change in changes] == [("api", "made"), ("page", "moved")]


async def test_a_visit_is_dragged_to_another_person_and_time(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        number = await salon.books("Оля", "blowdry", "11:00", "anna")
        await drag(salon, "Оля", to="ekaterina", hours=2)
        await expect(salon.panel.get_by_label("Мастер")).to_have_value("ekaterina")
        await expect(salon.panel.get_by_label("Начало")).to_have_value("13:00")
        await salon.shoot("day-dropped", full_page=False)
        assert await salon.stands(number) == ("11:00", "anna", "booked"), "only a person's word moves it"
        await salon.tells.uncheck()
        await salon.panel.get_by_role("button", name="Перенести").click()
        await salon.says("Перенесено.")
        await expect(salon.page.get_by_role("region", name="Екатерина")).to_contain_text("13:00–13:45 Оля")
        assert await salon.stands(number) == ("13:00", "ekaterina", "booked")
        assert all("Клиент: Оля" in words for words in salon.program.arrived), "only staff are told"


async def drag(salon: Opened, who: str, *, to: str, hours: float) -> None:
    """Take a visit at its head, and let it go in that column so many hours later."""
    visit, column = salon.visit(who), salon.page.locator(f"#col-{to} .hours")
    await visit.scroll_into_view_if_needed()
    have, aim = await visit.bounding_box(), await column.bounding_box()
    assert have is not None
    assert aim is not None
    hour = aim["height"] / 10
    mouse = salon.page.mouse
    await mouse.move(have["x"] + 20, have["y"] + 8)
    await mouse.down()
    await mouse.move(aim["x"] + 30, have["y"] + 8 + hours * hour, steps=4)
    await expect(salon.page.locator(".dragged")).to_be_visible()
    await mouse.up()


async def test_what_the_book_does_not_take_is_refused_with_what_to_do(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        number = await salon.books("Оля", "massage", "10:00", "ekaterina")
        await salon.books("Света", "massage", "12:00", "ekaterina")
        await expect(salon.visit("Света")).to_be_visible()
        await drag(salon, "Оля", to="ekaterina", hours=2)
        await expect(salon.panel.get_by_label("Начало")).to_have_value("12:00")
        await salon.panel.get_by_role("button", name="Перенести").click()
        told = salon.panel.get_by_role("alert")
        await expect(told).to_contain_text("В 12:00 уже занято")
        await expect(told).to_contain_text("12:00–13:00 Массаж")
        await expect(told).to_be_focused()
        await expect(salon.panel.get_by_role("button", name="Перенести всё равно")).to_have_count(0)
        await salon.has_no_barriers()
        await salon.shoot("day-refused", full_page=False)
        await salon.panel.get_by_text("Другое время", exact=True).click()
        await salon.panel.get_by_label("Время", exact=True).fill("21:00")
        await salon.panel.get_by_role("button", name="Перенести").click()
        await expect(told).to_contain_text("Екатерина, 20 ноября: 10:00–20:00")
        await salon.panel.get_by_role("button", name="Перенести всё равно").click()
        await salon.says("Перенесено.")
        assert await salon.stands(number) == ("21:00", "ekaterina", "booked")


async def test_a_drag_that_is_given_up_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.books("Оля", "massage", "12:00", "ekaterina")
        box = await salon.visit("Оля").bounding_box()
        assert box is not None
        await salon.page.mouse.move(box["x"] + 9, box["y"] + 9)
        await salon.page.mouse.down()
        await salon.page.mouse.move(box["x"] + 9, box["y"] + 99)
        await salon.books("Света", "massage", "17:00", "ekaterina")
        await expect(salon.visit("Света")).to_have_count(0)
        await salon.page.keyboard.press("Escape")
        await expect(salon.visit("Света")).to_be_visible()
        await salon.page.mouse.up()
        await expect(salon.panel).to_be_hidden()


async def test_a_known_customer_is_booked_into_free_time(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.books("Оля Петрова", "massage", "10:00", "ekaterina")
        await expect(salon.visit("Оля Петрова")).to_be_visible()
        await salon.page.locator("#col-ekaterina .free a").first.click(position={"x": 20, "y": 5})
        await salon.panel.get_by_label("Имя").fill("петр")
        await salon.panel.get_by_role("button", name=re.compile("Оля Петрова")).click()
        await salon.panel.get_by_label("Массаж").check()
        starts = salon.panel.get_by_label("Начало")
        await expect(starts.get_by_role("option")).not_to_have_count(1)
        slots = await salon.program.request("GET", "/api/slots?service=massage&staff=ekaterina&from=2026-11-20&days=1")
        assert await starts.get_by_role("option").all_inner_texts() == [
            it["start"][11:16] for it in slots.json["slots"]
        ]
        await expect(starts).to_have_value("11:00")
        await starts.select_option("16:15")
        await salon.panel.get_by_label("Заметка").fill("просила музыку потише")
        await salon.tells.check()
        await salon.shoot("day-new", full_page=False)
        await salon.panel.get_by_role("button", name="Записать").click()
        await salon.says("Записано.", "Клиенту напишут.")
        await expect(salon.page.get_by_role("region", name="Екатерина")).to_contain_text("16:15–17:15 Оля Петрова")
        [_, visit] = await salon.program.appointments()
        assert (visit["name"], visit["note"]) == ("Оля Петрова", "просила музыку потише")
        await salon.program.house.settle()
        assert "16:15" in salon.program.arrived[-1]


async def test_a_new_customer_is_booked_for_two_services_and_slips_are_explained(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.page.get_by_role("link", name="Записать").click()
        await salon.panel.get_by_label("Телефон").fill("12")
        await salon.panel.get_by_role("button", name="Записать").click()
        told = salon.panel.get_by_role("alert")
        for words in ("нужен номер целиком", "Выберите хотя бы одну услугу", "Выберите время"):
            await expect(told).to_contain_text(words)
        await salon.panel.get_by_label("Телефон").fill("8 (916) 765-43-21")
        await salon.panel.get_by_label("Имя").fill("Женя")
        await salon.panel.get_by_label("Женская стрижка").check()
        await salon.panel.get_by_label("Укладка").check()
        await salon.panel.get_by_label("Начало").select_option("10:15")
        await salon.panel.get_by_role("button", name="Записать").click()
        await salon.says("Записано.")
        [visit] = await salon.program.appointments()
        assert (visit["phone"], visit["services"]) == ("+79167654321", ["haircut_women", "blowdry"])
        assert (visit["staff"], visit["end"][11:16]) == ("anna", "12:00")


async def test_a_time_chosen_while_free_ones_are_looked_for_stays_chosen(tmp_path: Path) -> None:
    asked, released = anyio.Event(), anyio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await released.wait()
        await route.continue_()

    async with opened(tmp_path) as salon:
        await salon.page.get_by_role("link", name="Записать").click()
        await salon.panel.get_by_label("Женская стрижка").check()
        starts = salon.panel.get_by_label("Начало")
        await expect(starts.get_by_role("option", name="10:15")).to_have_count(1)
        await salon.page.route("**/visits/starts?*", hold)
        await salon.panel.get_by_label("Укладка").check()
        with anyio.fail_after(30):
            await asked.wait()
        await starts.select_option("10:15")
        async with salon.page.expect_response("**/visits/starts?*start=10%3A15*"):
            released.set()
        await expect(starts.get_by_role("option", name="19:00")).to_have_count(0)  # too late for both
        await expect(starts).to_have_value("10:15")


async def test_a_visit_is_cancelled_with_a_word_to_the_customer_and_without(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        for who, at, tells in (("Оля", "12:00", True), ("Света", "15:00", False)):
            number = await salon.books(who, "massage", at, "ekaterina")
            await salon.visit(who).click()
            await salon.panel.get_by_text("Отменить…").click()
            await salon.tells.set_checked(tells)
            await salon.panel.get_by_role("button", name="Отменить запись").click()
            await salon.says("Запись отменена.")
            await expect(salon.visit(who)).to_have_count(0)
            assert (await salon.stands(number))[2] == "cancelled"
            await salon.program.house.settle()
        assert len(salon.program.arrived) == 1
        await salon.page.get_by_text("Отменённые: 2").click()
        await salon.page.get_by_role("link", name=re.compile("Света")).click()
        await salon.panel.get_by_role("button", name="Вернуть запись").click()
        await salon.says("Отмечено.")
        await expect(salon.visit("Света")).to_be_visible()


async def test_what_became_of_a_visit_is_noted(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        came = await salon.books("Оля", "massage", "10:00", "ekaterina")
        missed = await salon.books("Света", "brows", "12:00", "olga")
        later = await salon.books("Лена", "brows", "15:00", "olga")
        salon.program.house.pass_time(hours=3)
        await salon.goes()
        for who, says in (("Оля", "Визит состоялся"), ("Света", "Не пришёл")):
            await salon.visit(who).click()
            await salon.panel.get_by_role("button", name=says).click()
            await salon.says("Отмечено.")
        assert [(await salon.stands(number))[2] for number in (came, missed)] == ["done", "no_show"]
        await salon.visit("Лена").click()
        await expect(salon.panel.get_by_role("heading")).to_be_visible()
        await expect(salon.panel.get_by_role("button", name="Не пришёл")).to_have_count(0)
        await salon.panel.get_by_text("Заметка…").click()
        await salon.panel.get_by_label("Заметка").fill("придёт с дочкой")
        await salon.button("Сохранить").click()
        await salon.says("Сохранено.")
        await expect(salon.visit("Лена")).to_contain_text("придёт с дочкой")
        assert (await salon.stands(later))[2] == "booked"


async def test_what_is_pressed_stays_under_the_finger_until_it_is_let_go(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.books("Оля", "massage", "15:00", "ekaterina")
        await expect(salon.visit("Оля")).to_be_visible()
        await salon.page.evaluate(HEARS_OF_CHANGES)
        await salon.visit("Оля").hover()
        await salon.page.mouse.down()
        for number, start in enumerate(("12:00", "15:00", "18:00"), start=1):
            await salon.books("Света", "brows", start, "olga")
            await expect(salon.page.locator(f"body[data-told='{number}']")).to_be_attached()
        await expect(salon.visit("Света")).to_have_count(0)
        await salon.page.mouse.up()
        await expect(salon.panel.get_by_role("heading", name="Оля")).to_be_visible()
        await expect(salon.visit("Света")).to_have_count(3)


async def test_time_is_closed_and_opened(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.books("Оля", "massage", "15:00", "ekaterina")
        await salon.page.get_by_role("link", name="Закрыть время").click()
        await salon.panel.get_by_label("Мастер").select_option("ekaterina")
        await salon.panel.get_by_label("С", exact=True).fill("2026-11-20T14:00")
        await salon.panel.get_by_label("До").fill("2026-11-20T18:00")
        await salon.panel.get_by_label("Причина").fill("врач")
        await salon.button("Закрыть время").click()
        await expect(salon.panel.get_by_role("alert")).to_contain_text("На это время есть записи")
        await salon.button("Закрыть вокруг записей").click()
        await salon.says("Время закрыто.")
        closed = salon.page.get_by_role("link", name=re.compile("14:00–18:00.*Закрыто: врач"))
        await expect(closed).to_be_visible()
        await closed.click(position={"x": 5, "y": 5})
        await salon.button("Снова открыть это время").click()
        await salon.says("Время снова открыто.")
        await expect(closed).to_have_count(0)
        await salon.page.get_by_role("link", name="Открыть время").click()
        await salon.panel.get_by_label("Мастер").select_option("olga")
        await salon.button("Открыть время").click()
        await salon.says("Время открыто для записи.")
        await salon.page.get_by_role("link", name="12:00–21:00 + часы").click()
        await salon.button("Убрать эти часы").click()
        await salon.says("Часы убраны.")


async def test_all_open_pages_follow_and_what_is_being_typed_stays(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        number = await salon.books("Оля", "massage", "15:00", "ekaterina")
        other = await salon.page.context.new_page()
        await other.goto(salon.address)
        await other.locator(".visit a").filter(has_text="Оля").click()
        dialog = other.get_by_role("dialog")
        await dialog.get_by_text("Заметка…").click()
        await dialog.get_by_label("Заметка").fill("пишу и пиш")
        await salon.visit("Оля").click()
        await salon.panel.get_by_text("Перенести…").click()
        await salon.panel.get_by_label("Начало").select_option("17:00")
        await salon.panel.get_by_role("button", name="Перенести").click()
        await salon.says("Перенесено.")
        await expect(other.locator(".visit a").filter(has_text="Оля")).to_contain_text("17:00–18:00")
        await expect(dialog.locator("#facts")).to_contain_text("17:00–18:00")
        await expect(dialog.get_by_label("Заметка")).to_have_value("пишу и пиш")
        await dialog.get_by_label("Заметка").press_sequentially("у")
        await dialog.get_by_role("button", name="Сохранить").click()
        await expect(salon.visit("Оля")).to_contain_text("пишу и пишу")
        assert await salon.stands(number) == ("17:00", "ekaterina", "booked")


async def test_days_and_weeks_are_turned(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await fill(salon)
        page = salon.page
        await page.get_by_role("link", name="Следующий день").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Завтра, 21 ноября суббота")
        await page.wait_for_load_state()
        await page.get_by_label("Перейти к дате").fill("2026-11-24")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Вторник, 24 ноября")
        await page.get_by_role("link", name="Неделя").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("23 ноября – 29 ноября")
        await page.get_by_role("link", name="Сегодня").click()
        friday = page.get_by_role("region", name="Пятница, 20 ноября")
        await expect(friday.get_by_role("link", name=re.compile("13:00 Юля"))).to_be_visible()
        await salon.has_no_barriers()
        await salon.shoot("week")
        await friday.get_by_role("link", name=re.compile("13:00 Юля")).click()
        await expect(salon.panel).to_contain_text("аллергия на лак")
        await salon.goes("?day=nonsense")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Сегодня")


async def test_visits_that_belong_together_are_seen_together(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.program.house.customer("+79165550102").writes("женскую стрижку и брови сегодня в 18:00")
        await salon.goes()
        first, second = salon.page.locator("[data-group]").first, salon.page.locator("[data-group]").last
        await expect(first).to_contain_text("часть 1 из 2")
        await first.focus()
        await expect(second).to_have_class(re.compile("together"))
        await first.press("Enter")
        await expect(salon.panel).to_contain_text("В этот же визит")
        await salon.panel.get_by_role("link", name=re.compile("Ольга")).click()
        await expect(salon.panel).to_contain_text("Брови")


async def test_a_customer_is_found(tmp_path: Path) -> None:
    async with opened(tmp_path) as salon:
        await salon.books("Алёна Ёлкина", "massage", "15:00", "ekaterina")
        await salon.page.get_by_label("Найти клиента").fill("елк ален")
        await salon.page.keyboard.press("Enter")
        await expect(salon.page.get_by_role("status").filter(has_text="Найдено: 1")).to_be_visible()
        await expect(salon.page.get_by_text("Придёт: 20 ноября, 15:00, Массаж, Екатерина")).to_be_visible()
        await salon.has_no_barriers()
        await salon.page.get_by_role("link", name="Записать").click()
        await expect(salon.page.get_by_label("Имя")).to_have_value("Алёна Ёлкина")


@pytest.mark.parametrize("look", ["wide", "dark", "phone", "print", "english"])
async def test_the_day_looks_as_it_should(tmp_path: Path, look: str) -> None:
    lang = Lang.EN if look == "english" else Lang.RU
    width = 360 if look == "phone" else 1200
    async with opened(tmp_path, lang=lang, width=width) as salon:
        await fill(salon)
        assert salon.program.house.clock.now() < NOON
        salon.program.house.pass_time(hours=2, minutes=40)
        if look == "dark":
            await salon.page.emulate_media(color_scheme="dark")
        await salon.goes()
        await expect(salon.page.locator(".axis .now")).to_have_text("12:40")
        assert await salon.page.evaluate("document.documentElement.scrollWidth") <= width
        if look == "print":
            await salon.page.emulate_media(media="print")
            await expect(salon.page.locator("header.site")).to_be_hidden()
            await expect(salon.page.locator(".phone")).to_be_hidden()
            await expect(salon.visit("Вика")).to_be_visible()
        else:
            await salon.has_no_barriers()
        await salon.shoot(f"day-{look}")
        if look == "phone":
            await salon.page.get_by_role("navigation", name="Мастера").get_by_role("link", name="Ольга").click()
            await expect(salon.visit("Вика")).to_be_in_viewport()
            await salon.visit("Вика").click()
            await expect(salon.panel).to_contain_text("Ресницы")
            await salon.shoot("day-phone-panel", full_page=False)
            await salon.has_no_barriers()


async def test_hostile_names_stay_names(tmp_path: Path) -> None:
    async with opened(tmp_path, width=360) as salon:
        stranger = salon.program.house.customer("+79165550107")
        await stranger.writes("массаж сегодня в 12:00", profile_name="ж" * 10_000)
        olya = salon.program.house.customer("+79165550108")
        await olya.writes("массаж сегодня в 15:00", profile_name=HOSTILE)
        found = {visit["phone"]: visit["id"] for visit in await salon.program.appointments()}
        note = {"note": "<img src=x onerror=alert(1)>\n" + "щ" * 1900}
        for number in found.values():
            assert (await salon.program.request("PATCH", f"/api/appointments/{number}", note)).status == 200
        await salon.goes()
        await expect(salon.page.locator(".visit a")).to_have_count(2)
        for number in found.values():
            await salon.goes()
            await salon.page.locator(f"#visit-{number}").click()
            await expect(salon.panel).to_contain_text("<img src=x")
            assert await salon.page.evaluate("document.documentElement.scrollWidth") <= 360
            assert await salon.page.evaluate("document.querySelector('dialog').scrollWidth") <= 360
        await salon.shoot("day-hostile", full_page=False)
        await salon.goes("customers?q=79165550")
        await expect(salon.page.locator(".persons li")).to_have_count(2)
        assert await salon.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert await salon.page.title() != "owned"
        assert "<script>" not in (await salon.page.locator(".persons").inner_html())


async def test_all_of_it_works_without_scripts(tmp_path: Path) -> None:
    async with opened(tmp_path, scripts=False) as salon:
        page = salon.page
        await page.get_by_role("link", name="Записать").click()
        await page.get_by_label("Телефон", exact=True).fill("+79167654321")
        await page.get_by_label("Массаж").check()
        await salon.button("Показать свободное время").click()
        await page.get_by_label("Начало").select_option("11:15")
        await salon.button("Записать").click()
        await salon.says("Записано.")
        await salon.visit("+7 916 765-43-21").click()
        await page.get_by_text("Перенести…").click()
        await page.locator("#move").get_by_label("День").fill("2026-11-21")
        await salon.button("Показать свободное время").click()
        await page.get_by_label("Начало").select_option("12:00")
        await salon.button("Перенести").click()
        await salon.says("Перенесено.", "Клиенту напишут.")
        assert "day=2026-11-21" in page.url
        [visit] = await salon.program.appointments()
        assert visit["start"] == "2026-11-21T12:00:00+03:00"
        await salon.visit("+7 916 765-43-21").click()
        await page.get_by_text("Отменить…").click()
        await salon.button("Отменить запись").click()
        await salon.says("Запись отменена.")
