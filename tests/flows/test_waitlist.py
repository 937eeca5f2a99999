"""Who found nothing free waits in line; what becomes free is offered to one person at a time and held for them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.api import Program, program_at
from tests.house import House, Person, salon_open
from tests.salon import FRIDAY, demo_config
from wabot.config import Config
from wabot.domain.correspondence import Kind

pytestmark = pytest.mark.anyio

SATURDAY = "2026-11-21"
PHONES = [f"+7916123{number:04}" for number in range(100)]
ASKS = "поставьте в лист ожидания на массаж на субботу"
FREED = "Освободилось время"


@asynccontextmanager
async def full_saturday(state: Path, *, config: Config | None = None) -> AsyncIterator["Salon"]:
    """The demo salon on Friday at ten, when all massages of Saturday are gone: three hours of it are Vera's."""
    async with program_at(state, config=config) as program:
        salon = Salon(program)
        await salon.fill()
        yield salon


class Salon:
    """The salon with a full Saturday, and people who would have liked to come."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.house: House = program.house
        self.visits: dict[str, int] = {}

    async def fill(self) -> None:
        for begins, ends in (("10:00", "14:00"), ("17:00", "20:00")):
            await self.close(begins, ends)
        for clock in ("14:00", "15:00", "16:00"):
            made = await self.program.order(
                "massage", f"{SATURDAY}T{clock}:00+03:00", phone="+79169990000", name="Вера"
            )
            self.visits[clock] = made.json["appointment"]["id"]

    async def close(self, begins: str, ends: str, day: str = SATURDAY) -> int:
        body = {"staff": "ekaterina", "from": f"{day}T{begins}", "to": f"{day}T{ends}"}
        number: int = (await self.program.request("POST", "/api/blocks", body)).json["block"]["id"]
        return number

    async def frees(self, clock: str) -> None:
        """Vera's visit at that hour is cancelled."""
        await self.program.request("DELETE", f"/api/appointments/{self.visits.pop(clock)}")
        await self.house.settle()

    async def waiting(self, number: int = 0, words: str = ASKS) -> Person:
        """A customer on the list."""
        person = self.house.customer(PHONES[number])
        assert "в лист ожидания" in await self.says(person, words)
        return person

    async def says(self, person: Person, words: str, **fields: object) -> str:
        answer = await person.writes(words, **fields)
        await self.house.settle()
        return answer

    async def line(self) -> list[tuple[str, str | None]]:
        """Who waits, and the time that is held for them."""
        found = (await self.program.request("GET", "/api/waitlist")).json["waitlist"]
        return [(one["phone"], one["offer"] and one["offer"]["start"][11:16]) for one in found]

    async def is_held_for_the_first(self) -> bool:
        return await self.line() == [(PHONES[0], "15:00")]

    async def booked(self) -> list[tuple[str, str]]:
        """Who comes on Saturday, and when; Vera aside."""
        visits = await self.program.appointments(f"from={SATURDAY}&days=1")
        return [
            (visit["phone"], visit["start"][11:16])
            for visit in visits
            if visit["status"] == "booked" and visit["phone"] != "+79169990000"
        ]


async def test_who_found_nothing_is_offered_the_list_once_and_a_place_when_there_is_one(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = salon.house.customer(PHONES[0])
        answer = await olya.writes("можно на массаж завтра?")
        assert "свободного времени уже нет" in answer
        assert answer.count("в лист ожидания") == 1
        assert "лист" not in await olya.writes("а завтра вечером?")
        answer = await salon.says(olya, "тогда сообщите, если завтра что-то освободится")
        assert "Записала вас в лист ожидания:\nМассаж, завтра, 21 ноября" in answer
        assert "30 минут" in answer
        await salon.frees("15:00")
        assert FREED in olya.read[-1]
        assert "завтра, 21 ноября, 15:00" in olya.read[-1]
        assert "до 10:30" in olya.read[-1]
        assert "вы записаны" in await salon.says(olya, "да")
        assert await salon.booked() == [(PHONES[0], "15:00")]
        assert await salon.line() == []


@pytest.mark.parametrize("words", ["да", "Беру!", "👍", "да, 15:00 подойдет", "записывайте", "ок, спасибо"])
async def test_a_freed_time_is_taken_in_ones_own_words(tmp_path: Path, words: str) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.frees("15:00")
        assert "вы записаны" in await salon.says(olya, words)
        assert await salon.booked() == [(PHONES[0], "15:00")]


async def test_everyone_is_written_to_in_their_own_language(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        ann = salon.house.customer("+14155550100")
        answer = await salon.says(ann, "let me know if anything frees up Saturday for a massage")
        assert "on the waiting list:\nMassage, tomorrow, November 21" in answer
        await salon.frees("14:00")
        assert "A time has become free:\nMassage with Ekaterina\ntomorrow, November 21, 14:00" in ann.read[-1]
        assert "you're booked" in await salon.says(ann, "yes please")


async def test_the_line_is_served_in_order_and_a_refusal_goes_to_the_next_at_once(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira, nina = [await salon.waiting(number) for number in range(3)]
        await salon.frees("15:00")
        assert [FREED in person.read[-1] for person in (olya, ira, nina)] == [True, False, False]
        assert await salon.line() == [(PHONES[0], "15:00"), (PHONES[1], None), (PHONES[2], None)]
        answer = await salon.says(olya, "нет")
        assert "предложу это время другим" in answer
        assert "?" not in answer
        assert [FREED in person.read[-1] for person in (olya, ira, nina)] == [False, True, False]
        assert "вы записаны" in await salon.says(ira, "беру")
        assert FREED not in nina.read[-1]
        await salon.frees("16:00")
        assert "16:00" in olya.read[-1]  # who refused still waits, and first


async def test_two_times_go_to_two_people(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1)
        await salon.frees("14:00")
        await salon.frees("16:00")
        assert await salon.line() == [(PHONES[0], "14:00"), (PHONES[1], "16:00")]
        await salon.says(ira, "да")
        await salon.says(olya, "да")
        assert sorted(await salon.booked()) == [(PHONES[0], "14:00"), (PHONES[1], "16:00")]


async def test_nobody_else_can_book_what_is_held(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        await salon.waiting()
        await salon.frees("15:00")
        stranger = salon.house.customer("+79167770000")
        assert "уже занято: завтра, 21 ноября, 15:00" in await salon.says(stranger, "массаж завтра в 15:00")
        assert await salon.booked() == []


async def test_who_does_not_answer_in_time_is_passed_over_and_told_honestly(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1)
        await salon.frees("15:00")
        await salon.house.comes("2026-11-20 10:29")
        assert FREED not in ira.read[-1]
        await salon.house.comes("2026-11-20 10:30")
        assert "до 11:00" in ira.read[-1]
        answer = await salon.says(olya, "да")
        assert "15:00) уже отдано другому" in answer
        assert "В листе ожидания вы остаётесь" in answer
        assert "1)" in answer  # and what there is instead
        assert "вы записаны" in await salon.says(ira, "да")
        assert await salon.booked() == [(PHONES[1], "15:00")]
        assert await salon.line() == [(PHONES[0], None)]


async def test_a_late_yes_still_takes_what_nobody_wants(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.frees("15:00")
        await salon.house.comes("2026-11-20 12:00")
        assert await salon.line() == [(PHONES[0], None)]
        assert "вы записаны" in await salon.says(olya, "да")
        assert await salon.line() == []


async def test_who_lets_two_offers_go_by_waits_no_more(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        for clock, until in (("14:00", "2026-11-20 10:30"), ("16:00", "2026-11-20 11:30")):
            await salon.frees(clock)
            assert clock in olya.read[-1]
            await salon.house.comes(until)
        assert await salon.line() == []
        await salon.frees("15:00")
        assert "15:00" not in olya.read[-1]


async def test_the_same_time_is_not_offered_twice(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.frees("15:00")
        await salon.says(olya, "нет")
        again = await salon.close("15:00", "16:00")
        await salon.program.request("DELETE", f"/api/blocks/{again}")
        await salon.house.settle()
        assert FREED not in olya.read[-1]


async def test_what_was_free_already_is_shown_first_and_offered_to_nobody_later(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        await salon.frees("16:00")
        olya = salon.house.customer(PHONES[0])
        answer = await salon.says(olya, ASKS)
        assert "есть время" in answer
        assert "16:00" in answer
        assert "Записала вас в лист" in await salon.says(olya, "нет, лучше в лист ожидания")
        assert FREED not in olya.read[-1]
        await salon.frees("14:00")
        assert "14:00" in olya.read[-1]


async def test_only_what_really_fits_is_offered(tmp_path: Path) -> None:
    """The length of the service, the person, the hours, the day, and the customer's own time."""
    async with full_saturday(tmp_path) as salon:
        await salon.close("10:00", "20:00", "2026-11-23")
        evening = await salon.waiting(0, "поставьте в лист ожидания на массаж завтра после 18")
        longer = salon.house.customer(PHONES[1])
        assert "Окрашивание" in await salon.says(longer, "лист ожидания на окрашивание завтра у Кати")
        busy = salon.house.customer(PHONES[2])
        assert "вы записаны" in await salon.says(busy, "брови завтра в 15:00")
        await salon.says(busy, ASKS)
        monday = await salon.waiting(3, "если освободится массаж в понедельник в 10, поставьте в лист ожидания")
        near = await salon.waiting(4, "напишите, если завтра освободится массаж около 15:30")
        await salon.frees("15:00")
        assert [FREED in person.read[-1] for person in (evening, longer, busy, monday, near)] == [False] * 4 + [True]


async def test_twenty_in_line_for_one_time_and_exactly_one_gets_it(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        people = [await salon.waiting(number) for number in range(20)]
        await salon.frees("15:00")
        asked = [person for person in people if FREED in person.read[-1]]
        assert asked == people[:1]
        for person in people[:18]:
            assert FREED in person.read[-1]
            await salon.says(person, "нет")
        assert "вы записаны" in await salon.says(people[18], "да")
        assert FREED not in people[19].read[-1]
        for person in people:
            assert sum(FREED in text for text in person.read) == (person is not people[19])
        assert await salon.booked() == [(PHONES[18], "15:00")]


async def test_a_restart_forgets_neither_the_line_nor_what_is_held(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        await salon.waiting(0)
        await salon.waiting(1)
        await salon.frees("15:00")
    later = datetime.fromisoformat("2026-11-20T10:20:00+03:00")
    async with salon_open(tmp_path, at=later) as house:
        olya, ira = house.customer(PHONES[0]), house.customer(PHONES[1])
        await house.settle()
        assert (olya.read, ira.read) == ([], [])
        assert "уже занято" in await house.customer(PHONES[2]).writes("массаж завтра в 15:00")
        await house.comes("2026-11-20 10:30")
        assert FREED in ira.read[-1]
    async with salon_open(tmp_path, at=later + timedelta(minutes=20)) as house:
        assert "вы записаны" in await house.customer(PHONES[1]).writes("да", id="later")
        assert [visit.start_at.isoformat() for visit in await house.book()].count("2026-11-21T12:00:00+00:00") == 1


async def test_time_that_a_new_configuration_opens_is_noticed_at_the_start(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        await salon.waiting()
    config = demo_config(tmp_path)
    longer = {**config.salon.hours, 5: (replace(config.salon.hours[5][0], closes=timedelta(hours=22)),)}
    config = replace(config, salon=replace(config.salon, hours=longer))
    async with salon_open(tmp_path, config=config) as house:
        await house.settle()
        assert "20:00" in house.customer(PHONES[0]).read[-1]


async def test_every_way_in_which_time_becomes_free_is_noticed(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        program, vera = salon.program, salon.house.customer("+79169990000")
        await program.request(
            "PATCH", f"/api/appointments/{salon.visits['14:00']}", {"start": "2026-11-24T12:00:00+03:00"}
        )
        await salon.house.settle()
        assert "14:00" in olya.read[-1]  # moved by the salon
        await salon.says(olya, "нет")
        await salon.says(vera, "отмените запись в субботу в 15:00")
        await salon.says(vera, "да")
        assert "15:00" in olya.read[-1]  # cancelled by the customer
        await salon.says(olya, "нет")
        body = {"staff": "ekaterina", "from": f"{SATURDAY}T20:00", "to": f"{SATURDAY}T21:00"}
        await program.request("POST", "/api/openings", body)
        await salon.house.settle()
        assert "20:00" in olya.read[-1]  # opened
        await salon.says(olya, "нет")
        blocks = (await program.request("GET", "/api/blocks?from=2026-11-21&days=1")).json["blocks"]
        await program.request("DELETE", f"/api/blocks/{blocks[0]['id']}")
        await salon.house.settle()
        assert "10:00" in olya.read[-1]  # no longer closed


async def test_the_salon_may_give_the_time_to_somebody_else(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.frees("15:00")
        order = await salon.program.order("massage", f"{SATURDAY}T15:00:00+03:00", phone="+79169990001", name="Зоя")
        assert order.status == 200
        assert await salon.line() == [(PHONES[0], None)]
        assert FREED in olya.read[-1]  # nobody troubles her before she answers
        answer = await salon.says(olya, "да")
        assert "уже отдано другому" in answer
        assert "в листе ожидания вы остаётесь" in answer.lower()
        await salon.frees("16:00")
        assert "16:00" in olya.read[-1]


async def test_the_salon_may_close_the_time(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.frees("15:00")
        await salon.close("15:00", "16:00")
        assert "уже отдано" in await salon.says(olya, "беру")
        assert await salon.booked() == []


async def test_at_night_the_time_is_held_and_nobody_is_woken(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1)
        await salon.house.comes("2026-11-20 23:00")
        await salon.frees("15:00")
        assert FREED not in olya.read[-1]
        stranger = salon.house.customer("+79167770000")
        assert "уже занято" in await salon.says(stranger, "массаж завтра в 15:00")
        await salon.house.comes("2026-11-21 08:59")
        assert FREED not in olya.read[-1]
        await salon.house.comes("2026-11-21 09:00")
        assert "сегодня, 21 ноября, 15:00" in olya.read[-1]
        assert "до 09:30" in olya.read[-1]
        await salon.house.comes("2026-11-21 09:30")
        assert "до 10:00" in ira.read[-1]


async def test_who_is_asked_late_in_the_evening_may_answer_in_the_morning(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.house.comes("2026-11-20 21:15")
        await salon.frees("15:00")
        assert "до 09:30 (завтра, 21 ноября)" in olya.read[-1]
        await salon.house.comes("2026-11-21 09:15")
        assert "вы записаны" in await salon.says(olya, "да")


async def test_near_the_visit_the_time_to_answer_is_shorter_or_there_is_none(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1)
        await salon.house.comes("2026-11-21 13:40")
        await salon.frees("15:00")  # visits are booked an hour ahead at the latest
        assert "до 14:00" in olya.read[-1]
        await salon.house.comes("2026-11-21 13:55")
        await salon.says(olya, "нет")
        assert FREED not in ira.read[-1]  # five minutes are too few


async def test_a_day_that_goes_by_ends_the_wait_without_a_word(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        before = len(olya.read)
        await salon.house.comes("2026-11-22 00:00")
        assert await salon.line() == []
        assert len(olya.read) == before


@pytest.mark.parametrize("words", ["уберите из листа ожидания", "уже не надо", "больше не жду, спасибо", "стоп"])
async def test_a_customer_leaves_the_list(tmp_path: Path, words: str) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.says(olya, words)
        assert await salon.line() == []
        await salon.frees("15:00")
        assert FREED not in olya.read[-1]


async def test_only_the_wish_that_is_named_is_taken_off(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        await salon.close("10:00", "20:00", "2026-11-23")
        olya = await salon.waiting()
        await salon.says(olya, "и если в понедельник освободится массаж, напишите")
        assert "вы в листе ожидания:" in await salon.says(olya, "уберите из листа ожидания на вторник")
        assert len(await salon.line()) == 2
        assert "понедельник, 23 ноября" in await salon.says(olya, "уберите из листа ожидания на понедельник")
        assert await salon.line() == [(PHONES[0], None)]


async def test_nobody_waits_for_more_than_three_things(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        for number in (23, 24, 25):
            await salon.close("10:00", "20:00", f"2026-11-{number}")
        for day in ("понедельник", "вторник"):
            assert "Записала вас" in await salon.says(olya, f"поставьте в лист ожидания на массаж на {day}")
        answer = await salon.says(olya, "поставьте в лист ожидания на массаж на среду")
        assert "Чтобы добавить новое" in answer
        assert len(await salon.line()) == 3


async def test_who_leaves_while_something_is_held_for_them_passes_it_on(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1)
        await salon.frees("15:00")
        assert "Убрала из листа" in await salon.says(olya, "уберите меня из листа ожидания")
        assert FREED in ira.read[-1]


async def test_booking_what_was_waited_for_ends_the_wait_and_booking_something_else_does_not(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        answer = await salon.says(olya, "массаж в понедельник в 12:00")
        assert "В листе ожидания вы остаётесь:\n• Массаж, завтра" in answer
        await salon.frees("15:00")
        assert "Перенести её или записать ещё раз?" in await salon.says(olya, "массаж завтра в 15:00")
        assert "вы записаны" in await salon.says(olya, "ещё раз")
        assert await salon.line() == []


async def test_my_appointments_tell_of_the_list(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting(0, "поставьте в лист ожидания на массаж на субботу утром")
        answer = await salon.says(olya, "мои записи")
        assert answer == "Записей пока нет, но вы в листе ожидания:\n• Массаж, завтра, 21 ноября, утром"
        await salon.says(olya, "маникюр в понедельник в 12:00")
        answer = await salon.says(olya, "когда я записана?")
        assert "Маникюр" in answer
        assert "В листе ожидания:\n• Массаж" in answer


async def test_saying_it_again_keeps_the_place_in_the_line(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting(0)
        await salon.waiting(1)
        assert "Вы в листе ожидания" in await salon.says(olya, f"{ASKS} после 14")
        await salon.frees("15:00")
        assert await salon.line() == [(PHONES[0], "15:00"), (PHONES[1], None)]


async def test_a_visit_is_moved_to_an_earlier_time_that_becomes_free(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = salon.house.customer(PHONES[0])
        await salon.frees("16:00")
        assert "вы записаны" in await salon.says(olya, "массаж завтра в 16:00")
        assert "лист ожидания" in await salon.says(olya, "если освободится пораньше, перенесите меня")
        await salon.frees("14:00")
        assert "можно перенести вашу запись" in olya.read[-1]
        assert "Перенесла" in await salon.says(olya, "да")
        assert await salon.booked() == [(PHONES[0], "14:00")]


async def test_another_hour_beside_the_one_that_is_offered(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1, f"{ASKS} утром")
        blocks = (await salon.program.request("GET", "/api/blocks?from=2026-11-21&days=1")).json["blocks"]
        await salon.program.request("DELETE", f"/api/blocks/{blocks[0]['id']}")
        await salon.house.settle()
        assert "10:00" in olya.read[-1]
        assert "чуть раньше или позже" in olya.read[-1]
        assert "11:00" in ira.read[-1]
        assert "вы записаны" in await salon.says(olya, "лучше в 12:00")
        assert await salon.booked() == [(PHONES[0], "12:00")]


async def test_an_open_question_keeps_its_yes_and_the_offer_is_taken_by_its_own_word(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        assert "Записать вас?" in await salon.says(olya, "есть время на маникюр в понедельник в 12:00?")
        await salon.frees("15:00")
        assert "«беру»" in olya.read[-1]
        assert "Маникюр" in await salon.says(olya, "да")
        assert await salon.line() == [(PHONES[0], "15:00")]
        assert "вы записаны:\nМассаж" in await salon.says(olya, "беру")


async def test_a_reaction_on_the_offer_takes_it(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.says(olya, "есть время на маникюр в понедельник в 12:00?")
        await salon.frees("15:00")
        offer = salon.house.last_reply_to(olya)
        assert await salon.says(olya, "😮", kind=Kind.REACTION, reply_to=offer) == ""
        assert "вы записаны:\nМассаж" in await salon.says(olya, "👍", kind=Kind.REACTION, reply_to=offer)


async def test_a_yes_to_the_offer_confirms_no_reminder_and_the_other_way_round(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.says(olya, "маникюр завтра в 17:00")
        await salon.house.comes("2026-11-20 19:00")
        assert "Придёте?" in olya.read[-1]
        await salon.frees("14:00")
        assert FREED in olya.read[-1]
        assert "Спасибо, что подтвердили" in await salon.says(olya, "подтверждаю")
        assert "вы записаны:\nМассаж" in await salon.says(olya, "да")


async def test_a_reminder_that_comes_while_an_offer_waits_leaves_the_yes_to_it(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.says(olya, "маникюр завтра в 17:00")
        await salon.house.comes("2026-11-20 18:50")
        await salon.frees("14:00")
        await salon.house.comes("2026-11-20 19:00")
        assert "«подтверждаю»" in olya.read[-1]
        assert "вы записаны:\nМассаж" in await salon.says(olya, "да")
        assert "Спасибо, что подтвердили" in await salon.says(olya, "подтверждаю")


async def test_what_could_not_be_sent_is_offered_anew_and_counts_for_nothing(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.house.session.cut_line()
        await salon.program.request("DELETE", f"/api/appointments/{salon.visits.pop('15:00')}")
        for minutes in (40, 80, 120):
            salon.house.clock.move_to(FRIDAY + timedelta(minutes=minutes))  # type: ignore[attr-defined]
            await salon.house.until(salon.is_held_for_the_first)
        await salon.house.session.mend_line()
        await salon.house.settle()
        assert sum(FREED in text for text in olya.read) == 1
        assert "вы записаны" in await salon.says(olya, "да")


async def test_while_a_person_talks_to_the_customer_the_next_one_is_asked(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya, ira = await salon.waiting(0), await salon.waiting(1)
        await salon.house.salon_writes_to(olya, "Добрый день, это Екатерина!")
        await salon.frees("15:00")
        assert await salon.line() == [(PHONES[0], None), (PHONES[1], "15:00")]
        await salon.says(ira, "нет")
        await salon.house.comes("2026-11-20 21:59")
        assert FREED not in olya.read[-1]


async def test_an_offer_that_is_quoted_counts_while_a_person_talks_to_the_customer(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting()
        await salon.frees("15:00")
        offer = salon.house.last_reply_to(olya)
        await salon.house.salon_writes_to(olya, "Добрый день!")
        assert await salon.says(olya, "да") == ""
        assert await salon.booked() == []
        assert "вы записаны" in await salon.says(olya, "да", reply_to=offer)


async def test_the_owner_takes_somebody_off_the_list(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting(0, "поставьте в лист ожидания на массаж у Кати на субботу после 14")
        [shown] = (await salon.program.request("GET", "/api/waitlist")).json["waitlist"]
        assert (shown["services"], shown["staff"], shown["not_before"]) == (["massage"], "ekaterina", "14:00")
        assert (shown["from"], shown["to"], shown["offer"]) == (SATURDAY, SATURDAY, None)
        removed = await salon.program.request("DELETE", f"/api/waitlist/{shown['id']}")
        assert removed.json["waiting"]["id"] == shown["id"]
        assert (await salon.program.request("DELETE", f"/api/waitlist/{shown['id']}")).code == "not_found"
        await salon.frees("15:00")
        assert FREED not in olya.read[-1]


async def test_a_day_on_which_nobody_works_is_waited_for_by_nobody(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = salon.house.customer(PHONES[0])
        answer = await salon.says(olya, "поставьте в лист ожидания на маникюр у Ольги на среду")
        assert "не работает" in answer
        assert await salon.line() == []


async def test_a_service_is_asked_for_where_none_was_said(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = salon.house.customer(PHONES[0])
        assert "На какую услугу" in await salon.says(olya, "поставьте меня в лист ожидания на субботу у Кати")
        assert "в лист ожидания:\nМассаж" in await salon.says(olya, "массаж")
