"""A person of the salon takes over a chat, or is called to one; and chats with machines end."""

from pathlib import Path

import pytest

from tests.api import program_at
from tests.house import Person, salon_open
from wabot.domain.loops import SAME, STEADY

pytestmark = pytest.mark.anyio


async def test_who_asks_for_a_person_is_one_tap_away(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer().writes("позовите человека")
        assert "Чат: https://wa.me/79161234567" in house.owner.read[0]
        await house.customer(lid="123456789012345@lid").writes("позовите человека")
        assert "https" not in house.owner.read[1]
        assert "Чат – на телефоне салона." in house.owner.read[1]


async def test_a_chat_that_the_salon_begins_is_left_to_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        new = house.customer("+79163330001")
        await house.salon_writes_to(new, "Здравствуйте! Это салон, у нас освободилось время")
        assert await new.writes("маникюр завтра в 15:00") == ""
        assert await house.book() == []
        house.pass_time(hours=12)
        assert "вы записаны" in await new.writes("маникюр завтра в 15:00")


async def test_each_word_of_a_person_prolongs_the_silence(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await house.salon_writes_to(olya, "Добрый день!")
        house.pass_time(hours=11)
        await house.salon_writes_to(olya, "Получилось?")
        house.pass_time(hours=11)
        assert await olya.writes("массаж завтра в 15:00") == ""


async def test_a_person_in_the_chat_silences_neither_reminders_nor_notices(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya, anna = house.customer(), house.customer("+79160000002")
        await olya.writes("укладка к Ане завтра в 15:00")
        assert "Новая запись" in anna.read[0]
        await house.comes("2026-11-20 18:00")
        await house.salon_writes_to(olya, "Оля, до завтра!")
        await house.comes("2026-11-20 19:00")
        assert "Напоминаю" in olya.read[-1]
        assert await olya.writes("подтверждаю") == ""
        [visit] = await house.book()
        assert visit.status == "confirmed"


async def answers(machine: Person, text: str, times: int) -> list[str]:
    """What is said to the same words, written again some seconds after each answer."""
    heard = []
    for _ in range(times):
        heard.append(await machine.writes(text))
        machine.house.pass_time(seconds=4)
    return heard


async def test_two_machines_do_not_talk_for_ever(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        machine = house.customer()
        heard = await answers(machine, "Спасибо за обращение! Мы скоро ответим.", 3 * SAME)
        assert all(heard[1:SAME])
        assert not any(heard[SAME + 1 :])
        [alert] = house.owner.read
        assert "отвечает автомат" in alert
        assert "Спасибо за обращение!" in alert
        assert "https://wa.me/79161234567" in alert
        assert "вы записаны" in await house.customer("+79161110001").writes("массаж завтра в 15:00")
        house.pass_time(hours=13)
        assert await machine.writes("массаж завтра в 12:00") != ""


async def test_the_page_tells_where_nobody_is_answered(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house = program.house
        silence = (await program.request("GET", "/api/status")).json["silence"]
        assert silence == {"everywhere_since": None, "loops": []}
        await answers(house.customer(), "Спасибо за обращение!", SAME + 1)
        [loop] = (await program.request("GET", "/api/status")).json["silence"]["loops"]
        assert loop["with"] == "+79161234567"
        parts = (await program.request("GET", "/parts")).json
        assert "похоже, отвечает автомат: 1" in parts["silent"]
        assert "…4567" in parts["silent"]
        house.pass_time(hours=13)
        assert (await program.request("GET", "/parts")).json["silent"] == ""


async def test_a_person_who_repeats_a_question_for_a_while_is_answered(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert all(await answers(olya, "сколько стоит педикюр?", SAME - 1))
        assert "вы записаны" in await olya.writes("массаж завтра в 15:00")
        assert all(await answers(olya, "сколько стоит педикюр?", SAME - 1))
        assert house.owner.read == []


async def test_who_books_and_cancels_at_an_even_pace_is_no_machine(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        for _ in range(STEADY // 3 + 1):
            assert "вы записаны" in (await answers(olya, "массаж завтра в 15:00", 1))[0]
            assert "(да / нет)" in (await answers(olya, "отмените запись", 1))[0]
            assert "Отменила" in (await answers(olya, "да", 1))[0]
        assert house.owner.read == []
