"""How fast free times are found: python -m tests.bench.slots

Ten staff who all do a service of 45 minutes, 60 % of the coming 60 days booked, a year of visits behind: 50 000
appointments in a real file. Without `disk_` the days are known to the running daemon; with it each is read.
"""

import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

import anyio

from tests.salon import SALON
from wabot.domain.salon import Salon, Service, Staff
from wabot.domain.slots import Search, Slot, find_slots
from wabot.domain.walltime import DAY, midnight_ms
from wabot.storage.book import KnownDays, StoredBook
from wabot.storage.database import open_database
from wabot.storage.openings import OpenedSalon, add_opening
from wabot.types import ServiceId, StaffId

NOW = datetime.fromisoformat("2026-11-20T08:00:00+03:00")
TODAY = NOW.date()
LENGTH = 45
OPENS, CLOSES = 10 * 60, 20 * 60
MINUTE_MS = 60_000
FULL_DAYS = 10
PAST_VISITS = 50_000


def salon_of_ten() -> Salon:
    service = Service(id=ServiceId("care"), name=SALON.name, length=timedelta(minutes=LENGTH))
    staff = tuple(Staff(id=StaffId(f"staff{number}"), name=SALON.name, services=(service.id,)) for number in range(10))
    every_day = dict.fromkeys(range(7), SALON.hours[0])
    return replace(SALON, services=(service,), staff=staff, rooms=(), closures=(), hours=every_day)


def visits_of_a_day(chance: random.Random, share: float) -> Iterator[tuple[int, int]]:
    """Stretches in minutes of the day that take about that share of it; all of it for 1."""
    spare = (CLOSES - OPENS) * (1 - share)
    at = float(OPENS)
    while at + 15 <= CLOSES:
        length = min(chance.choice((30, 45, 60, 90)), CLOSES - int(at))
        yield int(at), int(at) + length
        gap = chance.uniform(0, 2) * spare * length / ((CLOSES - OPENS) * share)
        at += length + round(gap / 15) * 15


def fill(db: sqlite3.Connection, salon: Salon, full_days: int) -> int:
    """Write the book: the year behind, the days to come, the first of them `full_days` long full; how many."""
    chance = random.Random(11)
    db.execute("INSERT INTO customers (id, phone, created_at) VALUES (1, '+79160000000', 0)")
    number, day = 0, TODAY - timedelta(days=365)
    while day < TODAY + timedelta(days=61):
        is_full = TODAY <= day < TODAY + timedelta(days=full_days)
        past = day < TODAY
        for person in salon.staff:
            for begins, ends in visits_of_a_day(chance, 1.0 if is_full or past else 0.6):
                number += 1
                write_visit(db, number, person.id, midnight_ms(day, salon.timezone), (begins, ends))
        day += DAY
    for days in range(FULL_DAYS, 60, 7):  # a long day of everybody each week
        evening = NOW + timedelta(days=days, hours=12)
        add_opening(db, None, evening, evening + timedelta(hours=2), "", NOW)
    while number < PAST_VISITS:
        number += 1
        write_visit(db, number, "gone", 0, (number * 60, number * 60 + 30))
    return number


def write_visit(db: sqlite3.Connection, number: int, staff: str, midnight: int, stretch: tuple[int, int]) -> None:
    start, end = (midnight + minutes * MINUTE_MS for minutes in stretch)
    db.execute(
        "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
        " VALUES (?, 1, ?, ?, ?, 'booked', 0, 0)",
        (number, staff, start, end),
    )
    for resource in (f"staff:{staff}", f"guest:{number}"):
        db.execute(
            "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
            (number, resource, start, end),
        )


def median_s(work: Callable[[], object], rounds: int) -> float:
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def search(salon: Salon, last: date) -> Search:
    return Search(service=salon.services[0], first=TODAY, last=last)


def first_five(db: sqlite3.Connection, opened: OpenedSalon, days: KnownDays | None) -> list[Slot]:
    salon = opened.read(db, NOW)
    book = StoredBook(db, salon, days)
    return list(islice(find_slots(salon, book, search(salon, TODAY + timedelta(days=13)), NOW), 5))


def all_of_60_days(db: sqlite3.Connection, salon: Salon, days: KnownDays) -> list[Slot]:
    return list(find_slots(salon, StoredBook(db, salon, days), search(salon, TODAY + timedelta(days=59)), NOW))


def figures(db: sqlite3.Connection, salon: Salon, suffix: str) -> dict[str, float]:
    days, opened = KnownDays(), OpenedSalon(salon)
    assert len(first_five(db, opened, None)) == 5
    read = median_s(lambda: first_five(db, opened, None), 100)
    known = median_s(lambda: first_five(db, opened, days), 1000)
    found = {f"first5{suffix}_us": round(known * 1e6, 1), f"disk_first5{suffix}_ms": round(read * 1e3, 3)}
    if not suffix:
        found["all60_ms"] = round(median_s(lambda: all_of_60_days(db, salon, days), 20) * 1e3, 2)
    return found


async def measure(full_days: int, suffix: str) -> dict[str, float]:
    salon = salon_of_ten()
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder)) as database:
            visits = await database.write(lambda db: fill(db, salon, full_days))
            return {"visits": visits} | await database.read(lambda db: figures(db, salon, suffix))


def main() -> None:
    found = anyio.run(measure, 0, "") | anyio.run(measure, FULL_DAYS, "_late")
    print(json.dumps({"bench": "slots", **found}))


if __name__ == "__main__":
    main()
