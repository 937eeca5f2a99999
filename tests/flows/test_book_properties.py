"""Whatever is ordered over the API and said in chats, in whatever order: the book keeps its promises."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.api import Answered, Program, program_at
from tests.salon import SALON

pytestmark = pytest.mark.anyio

PHONES = ["+79161230001", "+79161230002", "+79161230003"]
PHRASES = [
    "массаж завтра в 11:00",
    "окрашивание завтра в 10:30",
    "маникюр в понедельник в 12:00",
    "маникюр и педикюр завтра в 11:00",
    "педикюр и брови в понедельник в 10:00",
    "1",
    "да",
    "отмените запись",
    "перенесите на 12:15",
]
QUERY = "from=2026-11-20&days=5"

starts = st.builds(
    lambda day, quarter: f"2026-11-{day}T{10 + quarter // 4:02}:{quarter % 4 * 15:02}:00+03:00",
    st.sampled_from([21, 23]),
    st.integers(0, 10),
)
staff = st.sampled_from(["anna", "ekaterina", "maria", "olga"])
services = st.sampled_from([["coloring"], ["massage"], ["manicure"], ["coloring", "blowdry"]])
flags = st.booleans()
nth = st.integers(0, 9)


commands = st.one_of(
    st.tuples(
        st.just("order"),
        st.fixed_dictionaries(
            {"phone": st.sampled_from(PHONES), "services": services, "start": starts},
            optional={"staff": staff, "force": flags, "notify": flags},
        ),
    ),
    st.tuples(
        st.just("amend"),
        nth,
        st.fixed_dictionaries(
            {},
            optional={
                "start": starts,
                "staff": staff,
                "services": services,
                "status": st.sampled_from(["booked", "confirmed", "cancelled", "done", "no_show"]),
                "note": st.sampled_from(["", "чай"]),
                "force": flags,
            },
        ),
    ),
    st.tuples(st.just("cancel"), nth),
    st.tuples(st.just("close"), staff, starts, st.integers(1, 12)),
    st.tuples(st.just("reopen"), nth),
    st.tuples(st.just("say"), st.sampled_from(PHONES), st.sampled_from(PHRASES)),
    st.tuples(st.just("wait"), st.integers(1, 6)),
)


@dataclass
class Witness:
    """Remembers what the answers said and compares it with what the book shows."""

    program: Program
    visits: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocks: dict[int, dict[str, Any]] = field(default_factory=dict)

    async def do(self, command: tuple[Any, ...]) -> None:
        match command:
            case ("order", body):
                self._note(await self.program.request("POST", "/api/appointments", body))
            case ("amend", number, body):
                path = f"/api/appointments/{one_of(self.visits, number)}"
                self._note(await self.program.request("PATCH", path, body))
            case ("cancel", number):
                self._note(await self.program.request("DELETE", f"/api/appointments/{one_of(self.visits, number)}"))
            case ("close", who, begins, quarters):
                ends = datetime.fromisoformat(begins) + timedelta(minutes=15 * quarters)
                body = {"staff": who, "from": begins, "to": ends.isoformat()}
                self._note(await self.program.request("POST", "/api/blocks", body))
            case ("reopen", number):
                block = one_of(self.blocks, number)
                if (await self.program.request("DELETE", f"/api/blocks/{block}")).status == 200:
                    del self.blocks[block]
            case ("say", phone, words):
                await self.program.house.customer(phone).writes(words)
                await self._follow(phone)
            case ("wait", hours):
                self.program.house.pass_time(hours=hours)

    def _note(self, answer: Answered) -> None:
        assert answer.status in {200, 404, 409}, answer
        if answer.status != 200:
            return
        book, name = (self.visits, "appointment") if "appointment" in answer.json else (self.blocks, "block")
        book[answer.json[name]["id"]] = answer.json[name]

    async def _follow(self, phone: str) -> None:
        """What was said in a chat touches visits of that customer only."""
        shown = {visit["id"]: visit for visit in await self.program.appointments(QUERY)}
        touched = {number for number, visit in shown.items() if self.visits.get(number) != visit}
        assert all(shown[number]["phone"] == phone for number in touched)
        assert self.visits.keys() <= shown.keys()
        self.visits = shown

    async def check(self) -> None:
        shown = {visit["id"]: visit for visit in await self.program.appointments(QUERY)}
        assert shown == self.visits
        blocks = (await self.program.request("GET", f"/api/blocks?{QUERY}")).json["blocks"]
        assert {block["id"]: block for block in blocks} == self.blocks
        for one, other in combinations(taken(shown, self.blocks), 2):
            assert one[0] != other[0] or one[2] <= other[1] or other[2] <= one[1], (one, other)

    async def check_feed(self) -> None:
        """The calendar shows what the book does."""
        calendar = (await self.program.request("POST", "/api/calendar", {})).json["calendar"]
        async with self.program.http.get(calendar["url"]) as answer:
            events: list[Any] = Calendar.from_ical(await answer.text()).walk("VEVENT")
        shown = [(event.start, event.end, str(event["STATUS"]) == "CANCELLED") for event in events]
        visits = [(visit["start"], visit["end"], visit["status"] == "cancelled") for visit in self.visits.values()]
        blocks = [(block["from"], block["to"], False) for block in self.blocks.values()]
        instants = [(datetime.fromisoformat(a), datetime.fromisoformat(b), gone) for a, b, gone in visits + blocks]
        assert sorted(shown) == sorted(instants)
        assert len({str(event["UID"]) for event in events}) == len(events)


def one_of(known: dict[int, Any], number: int) -> int:
    """The id of something that exists, if anything does."""
    return sorted(known)[number % len(known)] if known else 77


def taken(visits: dict[int, dict[str, Any]], blocks: dict[int, dict[str, Any]]) -> list[tuple[str, datetime, datetime]]:
    """Who and what is held from when to when, worked out from what is shown."""
    found = [
        (block["staff"], datetime.fromisoformat(block["from"]), datetime.fromisoformat(block["to"]))
        for block in blocks.values()
    ]
    for visit in visits.values():
        if visit["status"] == "cancelled":
            continue
        begins, ends = datetime.fromisoformat(visit["start"]), datetime.fromisoformat(visit["end"])
        last = SALON.find_service(visit["services"][-1])
        assert last is not None
        found += [(visit["staff"], begins, ends + last.buffer_after), (visit["phone"], begins, ends)]
        if "coloring" in visit["services"]:
            found.append(("washbasin", begins, ends))  # the salon has one
    return found


@settings(max_examples=25, deadline=None)
@given(story=st.lists(commands, min_size=15, max_size=30))
async def test_no_order_of_events_books_anything_twice_or_shows_what_nobody_said(story: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        async with program_at(Path(folder)) as program:
            witness = Witness(program)
            for command in story:
                await witness.do(command)
                await witness.check()
            await witness.check_feed()
