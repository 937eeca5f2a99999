"""Customers are reminded of their visits, once each, and answer in their own way; staff hear of what they must know."""

import sqlite3
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.failing import broken_line, open_failing
from tests.house import House, Person, salon_open
from tests.salon import FRIDAY, demo_config
from wabot.app import open_wabot
from wabot.clock import SystemClock
from wabot.config import Config
from wabot.config.adopting import Reading
from wabot.domain.appointments import Status
from wabot.domain.correspondence import Kind, OutgoingMessage
from wabot.domain.walltime import to_ms
from wabot.errors import OutcomeUnknown
from wabot.types import PhoneNumber
from wabot.web.view import View
from wabot.whatsapp.simulated import open_simulated_session

pytestmark = pytest.mark.anyio

EVENING, AFTERNOON = "2026-11-20 19:00", "2026-11-21 14:00"
"""The evening before a visit on Saturday at five, and three hours before it."""
ANNA = "+79160000002"
MARIA = "+79160000003"
OLGA = "+79160000004"


async def booked(house: House, words: str = "маникюр завтра в 17:00") -> Person:
    """A customer with a visit."""
    olya = house.customer()
    assert "вы записаны" in await olya.writes(words)
    return olya


async def status(house: House) -> list[Status]:
    return [visit.status for visit in await house.book()]


def without_staff_phones(state: Path) -> Config:
    config = demo_config(state)
    staff = tuple(replace(person, phone=None) for person in config.salon.staff)
    return replace(config, salon=replace(config.salon, staff=staff))


async def test_a_visit_is_reminded_of_the_evening_before_and_three_hours_before(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 18:59")
        assert len(olya.read) == 1
        await house.comes(EVENING)
        evening = olya.read[1]
        for words in ("завтра, 21 ноября", "17:00", "Маникюр", "Мария", "«да»", "перенести", "отменить"):
            assert words in evening
        await house.comes(AFTERNOON)
        assert "сегодня, 21 ноября" in olya.read[2]
        await house.comes("2026-11-25 12:00")
        assert len(olya.read) == 3


async def test_everyone_is_reminded_in_their_own_language(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        john = house.customer("+14155550100")
        await john.writes("massage tomorrow at 3 pm please")
        await house.comes(EVENING)
        assert "expecting you tomorrow, November 21" in john.read[-1]
        assert "15:00 – Massage with Ekaterina" in john.read[-1]
        assert "Thank you for confirming" in await john.writes("yes, I'll be there")


@pytest.mark.parametrize(
    "words",
    ["да", "Подтверждаю", "буду", "ок", "1", "👍", "Да, в 17 буду", "до завтра!", "хорошо, спасибо", "да, все в силе"],
)
async def test_a_customer_confirms_in_their_own_words(tmp_path: Path, words: str) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        answer = await olya.writes(words)
        assert "Спасибо, что подтвердили" in answer
        assert "Здравствуйте" not in answer
        assert "17:00" in answer
        assert await status(house) == [Status.CONFIRMED]
        await house.comes(AFTERNOON)
        assert "Придёте" not in olya.read[-1]
        assert house.owner.read == []


@pytest.mark.parametrize("emoji", ["👍", "👌🏼", "❤️", "🙏"])
async def test_a_reaction_on_the_reminder_confirms_until_the_visit_begins(tmp_path: Path, emoji: str) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        reminder = house.last_reply_to(olya)
        await house.comes("2026-11-21 16:59")
        answer = await olya.writes(emoji, kind=Kind.REACTION, reply_to=reminder)
        assert "Спасибо, что подтвердили" in answer
        assert await status(house) == [Status.CONFIRMED]
        assert await olya.writes(emoji, kind=Kind.REACTION, reply_to=reminder) == ""


async def test_a_face_that_says_nothing_and_a_reaction_that_comes_too_late_are_left_alone(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        reminder = house.last_reply_to(olya)
        assert await olya.writes("😮", kind=Kind.REACTION, reply_to=reminder) == ""
        await house.comes("2026-11-21 17:00")
        await olya.writes("👍", kind=Kind.REACTION, reply_to=reminder)
        assert await status(house) == [Status.BOOKED]


async def test_a_customer_who_has_confirmed_may_say_thanks_or_think_better_of_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        await olya.writes("да")
        assert "Пожалуйста" in await olya.writes("ок, спасибо")
        await house.comes(AFTERNOON)
        assert "ждём вас: Маникюр" in await olya.writes("хорошо")
        assert "Отменить запись" in await olya.writes("3")


async def test_a_customer_who_has_other_plans_cancels_or_moves(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        assert "Отменить запись: Маникюр" in await olya.writes("нет, не приду")
        assert "Отменила" in await olya.writes("да")
        await house.comes("2026-11-21 19:00")
        assert len(olya.read) == 4


@pytest.mark.parametrize("words", ["2", "перенести", "не смогу, можно перенести?"])
async def test_a_visit_that_was_moved_is_reminded_of_at_its_new_time(tmp_path: Path, words: str) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        assert "На какой день и время перенести" in await olya.writes(words)
        assert "Перенесла" in await olya.writes("во вторник в 12:00")
        read = len(olya.read)
        await house.comes("2026-11-23 18:59")
        assert len(olya.read) == read
        await house.comes("2026-11-24 10:00")
        assert ["завтра, 24 ноября" in olya.read[-2], "сегодня, 24 ноября" in olya.read[-1]] == [True, True]


async def test_an_answer_that_is_not_understood_is_asked_for_again(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        again = await olya.writes("шмырг")
        assert ["17:00" in again, "«да»" in again] == [True, True]
        assert "Спасибо, что подтвердили" in await olya.writes("ну да")


async def test_another_time_after_a_reminder_is_the_visits(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        assert "можно перенести" in (answer := await olya.writes("а можно в 18:00?")) or "Перенести" in answer
        assert "Перенесла" in await olya.writes("да")


async def test_a_question_that_is_open_gets_the_yes_and_stays_open(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 18:55")
        assert "Записать вас?" in await olya.writes("есть время на массаж в понедельник в 15:00?")
        await house.comes(EVENING)
        assert "подтверждаю" in olya.read[-1]
        assert "номер" not in olya.read[-1]
        assert "Спасибо, что подтвердили" in await olya.writes("подтверждаю")
        assert "вы записаны" in await olya.writes("да")
        assert await status(house) == [Status.CONFIRMED, Status.BOOKED]


async def test_a_reaction_is_for_the_message_it_stands_on(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 18:55")
        await olya.writes("есть время на массаж в понедельник в 15:00?")
        question = house.last_reply_to(olya)
        await house.comes(EVENING)
        assert "вы записаны" in await olya.writes("👍", kind=Kind.REACTION, reply_to=question)
        assert await status(house) == [Status.BOOKED, Status.BOOKED]


async def test_a_yes_goes_to_what_was_asked_last_unless_it_quotes_the_reminder(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        reminder = house.last_reply_to(olya)
        await olya.writes("есть время на массаж в понедельник в 15:00?")
        assert "вы записаны" in await olya.writes("да")
        assert await status(house) == [Status.BOOKED, Status.BOOKED]
        assert "Спасибо, что подтвердили" in await olya.writes("да", reply_to=reminder)
        assert await status(house) == [Status.CONFIRMED, Status.BOOKED]


async def test_a_list_stays_open_over_a_reminder(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 18:55")
        await olya.writes("педикюр")
        await house.comes(EVENING)
        assert "вы записаны" in await olya.writes("2")
        assert "Спасибо, что подтвердили" in await olya.writes("буду")


async def test_the_visits_of_a_day_share_a_message_and_an_answer(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await olya.writes("массаж завтра в 15:00")
        await house.comes(EVENING)
        assert [line in olya.read[-1] for line in ("15:00 – Массаж", "17:00 – Маникюр")] == [True, True]
        assert len(olya.read) == 3
        await olya.writes("да")
        assert await status(house) == [Status.CONFIRMED, Status.CONFIRMED]


def with_phones(state: Path, **phones: str) -> Config:
    """The demo salon where staff have these numbers, and no others."""
    config = demo_config(state)
    people = tuple(
        replace(person, phone=PhoneNumber(phones[person.id]) if person.id in phones else None)
        for person in config.salon.staff
    )
    return replace(config, salon=replace(config.salon, staff=people))


async def test_a_visit_with_two_people_is_one_reminder_one_answer_and_news_for_each_of_them(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=with_phones(tmp_path, maria=MARIA, olga=OLGA)) as house:
        olya, maria, olga = house.customer(), house.customer(MARIA), house.customer(OLGA)
        assert "вы записаны" in await olya.writes("педикюр и брови завтра в 12:00")
        assert "Новая запись: Педикюр, Мария, завтра, 21 ноября, 12:00\n" in maria.read[-1]
        assert "Новая запись: Брови, Ольга, завтра, 21 ноября, 13:15\n" in olga.read[-1]
        await house.comes(EVENING)
        assert "12:00 Педикюр (Мария)\n13:15 Брови (Ольга)" in olya.read[-1]
        assert len(olya.read) == 2
        assert "Спасибо, что подтвердили" in await olya.writes("да")
        assert await status(house) == [Status.CONFIRMED, Status.CONFIRMED]
        await house.comes("2026-11-21 09:00")
        assert [line in olya.read[-1] for line in ("сегодня", "12:00 Педикюр", "13:15 Брови")] == [True] * 3
        assert "Перенести?" in await olya.writes("давайте в 13:00")
        assert "Перенесла" in await olya.writes("да")
        assert ["12:00" in maria.read[-1], "13:00" in maria.read[-1]] == [True, True]
        assert ["13:15" in olga.read[-1], "14:15" in olga.read[-1]] == [True, True]
        await olya.writes("отмените")
        await olya.writes("да")
        assert "Запись отменена: Педикюр, Мария" in maria.read[-1]
        assert "Запись отменена: Брови, Ольга" in olga.read[-1]
        assert [len(maria.read), len(olga.read)] == [3, 3]


async def test_who_books_after_the_moment_of_a_reminder_does_not_get_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path, at=datetime.fromisoformat("2026-11-20T19:30:00+03:00")) as house:
        olya = await booked(house)
        await house.comes("2026-11-21 13:59")
        assert len(olya.read) == 1
        await house.comes(AFTERNOON)
        assert len(olya.read) == 2


async def test_in_the_quiet_hours_nobody_is_woken(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house, "маникюр завтра в 10:00")
        await house.comes("2026-11-21 08:59")
        assert len(olya.read) == 2
        await house.comes("2026-11-21 09:00")
        assert "сегодня" in olya.read[-1]


async def test_silence_is_told_to_the_staff_member_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        anna = house.customer(ANNA)
        await booked(house, "женская стрижка к Анне завтра в 17:00")
        await house.comes("2026-11-21 13:59")
        assert not any("без ответа" in words for words in anna.read)
        await house.comes(AFTERNOON)
        assert "+79161234567" in anna.read[-1]
        assert "17:00" in anna.read[-1]
        await house.comes("2026-11-21 20:00")
        assert sum("без ответа" in words for words in anna.read) == 1
        assert house.owner.read == []


async def test_silence_is_told_to_the_owner_where_the_staff_member_has_no_number(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await booked(house)
        await house.comes(AFTERNOON)
        assert "Маникюр" in house.owner.read[-1]
        assert len(house.owner.read) == 1


async def test_silence_about_a_visit_to_two_people_is_told_once_to_each_who_hears_of_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await booked(house, "педикюр и брови завтра в 17:00")
        await house.comes("2026-11-21 20:00")
        [told] = house.owner.read
        assert all(line in told for line in ("без ответа", "17:00 Педикюр (Мария)", "18:15 Брови (Ольга)"))
    async with salon_open(tmp_path / "2", config=with_phones(tmp_path, maria=MARIA)) as house:
        await booked(house, "педикюр и брови завтра в 17:00")
        await house.comes("2026-11-21 20:00")
        told_to = [house.customer(MARIA), house.owner]
        assert [sum("без ответа" in words for words in one.read) for one in told_to] == [1, 1]


async def test_staff_hear_of_their_visits_at_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        anna = house.customer(ANNA)
        olya = await booked(house, "женская стрижка к Анне завтра в 17:00")
        assert "Новая запись: Женская стрижка, Анна, завтра, 21 ноября, 17:00" in anna.read[-1]
        assert "Перенесла" in await olya.writes("давайте лучше в 18:00")
        assert ["17:00" in anna.read[-1], "18:00" in anna.read[-1]] == [True, True]
        await olya.writes("отмените")
        await olya.writes("да")
        assert "Запись отменена" in anna.read[-1]
        assert len(anna.read) == 3


async def test_staff_sleep_unless_it_concerns_tomorrow(tmp_path: Path) -> None:
    async with salon_open(tmp_path, at=FRIDAY.replace(hour=23)) as house:
        anna, olya = house.customer(ANNA), house.customer()
        await olya.writes("женская стрижка к Анне завтра в 10:00")
        assert "Новая запись: Женская стрижка, Анна, завтра, 21 ноября, 10:00" in anna.read[-1]
        await olya.writes("укладка к Анне в понедельник в 12:00")
        await house.comes("2026-11-21 08:59")
        assert len(anna.read) == 1
    async with salon_open(tmp_path, at=FRIDAY.replace(day=21, hour=9)) as house:
        await house.settle()
        [told] = house.customer(ANNA).read
        assert "Новая запись: Укладка, Анна, послезавтра, 23 ноября, 12:00" in told


async def test_trouble_with_one_reminder_is_shown_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.wabot.database.write(lambda db: db.execute("ALTER TABLE dialogues RENAME TO torn"))
        await house.comes(EVENING)
        assert len(olya.read) == 1
        assert [missed["reason"] for missed in await missed_reminders(house)] == ["failed"]
        await house.wabot.database.write(lambda db: db.execute("ALTER TABLE torn RENAME TO dialogues"))
        await house.comes(AFTERNOON)
        assert "сегодня" in olya.read[-1]


async def test_by_the_machines_clock_a_reminder_comes_when_it_is_due(tmp_path: Path) -> None:
    clock = SystemClock()
    start_at = clock.now() + timedelta(days=1)
    config = demo_config(tmp_path)
    soon = replace(config.reminders, before=timedelta(days=1, seconds=-0.2), quiet=None, day_before_at=time())
    async with open_wabot(replace(config, reminders=soon), open_simulated_session, clock) as wabot:
        house = House(wabot, clock)
        olya = house.customer()
        await olya.writes("привет")
        await wabot.database.write(lambda db: _put_into_the_book(db, start_at))
        while len(olya.read) < 2:
            await wabot.database.change.wait()
        assert start_at - clock.now() < soon.before
        assert "Напоминаю" in olya.read[1]


async def test_a_person_who_talks_to_the_customer_does_not_keep_the_reminder_away(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 18:30")
        await house.salon_writes_to(olya, "Оля, добрый день! Какой цвет возьмём?")
        await house.comes(EVENING)
        assert "подтверждаю" in olya.read[-1]
        assert await olya.writes("красный") == ""
        assert await status(house) == [Status.BOOKED]
        assert await olya.writes("👍", kind=Kind.REACTION, reply_to=house.last_reply_to(olya)) == ""
        assert await status(house) == [Status.CONFIRMED]


async def test_a_reminder_is_sent_once_however_often_wabot_starts(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await booked(house)
        await house.comes(EVENING)
    for hour in (19, 20):
        async with salon_open(tmp_path, at=FRIDAY.replace(hour=hour)) as house:
            await house.settle()
            assert house.customer().read == []


async def test_what_was_missed_is_sent_late_while_it_helps(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await booked(house)
    async with salon_open(tmp_path, at=FRIDAY.replace(hour=23)) as house:
        await house.settle()
        assert house.customer().read == []
        await house.comes("2026-11-21 09:00")
        assert "сегодня" in house.customer().read[-1]


async def test_what_was_missed_for_good_is_skipped_and_shown(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        await booked(house)
    async with salon_open(tmp_path, at=FRIDAY.replace(day=21, hour=18)) as house:
        await house.settle()
        assert house.customer().read == []
        missed = await missed_reminders(house)
        assert {(found["which"], found["reason"]) for found in missed} == {
            ("day_before", "too_late"),
            ("before", "too_late"),
        }


async def test_a_reminder_of_which_nobody_knows_whether_it_arrived_is_not_repeated(tmp_path: Path) -> None:
    attempts: list[str] = []

    async def unknown(message: OutgoingMessage) -> None:
        if message.key.startswith("reminder:"):
            attempts.append(message.key)
            raise OutcomeUnknown("no acknowledgement")

    async with salon_open(tmp_path, session=open_failing(afterwards=unknown)) as house:
        await booked(house)
        await house.comes(EVENING)
        assert len(attempts) == 1
    async with salon_open(tmp_path, session=open_failing(afterwards=unknown), at=FRIDAY.replace(hour=20)) as house:
        await house.settle()
        assert len(attempts) == 1


async def test_a_kill_while_a_reminder_is_being_sent_does_not_double_it(tmp_path: Path) -> None:
    async def hangs(message: OutgoingMessage) -> None:
        if message.key.startswith("reminder:"):
            await broken_line(message)

    async with salon_open(tmp_path, session=open_failing(afterwards=hangs), drain_s=0.1) as house:
        olya = await booked(house)
        house.clock.move_to(FRIDAY.replace(hour=19))  # type: ignore[attr-defined]
        while len(olya.read) < 2:
            await house.wabot.database.change.wait()
    async with salon_open(tmp_path, at=FRIDAY.replace(hour=19)) as house:
        await house.settle()
        assert olya.read[2:] == house.customer().read == []


@pytest.mark.parametrize(
    ("back", "words"),
    [("2026-11-20 20:00", "завтра, 21 ноября"), ("2026-11-20 22:00", None), ("2026-11-21 09:30", "сегодня, 21 ноября")],
)
async def test_a_reminder_that_waits_for_whatsapp_goes_only_while_its_words_are_true_and_welcome(
    tmp_path: Path, back: str, words: str | None
) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.session.cut_line()
        house.clock.move_to(FRIDAY.replace(hour=19))  # type: ignore[attr-defined]
        await until_reminded(house)
        house.clock.move_to(datetime.fromisoformat(back).replace(tzinfo=FRIDAY.tzinfo))  # type: ignore[attr-defined]
        await house.session.mend_line()
        await house.settle()
        assert len(olya.read) == (2 if words else 1)
        assert words is None or words in olya.read[-1]


async def test_a_visit_cancelled_while_its_reminder_waits_is_not_reminded_of(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.session.cut_line()
        house.clock.move_to(FRIDAY.replace(hour=19))  # type: ignore[attr-defined]
        await until_reminded(house)
        await house.wabot.database.write(lambda db: db.execute("UPDATE appointments SET status = 'cancelled'"))
        await house.session.mend_line()
        await house.settle()
        assert len(olya.read) == 1


async def test_quiet_hours_and_moments_are_the_owners(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    own = replace(config.reminders, day_before_at=time(12), before=timedelta(), quiet=None)
    async with salon_open(tmp_path, config=replace(config, reminders=own)) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 12:00")
        assert "завтра" in olya.read[-1]
        await house.comes("2026-11-21 17:00")
        assert len(olya.read) == 2


async def test_an_owners_own_words(tmp_path: Path) -> None:
    (tmp_path / "texts.ru.ftl").write_text("reminder = До встречи { $day }: { $visits }\n", encoding="utf-8")
    config = replace(demo_config(tmp_path / "state"), source=tmp_path / "config.toml")
    async with salon_open(tmp_path / "state", config=config) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        assert olya.read[-1].endswith("До встречи завтра, 21 ноября: 17:00 – Маникюр, мастер Мария")


async def missed_reminders(house: House) -> list[dict[str, Any]]:
    """As GET /api/status shows them."""
    view = View(house.wabot.config.salon, house.wabot.database, house.session, house.clock, Reading, house.clock.now())
    found: list[dict[str, Any]] = (await view.status())["missed_reminders"]
    return found


def _put_into_the_book(db: sqlite3.Connection, start_at: datetime) -> None:
    times = (to_ms(start_at), to_ms(start_at + timedelta(hours=1)))
    db.execute(
        "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
        " VALUES (1, (SELECT min(id) FROM customers), 'maria', ?, ?, 'booked', 0, 0)",
        times,
    )
    db.execute("INSERT INTO appointment_services (appointment_id, position, service) VALUES (1, 0, 'manicure')")


async def until_reminded(house: House) -> None:
    """The reminder waits in the outbox."""
    while True:
        change = house.wabot.database.change
        if await house.wabot.database.read(_reminders):
            return
        await change.wait()


def _reminders(db: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    return [tuple(row) for row in db.execute("SELECT which, state, reason FROM reminders ORDER BY which")]
