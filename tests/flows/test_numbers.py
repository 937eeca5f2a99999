"""The numbers of the salon, as its owner and its accountant read them."""

import csv
import io
import re
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.api import Program
from tests.house import OWNER
from tests.owner import Owner, owner_at
from tests.salon import SALON
from wabot.domain.numbers import Touch
from wabot.domain.periods import month_of
from wabot.storage.numbers import touches_between
from wabot.types import PhoneNumber
from wabot.web.sheets import harmless

pytestmark = pytest.mark.anyio


def words(page: str) -> str:
    """What is read, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


async def tiles(owner: Owner, path: str = "numbers") -> str:
    page = await owner.opens(path)
    found = re.search(r'<dl class="tiles">.*?</dl>', page, re.DOTALL)
    assert found
    return words(found.group())


async def a_month(program: Program) -> None:
    """Four visits: one to come, one that did not come, one cancelled, one in another month."""
    for number, start in enumerate(("2026-11-20T11:00", "2026-11-20T13:00", "2026-11-28T12:00", "2026-12-01T10:00")):
        ordered = await program.order(
            "massage", f"{start}:00+03:00", phone=f"+7916000111{number}", name=f"Клиентка {number}", staff="ekaterina"
        )
        assert ordered.status == 200
    await program.house.comes("2026-11-20 15:00")
    assert (await program.request("PATCH", "/api/appointments/2", {"status": "no_show"})).status == 200
    assert (await program.request("DELETE", "/api/appointments/3")).status == 200


async def test_a_month_is_told_and_the_next_is_a_step_away(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        await a_month(owner.program)
        page = await owner.opens("numbers")
        assert "Ноябрь 2026" in page
        assert "Записей 3 Были 1 3200 ₽ Будут 0 Не пришли 1 33 % Отменены 1 33 %" in await tiles(owner)
        assert "Екатерина 1 – 1 1 3200 ₽" in words(page)
        assert "Массаж 1 – 1 1 3200 ₽" in words(page)
        assert 'href="/numbers?month=2026-10"' in page
        assert 'href="/numbers?month=2026-12"' in page
        assert "Записей 1 Были 0 Будут 1 3200 ₽" in await tiles(owner, "numbers?month=2026-12")
        assert "Записей 2 " in await tiles(owner, "numbers?from=2026-11-28&to=2026-12-01")
        assert 'href="/numbers?from=2026-12-02&amp;to=2026-12-05"' in await owner.opens(
            "numbers?from=2026-11-28&to=2026-12-01"
        )
        assert "записей нет" in await owner.opens("numbers?month=2026-09")


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=x", "from=2026-11-02&to=2026-11-01", "from=2025-01-01&to=2026-12-31", "from=1", "month="],
)
async def test_what_is_no_period_is_said_and_this_month_is_shown(tmp_path: Path, query: str) -> None:
    async with owner_at(tmp_path) as owner:
        page = await owner.opens(f"numbers?{query}")
        assert "Такого срока нет" in page
        assert "Ноябрь 2026" in page


async def test_the_edges_of_the_book_lead_nowhere(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        first, last = await owner.opens("numbers?month=2000-01"), await owner.opens("numbers?month=2199-12")
        assert 'rel="prev"' not in first
        assert 'rel="next"' in first
        assert 'rel="next"' not in last


async def test_a_conversation_with_a_person_in_it_is_not_the_bots(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        house = owner.program.house
        curious = house.customer("+79161110001")
        await curious.writes("здравствуйте")
        await curious.writes("сколько стоит массаж?")
        await house.customer("+79161110002").writes("позовите администратора")
        answered = house.customer("+79161110003")
        await answered.writes("здравствуйте")
        await house.salon_writes_to(answered, "Добрый день, это Анна!")
        await house.owner.writes("сегодня")
        assert "wabot ответил сам 1 33 % из 3 разговоров" in await tiles(owner)
        await house.comes("2026-11-21 12:00")
        assert (await owner.program.request("POST", "/api/chats/1/send", {"message": "Ждём вас!"})).status == 200
        await curious.writes("спасибо")
        assert "wabot ответил сам 1 25 % из 4 разговоров" in await tiles(owner)


async def test_chats_with_the_salons_own_people_are_left_out(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        await owner.program.house.owner.writes("сегодня")
        november, zone = month_of(date(2026, 11, 1)), SALON.timezone

        def read(db: sqlite3.Connection, *ours: str) -> list[Touch]:
            numbers = [PhoneNumber(number) for number in ours]
            return list(touches_between(db, november.begins_at(zone), november.ends_at(zone), numbers))

        database = owner.program.house.wabot.database
        assert len(await database.read(read)) == 1
        assert await database.read(lambda db: read(db, OWNER)) == []


async def test_the_accountant_gets_what_excel_opens(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        await a_month(owner.program)
        evil = '=HYPERLINK("http://evil.example";"x")'
        await owner.program.order("coloring", phone="+79161234567", name=evil, start="2026-11-27T10:00:00+03:00")
        async with owner.http.get(owner.address + "numbers.csv?month=2026-11") as answer:
            assert answer.content_type == "text/csv"
            assert "lavanda_2026-11-01_2026-11-30.csv" in answer.headers["Content-Disposition"]
            raw = await answer.read()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert rows[0] == ["Визит", "Дата", "Начало", "Конец", "Мастер", "Услуга", "Клиент", "Что с записью", "Цена"]
        assert rows[1] == [
            "1",
            "2026-11-20",
            "11:00",
            "12:00",
            "Екатерина",
            "Массаж",
            "Клиентка 0",
            "состоялась",
            "3200",
        ]
        assert [row[7] for row in rows[1:4]] == ["состоялась", "не пришёл", "впереди"]
        assert rows[3][6] == f"'{evil}"
        assert [row[7] for row in rows[4:]] == ["отменена"]


@pytest.mark.parametrize("text", ["=1+1", "+7916", "-1", "@SUM(A1)", " =1", "\t=1", "\n@x", "＝1", "\rx"])
def test_nothing_in_a_sheet_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Оля", "a=b", "5", "Анна-Мария", "x@y"])
def test_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


async def test_a_visit_of_the_last_hour_of_a_month_is_that_months(tmp_path: Path) -> None:
    async with owner_at(tmp_path) as owner:
        late = datetime.fromisoformat("2026-11-30T23:30:00+03:00")
        for start in (late, late + timedelta(hours=25)):
            ordered = await owner.program.order("massage", start.isoformat(), staff="ekaterina", force=True)
            assert ordered.status == 200
        assert "Записей 1 " in await tiles(owner)
        assert "Записей 1 " in await tiles(owner, "numbers?month=2026-12")
