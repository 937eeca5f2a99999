"""Customers decide what they hear of our own accord: stop, start, and whether they may be invited."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.house import House, Person, salon_open
from tests.salon import FRIDAY, demo_config
from wabot.config import Config
from wabot.domain.correspondence import Kind

pytestmark = pytest.mark.anyio

EVENING = "2026-11-20 19:00"
QUESTION = "Можно иногда приглашать вас"


def inviting(state: Path, **rules: object) -> Config:
    """The demo salon with aftercare on."""
    config = demo_config(state)
    on = replace(config.aftercare, is_enabled=True, **rules)  # type: ignore[arg-type]
    return replace(config, aftercare=on)


async def booked(house: House, words: str = "маникюр завтра в 17:00") -> Person:
    olya = house.customer()
    assert "вы записаны" in await olya.writes(words)
    return olya


async def steps(house: House) -> list[tuple[str, int]]:
    """Each step that was written down, with its time in hours since Friday at ten."""

    def read(db: sqlite3.Connection) -> list[tuple[str, int]]:
        rows = db.execute("SELECT step, at FROM consents ORDER BY id")
        return [(row["step"], round(row["at"] / 1000 - FRIDAY.timestamp()) // 3600) for row in rows]

    return await house.wabot.database.read(read)


async def skipped(house: House) -> list[tuple[str, str]]:
    """What was not sent, and why."""

    def read(db: sqlite3.Connection) -> list[tuple[str, str]]:
        rows = db.execute("SELECT which, reason FROM reminders WHERE state = 'skipped' ORDER BY settled_at, which")
        return [(row["which"], row["reason"]) for row in rows]

    return await house.wabot.database.read(read)


@pytest.mark.parametrize(
    "words",
    ["стоп", "STOP", "Стоп!", "стоп, пожалуйста", "отписаться", "Не пишите мне больше", "не присылайте напоминания"],
)
async def test_a_stop_ends_reminders_and_is_confirmed_in_one_sentence(tmp_path: Path, words: str) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        house.pass_time(hours=2)
        confirmed = await olya.writes(words)
        assert confirmed == (
            "Хорошо, больше не буду присылать напоминания и приглашения; если передумаете, напишите «старт»."
        )
        await house.comes("2026-11-22 12:00")
        assert len(olya.read) == 2
        assert await steps(house) == [("stopped", 2)]
        assert await skipped(house) == [("day_before", "stopped"), ("before", "stopped")]


@pytest.mark.parametrize("words", ["stop", "unsubscribe", "please don't text me anymore", "Stop messaging me"])
async def test_a_stop_in_english(tmp_path: Path, words: str) -> None:
    async with salon_open(tmp_path) as house:
        john = house.customer("+14155550100")
        await john.writes("massage tomorrow at 3 pm please")
        assert 'write "start"' in await john.writes(words)
        await house.comes("2026-11-22 12:00")
        assert len(john.read) == 2


async def test_a_stop_is_taken_back_and_outlives_a_restart(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await olya.writes("стоп")
    async with salon_open(tmp_path, at=FRIDAY + timedelta(hours=1)) as house:
        olya = house.customer()
        await house.comes(EVENING)
        assert olya.read == []
        assert await olya.writes("старт", id="later") == "Хорошо, снова буду напоминать о визитах."
        await house.comes("2026-11-21 14:00")
        assert "Напоминаю: сегодня" in olya.read[-1]
        assert await steps(house) == [("stopped", 0), ("resumed", 9)]


async def test_a_stop_leaves_visits_answers_and_the_salons_own_changes_alone(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await olya.writes("стоп")
        assert len(await house.book()) == 1
        assert "1600 ₽" in await olya.writes("сколько стоит маникюр?")
        assert "Отменить запись" in await olya.writes("отмените")
        assert "Отменила" in await olya.writes("да")


async def test_to_cancel_is_not_to_stop(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        assert "Отменить запись" in await olya.writes("Отмените")
        await olya.writes("нет")
        await house.comes(EVENING)
        assert "Напоминаю" in olya.read[-1]


async def test_a_stop_with_more_to_it_is_for_a_person(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        assert "администратор" in await olya.writes("отмените и больше мне не пишите")
        assert ["не пишите" in house.owner.read[0], "https://wa.me/79161234567" in house.owner.read[0]] == [True, True]
        assert await steps(house) == []
        await house.comes(EVENING)
        assert "Напоминаю" in olya.read[-1]


async def test_a_stop_answers_no_question(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("есть время на массаж завтра в 15:00?")
        await olya.writes("стоп")
        assert "вы записаны" not in await olya.writes("да")
        assert await house.book() == []


async def test_who_books_after_a_stop_stays_on_it_and_is_told_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("стоп")
        assert "Напоминать, как вы и просили, не буду" in await olya.writes("маникюр завтра в 17:00")
        assert "Напоминать" not in await olya.writes("массаж в понедельник в 12:00")
        await house.comes("2026-11-23 13:00")
        assert len(olya.read) == 3


async def test_a_stop_counts_while_a_person_talks_and_nothing_is_said(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = await booked(house)
        await house.salon_writes_to(olya, "Оля, добрый день!")
        assert await olya.writes("не пишите мне больше") == ""
        await house.comes("2026-11-22 12:00")
        assert len(olya.read) == 1


async def test_start_without_a_stop_is_a_greeting(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert "What would you like?" in await house.customer().writes("start")


async def test_the_question_for_invitations_comes_with_thanks_and_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        assert QUESTION in await olya.writes("спасибо!")
        assert "Буду иногда приглашать" in await olya.writes("да")
        assert QUESTION not in await olya.writes("спасибо")
        assert await steps(house) == [("asked", 0), ("agreed", 0)]


@pytest.mark.parametrize(("answer", "reply"), [("нет", "приглашать не буду"), ("нет, спасибо", "приглашать не буду")])
async def test_no_is_no_for_good(tmp_path: Path, answer: str, reply: str) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await olya.writes("спасибо")
        assert reply in await olya.writes(answer)
        assert QUESTION not in await olya.writes("спасибо")
        assert await steps(house) == [("asked", 0), ("declined", 0)]


async def test_silence_and_a_later_yes_are_no_consent(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await olya.writes("спасибо")
        assert "Садовая" in await olya.writes("а какой у вас адрес?")
        assert "приглашать" not in await olya.writes("да")
        assert await steps(house) == [("asked", 0)]


async def test_the_question_does_not_hide_what_the_customer_says_next(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await olya.writes("спасибо")
        assert "Перенесла" in await olya.writes("ой, давайте лучше в 18:00")
        assert await steps(house) == [("asked", 0)]


async def test_a_reminder_goes_before_the_question(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await house.comes("2026-11-20 18:55")
        assert QUESTION in await olya.writes("спасибо")
        await house.comes(EVENING)
        assert "Придёте?" in olya.read[-1]
        assert "Спасибо, что подтвердили" in await olya.writes("да")
        assert await steps(house) == [("asked", 8)]


async def test_nobody_is_asked_while_a_reminder_waits_for_its_answer(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await house.comes(EVENING)
        assert QUESTION not in await olya.writes("спасибо")
        await olya.writes("подтверждаю")
        assert QUESTION in await olya.writes("спасибо")


async def test_a_thumb_on_the_question_is_a_yes(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await olya.writes("спасибо")
        await olya.writes("👍", kind=Kind.REACTION, reply_to=house.last_reply_to(olya))
        assert await steps(house) == [("asked", 0), ("agreed", 0)]


async def test_nobody_is_asked_who_has_no_visit_or_said_stop_or_where_it_is_off(tmp_path: Path) -> None:
    async with salon_open(tmp_path / "on", config=inviting(tmp_path / "on")) as house:
        assert QUESTION not in await house.customer("+79161110001").writes("спасибо")
        olya = house.customer()
        await olya.writes("стоп")
        await olya.writes("маникюр завтра в 17:00")
        assert QUESTION not in await olya.writes("спасибо")
    async with salon_open(tmp_path / "off") as house:
        olya = await booked(house)
        assert QUESTION not in await olya.writes("спасибо")


async def test_start_brings_back_what_had_been_agreed(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=inviting(tmp_path)) as house:
        olya = await booked(house)
        await olya.writes("спасибо")
        await olya.writes("да")
        await olya.writes("стоп")
        assert await olya.writes("старт") == "Хорошо, снова буду напоминать о визитах и иногда приглашать вас."
