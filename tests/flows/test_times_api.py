"""Free and closed time over the API: what is closed is closed for everybody at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.api import Answered, Program, program_at
from tests.house import offered_times
from wabot.domain.slots import Slot
from wabot.language.replies import Texts
from wabot.types import CustomerId
from wabot.web.clerk import Clerk
from wabot.web.desk import Desk, NoSuchVisit
from wabot.web.orders import SlotQuery
from wabot.web.telling import Teller
from wabot.web.times import TimesApi

pytestmark = pytest.mark.anyio


def on_saturday(clock: str) -> str:
    return f"2026-11-21T{clock}:00+03:00"


async def free(program: Program, service: str = "massage", query: str = "from=2026-11-21&days=1") -> list[str]:
    found = (await program.request("GET", f"/api/slots?service={service}&{query}")).json["slots"]
    return [slot["start"][11:16] for slot in found]


async def close(program: Program, begins: str, ends: str, **fields: Any) -> Answered:
    body = {"staff": "ekaterina", "from": begins, "to": ends, "reason": "врач"} | fields
    return await program.request("POST", "/api/blocks", body)


async def test_what_is_shown_as_free_can_be_ordered(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        slots = (await program.request("GET", "/api/slots?service=coloring&staff=anna&from=2026-11-21&days=2")).json
        assert slots["slots"][0] == {
            "service": "coloring",
            "staff": "anna",
            "room": "washbasin",
            "start": on_saturday("10:00"),
            "end": on_saturday("12:00"),
        }
        ordered = await program.order("coloring", slots["slots"][4]["start"], staff="anna")
        assert ordered.status == 200
        after = (await program.request("GET", "/api/slots?service=coloring&staff=anna&from=2026-11-21&days=2")).json
        assert slots["slots"][4] not in after["slots"]


class Beside(list[Slot]):
    """Free times that may be looked at beside the event loop only."""

    def __iter__(self) -> Iterator[Slot]:
        anyio.from_thread.check_cancelled()  # RuntimeError on the event loop
        return super().__iter__()


class FindsBeside(Clerk):
    """A clerk whose free times are such."""

    async def free_starts(self, asked: SlotQuery) -> list[Slot] | NoSuchVisit:
        found = await super().free_starts(asked)
        return found if isinstance(found, NoSuchVisit) else Beside(found)


async def wake_nobody(_customer: CustomerId) -> None:
    """Nothing is sent."""


async def test_a_year_of_free_times_is_told_beside_the_event_loop(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        wabot, clock = program.house.wabot, program.house.clock
        salon = wabot.config.salon
        desk = Desk(salon, Teller(salon, Texts(salon, tmp_path), None, wabot.config.reminders.quiet, ()))
        clerk = FindsBeside(salon, wabot.database, desk, clock, wake_nobody)
        app = web.Application()
        TimesApi(salon, wabot.database, clerk, clock).add_to(app.router)
        year = "/api/slots?service=massage&days=366"
        async with TestServer(app) as server, program.http.get(server.make_url(year)) as answer:
            assert answer.content_type == "application/json"
            assert await answer.json() == (await program.request("GET", year)).json


async def test_free_times_know_neither_notice_nor_horizon(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        assert (await free(program, query="days=1"))[0] == "10:00"
        assert (await free(program, query="from=2028-03-01&days=1"))[0] == "10:00"
        assert await free(program, query="from=2026-11-22&days=1") == []
        assert await free(program, query="from=2001-01-01&days=3") == []


async def test_closed_time_is_met_by_every_search_at_once(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        answer = await close(program, on_saturday("12:00"), on_saturday("18:00"))
        number = answer.json["block"]["id"]
        assert answer.json == {
            "success": True,
            "block": {
                "id": number,
                "staff": "ekaterina",
                "from": on_saturday("12:00"),
                "to": on_saturday("18:00"),
                "reason": "врач",
            },
        }
        assert not any("11:00" < start < "18:00" for start in await free(program))
        offer = await program.house.customer().writes("массаж завтра в 15:00")
        that_day = offered_times("\n".join(line for line in offer.splitlines() if "21 ноября" in line))
        assert that_day == ["11:00", "18:00"]
        refused = await program.order(start=on_saturday("11:30"), staff="ekaterina", force=True)
        assert refused.code == "slot_taken"
        assert f"closed from 2026-11-21 12:00 to 2026-11-21 18:00 (врач, block {number})" in refused.json["error"]
        assert (await program.request("DELETE", f"/api/blocks/{number}")).status == 200
        assert "15:00" in await free(program)
        assert (await program.request("DELETE", f"/api/blocks/{number}")).status == 404


async def test_a_moved_visit_does_not_slip_into_closed_time(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order(start=on_saturday("10:00"))).json["appointment"]["id"]
        await close(program, on_saturday("12:00"), on_saturday("18:00"))
        answer = await program.request("PATCH", f"/api/appointments/{number}", {"start": on_saturday("11:30")})
        assert answer.code == "slot_taken"


async def test_three_weeks_away_are_closed_on_each_day_of_them(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await close(program, "2026-11-23T00:00", "2026-12-14T00:00")
        assert await free(program, query="staff=ekaterina&from=2026-11-23&days=21") == []
        assert (await free(program, query="staff=ekaterina&from=2026-12-14&days=1"))[0] == "10:00"
        shown = (await program.request("GET", "/api/blocks?from=2026-12-01&days=1")).json["blocks"]
        assert [block["to"] for block in shown] == ["2026-12-14T00:00:00+03:00"]
        await program.request("DELETE", f"/api/blocks/{shown[0]['id']}")
        assert (await free(program, query="staff=ekaterina&from=2026-11-23&days=1"))[0] == "10:00"


async def test_time_that_is_taken_cannot_be_closed_and_the_refusal_names_what_is_there(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order(start=on_saturday("15:00"))
        await close(program, on_saturday("10:00"), on_saturday("11:00"))
        answer = await close(program, on_saturday("10:30"), on_saturday("15:30"))
        assert (answer.status, answer.code) == (409, "slot_taken")
        assert "massage from 2026-11-21 15:00 to 2026-11-21 16:00 (appointment 1)" in answer.json["error"]
        assert "closed from 2026-11-21 10:00 to 2026-11-21 11:00 (врач, block 1)" in answer.json["error"]
        assert (await close(program, on_saturday("11:00"), on_saturday("15:00"))).status == 200
        assert (await close(program, on_saturday("10:30"), on_saturday("15:30"), staff="anna")).status == 200


async def test_of_a_full_week_only_some_visits_are_named(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        for hour in range(10, 17):
            await program.order(start=on_saturday(f"{hour}:00"))
        answer = await close(program, on_saturday("10:00"), on_saturday("20:00"))
        assert answer.json["error"].endswith("15:00 (appointment 5) and 2 more; nothing was changed")


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        (on_saturday("12:00"), on_saturday("12:00"), "invalid_request"),
        (on_saturday("12:00"), on_saturday("11:00"), "invalid_request"),
        ("2026-11-21T00:00", "2027-11-23T00:00", "invalid_request"),
        ("2026-11-19T12:00", "2026-11-20T10:00", "in_the_past"),
        ("2026-11-19T12:00", "2026-11-20T10:15", None),
    ],
)
async def test_what_can_be_closed(tmp_path: Path, begins: str, ends: str, code: str | None) -> None:
    async with program_at(tmp_path) as program:
        assert (await close(program, begins, ends)).code == code


async def test_services_in_a_row_have_their_own_free_times(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order("coloring", "2026-11-21T14:00:00+03:00", staff="anna")
        query = "service=haircut_women,blowdry&staff=anna&from=2026-11-21&days=1"
        slots = (await program.request("GET", f"/api/slots?{query}")).json["slots"]
        assert slots[0]["service"] == ["haircut_women", "blowdry"]
        assert {slot["end"][11:16] for slot in slots if slot["start"][11:16] == "12:15"} == {"14:00"}
        assert "12:30" not in {slot["start"][11:16] for slot in slots}
        wrong = await program.request("GET", "/api/slots?service=massage,massage")
        assert (wrong.status, "twice" in wrong.json["error"]) == (400, True)


async def test_a_visit_that_is_moved_does_not_stand_in_its_own_way(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        number = (await program.order("coloring", "2026-11-21T14:00:00+03:00", staff="anna")).json["appointment"]["id"]

        async def starts(query: str) -> set[str]:
            found = (await program.request("GET", f"/api/slots?from=2026-11-21&days=1&{query}")).json["slots"]
            return {slot["start"][11:16] for slot in found if slot["staff"] == "anna"}

        assert "14:30" in await starts(f"moving={number}")
        assert "14:30" not in await starts("service=coloring&staff=anna")
        assert (await program.request("GET", "/api/slots?moving=99")).status == 404
        assert (await program.request("GET", "/api/slots?from=2026-11-21")).status == 400


async def test_time_is_closed_around_the_visits_that_stand_in_it_when_forced(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        await program.order("massage", "2026-11-21T15:00:00+03:00")
        body = {"staff": "ekaterina", "from": "2026-11-21T12:00", "to": "2026-11-21T18:00"}
        assert (await program.request("POST", "/api/blocks", body)).json["code"] == "slot_taken"
        closed = await program.request("POST", "/api/blocks", body | {"force": True})
        assert closed.status == 200
        assert [visit["status"] for visit in await program.appointments()] == ["booked"]
        assert (await program.request("POST", "/api/blocks", body | {"force": True})).json["code"] == "slot_taken"
        assert (await program.order("massage", "2026-11-21T17:00:00+03:00", staff="ekaterina")).status == 409
