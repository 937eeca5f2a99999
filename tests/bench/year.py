"""The book of the demo salon after a year: visits behind and ahead, what became of them, and what was written."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.bench.slots import visits_of_a_day
from tests.salon import FRIDAY, SALON
from wabot.domain.walltime import DAY, midnight_ms
from wabot.types import ServiceId, StaffId

TODAY = FRIDAY.date()
AHEAD = 31
CUSTOMERS = 1500
_MINUTE_MS = 60_000
_PAST = ("booked",) * 14 + ("done", "confirmed", "no_show", "cancelled", "cancelled", "confirmed")
_COMING = ("booked",) * 10 + ("confirmed", "cancelled")


@dataclass(frozen=True)
class Made:
    """A visit of the book."""

    id: int
    customer: int
    staff: StaffId
    service: ServiceId
    start_ms: int
    end_ms: int
    status: str


def fill(db: sqlite3.Connection, visits: int = 0, behind: int = 365) -> int:
    """Write a year (or `behind` days) behind and a month ahead; how many visits there are then.

    What is missing to `visits` lies further behind. For each visit of the year its customer wrote twice and was
    answered twice; some chats needed a person.
    """
    chance = random.Random(7)
    people = [(number, f"+7916{number:07}", f"Клиентка {number}") for number in range(1, CUSTOMERS)]
    db.executemany("INSERT INTO customers (id, phone, name, created_at) VALUES (?, ?, ?, 0)", people)
    year = list(_made(chance, TODAY - timedelta(days=behind), TODAY + timedelta(days=AHEAD), 1))
    before, day = list[Made](), TODAY - timedelta(days=behind + 1)
    while len(year) + len(before) < visits:
        before += _made(chance, day, day + DAY, len(year) + len(before) + 1)
        day -= DAY
    _write(db, sorted(before + year, key=lambda it: it.start_ms))  # the ban on overlap looks at all that is later
    _write_talk(db, year, chance)
    return len(year) + len(before)


def _made(chance: random.Random, first: date, end: date, number: int) -> Iterator[Made]:
    """The visits of those days, numbered on from `number`; none on the days on which the salon is closed."""
    day = first
    while day < end:
        midnight = midnight_ms(day, SALON.timezone)
        for person in SALON.staff if SALON.openings(day) else ():
            for begins, ends in visits_of_a_day(chance, 0.9):
                yield Made(
                    number,
                    chance.randrange(1, CUSTOMERS),
                    person.id,
                    chance.choice(person.services),
                    midnight + begins * _MINUTE_MS,
                    midnight + ends * _MINUTE_MS,
                    chance.choice(_PAST if day < TODAY else _COMING),
                )
                number += 1
        day += DAY


def _write(db: sqlite3.Connection, visits: list[Made]) -> None:
    db.executemany(
        "INSERT INTO appointments (id, customer_id, staff, start_at, end_at, status, created_at, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
        [(it.id, it.customer, it.staff, it.start_ms, it.end_ms, it.status) for it in visits],
    )
    db.executemany(
        "INSERT INTO appointment_services (appointment_id, position, service) VALUES (?, 0, ?)",
        [(it.id, it.service) for it in visits],
    )
    db.executemany(
        "INSERT INTO holds (appointment_id, resource, start_at, end_at) VALUES (?, ?, ?, ?)",
        [(it.id, f"staff:{it.staff}", it.start_ms, it.end_ms) for it in visits if it.status != "cancelled"],
    )


def _write_talk(db: sqlite3.Connection, visits: list[Made], chance: random.Random) -> None:
    """About each visit that was made by today, a day or two before it."""
    now = round(FRIDAY.timestamp() * 1000)
    heard = list[tuple[int, int, str, bool, int]]()
    said = list[tuple[str, int, str, int]]()
    for it in visits:
        at = it.start_ms - chance.randrange(20, 50) * 60 * _MINUTE_MS
        for turn in range(2 if at < now else 0):
            number = len(heard) + 1
            by_salon = turn == 1 and chance.random() < 0.1
            heard.append((number, it.customer, f"M{number}", by_salon, at + turn * _MINUTE_MS))
            said.append((f"reply:{number}", it.customer, f"W{number}", at + turn * _MINUTE_MS))
    db.executemany(
        "INSERT INTO inbox (id, customer_id, message_id, kind, text, by_salon, sent_at, received_at, handled_at)"
        " VALUES (?1, ?2, ?3, 'text', 'можно на маникюр завтра в 5?', ?4, ?5, ?5, ?5)",
        heard,
    )
    db.executemany(
        "INSERT INTO outbox (key, customer_id, text, state, message_id, queued_at, sent_at)"
        " VALUES (?1, ?2, 'Вы записаны на маникюр.', 'read', ?3, ?4, ?4)",
        said,
    )
