"""Who did not come twice is booked by a person; who will be late is announced."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.api import Program, program_at
from tests.house import House, Person, salon_open
from tests.salon import FRIDAY, demo_config
from wabot.domain.appointments import Status
from wabot.types import PhoneNumber

pytestmark = pytest.mark.anyio

ANNA = "+79160000002"


async def misses(program: Program, *starts: str, status: str = "no_show") -> None:
    """Visits of Olya's that the salon put into the book, and what it says became of them."""
    for start in starts:
        placed = await program.order(start=f"{start}:00+03:00", force=True)
        await program.house.comes(start.replace("T", " "))
        number = placed.json["appointment"]["id"]
        answer = await program.request("PATCH", f"/api/appointments/{number}", {"status": status})
        assert answer.status == 200, answer.json


async def test_after_two_no_shows_the_wish_goes_to_a_person(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house, olya = program.house, program.house.customer()
        await misses(program, "2026-11-21T12:00", "2026-11-23T12:00")
        assert "Записать вас?" in await olya.writes("есть время на маникюр во вторник в 17:00?")
        answer = await olya.writes("да")
        for words in ("подтверждает администратор", "Маникюр", "17:00", "не закреплено", "Передала администратору"):
            assert words in answer
        assert "вы записаны" not in answer
        assert [visit for visit in await house.book() if visit.start_at > house.clock.now()] == []
        alert = house.owner.read[-1]
        for words in ("Оля", "Маникюр, Мария, завтра, 24 ноября, 17:00", "https://wa.me/79161234567"):
            assert words in alert


async def test_the_time_stays_free_for_others_until_the_salon_books_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house, olya = program.house, program.house.customer()
        await misses(program, "2026-11-21T12:00", "2026-11-23T12:00")
        assert "подтверждает администратор" in await olya.writes("маникюр во вторник в 17:00 к Марии")
        assert "вы записаны" in await house.customer("+79161110001").writes("маникюр во вторник в 17:00 к Марии")
        booked = await program.order("manicure", "2026-11-24T18:00:00+03:00", staff="maria", notify=True)
        assert booked.status == 200
        await house.settle()
        assert "Записали вас" in olya.read[-1]
        assert "Перенесла" in await olya.writes("перенесите на 19:00")
        assert "Отменить запись" in await olya.writes("отмените")
        assert "Отменила" in await olya.writes("да")


@pytest.mark.parametrize("kept", ["done", "no_show"])
async def test_a_visit_that_was_kept_wipes_out_what_was_before(tmp_path: Path, kept: str) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await misses(program, "2026-11-21T12:00")
        await misses(program, "2026-11-23T12:00", status=kept)
        await misses(program, "2026-11-24T12:00", status="no_show" if kept == "done" else "done")
        answer = await olya.writes("маникюр в среду в 17:00")
        assert "вы записаны" in answer


async def test_one_no_show_and_one_long_ago_are_forgiven(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await misses(program, "2026-11-21T12:00", "2027-11-22T12:00")
        assert "вы записаны" in await olya.writes("маникюр во вторник в 17:00")


async def test_nobody_is_promised_where_nobody_can_be_told(tmp_path: Path) -> None:
    config = replace(demo_config(tmp_path), owner_phones=())
    async with program_at(tmp_path, config=config) as program:
        await misses(program, "2026-11-21T12:00", "2026-11-23T12:00")
        answer = await program.house.customer().writes("маникюр во вторник в 17:00")
        assert "+74951234567" in answer
        assert "Передала" not in answer


async def booked(house: House, words: str = "женская стрижка к Анне сегодня в 17:00") -> Person:
    olya = house.customer()
    assert "вы записаны" in await olya.writes(words)
    return olya


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("опоздаю на 15 минут", "опаздывает на 15 минут: Женская стрижка, Анна, сегодня, 20 ноября, 17:00"),
        ("Извините, задержусь минут на 20", "опаздывает на 20 минут"),
        ("стою в пробке", "опаздывает: Женская стрижка"),
        ("буду через 10 минут", "опаздывает: Женская стрижка"),
        ("I'll be 5 minutes late", "опаздывает на 5 минут"),
    ],
)
async def test_the_staff_member_hears_who_will_be_late_and_the_customer_that_they_know(
    tmp_path: Path, words: str, told: str
) -> None:
    async with salon_open(tmp_path) as house:
        olya, anna = await booked(house), house.customer(ANNA)
        await house.comes("2026-11-20 16:50")
        answer = await olya.writes(words)
        assert ("Anna" if "late" in words else "Передала мастеру (Анна)") in answer
        assert told in anna.read[-1]
        assert words in anna.read[-1]
        assert not any("опаздывает" in read for read in house.owner.read)


async def test_late_after_the_visit_has_begun_and_no_longer_once_it_is_over(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya, anna = await booked(house), house.customer(ANNA)
        await house.comes("2026-11-20 17:05")
        assert "Передала мастеру" in await olya.writes("опаздываю, буду через 5 минут")
        read = len(anna.read)
        await house.comes("2026-11-20 18:00")
        assert "записей у вас нет" in await olya.writes("опоздаю на 15 минут")
        assert len(anna.read) == read


async def test_a_long_delay_is_for_a_person_to_judge(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya, anna = await booked(house), house.customer(ANNA)
        await house.comes("2026-11-20 16:50")
        answer = await olya.writes("опоздаю на полчаса")
        assert "Передала мастеру" in answer
        answer = await olya.writes("ой, опоздаю на 40 минут")
        assert ["может не хватить времени" in answer, "Передала администратору" in answer] == [True, True]
        assert "опаздывает: Женская стрижка" in house.owner.read[-1]
        assert "https://wa.me/79161234567" in house.owner.read[-1]
        assert "на 40 минут" in anna.read[-1]


async def test_the_owner_hears_it_where_the_staff_member_has_no_number(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house, "маникюр к Марии сегодня в 17:00")
        assert "Передала в салон" in await olya.writes("опоздаю на 10 минут")
        assert "опаздывает: Маникюр" in house.owner.read[-1]


async def test_both_of_two_hear_it(tmp_path: Path) -> None:
    phones = {"maria": PhoneNumber("+79160000003"), "olga": PhoneNumber("+79160000004")}
    config = demo_config(tmp_path)
    people = tuple(replace(person, phone=phones.get(person.id)) for person in config.salon.staff)
    async with salon_open(tmp_path, config=replace(config, salon=replace(config.salon, staff=people))) as house:
        olya = await booked(house, "педикюр и брови сегодня в 15:00")
        assert "Передала мастерам (Мария, Ольга)" in await olya.writes("опоздаю на 10 минут")
        for phone in phones.values():
            assert "опаздывает на 10 минут" in house.customer(phone).read[-1]


async def test_late_for_a_visit_that_is_not_today_or_for_none(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        anna = house.customer(ANNA)
        assert "записей у вас нет" in await house.customer("+79161110001").writes("опоздаю на 15 минут")
        olya = await booked(house, "женская стрижка к Анне завтра в 17:00")
        read = len(anna.read)
        answer = await olya.writes("опоздаю на 15 минут")
        assert ["не сегодня" in answer, "завтра, 21 ноября, 17:00" in answer] == [True, True]
        assert len(anna.read) == read


async def test_who_will_be_late_will_come_and_an_open_question_stays_open(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 14:00")
        assert "Придёте?" in olya.read[-1]
        await olya.writes("есть время на массаж в понедельник в 15:00?")
        assert "Передала мастеру" in await olya.writes("опоздаю на 10 минут")
        assert [visit.status for visit in await house.book()] == [Status.CONFIRMED]
        assert "вы записаны" in await olya.writes("да")


async def test_late_and_a_question_beside_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        assert house.clock.now() == FRIDAY
        answer = await olya.writes("опоздаю на 10 минут, какой у вас адрес?")
        assert ["Садовая" in answer, "Передала мастеру" in answer] == [True, True]
