"""One-off openings: time that the usual hours do not have is booked, offered and told at once."""

from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.api import Answered, Program, program_at
from tests.flows.test_holidays import closed_on_holidays
from tests.house import offered_times
from wabot.domain.walltime import DAY
from wabot.ops.free_times import free_times

pytestmark = pytest.mark.anyio

SUNDAY, WEDNESDAY = "2026-11-22", "2026-11-25"


async def open_up(program: Program, day: str, hours: str, **fields: Any) -> Answered:
    """POST /api/openings for hours like "10:00-15:00"."""
    begins, _, ends = hours.partition("-")
    body = {"from": f"{day}T{begins}", "to": f"{day}T{ends}"} | fields
    return await program.request("POST", "/api/openings", body)


async def free(program: Program, service: str, day: str) -> list[str]:
    found = (await program.request("GET", f"/api/slots?service={service}&from={day}&days=1")).json["slots"]
    return [f"{slot['staff']} {slot['start'][11:16]}" for slot in found]


async def test_a_day_off_of_the_salon_is_opened_for_all_who_follow_its_hours(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        assert "выходной" in await olya.writes("вы работаете в воскресенье?")
        answer = await open_up(program, SUNDAY, "10:00-15:00", reason="ярмарка")
        opening = answer.json["opening"]
        assert opening == {
            "id": opening["id"],
            "staff": None,
            "from": f"{SUNDAY}T10:00:00+03:00",
            "to": f"{SUNDAY}T15:00:00+03:00",
            "reason": "ярмарка",
        }
        assert "работаем 10:00–15:00" in await olya.writes("вы работаете в воскресенье?")
        assert "послезавтра, 22 ноября: работаем 10:00–15:00" in await olya.writes("когда вы открыты?")
        free_then = await free(program, "manicure", SUNDAY)
        assert (free_then[0], free_then[-1]) == ("maria 10:00", "maria 14:00")  # Olga has Sundays off by name
        assert "15:00" in (await olya.writes("маникюр в воскресенье в 14:30"))
        assert offered_times(await olya.writes("а в 16:00?"))
        await olya.writes("маникюр в воскресенье в 14:00")
        assert "вы записаны" in await olya.writes("да")
        [visit] = await program.house.book()
        assert visit.staff == "maria"


async def test_one_person_opens_alone(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        olya = program.house.customer()
        assert "не работает" in await olya.writes("Ольга работает в среду?")
        assert (await open_up(program, WEDNESDAY, "12:00-16:00", staff="olga")).status == 200
        assert "работает 12:00–16:00" in await olya.writes("Ольга работает в среду?")
        assert (await free(program, "brows", WEDNESDAY))[:2] == ["olga 12:00", "olga 12:15"]
        assert (await program.order("brows", f"{WEDNESDAY}T15:30:00+03:00")).status == 200
        assert (
            await program.order("brows", f"{WEDNESDAY}T16:00:00+03:00", phone="+79161230001")
        ).code == "outside_hours"
        assert (
            await program.order("brows", f"{SUNDAY}T12:00:00+03:00", phone="+79161230001")
        ).code == "closed_that_day"


async def test_an_opening_runs_into_the_hours_it_touches(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await program.order("coloring", f"{WEDNESDAY}T19:00:00+03:00", staff="anna")).code == "outside_hours"
        assert (await open_up(program, WEDNESDAY, "20:00-22:00", staff="anna")).status == 200
        assert (await program.order("coloring", f"{WEDNESDAY}T19:00:00+03:00", staff="anna")).status == 200
        assert (await open_up(program, WEDNESDAY, "18:00-21:00", staff="anna")).code == "open_already"
        assert (await open_up(program, WEDNESDAY, "11:00-13:00")).code == "open_already"
        assert (await open_up(program, WEDNESDAY, "11:00-13:00", staff="olga")).status == 200


async def test_closed_time_wins_and_a_removed_opening_is_gone_while_visits_stay(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await open_up(program, SUNDAY, "10:00-15:00")).json["opening"]["id"]
        block = {"staff": "maria", "from": f"{SUNDAY}T11:00", "to": f"{SUNDAY}T15:00"}
        assert (await program.request("POST", "/api/blocks", block)).status == 200
        assert await free(program, "manicure", SUNDAY) == ["maria 10:00"]
        assert (await program.order("manicure", f"{SUNDAY}T10:00:00+03:00")).status == 200
        listed = (await program.request("GET", f"/api/openings?from={SUNDAY}&days=1")).json["openings"]
        assert [opening["id"] for opening in listed] == [number]
        assert (await program.request("DELETE", f"/api/openings/{number}")).json["opening"]["id"] == number
        assert (await program.request("DELETE", f"/api/openings/{number}")).code == "not_found"
        assert (await program.request("GET", f"/api/openings?from={SUNDAY}&days=1")).json == {"openings": []}
        assert await free(program, "massage", SUNDAY) == []
        assert len(await program.house.book()) == 1
        assert "выходной" in await program.house.customer("+79161230001").writes("массаж в воскресенье в 12")


async def test_a_holiday_and_a_closed_period_are_opened_for_a_day(tmp_path: Path) -> None:
    async with program_at(tmp_path, config=closed_on_holidays(tmp_path)) as program:
        for day in ("2027-01-02", "2027-01-07"):
            assert await free(program, "massage", day) == []
            assert (await open_up(program, day, "12:00-15:00")).status == 200
            assert (await free(program, "massage", day))[0] == "ekaterina 12:00"
        olya = program.house.customer()
        assert "работаем 12:00–15:00" in await olya.writes("вы работаете 7 января?")
        program.house.pass_time(days=41)
        hours = await olya.writes("когда вы открыты?")
        assert "7 января 2027: работаем 12:00–15:00" in hours
        assert "Рождество" not in hours


async def test_a_wrong_opening_is_refused_with_what_to_do(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        overnight = {"from": f"{SUNDAY}T22:00", "to": "2026-11-23T01:00"}
        answer = await program.request("POST", "/api/openings", overnight)
        assert (answer.status, answer.code) == (400, "invalid_request")
        assert "open each day by itself" in answer.json["error"]
        assert (await open_up(program, SUNDAY, "15:00-10:00")).code == "invalid_request"
        assert (await open_up(program, "2026-11-19", "08:00-10:00")).code == "in_the_past"
        assert "nobody is called" in (await open_up(program, SUNDAY, "10:00-12:00", staff="eve")).json["error"]
        until_midnight = {"from": f"{SUNDAY}T22:00", "to": "2026-11-23T00:00"}
        assert (await program.request("POST", "/api/openings", until_midnight)).status == 200
        assert (await free(program, "massage", SUNDAY))[-1] == "ekaterina 23:00"


async def test_calendars_and_the_list_of_free_times_know_openings(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await open_up(program, SUNDAY, "10:00-12:00", reason="ярмарка")
        await open_up(program, WEDNESDAY, "12:00-14:00", staff="olga")
        address = (await program.request("POST", "/api/calendar", {"staff": "maria"})).json["calendar"]["url"]
        async with program.http.get(address) as answer:
            events: list[Any] = Calendar.from_ical(await answer.text()).walk("VEVENT")
        assert [(str(event["SUMMARY"]), str(event["TRANSP"])) for event in events] == [
            ("Рабочее время: ярмарка", "TRANSPARENT")
        ]
        house = program.house
        salon = house.wabot.config.salon
        massage = salon.find_service("massage")
        assert massage is not None
        first = house.clock.now().date()
        found = await free_times(salon, tmp_path, massage, None, first=first + 2 * DAY, days=1, now=house.clock.now())
        assert [f"{slot.start_at.astimezone(salon.timezone):%H:%M}" for slot in found] == [
            "10:00", "10:15", "10:30", "10:45", "11:00"
        ]  # fmt: skip
