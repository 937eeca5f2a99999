"""Customers book, ask, change their mind and cancel."""

from pathlib import Path

import anyio
import pytest

from tests.house import offered_times, salon_open
from tests.salon import FRIDAY
from wabot.domain.appointments import Status

pytestmark = pytest.mark.anyio


async def test_a_free_time_is_booked_at_once_in_russian(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("Здравствуйте! можно на маникюр завтра в 5?")
        for word in ("Здравствуйте", "вы записаны", "Маникюр", "Мария", "21 ноября", "17:00", "1600 ₽", "Садовая"):
            assert word in answer
        [visit] = await house.book()
        assert (visit.services, visit.staff) == (("manicure",), "maria")
        assert visit.start_at.astimezone(FRIDAY.tzinfo).isoformat() == "2026-11-21T17:00:00+03:00"


async def test_a_free_time_is_booked_at_once_in_english(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        answer = await house.customer().writes("Hi! I'd like a massage tomorrow at 3 pm please")
        for word in ("Hello", "you're booked", "Massage", "Ekaterina", "November 21", "15:00", "3200", "Sadovaya"):
            assert word in answer
        assert "Здравствуйте" not in answer


async def test_each_customer_is_answered_in_their_own_language(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert "We're open" in await house.customer("+14155550100").writes("what are your opening hours?")
        assert "Мы работаем" in await house.customer().writes("до скольки вы работаете?")


async def test_what_is_missing_is_asked_for_one_thing_at_a_time(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        services = await olya.writes("хочу записаться")
        assert "На какую услугу" in services
        assert services.count("?") == 1
        times = await olya.writes("педикюр")
        assert len(offered_times(times)) == 3
        assert times.count("?") == 1
        assert "вы записаны" in await olya.writes("2")


async def test_a_weekday_is_the_one_that_was_offered(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("на массаж 7 декабря утром")
        answer = await olya.writes("в понедельник в 11:00")
        assert "7 декабря, 11:00" in answer
        assert [visit.start_at.day for visit in await house.book()] == [7]


async def test_another_time_than_the_offered_one_moves_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("можно на массаж завтра утром?")
        answer = await olya.writes("ой, завтра не смогу, а в понедельник вечером?")
        assert "Предстоящих записей у вас нет" not in answer
        assert all("23 ноября" in line for line in answer.splitlines() if line[:1].isdigit())


async def test_where_nothing_is_near_the_first_free_time_is_named(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        for day in range(21, 31):
            for hour in range(10, 20):
                await house.customer(f"+7916{day}000{hour}").writes(f"массаж {day} ноября в {hour}:00")
        answer = await house.customer().writes("можно на массаж завтра?")
        assert "1 декабря" in answer


async def test_a_visit_is_not_moved_to_where_it_is(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж в понедельник в 14:00")
        times = offered_times(await olya.writes("перенесите на понедельник днём"))
        assert times
        assert "14:00" not in times


async def test_a_choice_may_be_made_in_words(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        times = offered_times(await olya.writes("на маникюр в понедельник утром"))
        answer = await olya.writes(f"давайте в {times[1]}")
        assert "вы записаны" in answer
        assert times[1] in answer


async def test_a_family_of_services_needs_a_question(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        question = await olya.writes("на стрижку завтра в 12")
        assert "Женская стрижка" in question
        assert "Мужская стрижка" in question
        assert "Маникюр" not in question
        answer = await olya.writes("мужская")
        assert "вы записаны" in answer
        assert "12:00" in answer


async def test_a_taken_time_gets_three_real_alternatives_near_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer("+79161110001").writes("массаж завтра в 15:00")
        olya = house.customer()
        answer = await olya.writes("можно на массаж завтра в 3?")
        assert "занято" in answer
        times = offered_times(answer)
        assert len(times) == 3
        assert {"14:00", "16:00"} <= set(times)
        for choice in "123":
            other = house.customer(f"+7916111002{choice}")
            await other.writes("массаж завтра в 15:00")
            assert "вы записаны" in await other.writes(choice)


async def test_asking_whether_it_is_free_books_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "Записать вас?" in await olya.writes("а есть свободное время на массаж завтра в 15:00?")
        assert await house.book() == []
        assert "вы записаны" in await olya.writes("да, давайте")
        assert len(await house.book()) == 1


async def test_a_change_of_mind_before_booking(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("маникюр завтра вечером")
        answer = await olya.writes("хотя нет, лучше в понедельник в 11")
        assert "вы записаны" in answer
        assert "23 ноября" in answer
        assert "11:00" in answer


async def test_a_change_of_mind_after_booking_moves_the_visit(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("маникюр завтра в 17:00")
        assert "18:00" in await olya.writes("ой, лучше в 6")
        [visit] = await house.book()
        assert visit.start_at.astimezone(FRIDAY.tzinfo).hour == 18


async def test_a_day_narrows_an_offer_and_does_not_choose(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр")
        times = offered_times(await olya.writes("завтра"))
        assert len(times) == 3
        assert await house.book() == []
        assert f"21 ноября, {times[2]}" in await olya.writes("3")


async def test_another_day_or_person_after_booking_is_offered_not_taken(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("женская стрижка к Анне завтра в 12:00")
        assert "Перенести?" in await olya.writes("а можно в понедельник?")
        assert "23 ноября" not in await olya.writes("нет, не надо")
        [visit] = await house.book()
        assert visit.start_at.astimezone(FRIDAY.tzinfo).day == 21


async def test_another_service_while_moving_is_another_visit(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("женская стрижка к Анне завтра в 14:30")
        assert "Перенести?" in await olya.writes("ой, а можно к Диме?")
        answer = await olya.writes("и ещё маникюр в тот же день")
        assert "не делает" not in answer
        assert "Перенести" not in answer
        await olya.writes("завтра в 11:00")
        assert [(visit.services, visit.staff) for visit in await house.book()] == [
            (("manicure",), "maria"),
            (("haircut_women",), "anna"),
        ]


async def test_an_hour_later_is_counted_from_the_visit(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 12:00")
        assert "13:00" in await olya.writes("можно на час позже?")


async def test_what_cannot_be_is_said_and_nothing_is_booked(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("запишите к Светлане на маникюр завтра в 12")
        assert "«Светлане»" in answer
        assert "Мария" in answer
        assert "Такого числа" in await house.customer("+79161110001").writes("массаж 31 ноября в 12:00")
        assert await house.book() == []


async def test_another_service_at_an_offered_time_is_offered_not_taken(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("маникюр в понедельник в 14")
        await olya.writes("перенесите на вторник")
        assert "Записать вас?" in await olya.writes("педикюр")
        assert [visit.services for visit in await house.book()] == [("manicure",)]


async def test_small_talk_moves_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "Пожалуйста" in await olya.writes("спасибо, до завтра")
        await olya.writes("маникюр в понедельник в 14")
        await olya.writes("в среду буду у мамы в 16:00")
        [visit] = await house.book()
        assert visit.start_at.astimezone(FRIDAY.tzinfo).day == 23


async def test_a_number_that_is_no_option_books_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "Записать вас?" in await olya.writes("есть время на массаж завтра в 12:00?")
        await olya.writes("2")
        assert await house.book() == []


async def test_a_visit_that_is_not_there_is_not_replaced_by_another(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("маникюр завтра в 12:00")
        answer = await olya.writes("отмените педикюр")
        assert "Такой записи у вас нет" in answer
        await olya.writes("да")
        assert len(await house.book()) == 1


async def test_a_move_is_checked_again_when_it_is_made(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж сегодня в 13:00")
        assert "перенести" in await olya.writes("хочу перенести")
        house.pass_time(hours=2)
        assert "администратор" in await olya.writes("завтра в 12:00")
        house.pass_time(hours=2, minutes=30)
        await olya.writes("завтра в 12:00")
        assert [visit.start_at.astimezone(FRIDAY.tzinfo).day for visit in await house.book()] in ([], [21])


async def test_a_visit_under_way_keeps_its_guest_busy(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("окрашивание сегодня в 12:00")
        house.pass_time(hours=2, minutes=15)
        answer = await olya.writes("маникюр сегодня в 13:30")
        assert "уже есть запись" in answer


async def test_nothing_at_that_hour_is_not_nothing_at_all(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        answer = await house.customer().writes("массаж завтра после 20:00")
        assert "в это время ничего свободного нет" in answer
        assert "21 ноября" in answer
        late = await house.customer("+79161110001").writes("брови в понедельник в 17:00")
        assert "10:00–15:00" in late


async def test_the_price_asked_for_is_that_of_the_topic(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр завтра в 12:00")
        answer = await olya.writes("а сколько это стоит?")
        assert "Педикюр, 2600 ₽" in answer
        assert "Маникюр" not in answer


async def test_moving_to_a_taken_time_changes_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer("+79161110001").writes("массаж завтра в 15:00")
        olya = house.customer()
        await olya.writes("массаж завтра в 12:00")
        answer = await olya.writes("перенесите, пожалуйста, на 15:00")
        assert "занято" in answer
        assert sorted(visit.start_at.astimezone(FRIDAY.tzinfo).hour for visit in await house.book()) == [12, 15]


async def test_moving_may_overlap_its_own_old_time(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert "15:30" in await olya.writes("можно перенести на 15:30?")
        assert len(await house.book()) == 1


async def test_cancelling_asks_back_and_frees_the_time(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert "Отменить запись" in await olya.writes("отмените мою запись")
        assert len(await house.book()) == 1
        assert "Отменила" in await olya.writes("да")
        assert await house.book() == []
        assert "вы записаны" in await house.customer("+79161110001").writes("массаж завтра в 15:00")


@pytest.mark.parametrize("words", ["нет", "не надо", "не отменяйте", "нет, не отменяйте"])
async def test_a_no_to_cancelling_keeps_the_visit(tmp_path: Path, words: str) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        await olya.writes("хочу отменить запись")
        assert "ждём вас" in await olya.writes(words)
        assert len(await house.book()) == 1


async def test_which_of_two_visits_to_cancel_is_never_guessed(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        await olya.writes("ещё запишите на брови завтра в 12:00")
        question = await olya.writes("отмените запись")
        assert "Какую" in question
        assert "Отменить запись: Брови" in await olya.writes("брови")
        await olya.writes("да")
        assert [visit.services for visit in await house.book()] == [("massage",)]


async def test_my_appointments(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "нет" in await olya.writes("на когда я записана?")
        await olya.writes("массаж завтра в 15:00")
        assert "Массаж, Екатерина, завтра, 21 ноября, 15:00" in await olya.writes("мои записи")


async def test_prices_hours_and_address(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "2600 ₽" in await olya.writes("сколько стоит педикюр?")
        assert "пн–сб: 10:00–20:00" in await olya.writes("когда вы открыты?")
        assert "выходной" in await olya.writes("а в воскресенье работаете?")
        assert "Садовая" in await olya.writes("где вы находитесь?")


async def test_a_question_by_the_way_does_not_lose_the_offer(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр в понедельник")
        assert "2600 ₽" in await olya.writes("а сколько стоит?")
        assert "вы записаны" in await olya.writes("первое")


async def test_a_closed_day_is_said_with_real_choices(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("маникюр в воскресенье в 12")
        assert "выходной" in answer
        assert len(offered_times(answer)) == 3
        assert "новогодние праздники" in await house.customer("+79161110001").writes("массаж 31 декабря в 12:00")


async def test_staff_who_cannot_do_it_are_not_replaced_in_silence(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        answer = await olya.writes("запишите на маникюр к Анне завтра в 12")
        assert "Анна не делает" in answer
        assert await house.book() == []
        assert "вы записаны" in await olya.writes("да")


async def test_limits_of_notice_horizon_and_number(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "60 минут" in await olya.writes("массаж сегодня в 10:30")
        assert "19 января 2027" in await olya.writes("массаж 25 января в 12:00")
        for what in ("массаж сегодня в 11:00", "педикюр сегодня в 13:00", "ещё один массаж сегодня в 15:00"):
            assert "вы записаны" in await olya.writes(what)
        assert "3 предстоящие записи" in await olya.writes("массаж сегодня в 17:00")
        assert len(await house.book()) == 3


async def test_the_exact_notice_is_enough(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert "вы записаны" in await house.customer().writes("массаж сегодня в 11:00")


async def test_too_late_to_cancel_goes_to_a_person(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж сегодня в 13:00")
        house.pass_time(hours=1)
        assert "Отменить запись" in await olya.writes("отмените запись")
        house.pass_time(minutes=1)
        assert "администратор" in await olya.writes("да")
        assert len(await house.book()) == 1
        assert "до визита" in house.owner.read[-1]


async def test_a_buffer_holds_the_staff_member_not_the_room(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer("+79161110001").writes("окрашивание к Анне завтра в 10:00")
        # Anna is busy until 12:15; the washbasin and Ekaterina are free at 12.
        taken = await house.customer("+79161110002").writes("укладка у Анны завтра в 12:00")
        assert "занято" in taken
        assert "вы записаны" in await house.customer("+79161110003").writes("окрашивание у Кати завтра в 12:00")


async def test_one_washbasin_serves_one_customer(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await house.customer("+79161110001").writes("окрашивание к Анне завтра в 12:00")
        answer = await house.customer("+79161110002").writes("окрашивание к Кате завтра в 13:00")
        assert "занято" in answer
        assert "14:00" in offered_times(answer)


async def test_two_customers_race_for_one_slot(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        people = [house.customer(f"+7916111000{number}") for number in range(8)]
        answers: list[str] = []

        async def write(person: object) -> None:
            answers.append(await person.writes("массаж завтра в 15:00"))  # type: ignore[attr-defined]

        async with anyio.create_task_group() as crowd:
            for person in people:
                crowd.start_soon(write, person)
        won = [answer for answer in answers if "вы записаны" in answer]
        told = [answer for answer in answers if "занято" in answer]
        assert (len(won), len(told)) == (1, 7)
        assert all(len(offered_times(answer)) == 3 for answer in told)
        assert len(await house.book()) == 1


async def test_an_offer_that_was_taken_meanwhile_is_not_promised(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("есть время на массаж завтра в 15:00?")
        await house.customer("+79161110001").writes("массаж завтра в 15:00")
        answer = await olya.writes("да")
        assert "занято" in answer
        assert len(await house.book()) == 1


async def test_the_same_wish_twice_is_one_visit(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert "Вы уже записаны" in await olya.writes("массаж завтра в 15:00")
        [visit] = await house.book()
        assert visit.status is Status.BOOKED
