"""The owner closes and opens time, and hushes the bot."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.api import program_at
from tests.flows.test_owner import LENA, OLYA, statuses, two_visits
from tests.house import salon_open
from wabot.storage.blocks import blocks_between

pytestmark = pytest.mark.anyio


async def test_a_closed_day_takes_nobody_and_names_who_is_booked(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena = house.owner, house.customer(LENA)
        await lena.writes("маникюр к Марии 30 ноября в 14:00", profile_name="Лена")
        answer = await owner.writes("закрой 30 ноября")
        assert answer == (
            "Закрыла для записи: понедельник, 30 ноября.\n"
            "На это время уже записаны:\n"
            "• понедельник, 30 ноября, 14:00, Маникюр, Мария – Лена (+79161234567)\n"
            "Записи я не трогала. Написать 1 клиенту, чтобы выбрал другое время? (да / нет)"
        )
        assert "вы записаны" not in await house.customer(OLYA).writes("массаж 30 ноября в 12:00")
        assert await owner.writes("да") == "Написала 1 клиенту."
        assert "в это время мы не сможем вас принять" in lena.read[-1]
        assert "На какой день и время вас перенести?" in lena.read[-1]
        assert "Перенесла" in await lena.writes("1 декабря в 14:00")
        [visit] = await house.book()
        assert visit.start_at == datetime.fromisoformat("2026-12-01T14:00:00+03:00")


async def test_time_that_a_visit_leaves_stays_closed(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        _, olya = await two_visits(house)
        await house.owner.writes("закрой завтра")
        await olya.writes("отмените запись")
        assert "Отменила" in await olya.writes("да")
        assert "вы записаны" not in await olya.writes("маникюр к Марии завтра в 14:00")
        assert await statuses(house) == ["booked", "cancelled"]


async def test_part_of_a_day_and_one_person(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena = house.owner, house.customer(LENA)
        assert "Закрыла для записи: завтра, 21 ноября, с 15:00." in await owner.writes("закрой завтра с 15")
        assert "вы записаны" not in await lena.writes("массаж завтра в 15:00")
        assert "вы записаны" in await house.customer(OLYA).writes("массаж завтра в 14:00")
        answer = await owner.writes("Аня болеет до среды")
        assert "Анна – закрыла для записи: сегодня, 20 ноября – вторник, 24 ноября." in answer
        assert "Ольга – закрыла для записи: четверг, 26 ноября." in await owner.writes("у Оли выходной в четверг")
        assert "часы" in await owner.writes("закрой вечер воскресенья")
        assert "Какой день закрыть?" in await owner.writes("закрой")
        assert "Закрыла для записи: среда, 25 ноября." in await owner.writes("в среду")
        assert await owner.writes("закрой 31 ноября") == "Такого числа в этом месяце нет, проверьте, пожалуйста, дату."


async def test_until_a_day_leaves_it_open_and_through_it_does_not(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        assert "– вторник, 24 ноября." in await owner.writes("Дима в отпуске до среды")
        assert "– среда, 25 ноября." in await owner.writes("Маша болеет по среду")
        assert "– среда, 25 ноября." in await owner.writes("Катя болеет до среды включительно")
        dates = await owner.writes("Оля в отпуске с 1 по 10 декабря")
        assert "вторник, 1 декабря – четверг, 10 декабря" in dates


async def test_a_question_closes_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        await owner.writes("у Оли выходной в четверг?")
        await owner.writes("Аня завтра работает?")
        assert "вы записаны" in await house.customer().writes("брови к Оле в четверг в 13:00")


async def test_closed_time_is_taken_back_or_opened_in_part(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena, olya = house.owner, house.customer(LENA), house.customer(OLYA)
        await owner.writes("закрой завтра")
        assert "Снова открыла для записи: завтра, 21 ноября." in await owner.writes("отмени последнее")
        assert "вы записаны" in await lena.writes("массаж завтра в 12:00")
        await owner.writes("закрой с 23 по 25 ноября")
        assert "Снова открыла для записи: вторник, 24 ноября." in await owner.writes("открой 24 ноября")
        assert "вы записаны" not in await olya.writes("массаж 25 ноября в 12:00")
        assert "вы записаны" in await house.customer("+79161110002").writes("массаж 24 ноября в 12:00")
        assert "ничего не закрывала" in await owner.writes("открой 27 ноября")


async def test_hours_beyond_the_usual_ones(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena, olya = house.owner, house.customer(LENA), house.customer(OLYA)
        assert "Напишите день и часы" in await owner.writes("открой воскресенье")
        answer = await owner.writes("открой воскресенье 10-15")
        assert "Открыла для записи: послезавтра, 22 ноября, 10:00–15:00." in answer
        assert "свои часы, те работают как обычно: Ольга" in answer
        assert "вы записаны" in await lena.writes("массаж в воскресенье в 11:00")
        answer = await owner.writes("отмени последнее")
        assert "Закрыла для записи: послезавтра, 22 ноября, 10:00–15:00." in answer
        assert "11:00, Массаж, Екатерина" in answer
        assert "вы записаны" not in await olya.writes("маникюр в воскресенье в 12:00")
        assert "Открыла для записи: завтра, 21 ноября, 20:00–22:00." in await owner.writes("открой завтра до 22")
        assert "завтра, 21 ноября, 20:30, Мария" in await olya.writes("маникюр к Маше завтра в 20:30")
        assert "Дмитрий – открыла для записи" in await owner.writes("открой Диму в воскресенье с 12 до 16")
        assert "Рабочие часы – как обычно" in await owner.writes("открой завтра 12-14")


async def test_closed_time_upon_closed_time(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house, owner = program.house, program.house.owner
        body = {"staff": "maria", "from": "2026-11-21T12:00", "to": "2026-11-21T13:00", "reason": "врач"}
        assert (await program.request("POST", "/api/blocks", body)).status == 200
        await owner.writes("закрой Машу завтра")
        await owner.writes("отмени последнее")
        begins, ends = (datetime.fromisoformat(f"2026-11-2{day}T00:00:00+03:00") for day in (1, 2))
        [block] = await house.wabot.database.read(lambda db: blocks_between(db, begins, ends))
        assert block.reason == "врач"
        assert "вы записаны" not in await house.customer(LENA).writes("маникюр к Марии завтра в 12:00")
        assert "вы записаны" in await house.customer(OLYA).writes("маникюр к Марии завтра в 13:00")


async def test_silence_everywhere_and_who_waits_after_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, _ = await two_visits(house)
        owner = house.owner
        assert "Молчу во всех чатах" in await owner.writes("молчи")
        assert await lena.writes("можно пораньше?") == ""
        assert await owner.writes("маникюр завтра в 12") == ""
        await house.salon_writes_to(house.customer(OLYA), "Оля, до завтра!")
        assert "• 15:00 Брови" in await owner.writes("кто сегодня")
        assert "Молчу во всех чатах. Начало: сегодня, 20 ноября, 10:00." in await owner.writes("статус")
        await house.comes("2026-11-20 12:00")
        assert "Напоминаю" in lena.read[-1]
        answer = await owner.writes("работай")
        assert "Снова отвечаю клиентам." in answer
        assert "• Лена (+79161234567) https://wa.me/79161234567" in answer
        assert "Оля" not in answer
        assert await lena.writes("мои записи") != ""


async def test_silence_in_one_chat(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, olya = await two_visits(house)
        owner = house.owner
        answer = await owner.writes("молчи с +7 916 123-45-67")
        assert "Молчу в чате с клиентом Лена (+79161234567). Снова начну отвечать: сегодня, 20 ноября, 22:00" in answer
        assert await lena.writes("мои записи") == ""
        assert await olya.writes("мои записи") != ""
        assert "• Лена (+79161234567)" in await owner.writes("статус")
        assert await owner.writes("работай с Леной") == "Снова отвечаю в чате с клиентом Лена (+79161234567)."
        assert await lena.writes("мои записи") != ""
        assert "переписки у меня нет" in await owner.writes("молчи с +79169999999")


async def test_a_person_who_took_over_is_relieved_by_a_word(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, _ = await two_visits(house)
        await house.salon_writes_to(lena, "Лена, добрый день!")
        assert await lena.writes("мои записи") == ""
        await house.owner.writes("работай с +79161234567")
        assert await lena.writes("мои записи") != ""


async def test_orders_in_english(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena = house.owner, house.customer(LENA)
        answer = await owner.writes("book Lena +79161234567 for a massage tomorrow at 5")
        assert "Booked: Massage with Ekaterina, tomorrow, November 21, 17:00" in answer
        assert await owner.writes("yes") == "I wrote to 1 customer."
        assert len(lena.read) == 1
        assert "Moved: Massage with Ekaterina, tomorrow, November 21, 18:00" in await owner.writes(
            "move Kate's 17:00 tomorrow to 18"
        )
        await owner.writes("no")
        answer = await owner.writes("close tomorrow from 3pm")
        assert "Closed for bookings: tomorrow, November 21, from 15:00." in answer
        await owner.writes("no")
        assert "Cancelled: Massage" in await owner.writes("cancel 18:00 with Kate tomorrow, don't tell her")
        assert "I keep silent" in await owner.writes("be quiet")
        assert "I answer customers again." in await owner.writes("work")
        assert "Ask:" in await owner.writes("help")
