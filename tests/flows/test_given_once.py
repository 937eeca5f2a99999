"""An id that pages, programs and the outbox know is never given to anything else, whatever became of its row."""

import sqlite3
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.api import program_at
from tests.flows.test_waitlist import FREED, PHONES, full_saturday
from tests.house import House, Person, salon_open
from wabot.domain.customers import Contact
from wabot.storage.customers import find_customer_id
from wabot.storage.outbox import begin_next, queue_message
from wabot.types import CustomerId, Lid, PhoneNumber
from wabot.whatsapp.session import ContactLearned

pytestmark = pytest.mark.anyio

LID, PHONE = Lid("123456789012345@lid"), PhoneNumber("+79161234567")
IRA = "+79167654321"


def is_one(db: sqlite3.Connection) -> bool:
    return find_customer_id(db, Contact(lid=LID)) == find_customer_id(db, Contact(phone=PHONE))


async def becomes_one(house: House) -> Person:
    """WhatsApp says whose number belongs to the hidden id."""
    both = Contact(phone=PHONE, lid=LID)
    await house.session.tell(ContactLearned(both))
    await house.until(lambda: house.wabot.database.read(is_one))
    await house.settle()
    return Person(house, both)


async def test_who_became_one_from_two_is_answered(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        assert await house.customer(lid=LID).writes("привет", id="SAME")
        assert await house.customer(PHONE).writes("привет", id="SAME")
        olya = await becomes_one(house)
        assert "вы записаны" in await olya.writes("маникюр завтра в 17:00")


async def test_after_one_is_forgotten_the_next_is_asked(tmp_path: Path) -> None:
    async with full_saturday(tmp_path) as salon:
        olya = await salon.waiting(0)
        await salon.frees("15:00")
        await salon.says(olya, "нет, спасибо")
        assert (await salon.program.request("DELETE", f"/api/customers/{PHONES[0]}")).status == 200
        await salon.close("15:00", "16:00")
        ira = await salon.waiting(1)
        await salon.frees("16:00")
        assert FREED in ira.read[-1]


async def test_words_for_one_who_was_forgotten_reach_nobody(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer("+79160000111").writes("привет")
        await program.house.customer().writes("привет")
        assert (await program.request("DELETE", f"/api/customers/{PHONE}")).status == 200
        ira = program.house.customer(IRA)
        read = await ira.writes("здравствуйте")
        answer = await program.request("POST", "/api/chats/2/send", {"message": "Оля, ваш заказ готов"})
        await program.house.settle()
        assert answer.status == 404
        assert "\n".join(ira.read) == read


async def test_words_for_one_who_became_another_reach_nobody_else(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer(lid=LID).writes("привет")
        await program.house.customer(PHONE).writes("я с телефона")
        await becomes_one(program.house)
        ira = program.house.customer(IRA)
        read = await ira.writes("здравствуйте")
        answer = await program.request("POST", "/api/chats/2/send", {"message": "Оля, ждём вас"})
        await program.house.settle()
        assert answer.status == 404
        assert "\n".join(ira.read) == read


@pytest.mark.parametrize("kind", ["blocks", "openings"])
async def test_a_deletion_that_is_repeated_deletes_nothing_else(tmp_path: Path, kind: str) -> None:
    async with program_at(tmp_path) as program:

        async def make(day: str) -> int:
            body = {"staff": "maria", "from": f"{day}T06:00", "to": f"{day}T07:00"}
            answer = await program.request("POST", f"/api/{kind}", body)
            number: int = answer.json[kind.removesuffix("s")]["id"]
            return number

        first = await make("2026-11-21")
        assert (await program.request("DELETE", f"/api/{kind}/{first}")).status == 200
        second = await make("2026-11-24")
        assert (await program.request("DELETE", f"/api/{kind}/{first}")).status == 404
        assert (await program.request("DELETE", f"/api/{kind}/{second}")).status == 200


async def test_a_message_that_was_taken_back_is_not_another_one(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        house, database = program.house, program.house.wabot.database
        await house.customer().writes("привет")
        await house.session.cut_line()
        now, olya = house.clock.now(), CustomerId(1)
        later = now + timedelta(minutes=2)
        reminds = partial(queue_message, key="reminder:1:before:5", customer=olya, text="Ждём вас через час", now=now)
        reminder = await database.write(partial(reminds, wanted_until=now + timedelta(minutes=1)))
        await database.write(partial(begin_next, now=later, not_to=[olya]))
        await database.write(partial(queue_message, key="reply:99", customer=olya, text="Вы записаны", now=later))
        assert (await program.request("POST", f"/api/outbox/{reminder}/drop")).status == 404
