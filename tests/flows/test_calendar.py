"""The calendar feed as a calendar program reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from icalendar import Calendar

from tests.api import Program, program_at
from tests.salon import demo_config

pytestmark = pytest.mark.anyio


def on_saturday(clock: str) -> str:
    return f"2026-11-21T{clock}:00+03:00"


@dataclass
class Subscriber:
    """A calendar program: it has the address and no token."""

    url: str

    async def get(self, **headers: str) -> tuple[int, str, Mapping[str, str]]:
        async with aiohttp.ClientSession() as http, http.get(self.url, headers=headers) as answer:
            return answer.status, await answer.text(), answer.headers

    async def events(self) -> list[Any]:
        """All events, in order of their start."""
        status, text, _ = await self.get()
        assert status == 200
        found: list[Any] = Calendar.from_ical(text).walk("VEVENT")
        return sorted(found, key=lambda event: event.start)


async def subscribed(program: Program, **body: str) -> Subscriber:
    return Subscriber((await program.request("POST", "/api/calendar", body)).json["calendar"]["url"])


async def test_a_visit_is_an_event_of_the_right_time_and_length(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        salon = await subscribed(program)
        await program.order("coloring", on_saturday("15:00"), staff="anna", note="аллергия")
        status, text, headers = await salon.get()
        assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        [event] = await salon.events()
        assert event.start == datetime(2026, 11, 21, 12, tzinfo=UTC)
        assert event.end == datetime(2026, 11, 21, 14, tzinfo=UTC)
        assert str(event["SUMMARY"]) == "Анна: Окрашивание, Оля"
        assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 0)
        assert "+79161234567" not in text
        assert "аллергия" not in text
        assert str(event["DESCRIPTION"]) == "…4567"
        calendar = Calendar.from_ical(text)
        assert str(calendar["X-WR-CALNAME"]) == "Лаванда"
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


async def test_a_change_keeps_the_event_and_raises_its_number(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        salon = await subscribed(program)
        number = (await program.order()).json["appointment"]["id"]
        seen = [(await salon.events())[0]]
        for change in ({"start": on_saturday("16:00")}, {"services": ["blowdry"]}, {"status": "confirmed"}):
            program.house.pass_time(minutes=1)
            assert (await program.request("PATCH", f"/api/appointments/{number}", change)).status == 200
            seen.append((await salon.events())[0])
        program.house.pass_time(minutes=1)
        await program.request("DELETE", f"/api/appointments/{number}")
        seen.append((await salon.events())[0])
        assert len({str(event["UID"]) for event in seen}) == 1
        numbers = [event["SEQUENCE"] for event in seen]
        assert numbers == sorted(set(numbers))
        assert [event["LAST-MODIFIED"].dt.minute for event in seen] == [0, 1, 2, 3, 4]
        assert [str(event["STATUS"]) for event in seen[-2:]] == ["CONFIRMED", "CANCELLED"]


async def test_what_a_customer_does_in_the_chat_shows_too(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        salon, olya = await subscribed(program), program.house.customer()
        await olya.writes("массаж завтра в 15:00")
        first = (await salon.events())[0]
        await olya.writes("отмените запись")
        await olya.writes("да")
        last = (await salon.events())[0]
        assert (str(last["STATUS"]), last["UID"]) == ("CANCELLED", first["UID"])
        assert last["SEQUENCE"] > first["SEQUENCE"]


async def test_each_has_a_feed_of_their_own(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        anna, maria = await subscribed(program, staff="anna"), await subscribed(program, staff="maria")
        await program.order("manicure", on_saturday("12:00"), staff="maria")
        closed = {"staff": "anna", "from": on_saturday("12:00"), "to": on_saturday("15:00"), "reason": "врач"}
        await program.request("POST", "/api/blocks", closed)
        assert [str(event["SUMMARY"]) for event in await anna.events()] == ["Закрыто: врач"]
        assert [str(event["SUMMARY"]) for event in await maria.events()] == ["Маникюр, Оля"]
        everyone = await (await subscribed(program)).events()
        assert {str(event["SUMMARY"]) for event in everyone} == {"Анна: Закрыто: врач", "Мария: Маникюр, Оля"}


async def test_the_address_is_the_key_and_can_be_revoked(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        salon, other = await subscribed(program), await subscribed(program)
        listed = (await program.request("GET", "/api/calendar")).json["calendars"]
        assert {calendar["url"] for calendar in listed} == {salon.url, other.url}
        secret = salon.url.rpartition("/")[2].removesuffix(".ics")
        assert len(secret) >= 43
        assert (await program.request("DELETE", f"/api/calendar/{secret}", Authorization="")).status == 401
        assert (await program.request("DELETE", f"/api/calendar/{secret}")).status == 200
        assert (await program.request("DELETE", f"/api/calendar/{secret}")).status == 404
        assert (await salon.get())[0] == 404
        assert (await other.get())[0] == 200
        for wrong in (secret[:-1], f"{secret}x", "", "%FF%00", "../api/appointments"):
            address = f"{salon.url.rpartition('/')[0]}/{wrong}.ics"
            assert (await Subscriber(address).get())[0] in {401, 404}


async def test_a_calendar_asks_again_and_hears_that_nothing_is_new(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        salon = await subscribed(program)
        await program.order()
        _, _, headers = await salon.get()
        assert headers["Cache-Control"] == "private, no-cache"
        program.house.pass_time(hours=1)
        status, text, again = await salon.get(**{"If-None-Match": headers["ETag"]})
        assert (status, text, again["ETag"]) == (304, "", headers["ETag"])
        await program.order(start=on_saturday("18:00"), phone="+79160000009")
        assert (await salon.get(**{"If-None-Match": headers["ETag"]}))[0] == 200


async def test_the_past_leaves_the_feed_and_cancelled_visits_sooner(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        salon = await subscribed(program)
        await program.order()
        number = (await program.order("brows", on_saturday("18:00"))).json["appointment"]["id"]
        await program.request("DELETE", f"/api/appointments/{number}")
        shown = []
        for _ in range(3):
            shown.append([str(event["STATUS"]) for event in await salon.events()])
            program.house.pass_time(days=20)
        assert shown == [["CONFIRMED", "CANCELLED"], ["CONFIRMED"], []]


async def test_visits_keep_their_hour_when_clocks_change(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    config = demo_config(tmp_path)
    config = replace(config, salon=replace(config.salon, timezone=berlin))
    async with program_at(tmp_path, config=config, at=datetime(2027, 3, 26, 10, tzinfo=berlin)) as program:
        salon = await subscribed(program)
        for number, start in enumerate(("2027-03-27T15:00", "2027-03-29T15:00", "2027-03-28T01:30")):
            answer = await program.order(start=start, phone=f"+7916000000{number}", force=True)
            assert answer.status == 200
        skipped = await program.order(start="2027-03-28T02:30", force=True)
        assert (skipped.status, "skip 02:30" in skipped.json["error"]) == (400, True)
        events = await salon.events()
        assert [event.start for event in events] == [
            datetime(2027, 3, 27, 14, tzinfo=UTC),
            datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
            datetime(2027, 3, 29, 13, tzinfo=UTC),
        ]
        assert {event.end - event.start for event in events} == {timedelta(hours=1)}
        assert [f"{event.start.astimezone(berlin):%H:%M}" for event in events] == ["15:00", "01:30", "15:00"]
        [across] = await program.appointments("from=2027-03-28&days=1")
        assert (across["start"], across["end"]) == ("2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00")


async def test_behind_a_proxy_that_does_the_tls_the_address_says_so(tmp_path: Path) -> None:
    async with program_at(tmp_path) as program:
        asked = await program.request("POST", "/api/calendar", {}, **{"X-Forwarded-Proto": "https"})
        assert asked.json["calendar"]["url"].startswith("https://127.0.0.1")
        link = await program.request("POST", "/api/login-link", {}, **{"X-Forwarded-Proto": "https"})
        assert link.json["url"].startswith("https://127.0.0.1")
