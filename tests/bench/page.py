"""How heavy the owner's page is and how soon it begins to come: python -m tests.bench.page

The demo salon with a year of visits behind it and full days ahead. `page_kb` is all that a first visit to the day
brings, styles and scripts too, as it goes over the line; times are medians of requests one after the other.
"""

import asyncio
import json
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import aiohttp
from loguru import logger

from tests.api import program_at
from tests.bench.slots import visits_of_a_day
from tests.salon import FRIDAY, SALON
from wabot.domain.walltime import DAY, midnight_ms

ROUNDS = 40
CUSTOMERS = 1500
_MINUTE_MS = 60_000


def fill(db: sqlite3.Connection) -> int:
    """Write the book: a year behind, a month ahead; how many visits."""
    chance = random.Random(7)
    people = [(number, f"+7916{number:07}", f"Клиентка {number}") for number in range(1, CUSTOMERS)]
    db.executemany("INSERT INTO customers (id, phone, name, created_at) VALUES (?, ?, ?, 0)", people)
    number, day = 0, FRIDAY.date() - timedelta(days=365)
    while day < FRIDAY.date() + timedelta(days=31):
        for person in SALON.staff:
            for begins, ends in visits_of_a_day(chance, 0.9):
                number += 1
                write_visit(db, number, chance.randrange(1, CUSTOMERS), person.id, day, (begins, ends))
                db.execute(
                    "INSERT INTO appointment_services (appointment_id, position, service) VALUES (?, 0, ?)",
                    (number, chance.choice(person.services)),
                )
        day += DAY
    return number


def write_visit(
    db: sqlite3.Connection, number: int, customer: int, staff: str, day: date, stretch: tuple[int, int]
) -> None:
    midnight = midnight_ms(day, SALON.timezone)
    start, end = (midnight + minutes * _MINUTE_MS for minutes in stretch)
    db.execute(
        "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
        " VALUES (?, ?, ?, ?, ?, 'booked', 0, 0)",
        (number, customer, staff, start, end),
    )
    db.execute(
        "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
        (number, f"staff:{staff}", start, end),
    )


async def get(http: aiohttp.ClientSession, address: str) -> tuple[int, float, str]:
    """Bytes on the line, milliseconds to the first of the body, and the text."""
    begun = time.perf_counter()
    async with http.get(address, raise_for_status=True) as answer:
        took = (time.perf_counter() - begun) * 1000
        raw = await answer.read()
        encoded = answer.headers.get("Content-Length")
        return int(encoded or len(raw)), took, raw.decode()


async def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with program_at(Path(folder)) as program:
            visits = await program.house.wabot.database.write(fill)
            assert program.house.wabot.page is not None
            address = program.house.wabot.page.address.rstrip("/")
            found: dict[str, float] = {"visits": visits}
            weight, _, html = await get(program.http, f"{address}/")
            seen: set[str] = set()
            for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
                weight += await weight_of(program.http, address, path, seen)
            found["page_kb"] = round(weight / 1024, 1)
            for name, path in (("", "/"), ("week_", "/?view=week"), ("parts_", "/parts?")):
                took = [await get(program.http, address + path) for _ in range(ROUNDS)]
                found[f"{name}html_kb"] = round(took[0][0] / 1024, 1)
                found[f"{name}ttfb_ms"] = round(statistics.median(one[1] for one in took), 1)
            return found


async def weight_of(http: aiohttp.ClientSession, address: str, path: str, seen: set[str]) -> int:
    """Of a file and the modules that it imports."""
    if path in seen:
        return 0
    seen.add(path)
    weight, _, text = await get(http, address + path)
    for other in re.findall(r'from "\./([a-z]+\.js)"|import "\./([a-z]+\.js)"', text):
        weight += await weight_of(http, address, "/static/" + "".join(other), seen)
    return weight


if __name__ == "__main__":
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    print(json.dumps(asyncio.run(measure())))
