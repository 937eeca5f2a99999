"""How wabot behaves towards people: languages, silence, persons, what it does not understand."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import KINDS_WITHOUT_WORDS, salon_open
from tests.salon import demo_config
from wabot.domain.correspondence import Kind
from wabot.types import Lang

pytestmark = pytest.mark.anyio


async def test_a_greeting_is_greeted_once(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        first = await olya.writes("привет")
        assert first.startswith("Здравствуйте! Это салон «Лаванда».")
        assert "Здравствуйте" not in await olya.writes("спасибо")


async def test_a_new_conversation_is_greeted_again_and_the_old_question_forgotten(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("педикюр")
        house.pass_time(hours=25)
        answer = await olya.writes("2")
        assert "Здравствуйте" in answer
        assert await house.book() == []


async def test_a_person_is_called_and_the_owner_told_why(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "администратор" in await olya.writes("позовите человека пожалуйста")
        assert "+79161234567" in house.owner.read[0]
        assert "позовите человека" in house.owner.read[0]


async def test_no_person_is_promised_where_none_can_be_told(tmp_path: Path) -> None:
    lonely = replace(demo_config(tmp_path), owner_phones=())
    async with salon_open(tmp_path, config=lonely) as house:
        answer = await house.customer().writes("позовите человека")
        assert "+74951234567" in answer
        assert "администратор" not in answer


async def test_no_phone_either_and_still_nothing_false_is_promised(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    lonely = replace(config, owner_phones=(), salon=replace(config.salon, phone=None))
    async with salon_open(tmp_path, config=lonely) as house:
        answer = await house.customer().writes("позовите человека")
        assert "Садовая" in answer
        assert "администратор" not in answer


async def test_not_understood_twice_gets_a_menu_and_then_a_person(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert "не совсем поняла" in await olya.writes("бырбыр кулямбрик")
        assert "4) позвать администратора" in await olya.writes("шмырг")
        assert house.owner.read == []
        assert "Передала администратору" in await olya.writes("хлюп")
        assert len(house.owner.read) == 1


async def test_a_person_of_the_salon_silences_the_bot_in_that_chat_only(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya, katya = house.customer(), house.customer("+79161110001")
        await house.salon_writes_to(olya, "Оля, добрый день, это Мария")
        assert await olya.writes("массаж завтра в 15:00") == ""
        assert "вы записаны" in await katya.writes("массаж завтра в 15:00")
        house.pass_time(hours=12)
        assert "вы записаны" in await olya.writes("массаж завтра в 12:00")


@pytest.mark.parametrize("kind", KINDS_WITHOUT_WORDS)
async def test_what_cannot_be_read_gets_a_kind_word(tmp_path: Path, kind: Kind) -> None:
    async with salon_open(tmp_path) as house:
        assert "текстом" in await house.customer().writes(kind=kind)


async def test_a_picture_with_words_is_read(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert "вы записаны" in await house.customer().writes("массаж завтра в 15:00", kind=Kind.IMAGE)


async def test_a_wish_beside_a_question_is_not_lost(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        answer = await house.customer().writes("сколько стоит педикюр и есть ли время завтра после 12?")
        assert "2600 ₽" in answer
        assert "21 ноября" in answer
        olya = house.customer("+79161110001")
        await olya.writes("сколько стоит педикюр?")
        assert "Педикюр" in await olya.writes("запишите на завтра в 14:00")


async def test_a_call_is_declined_in_words(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert "звонки" in await house.customer().writes(kind=Kind.CALL)


async def test_a_reaction_answers_a_question_and_is_otherwise_left_alone(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("спасибо")
        old = house.last_reply_to(olya)
        assert await olya.writes("👍", kind=Kind.REACTION, reply_to=old) == ""
        await olya.writes("есть время на массаж завтра в 15:00?")
        assert await olya.writes("👍", kind=Kind.REACTION, reply_to=old) == ""
        assert "вы записаны" in await olya.writes("👍", kind=Kind.REACTION, reply_to=house.last_reply_to(olya))


async def test_a_customer_without_a_phone_number_is_served_like_any_other(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        hidden = house.customer(lid="123456789012345@lid")
        assert "вы записаны" in await hidden.writes("массаж завтра в 15:00")
        assert "Массаж" in await hidden.writes("мои записи")


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 500,
        "\u202e" + "абв" * 3000,
        "<script>alert(1)</script>",
        "'; DROP TABLE customers;--",
        "\x00\x07\x1b[31m",
        "9" * 5000,
    ],
)
async def test_hostile_text_is_answered_calmly(tmp_path: Path, text: str) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        assert await olya.writes(text) != ""
        assert await olya.writes(text) != ""
        assert "вы записаны" in await olya.writes("массаж завтра в 15:00")


async def test_the_owners_own_texts_win(tmp_path: Path) -> None:
    (tmp_path / "texts.ru.ftl").write_text("you-are-welcome = Целуем!\n", encoding="utf-8")
    config = replace(demo_config(tmp_path), source=tmp_path / "config.toml")
    async with salon_open(tmp_path / "state", config=config) as house:
        olya = house.customer()
        await olya.writes("привет")
        assert await olya.writes("спасибо") == "Целуем!"


async def test_a_new_customer_reads_the_owners_line_on_privacy_once(tmp_path: Path) -> None:
    config = demo_config(tmp_path)
    privacy = {Lang.RU: "Ваши данные нужны нам только для записи.", Lang.EN: "We use your data for bookings only."}
    config = replace(config, conversation=replace(config.conversation, privacy=privacy))
    async with salon_open(tmp_path, config=config) as house:
        olya = house.customer()
        assert "Здравствуйте! Это салон «Лаванда».\nВаши данные нужны нам" in await olya.writes("привет")
        house.pass_time(days=2)
        again = await olya.writes("маникюр в понедельник в 12")
        assert "Здравствуйте" in again
        assert "данные" not in again
        assert "bookings only" in await house.customer("+14155550100").writes("what are your opening hours?")
