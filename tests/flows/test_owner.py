"""The owner orders and asks in words; what they and the customers read."""

from pathlib import Path

import pytest

from tests.house import House, Person, salon_open
from wabot.domain.appointments import Status
from wabot.storage.appointments import appointments_between
from wabot.storage.changes import changes_of

pytestmark = pytest.mark.anyio

LENA = "+79161234567"
OLYA = "+79161110001"


async def two_visits(house: House) -> tuple[Person, Person]:
    """Lena has brows with Olga today at 15:00, Olya a manicure with Maria tomorrow at 14:00."""
    lena, olya = house.customer(LENA), house.customer(OLYA)
    assert "вы записаны" in await lena.writes("брови к Ольге сегодня в 15:00", profile_name="Лена")
    assert "вы записаны" in await olya.writes("маникюр к Марии завтра в 14:00", profile_name="Оля")
    return lena, olya


async def statuses(house: House) -> list[str]:
    found = await house.wabot.database.read(lambda db: appointments_between(db, house.clock.now()))
    return [visit.status.value for visit, _ in found]


async def test_who_comes_when(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        owner = house.owner
        assert await owner.writes("кто сегодня") == "Сегодня, 20 ноября:\n• 15:00 Брови, Ольга – Лена (+79161234567)"
        assert "• 14:00 Маникюр, Мария – Оля (+79161110001)" in await owner.writes("что завтра")
        assert await owner.writes("завтра у Анны") == "Завтра, 21 ноября – у мастера Анна записей нет."
        assert "записей нет" in await owner.writes("расписание на пятницу")
        assert "сегодня, 20 ноября, 15:00, Брови, Ольга" in await owner.writes("когда ближайшая запись у Оли")
        assert await owner.writes("когда ближайшая запись у Димы") == "У мастера Дмитрий предстоящих записей нет."
        week = await owner.writes("сколько записей на неделе")
        assert "записей: 2" in week
        assert "• Завтра, 21 ноября: 1" in week or "• завтра, 21 ноября: 1" in week
        assert "• Ольга: 12:00–15:00, 15:30–20:00" in await owner.writes("свободно сегодня?")
        assert "15:00 Brows" in await owner.writes("who's today")


async def test_a_booking_in_one_sentence_and_the_customer_told(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena = house.owner, house.customer(LENA)
        answer = await owner.writes("запиши +7 916 123-45-67 Лену на маникюр завтра в 5")
        assert "Записала: Маникюр, мастер Мария, завтра, 21 ноября, 17:00" in answer
        assert "Лена (+79161234567)" in answer
        assert "Сообщить клиенту?" in answer
        assert lena.read == []
        assert await owner.writes("да") == "Написала 1 клиенту."
        assert "Записали вас" in lena.read[0]
        [visit] = await house.book()
        [made] = await house.wabot.database.read(lambda db: changes_of(db, visit.id))
        assert (made.author, made.what) == ("owner", "made")


async def test_told_or_not_as_the_order_says(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena = house.owner, house.customer(LENA)
        answer = await owner.writes("запиши Лену +79161234567 на массаж завтра в 12 и сообщи ей")
        assert "Написала 1 клиенту." in answer
        assert len(lena.read) == 1
        answer = await owner.writes("отмени 12:00 у Кати завтра, не пиши клиенту")
        assert "Отменила: Массаж, Екатерина, завтра, 21 ноября, 12:00" in answer
        assert "Сообщить" not in answer
        assert len(lena.read) == 1


async def test_what_is_missing_is_asked_one_by_one(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        assert "На какую услугу" in await owner.writes("запиши +79161234567 на стрижку")
        assert "На какой день и час" in await owner.writes("2")
        assert "Записала: Мужская стрижка, мастер Дмитрий" in await owner.writes("завтра в 12")


async def test_a_name_alone_is_looked_up_and_never_guessed(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        owner = house.owner
        assert await owner.writes("запиши Лену на массаж завтра в 12") == (
            "Это Лена (+79161234567)? Ответьте «да», пришлите другой номер или напишите «без номера»."
        )
        assert "Клиент: Лена (+79161234567)" in await owner.writes("да")
        assert "Пришлите номер" in await owner.writes("запиши Жанну на массаж завтра в 14")
        assert "Клиент: Жанна (+79163330001)" in await owner.writes("+7 916 333 00 01")


async def test_somebody_without_a_number_takes_time_under_their_name(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        await owner.writes("запиши Жанну на массаж завтра в 14")
        answer = await owner.writes("без номера")
        assert "завтра, 21 ноября, 14:00, Екатерина – Жанна, Массаж" in answer
        assert "• 14:00–15:00 занято, Екатерина: Жанна, Массаж" in await owner.writes("что завтра")
        assert "занято" in await house.customer().writes("массаж завтра в 14:00")
        assert "снова открыла" in await owner.writes("отмени последнее")
        assert "вы записаны" in await house.customer(OLYA).writes("массаж завтра в 14:00")


async def test_a_move_says_from_where_to_where_and_can_be_taken_back(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, _ = await two_visits(house)
        owner = house.owner
        answer = await owner.writes("перенеси 15:00 у Оли на 17")
        assert "Перенесла: Брови, Ольга, сегодня, 20 ноября, 17:00" in answer
        assert "Было: Брови, Ольга, сегодня, 20 ноября, 15:00" in answer
        await owner.writes("да")
        assert "Мы изменили вашу запись (сегодня, 20 ноября, 15:00)" in lena.read[-1]
        assert "Перенесла: Брови, Ольга, сегодня, 20 ноября, 15:00" in await owner.writes("отмени последнее")
        await owner.writes("нет")
        assert await owner.writes("отмени последнее") == "Отменять нечего."
        visit = (await house.book())[0]
        assert (visit.start_at.hour, visit.staff) == (12, "olga")
        changes = await house.wabot.database.read(lambda db: changes_of(db, visit.id))
        assert [(change.author, change.what) for change in changes[1:]] == [("owner", "moved"), ("owner", "moved")]


async def test_two_visits_at_that_time_are_asked_about(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        await house.customer("+79162220001").writes("массаж сегодня в 15:00", profile_name="Рита")
        owner = house.owner
        answer = await owner.writes("отмени 15:00")
        assert "Какая из записей?" in answer
        assert "1) Сегодня, 20 ноября, 15:00, Брови" in answer or "1) сегодня, 20 ноября, 15:00, Брови" in answer
        assert await statuses(house) == ["booked"] * 3
        assert "Отменила: Массаж" in await owner.writes("2")
        assert "Отменила: Брови" in await owner.writes("отмени 15:00 у Оли")
        assert sorted(await statuses(house)) == ["booked", "cancelled", "cancelled"]


async def test_a_cancelled_visit_comes_back(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, _ = await two_visits(house)
        owner = house.owner
        await owner.writes("отмени 15:00 у Оли")
        await owner.writes("да")
        assert "пришлось отменить вашу запись" in lena.read[-1]
        assert "Запись снова в книге: Брови" in await owner.writes("верни как было")
        assert await statuses(house) == ["booked", "booked"]


async def test_a_visit_of_another_day_is_not_taken_for_granted(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        owner = house.owner
        assert "Эта? (да / нет)" in await owner.writes("отмени 14:00 у Маши")
        assert await owner.writes("нет") == "Хорошо, оставила как есть."
        assert await statuses(house) == ["booked", "booked"]
        assert await owner.writes("отмени 11:00 у Маши") == "Такой записи в книге нет."


async def test_who_did_not_come(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        owner = house.owner
        assert "ещё не начался" in await owner.writes("не пришла Лена")
        house.pass_time(hours=5, minutes=10)
        assert "Отметила, что клиент не пришёл: Брови" in await owner.writes("не пришла Лена")
        assert Status.NO_SHOW in await statuses(house)
        assert "снова в книге" in await owner.writes("отмени последнее")
        assert Status.NO_SHOW not in await statuses(house)


async def test_what_the_book_refuses_is_said_and_may_be_forced(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        owner = house.owner
        answer = await owner.writes("запиши +79163330001 на брови сегодня в 15:00 к Оле")
        assert "время занято" in answer
        assert "• 15:00 Брови, Ольга – Лена" in answer
        answer = await owner.writes("запиши +79163330001 на брови завтра в 21:00")
        assert "в это время не получится" in answer
        assert "Всё равно" in answer
        assert "Записала: Брови, мастер Ольга, завтра, 21 ноября, 21:00" in await owner.writes("да")
        assert "Ольга не делает эту услугу" in await owner.writes("запиши +79163330001 на массаж завтра в 12 к Оле")
        assert "не работает" in await owner.writes("перенеси завтра 21:00 у Оли на среду")
        assert await owner.writes("нет") == "Хорошо, оставила как есть."


async def test_the_owner_comes_as_a_customer_too(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        assert "есть такое время" in await owner.writes("запиши меня на маникюр завтра")
        assert "Записей" not in await owner.writes("кто сегодня")
        assert "вы записаны" in await owner.writes("1")
        assert "Маникюр" in await owner.writes("мои записи")
        assert "Отменить запись" in await owner.writes("отмени мою запись")
        assert "Отменила" in await owner.writes("да")
        assert "Спросить: «кто сегодня»" in await owner.writes("помощь")


async def test_the_owner_is_not_sent_to_themselves(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        await owner.writes("бырбыр кулямбрик")
        assert "Спросить: «кто сегодня»" in await owner.writes("шмырг")
        assert len(owner.read) == 2


async def test_a_hidden_number_orders_once_it_is_known(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        hidden = house.customer(lid="100000000000001@lid")
        assert "Записей" not in await hidden.writes("статус")
        both = Person(house, house.owner.contact.__class__(phone=house.owner.contact.phone, lid=hidden.contact.lid))
        await both.sends("привет")
        await house.settle()
        answer = await hidden.writes("статус", id="later")
        assert answer == ""
        assert "Записей сегодня: 0" in both.read[-1]


async def test_staff_may_ask_for_their_own_day_and_nothing_else(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        await house.customer("+79162220001").writes("укладка к Ане завтра в 12", profile_name="Рита")
        anna = house.customer("+79160000002")
        before = len(anna.read)
        assert "• 12:00 Укладка, Анна – Рита" in await anna.writes("что у меня завтра")
        assert "только ваш день" in await anna.writes("кто завтра у Маши")
        await anna.writes("отмени 12:00 у Анны завтра")
        await anna.writes("закрой завтра")
        await anna.writes("молчи")
        assert await statuses(house) == ["booked"] * 3
        assert len(anna.read) == before + 5


async def test_a_customer_orders_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, _ = await two_visits(house)
        for words in ("кто сегодня", "закрой завтра", "молчи", "отмени 14:00 у Марии завтра", "статус"):
            assert "Оля" not in await lena.writes(words)
        assert await statuses(house) == ["booked", "booked"]
        assert "вы записаны" in await house.customer("+79163330009").writes("массаж завтра в 15:00")


async def test_orders_are_carried_out_once_also_when_whatsapp_repeats_them(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        await owner.writes("запиши +79161234567 на массаж завтра в 12", id="same")
        assert await owner.writes("запиши +79161234567 на массаж завтра в 12", id="same") == ""
        assert len(await house.book()) == 1


async def test_staff_hear_of_what_the_owner_does_to_their_day(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, anna = house.owner, house.customer("+79160000002")
        await owner.writes("запиши Риту +79162220001 на укладку завтра в 12 к Ане, не пиши ей")
        assert "Новая запись: Укладка, Анна, завтра, 21 ноября, 12:00" in anna.read[0]
        await owner.writes("перенеси 12:00 у Ани завтра на 14, не пиши")
        assert "Запись перенесли." in anna.read[1]
        await owner.writes("перенеси завтра 14:00 у Ани к Кате, не пиши")
        assert "Стало: Укладка, Екатерина" in anna.read[2]
        await owner.writes("отмени последнее")
        await owner.writes("отмени 14:00 у Ани завтра, не пиши")
        assert "Запись отменена: Укладка, Анна" in anna.read[-1]
        assert house.customer("+79162220001").read == []


async def test_orders_in_a_burst_are_each_carried_out(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        lena, olya = await two_visits(house)
        owner = house.owner
        await owner.sends("отмени 15:00 у Оли", more_follows=True)
        answer = await owner.writes("отмени 14:00 у Маши завтра")
        assert "Отменила: Брови" in answer
        assert "Отменила: Маникюр" in answer
        assert answer.count("Сообщить") == 1
        assert await owner.writes("да") == "Написала 2 клиентам."
        assert "отменить вашу запись" in lena.read[-1]
        assert "отменить вашу запись" in olya.read[-1]


async def test_an_order_in_two_messages_is_one(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner = house.owner
        await owner.sends("запиши +79161234567 Лену", more_follows=True)
        assert "Записала: Маникюр" in await owner.writes("на маникюр завтра в 5")


async def test_an_old_question_is_not_answered_by_a_late_yes(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        owner, lena = house.owner, house.customer(LENA)
        await owner.writes("запиши +79161234567 на массаж в понедельник в 12")
        house.pass_time(hours=25)
        await owner.writes("да")
        assert lena.read == []
        await owner.writes("отмени 12:00 у Кати в понедельник")
        await owner.writes("сколько стоит педикюр?")
        await owner.writes("да")
        assert lena.read == []


async def test_two_things_in_one_sentence_change_nothing(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        answer = await house.owner.writes("отмени 15:00 у Оли и закрой завтра")
        assert "Напишите каждое отдельным сообщением" in answer
        assert await statuses(house) == ["booked", "booked"]


async def test_an_hour_later_and_a_new_time_that_is_asked_for(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        owner = house.owner
        assert "сегодня, 20 ноября, 16:00" in await owner.writes("перенеси Лену на час позже, не пиши")
        assert "На какой день и час перенести?" in await owner.writes("перенеси Лену")
        assert "На какой день и час перенести?" in await owner.writes("после обеда")
        assert "Перенесла: Брови, Ольга, сегодня, 20 ноября, 15:00" in await owner.writes("на час раньше")


async def test_a_day_alone_cancels_nothing_unasked(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        assert "Эта? (да / нет)" in await house.owner.writes("отмени запись на завтра")
        assert await statuses(house) == ["booked", "booked"]


async def test_yesterday_can_still_be_noted(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await two_visits(house)
        house.pass_time(hours=24)
        owner = house.owner
        assert "• 15:00 Брови, Ольга – Лена" in await owner.writes("кто был вчера")
        assert "Отметила" in await owner.writes("Лена вчера не пришла")
        assert ", не было" in await owner.writes("кто был вчера")
