"""Visits of several services: asked for in one message or one after another, booked, moved and cancelled as one."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.house import House, offered_times, salon_open
from tests.salon import FRIDAY

pytestmark = pytest.mark.anyio

Entry = tuple[tuple[str, ...], str, str, str]


async def entries(house: House) -> list[Entry]:
    """Services, who, day and start, end."""

    def clock(moment: datetime, form: str) -> str:
        return moment.astimezone(FRIDAY.tzinfo).strftime(form)

    return [
        (visit.services, visit.staff, clock(visit.start_at, "%d %H:%M"), clock(visit.end_at, "%H:%M"))
        for visit in await house.book()
    ]


async def test_two_services_of_one_person_are_one_entry(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        offers = await olya.writes("маникюр и педикюр в субботу после обеда")
        assert "Маникюр + Педикюр" in offers
        assert len(offered_times(offers)) == 3
        answer = await olya.writes("1")
        for word in ("вы записаны", "Маникюр + Педикюр", "Мария", "12:00", "4200 ₽"):
            assert word in answer
        assert await entries(house) == [(("manicure", "pedicure"), "maria", "21 12:00", "14:15")]


async def test_what_two_people_do_is_two_entries_of_one_visit(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("педикюр и брови завтра в 12")
        assert "12:00 Педикюр (Мария)\n13:15 Брови (Ольга)" in answer
        assert "3600 ₽" in answer
        assert await entries(house) == [
            (("pedicure",), "maria", "21 12:00", "13:15"),
            (("brows",), "olga", "21 13:15", "13:45"),
        ]
        assert "12:00 Педикюр (Мария), 13:15 Брови (Ольга)" in await olya.writes("мои записи")


async def test_two_people_are_told_apart_in_english(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        answer = await house.customer().writes("Hi, a pedicure and brows tomorrow at 12 please")
        assert "12:00 Pedicure (Maria)\n13:15 Brows (Olga)" in answer
        assert "The price is" in answer


async def test_a_family_among_several_is_asked_for_and_the_rest_is_kept(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        question = await olya.writes("стрижка + окрашивание завтра в 12 у Анны")
        assert "Женская стрижка" in question
        assert "Окрашивание" not in question
        assert "Женская стрижка + Окрашивание" in await olya.writes("женская")
        assert await entries(house) == [(("haircut_women", "coloring"), "anna", "21 12:00", "15:00")]


async def test_services_are_added_and_taken_away_before_booking(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("хочу на педикюр завтра")
        assert "Педикюр + Брови" in await olya.writes("и ещё брови")
        assert "Педикюр + Брови + Маникюр" in await olya.writes("и маникюр тоже")
        assert "Педикюр + Маникюр –" in await olya.writes("брови не надо")
        assert "Маникюр –" in await olya.writes("только маникюр")
        assert await house.book() == []


async def test_a_service_added_after_booking_belongs_to_the_visit(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр завтра в 12")
        assert "вместе можно так" in await olya.writes("и ещё брови")
        assert len(await entries(house)) == 1
        assert "Стоимость 3600 ₽" in await olya.writes("да")
        assert await entries(house) == [
            (("pedicure",), "maria", "21 12:00", "13:15"),
            (("brows",), "olga", "21 13:15", "13:45"),
        ]
        await olya.writes("отмените запись")
        await olya.writes("да")
        assert await entries(house) == []


async def test_a_service_added_too_late_to_change_the_visit_is_offered_right_behind(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж сегодня в 11:30")
        assert "12:30, Мария. Записать вас?" in await olya.writes("и ещё педикюр")
        await olya.writes("да")
        assert [entry[0] for entry in await entries(house)] == [("massage",), ("pedicure",)]


async def test_the_order_that_is_given_is_kept(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer("+79161110001").writes("педикюр завтра в 10")
        olya = house.customer()
        first = await olya.writes("сначала педикюр, потом брови завтра утром")
        assert offered_times(first)[0] == "11:15"
        behind = await house.customer("+79161110003").writes("брови и педикюр завтра утром, но сначала педикюр")
        assert offered_times(behind)[0] == "11:15"
        free = await house.customer("+79161110002").writes("педикюр и брови завтра утром")
        assert offered_times(free)[0] == "10:45"


async def test_a_visit_moves_whole(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр и брови завтра в 12")
        assert "13:00 Педикюр (Мария)\n14:15 Брови (Ольга)" in await olya.writes("можно на час позже?")
        assert await entries(house) == [
            (("pedicure",), "maria", "21 13:00", "14:15"),
            (("brows",), "olga", "21 14:15", "14:45"),
        ]
        other = await house.customer("+79161110001").writes("педикюр завтра в 11:45")
        assert "вы записаны" in other


async def test_a_visit_is_cancelled_whole(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр и брови завтра в 12")
        question = await olya.writes("отмените запись")
        assert "Педикюр" in question
        assert "Брови" in question
        await olya.writes("да")
        assert await house.book() == []
        assert "вы записаны" in await house.customer("+79161110001").writes("брови у Оли завтра в 13:15")


async def test_a_visit_with_two_people_counts_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        for what in ("педикюр и брови завтра", "педикюр и маникюр в понедельник", "стрижка женская и брови во вторник"):
            assert "вы записаны" in await olya.writes(f"{what} в 11:00")
        assert "3 предстоящие записи" in await olya.writes("массаж завтра в 17:00")


async def test_another_persons_time_is_not_taken_in_place_of_the_offered(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "12:00, Ольга. Записать вас?" in await olya.writes("есть время на маникюр и брови завтра в 12?")
        await house.customer("+79161110001").writes("маникюр у Оли завтра в 12")
        answer = await olya.writes("да")
        assert "вы записаны" not in answer
        assert len(await house.book()) == 1


async def test_more_services_than_a_visit_can_have(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("маникюр, педикюр, брови, ресницы, массаж и укладка завтра")
        assert "не больше 5 услуг" in answer
        assert "вы записаны" in await olya.writes("маникюр и брови завтра в 12")


async def test_two_guests_are_served_side_by_side(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("мы с подругой хотим на маникюр завтра в 12, нас двое")
        assert "12:00 Маникюр (Мария)\n12:00 Маникюр (Ольга)" in answer
        assert "3200 ₽" in answer
        assert "13:00 Маникюр (Мария)\n13:00 Маникюр (Ольга)" in await olya.writes("можно на час позже?")
        assert await entries(house) == [
            (("manicure",), "maria", "21 13:00", "14:00"),
            (("manicure",), "olga", "21 13:00", "14:00"),
        ]
        assert "Отменить всю запись?" in await olya.writes("отмените запись")
        await olya.writes("да")
        assert await house.book() == []


async def test_two_guests_get_real_alternatives(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer("+79161110001").writes("маникюр у Оли завтра в 12")
        answer = await house.customer().writes("нас двое на маникюр завтра в 12")
        assert "занято" in answer
        assert "13:00" in offered_times(answer)


async def test_where_it_is_not_said_who_wants_what_a_person_asks(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        for number, words in enumerate(("нас двое на маникюр и педикюр завтра в 12", "нас трое, на педикюр завтра")):
            assert "администратор" in await house.customer(f"+7916555010{number}").writes(words)
        assert await house.book() == []
