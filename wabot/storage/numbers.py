"""What the numbers of a period are made of."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from datetime import datetime

from wabot.domain.appointments import Appointment, Status
from wabot.domain.numbers import Counted, Touch
from wabot.domain.walltime import DAY, from_ms, to_ms
from wabot.storage.appointments import COLUMNS, as_appointments
from wabot.storage.outbox import BY_PERSON
from wabot.types import CustomerId, PhoneNumber

LONGEST_VISIT = 10 * DAY  # eight services of a day each at most, and what is waited between them
_GRAIN_MS = 15 * 60_000  # midnight is at a whole quarter of an hour everywhere

_BEGUN = "end_at > ? AND end_at < ? AND start_at >= ? AND start_at < ?"  # by the index on the ends


def _edges(begins: datetime, ends: datetime) -> tuple[int, int, int, int]:
    return to_ms(begins), to_ms(ends + LONGEST_VISIT), to_ms(begins), to_ms(ends)


def appointments_begun(db: sqlite3.Connection, begins: datetime, ends: datetime) -> Iterator[Appointment]:
    """All appointments, cancelled ones too, that begin in the half-open stretch, in no order."""
    return as_appointments(db.execute(f"{COLUMNS} WHERE {_BEGUN}", _edges(begins, ends)))


def counted_between(db: sqlite3.Connection, begins: datetime, ends: datetime) -> Iterator[Counted]:
    """The same, as little of each as is counted."""
    rows = db.execute(
        "SELECT staff, start_at, end_at, status,"
        " (SELECT group_concat(service, ' ') FROM appointment_services WHERE appointment_id = id) AS services"
        f" FROM appointments WHERE {_BEGUN}",
        _edges(begins, ends),
    )
    for staff, start_at, end_at, status, services in rows:
        names = tuple((services or "").split())
        yield Counted(staff, names, from_ms(start_at), from_ms(end_at), Status(status))


def customer_names(db: sqlite3.Connection, begins: datetime, ends: datetime) -> dict[CustomerId, str]:
    """Of who has such an appointment, as far as they have a name."""
    rows = db.execute(
        "SELECT DISTINCT customers.id, name FROM appointments JOIN customers ON customers.id = customer_id"
        " WHERE end_at > ? AND start_at < ? AND name IS NOT NULL",
        (to_ms(begins), to_ms(ends)),
    )
    return {CustomerId(row["id"]): row["name"] for row in rows}


def touches_between(
    db: sqlite3.Connection, begins: datetime, ends: datetime, ours: Collection[PhoneNumber]
) -> Iterator[Touch]:
    """Who wrote in which chat in the half-open stretch, to the quarter of an hour, each once; in no order.

    A call for a person counts as theirs. Chats with the salon's own phones, `ours`, are left out.
    """
    rows = db.execute(
        "WITH touches (customer_id, at, is_customers) AS ("
        " SELECT customer_id, received_at, NOT by_salon FROM inbox"
        "  WHERE received_at >= :begins AND received_at < :ends AND (by_salon OR kind NOT IN ('reaction', 'deletion'))"
        f" UNION ALL SELECT customer_id, queued_at, 0 FROM outbox WHERE key GLOB '{BY_PERSON}*'"
        " UNION ALL SELECT inbox.customer_id, received_at, 0 FROM outbox"
        "  JOIN inbox ON inbox.id = CAST(substr(key, 7) AS INTEGER) WHERE key GLOB 'alert:[0-9]*')"
        " SELECT DISTINCT customer_id, at / :grain * :grain AS at, is_customers FROM touches"
        " WHERE at >= :begins AND at < :ends"
        " AND customer_id NOT IN (SELECT id FROM customers WHERE phone IN (SELECT value FROM json_each(:ours)))",
        {"grain": _GRAIN_MS, "begins": to_ms(begins), "ends": to_ms(ends), "ours": json.dumps(list(ours))},
    )
    return (Touch(CustomerId(row["customer_id"]), from_ms(row["at"]), bool(row["is_customers"])) for row in rows)
