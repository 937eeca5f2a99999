"""A confirmation is followed by the visit as a file for the customer's calendar, if the owner wants it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from icalendar import Calendar

from tests.api import Program, program_at
from tests.failing import open_failing
from tests.house import House, Person, salon_open
from tests.salon import demo_config
from wabot.config import Config
from wabot.domain.correspondence import OutgoingMessage
from wabot.errors import NotConnected, OutcomeUnknown, SendRefused

pytestmark = pytest.mark.anyio


def config_with_files(state: Path) -> Config:
    return replace(demo_config(state), sends_keepsakes=True)


def files(house: House, person: Person) -> list[Any]:
    """The calendars that reached that phone, oldest first."""
    arrived = [it.document for it in house.session.phones if it.contact == person.contact and it.document]
    return [Calendar.from_ical(document) for document in arrived]


def events(calendar: Any) -> list[tuple[str, int]]:
    """Which events, and which state of them."""
    return sorted((str(event["UID"]), event["SEQUENCE"]) for event in calendar.walk("VEVENT"))


async def feed(program: Program) -> Any:
    address = (await program.request("POST", "/api/calendar", {})).json["calendar"]["url"]
    async with program.http.get(address) as answer:
        return Calendar.from_ical(await answer.text())


async def states(house: House) -> list[tuple[str, str]]:
    """Kind and state of all that was to be sent, oldest first."""
    rows = await house.wabot.database.read(
        lambda db: db.execute("SELECT key, state FROM outbox ORDER BY id").fetchall()
    )
    return [(row["key"].partition(":")[0], row["state"]) for row in rows]


async def test_the_visit_comes_as_a_file_right_behind_the_words(tmp_path: Path) -> None:
    async with salon_open(tmp_path, config=config_with_files(tmp_path)) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        words, name = olya.read
        assert "вы записаны" in words
        assert name == "Лаванда 2026-11-21 15-00.ics"
        [calendar] = files(house, olya)
        assert str(calendar["METHOD"]) == "PUBLISH"
        [event] = calendar.walk("VEVENT")
        assert event.start == datetime.fromisoformat("2026-11-21T15:00:00+03:00")
        assert event.end == datetime.fromisoformat("2026-11-21T16:00:00+03:00")
        assert event["DTSTART"].params["TZID"] == str(calendar.walk("VTIMEZONE")[0]["TZID"]) == "Europe/Moscow"
        assert str(event["SUMMARY"]) == "Массаж – Лаванда"
        assert str(event["LOCATION"]) == "ул. Садовая, 12, вход со двора"
        assert str(event["DESCRIPTION"]) == "Екатерина, +74951234567"
        assert calendar.walk("VALARM") == []
        john = house.customer("+14155550100")
        await john.writes("hello, a massage tomorrow at 5 pm please")
        assert john.read[-1] == "Lavender 2026-11-21 17-00.ics"


async def test_a_moved_visit_is_the_same_event_in_a_later_state_as_in_the_feed(tmp_path: Path) -> None:
    async with program_at(tmp_path, config=config_with_files(tmp_path)) as program:
        olya = program.house.customer()
        await olya.writes("педикюр и брови завтра в 12")
        assert events(files(program.house, olya)[0]) == events(await feed(program))
        await olya.writes("можно на час позже?")
        first, second = files(program.house, olya)
        assert events(second) == events(await feed(program))
        assert [(uid, state + 1) for uid, state in events(first)] == events(second)
        before = len(olya.read)
        await olya.writes("отмените запись")
        await olya.writes("да")
        assert len(files(program.house, olya)) == 2
        assert len(olya.read) == before + 2


async def test_the_salons_own_notices_bring_the_file_too(tmp_path: Path) -> None:
    async with program_at(tmp_path, config=config_with_files(tmp_path)) as program:
        olya = program.house.customer()
        visit = (await program.order(notify=True)).json["appointment"]["id"]
        path = f"/api/appointments/{visit}"
        await program.request("PATCH", path, {"start": "2026-11-21T17:00", "notify": True})
        await program.request("PATCH", path, {"start": "2026-11-21T18:00"})
        await program.request("DELETE", f"{path}?notify=true")
        await program.house.settle()
        assert [events(calendar)[0][1] for calendar in files(program.house, olya)] == [0, 1]
        assert [text.endswith(".ics") for text in olya.read] == [False, True, False, True, False]


async def test_nobody_gets_a_file_unless_the_owner_wants_it(tmp_path: Path) -> None:
    async with salon_open(tmp_path) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert len(olya.read) == 1


async def test_a_file_that_is_not_taken_costs_the_customer_nothing_else(tmp_path: Path) -> None:
    async def full(message: OutgoingMessage) -> None:
        if message.document is not None:
            raise SendRefused("WhatsApp's media servers did not take the file; nothing was sent")

    config = config_with_files(tmp_path)
    async with salon_open(tmp_path, config=config, session=open_failing(full)) as house:
        olya = house.customer()
        assert "вы записаны" in await olya.writes("массаж завтра в 15:00")
        assert "Массаж" in await olya.writes("мои записи")
        assert len(olya.read) == 2
        assert await states(house) == [("reply", "delivered"), ("calendar", "failed"), ("reply", "delivered")]


async def test_a_file_that_failed_can_be_sent_again_by_a_person(tmp_path: Path) -> None:
    refusals = [SendRefused("WhatsApp's media servers did not take the file; nothing was sent")]

    async def once(message: OutgoingMessage) -> None:
        if message.document is not None and refusals:
            raise refusals.pop()

    async with program_at(tmp_path, config=config_with_files(tmp_path), session=open_failing(once)) as program:
        olya = program.house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert files(program.house, olya) == []
        assert (await program.request("POST", "/api/outbox/2/retry")).status == 200
        await program.house.settle()
        assert len(files(program.house, olya)) == 1


@pytest.mark.parametrize("error", [NotConnected("not connected"), OutcomeUnknown("no acknowledgement")])
async def test_a_file_is_tried_again_like_any_message(tmp_path: Path, error: Exception) -> None:
    tries: list[str] = []

    async def once(message: OutgoingMessage) -> None:
        tries.append(message.key)
        if message.document is not None and tries.count(message.key) == 1:
            raise error

    config = config_with_files(tmp_path)
    async with salon_open(tmp_path, config=config, session=open_failing(once)) as house:
        olya = house.customer()
        await olya.writes("массаж завтра в 15:00")
        assert [key.partition(":")[0] for key in tries] == ["reply", "calendar", "calendar"]
        assert len(files(house, olya)) == 1
        assert await states(house) == [("reply", "delivered"), ("calendar", "delivered")]


async def test_a_file_that_waited_until_the_visit_is_not_sent(tmp_path: Path) -> None:
    tried = anyio.Event()

    async def down(message: OutgoingMessage) -> None:
        if message.document is not None:
            await house.session.cut_line()
            tried.set()
            raise NotConnected("not connected")

    config = config_with_files(tmp_path)
    async with salon_open(tmp_path, config=config, session=open_failing(down)) as house:
        olya = house.customer()
        await olya.sends("массаж завтра в 15:00")

        async def is_file_waiting() -> bool:
            return (await states(house))[-1] == ("calendar", "queued")

        await tried.wait()
        await house.until(is_file_waiting)
        house.pass_time(hours=29)
        await house.session.mend_line()
        await house.settle()
        assert files(house, olya) == []
        assert ("calendar", "queued") not in await states(house)
