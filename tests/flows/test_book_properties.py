"""Whatever is ordered over the API and said in chats, in whatever order: the book keeps its promises.

What is offered can be had a moment later; what is held is held once, and by what the book shows.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.api import Answered, Program, program_at
from tests.house import offered_times
from tests.salon import SALON

pytestmark = pytest.mark.anyio

Held = dict[int | None, list[tuple[str, int, int]]]
"""Appointment, or None for closed time, to what it holds, from and to in Unix milliseconds."""

PHONES = ["+79161230001", "+79161230002", "+79161230003"]
PHRASES = [
    "массаж завтра в 11:00",
    "окрашивание завтра в 10:30",
    "маникюр в понедельник в 12:00",
    "маникюр и педикюр завтра в 11:00",
    "педикюр и брови в понедельник в 10:00",
    "мы с подругой хотим на маникюр завтра в 12, нас двое",
    "1",
    "да",
    "отмените запись",
    "перенесите на 12:15",
]
QUESTIONS = [
    "хочу на маникюр",
    "есть время на массаж в воскресенье?",
    "окрашивание завтра вечером",
    "педикюр и брови в понедельник",
    "сначала брови, потом маникюр завтра",
    "нас двое на маникюр в понедельник",
]
QUERY = "from=2026-11-20&days=90"

starts = st.builds(
    lambda day, quarter: f"2026-11-{day}T{10 + quarter // 4:02}:{quarter % 4 * 15:02}:00+03:00",
    st.sampled_from([21, 22, 23]),
    st.one_of(st.integers(0, 10), st.sampled_from([40, 53, 55])),  # in the evening, and shortly before midnight
)
staff = st.sampled_from(["anna", "ekaterina", "maria", "olga"])
services = st.sampled_from(
    [["coloring"], ["massage"], ["manicure"], ["coloring", "blowdry"], ["pedicure", "manicure"], ["brows", "lashes"]]
)
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
    st.tuples(st.just("open"), st.one_of(st.none(), staff), starts, st.integers(1, 24)),
    st.tuples(st.just("shut"), nth),
    st.tuples(st.just("take"), st.sampled_from(["coloring", "massage", "manicure", "brows"]), st.integers(0, 200)),
    st.tuples(st.just("ask"), st.sampled_from(QUESTIONS), st.integers(0, 2)),
    st.tuples(st.just("say"), st.sampled_from(PHONES), st.sampled_from(PHRASES)),
    st.tuples(st.just("wait"), st.integers(1, 20)),
)


@dataclass
class Witness:
    """Remembers what the answers said and compares it with what the book shows."""

    program: Program
    visits: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocks: dict[int, dict[str, Any]] = field(default_factory=dict)
    openings: dict[int, dict[str, Any]] = field(default_factory=dict)
    strangers: Iterator[str] = field(default_factory=lambda: (f"+7916555{number:04}" for number in count()))

    async def do(self, command: tuple[Any, ...]) -> None:
        match command:
            case ("order", body):
                self._note(await self.program.request("POST", "/api/appointments", body))
            case ("amend", number, body):
                path = f"/api/appointments/{one_of(self.visits, number)}"
                self._note(await self.program.request("PATCH", path, body))
            case ("cancel", number):
                self._note(await self.program.request("DELETE", f"/api/appointments/{one_of(self.visits, number)}"))
            case ("close" | "open" as what, who, begins, quarters):
                ends = datetime.fromisoformat(begins) + timedelta(minutes=15 * quarters)
                body = {"staff": who, "from": begins, "to": ends.isoformat()}
                answer = await self.program.request("POST", f"/api/{'blocks' if what == 'close' else 'openings'}", body)
                if answer.code != "invalid_request" or what == "close":  # an opening past midnight
                    self._note(answer)
            case ("reopen", number):
                await self._remove(self.blocks, number, "blocks")
            case ("shut", number):
                await self._remove(self.openings, number, "openings")
            case ("take", service, number):
                await self._take(service, number)
            case ("ask", words, number):
                await self._accept(words, number)
            case ("say", phone, words):
                await self.program.house.customer(phone).writes(words)
                await self._follow(phone)
            case ("wait", hours):
                self.program.house.pass_time(hours=hours)

    def _note(self, answer: Answered) -> None:
        assert answer.status in {200, 404, 409}, answer
        assert "something the visit needs" not in answer.json.get("error", ""), "judged free, and the disk refused it"
        for name, known in (("appointment", self.visits), ("block", self.blocks), ("opening", self.openings)):
            if name in answer.json:
                known[answer.json[name]["id"]] = answer.json[name]

    async def _remove(self, known: dict[int, dict[str, Any]], number: int, kind: str) -> None:
        removed = one_of(known, number)
        if (await self.program.request("DELETE", f"/api/{kind}/{removed}")).status == 200:
            del known[removed]

    async def _take(self, service: str, number: int) -> None:
        """What is shown as free is booked."""
        query = f"service={service}&from=2026-11-21&days=3"
        slots = (await self.program.request("GET", f"/api/slots?{query}")).json["slots"]
        if slots:
            slot = slots[number % len(slots)]
            answer = await self.program.order(service, slot["start"], staff=slot["staff"], phone=next(self.strangers))
            assert answer.status == 200, (slot, answer)
            self._note(answer)

    async def _accept(self, words: str, number: int) -> None:
        """What a customer is offered is booked when they take it."""
        customer = self.program.house.customer(phone := next(self.strangers))
        offer = await customer.writes(words)
        times = offered_times(offer)
        if times:
            assert "вы записаны" in await customer.writes(str(number % len(times) + 1)), offer
        elif "Записать вас?" in offer:
            assert "вы записаны" in await customer.writes("да"), offer
        await self._follow(phone)

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
        for kind, known in (("blocks", self.blocks), ("openings", self.openings)):
            listed = (await self.program.request("GET", f"/api/{kind}?{QUERY}")).json[kind]
            assert {it["id"]: it for it in listed} == known
        held = await self.program.house.wabot.database.read(held_by)
        self._check_held(held)

    def _check_held(self, held: Held) -> None:
        """All that is held is held once, and what is shown holds what it needs."""
        by_resource: dict[str, list[tuple[int, int]]] = {}
        for stretches in held.values():
            for resource, begins, ends in stretches:
                by_resource.setdefault(resource, []).append((begins, ends))
        for resource, times in by_resource.items():
            assert all(one[1] <= other[0] for one, other in pairwise(sorted(times))), resource
        closed = {(f"staff:{it['staff']}", ms(it["from"]), ms(it["to"])) for it in self.blocks.values()}
        assert set(held.pop(None, ())) == closed
        going = {number: visit for number, visit in self.visits.items() if visit["status"] != "cancelled"}
        assert held.keys() == going.keys()
        guests = {visit["visit"]: 0 for visit in going.values()}
        for number, visit in going.items():
            mine = {resource: (begins, ends) for resource, begins, ends in sorted(held[number], reverse=True)}
            latest = {resource: ends for resource, _, ends in sorted(held[number])}
            last = SALON.find_service(visit["services"][-1])
            assert last is not None
            begins, ends = ms(visit["start"]), ms(visit["end"])
            who = f"staff:{visit['staff']}"
            assert (mine[who][0], latest[who]) == (begins, ends + last.buffer_after // timedelta(milliseconds=1))
            assert ("room:washbasin:0" in mine) == ("coloring" in visit["services"])
            guest = next((resource for resource in mine if resource.startswith("guest:")), None)
            if guest is not None:
                guests[visit["visit"]] += 1
                assert (mine[guest][0], latest[guest]) == (begins, ends)
        broken_up = {visit["visit"] for visit in self.visits.values() if visit["status"] == "cancelled"}
        # Who comes along holds no guest; the customer does, unless their own part of the visit was cancelled.
        assert all(number for visit, number in guests.items() if visit not in broken_up)

    async def check_feed(self) -> None:
        """The calendar shows what the book does."""
        calendar = (await self.program.request("POST", "/api/calendar", {})).json["calendar"]
        async with self.program.http.get(calendar["url"]) as answer:
            events: list[Any] = Calendar.from_ical(await answer.text()).walk("VEVENT")
        shown = [(event.start, event.end, str(event["STATUS"]) == "CANCELLED") for event in events]
        visits = [(visit["start"], visit["end"], visit["status"] == "cancelled") for visit in self.visits.values()]
        others = [(it["from"], it["to"], False) for it in (*self.blocks.values(), *self.openings.values())]
        instants = [(datetime.fromisoformat(a), datetime.fromisoformat(b), gone) for a, b, gone in visits + others]
        assert sorted(shown) == sorted(instants)
        assert len({str(event["UID"]) for event in events}) == len(events)


def one_of(known: dict[int, Any], number: int) -> int:
    """The id of something that exists, if anything does."""
    return sorted(known)[number % len(known)] if known else 77


def held_by(db: sqlite3.Connection) -> Held:
    """What is held in the book."""
    found: Held = {}
    for row in db.execute("SELECT appointment_id, resource, start_at, end_at FROM holds"):
        found.setdefault(row["appointment_id"], []).append((row["resource"], row["start_at"], row["end_at"]))
    return found


def ms(text: str) -> int:
    """An instant as the book holds it."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


# To make a story that fails shorter would take longer than a test may.
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(story=st.lists(commands, min_size=15, max_size=30))
async def test_no_order_of_events_books_anything_twice_or_shows_what_nobody_said(story: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        async with program_at(Path(folder)) as program:
            witness = Witness(program)
            for command in story:
                await witness.do(command)
                await witness.check()
            await witness.check_feed()
