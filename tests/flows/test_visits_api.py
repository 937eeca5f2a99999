"""Visits of several services as the owner's programs meet them: one appointment for each staff member."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.api import Program, program_at
from tests.flows.test_book_commands import config_of
from tests.salon import CONFIG_FILE, demo_config
from wabot.config import parse_config
from wabot.ops.book import ask_appointments

pytestmark = pytest.mark.anyio

OTHER = "+79160000009"


def shown(visit: dict[str, Any]) -> tuple[list[str], str, str, str, str]:
    return visit["services"], visit["staff"], visit["start"][8:16], visit["end"][11:16], visit["status"]


async def book(program: Program) -> list[tuple[list[str], str, str, str, str]]:
    return [shown(visit) for visit in await program.appointments()]


async def history(program: Program, appointment: int) -> list[tuple[str, str]]:
    answer = await program.request("GET", f"/api/appointments/{appointment}")
    return [(change["by"], change["what"]) for change in answer.json["changes"]]


async def patched(program: Program, appointment: int, **fields: object) -> str | None:
    """The refusal's word, None when it was done."""
    return (await program.request("PATCH", f"/api/appointments/{appointment}", fields)).code


async def test_what_the_customer_does_to_a_visit_is_written_down_for_each_appointment(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("педикюр и брови завтра в 12")
        assert await book(program) == [
            (["pedicure"], "maria", "21T12:00", "13:15", "booked"),
            (["brows"], "olga", "21T13:15", "13:45", "booked"),
        ]
        numbers = [visit["id"] for visit in await program.appointments()]
        await olya.writes("можно на час позже?")
        assert [visit["id"] for visit in await program.appointments()] == numbers
        await olya.writes("отмените запись")
        await olya.writes("да")
        assert await book(program) == [
            (["pedicure"], "maria", "21T13:00", "14:15", "cancelled"),
            (["brows"], "olga", "21T14:15", "14:45", "cancelled"),
        ]
        done = [("customer", "made"), ("customer", "moved"), ("customer", "cancelled")]
        assert [await history(program, number) for number in numbers] == [done, done]


async def test_one_appointment_of_a_visit_changes_alone(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("педикюр и брови завтра в 12")
        first, second = [visit["id"] for visit in await program.appointments()]
        assert await patched(program, first, start="2026-11-21T12:30") == "guest_busy"
        assert await patched(program, first, start="2026-11-21T11:00") is None
        assert await patched(program, second, start="2026-11-21T13:00", note="чай") is None
        assert await book(program) == [
            (["pedicure"], "maria", "21T11:00", "12:15", "booked"),
            (["brows"], "olga", "21T13:00", "13:30", "booked"),
        ]
        assert "11:00 Педикюр (Мария), 13:00 Брови (Ольга)" in await olya.writes("мои записи")
        assert (await program.request("DELETE", f"/api/appointments/{first}")).status == 200
        assert "Педикюр" not in await olya.writes("мои записи")
        assert "вы записаны" in await program.house.customer(OTHER).writes("педикюр завтра в 11")
        assert await patched(program, first, status="booked") == "slot_taken"
        await olya.writes("отмените запись")
        await olya.writes("да")
        assert [(it[1], it[4]) for it in await book(program)] == [
            ("maria", "cancelled"),
            ("maria", "booked"),
            ("olga", "cancelled"),
        ]


async def test_who_comes_along_is_moved_without_the_customer(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("мы с подругой хотим на маникюр завтра в 12, нас двое")
        first, second = [visit["id"] for visit in await program.appointments()]
        assert await patched(program, second, start="2026-11-21T12:30") is None
        assert await patched(program, second, start="2026-11-21T12:00") is None
        assert await patched(program, second, status="cancelled") is None
        assert await patched(program, second, status="booked", start="2026-11-21T12:30") is None
        assert await patched(program, first, start="2026-11-21T14:00") is None
        assert await book(program) == [
            (["manicure"], "olga", "21T12:30", "13:30", "booked"),
            (["manicure"], "maria", "21T14:00", "15:00", "booked"),
        ]
        await olya.writes("отмените запись")
        await olya.writes("да")
        assert {status for *_, status in await book(program)} == {"cancelled"}


async def test_the_customers_own_part_is_theirs_again_when_it_is_taken_back(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer().writes("мы с подругой хотим на маникюр завтра в 12, нас двое")
        first, _ = [visit["id"] for visit in await program.appointments()]
        assert await patched(program, first, status="cancelled") is None
        assert await patched(program, first, status="booked") is None
        twice = await program.order("massage", "2026-11-21T12:00", phone="+79161234567")
        assert twice.code == "guest_busy"


async def test_a_visit_in_a_row_ordered_by_the_salon_is_the_customers_as_well(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order(services=["manicure", "pedicure"], start="2026-11-21T12:00")
        answer = await program.order(services=["brows"], start="2026-11-21T15:00")
        assert answer.status == 200
        olya = program.house.customer()
        assert await patched(program, 1, start="2026-11-21T11:00") is None
        assert "Маникюр + Педикюр" in await olya.writes("мои записи")
        await olya.writes("отмените маникюр и педикюр")
        await olya.writes("да")
        assert [(it[0], it[4]) for it in await book(program)] == [
            (["manicure", "pedicure"], "cancelled"),
            (["brows"], "booked"),
        ]
        assert await history(program, 1) == [("api", "made"), ("api", "moved"), ("customer", "cancelled")]


async def test_a_customer_does_not_move_a_visit_into_closed_time(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        await olya.writes("педикюр и брови завтра в 12")
        body = {"staff": "maria", "from": "2026-11-21T14:00", "to": "2026-11-21T16:00"}
        assert (await program.request("POST", "/api/blocks", body)).status == 200
        assert "занято" in await olya.writes("перенесите на 14:00")
        assert [it[2] for it in await book(program)] == ["21T12:00", "21T13:15"]


async def test_all_appointments_of_a_visit_name_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order(start="2026-11-21T10:00", phone=OTHER)
        await program.house.customer().writes("педикюр и брови завтра в 12")
        assert [(one["id"], one["visit"]) for one in await program.appointments()] == [(1, 1), (2, 2), (3, 2)]
        shown = await ask_appointments(config_of(program), None, 7)
        assert [one["visit"] for one in shown] == [1, 2, 2]


async def test_services_of_a_visit_change_around_the_rest_of_it(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.house.customer().writes("педикюр и брови завтра в 12")
        first, second = [visit["id"] for visit in await program.appointments()]
        assert await patched(program, first, services=["pedicure", "manicure"]) is None
        around = [
            (["pedicure", "manicure"], "maria", "21T12:00", "14:45", "booked"),
            (["brows"], "olga", "21T13:15", "13:45", "booked"),
        ]
        assert await book(program) == around
        assert (await program.order("manicure", "2026-11-21T13:30", phone=OTHER, staff="maria")).code == "slot_taken"
        assert await patched(program, first, status="cancelled") is None
        assert await patched(program, first, status="booked") is None
        assert await book(program) == around
        assert await patched(program, second, services=["brows", "massage"]) == "cannot_do_service"
        assert await patched(program, second, services=["brows", "lashes"]) is None  # once the manicure is done
        assert (await book(program))[1] == (["brows", "lashes"], "olga", "21T13:15", "16:15", "booked")
        assert await patched(program, second, services=["lashes"]) == "guest_busy"
        assert await patched(program, second, services=["brows"]) is None
        assert await patched(program, first, services=["pedicure"]) is None
        assert (await program.order("manicure", "2026-11-21T13:45", phone=OTHER, staff="maria")).status == 200
        assert await patched(program, first, services=["pedicure", "manicure"]) == "guest_busy"
        assert await book(program) == [
            (["pedicure"], "maria", "21T12:00", "13:15", "booked"),
            (["brows"], "olga", "21T13:15", "13:45", "booked"),
            (["manicure"], "maria", "21T13:45", "14:45", "booked"),
        ]


async def test_a_visit_in_a_row_is_taken_back_as_it_was(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        order = await program.order(services=["coloring", "blowdry"], start="2026-11-21T12:00", staff="anna")
        assert order.status == 200
        assert await patched(program, 1, status="cancelled") is None
        assert await patched(program, 1, status="booked") is None
        assert await book(program) == [(["coloring", "blowdry"], "anna", "21T12:00", "14:45", "booked")]
        assert (await program.order("blowdry", "2026-11-21T14:30", phone=OTHER, staff="anna")).code == "slot_taken"


async def test_a_forced_visit_may_run_past_midnight(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        night = "2026-11-21T23:30"
        assert (await program.order("coloring", night, phone=OTHER, staff="anna", force=True)).status == 200
        assert await book(program) == [(["coloring"], "anna", "21T23:30", "01:30", "booked")]
        assert [visit["id"] for visit in await program.appointments("from=2026-11-22&days=1")] == [1]
        block = {"staff": "ekaterina", "from": "2026-11-22T00:00", "to": "2026-11-22T01:00"}
        assert (await program.request("POST", "/api/blocks", block)).status == 200
        taken = await program.order("massage", night, staff="ekaterina", force=True)
        assert (taken.code, "closed from 2026-11-22 00:00" in taken.json["error"]) == ("slot_taken", True)
        basin = await program.order("coloring", "2026-11-22T01:15", staff="ekaterina", force=True)
        assert basin.code == "slot_taken"
        twice = await program.order("brows", "2026-11-22T01:00", phone=OTHER, force=True)
        assert twice.code == "guest_busy"
        assert await patched(program, 1, start="2026-11-22T23:45") == "closed_that_day"
        assert await patched(program, 1, start="2026-11-21T22:15", force=True) is None
        assert await book(program) == [(["coloring"], "anna", "21T22:15", "00:15", "booked")]
        url = (await program.request("POST", "/api/calendar", {})).json["calendar"]["url"]
        async with program.http.get(url) as answer:
            events: list[Any] = Calendar.from_ical(await answer.text()).walk("VEVENT")
        assert {(event.end - event.start) for event in events} == {timedelta(hours=2), timedelta(hours=1)}
        status = (await program.request("GET", "/api/status")).json
        assert [visit["ends"] for day in status["days"] for visit in day["visits"]] == ["00:15"]


async def test_force_opens_public_holidays_too(tmp_path: Path) -> None:
    text = CONFIG_FILE.read_text(encoding="utf-8").replace('holidays = "open"', 'holidays = "closed"')
    async with program_at(tmp_path, config=demo_config(tmp_path, parse_config(text, CONFIG_FILE))) as program:
        christmas = "2027-01-07T15:00"
        assert (await program.order(start=christmas)).code == "closed_that_day"
        assert (await program.order(start=christmas, force=True)).status == 200
