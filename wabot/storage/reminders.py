"""Reminders on disk: which visits may need one, and what became of each, and of what follows a visit."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wabot.domain.reminders import Which, Why
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import AppointmentId, CustomerId, MessageId, OutboxId


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An appointment that may need a reminder. `settled` are those that were sent or skipped for its present time,
    `reminded_at` is when the first one was sent, None if none was. `visit` is what the whole visit goes by, `visit_at`
    when it begins. `is_stopped`: the customer asked not to be written to.
    """

    appointment: AppointmentId
    visit: AppointmentId
    customer: CustomerId
    start_at: datetime
    visit_at: datetime
    timed_at: datetime
    is_confirmed: bool
    is_stopped: bool
    settled: frozenset[Which]
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A reminder that was not sent, of a visit that began or begins at `start_at`."""

    appointment: AppointmentId
    which: Which
    start_at: datetime
    reason: Why
    at: datetime


def find_candidates(
    db: sqlite3.Connection, begins: datetime, ends: datetime, now: datetime, customer: CustomerId | None = None
) -> list[Candidate]:
    """Booked and confirmed appointments that begin within the stretch, ends included, earliest first; all of them, or
    a customer's. What was skipped later than `now` is open again: the clock was wrong then.
    """
    settled = (
        "FROM reminders WHERE appointment_id = appointments.id AND reminders.start_at = appointments.start_at"
        " AND (state = 'sent' OR settled_at <= :now)"
    )
    rows = db.execute(
        "SELECT id, coalesce(visit_id, id) AS visit, customer_id, start_at, timed_at, status,"
        f" (SELECT group_concat(which, ' ') {settled}) AS settled,"
        f" (SELECT min(settled_at) {settled} AND state = 'sent' AND which IN ('day_before', 'before')) AS reminded_at,"
        " (SELECT step FROM consents WHERE consents.customer_id = appointments.customer_id"
        " AND step IN ('stopped', 'resumed') ORDER BY at DESC, id DESC LIMIT 1) AS wish,"
        " (SELECT min(other.start_at) FROM appointments AS other WHERE other.status IN ('booked', 'confirmed') AND"
        " (other.id = coalesce(appointments.visit_id, appointments.id)"
        " OR other.visit_id = coalesce(appointments.visit_id, appointments.id))) AS visit_at"
        " FROM appointments INDEXED BY appointments_by_start WHERE start_at >= :begins AND start_at <= :ends"
        " AND status IN ('booked', 'confirmed') AND (:customer IS NULL OR customer_id = :customer)"
        " ORDER BY start_at, id",
        {"begins": to_ms(begins), "ends": to_ms(ends), "now": to_ms(now), "customer": customer},
    )
    return [_candidate(row) for row in rows]


def find_next_start(db: sqlite3.Connection, after: datetime) -> datetime | None:
    """When the first visit after that moment begins."""
    row = db.execute(
        "SELECT min(start_at) AS start_at FROM appointments INDEXED BY appointments_by_start"
        " WHERE start_at > ? AND status IN ('booked', 'confirmed')",
        (to_ms(after),),
    ).fetchone()
    return from_ms(row["start_at"]) if row["start_at"] is not None else None


class Timed(Protocol):
    """An appointment with the time for which something is settled."""

    @property
    def appointment(self) -> AppointmentId: ...
    @property
    def start_at(self) -> datetime: ...


def record_reminded(db: sqlite3.Connection, of: Timed, which: Which, message: OutboxId, now: datetime) -> None:
    """It stands in the outbox, with which it comes and goes."""
    _reopen(db, of, which, now)
    db.execute(
        "INSERT INTO reminders VALUES (?, ?, ?, 'sent', NULL, ?, ?)",
        (of.appointment, which, to_ms(of.start_at), message, to_ms(now)),
    )


def record_skipped(db: sqlite3.Connection, of: Timed, which: Which, reason: Why, now: datetime) -> None:
    """It will not be sent."""
    _reopen(db, of, which, now)
    db.execute(
        "INSERT INTO reminders VALUES (?, ?, ?, 'skipped', ?, NULL, ?)",
        (of.appointment, which, to_ms(of.start_at), reason, to_ms(now)),
    )


def _reopen(db: sqlite3.Connection, of: Timed, which: Which, now: datetime) -> None:
    """What a wrong clock skipped counts no more."""
    db.execute(
        "DELETE FROM reminders WHERE appointment_id = ? AND which = ? AND start_at = ? AND state = 'skipped'"
        " AND settled_at > ?",
        (of.appointment, which, to_ms(of.start_at), to_ms(now)),
    )


def skipped_reminders(db: sqlite3.Connection, since: datetime) -> list[Skipped]:
    """Reminders that were skipped since then because something went wrong, latest first."""
    rows = db.execute(
        "SELECT appointment_id, which, start_at, reason, settled_at FROM reminders INDEXED BY reminders_skipped"
        " WHERE state = 'skipped' AND settled_at >= ? AND reason IN (?, ?) ORDER BY settled_at DESC",
        (to_ms(since), Why.TOO_LATE, Why.FAILED),
    )
    return [
        Skipped(
            AppointmentId(row["appointment_id"]),
            Which(row["which"]),
            from_ms(row["start_at"]),
            Why(row["reason"]),
            from_ms(row["settled_at"]),
        )
        for row in rows
    ]


def unanswered_visits(db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[AppointmentId, ...]:
    """The customer's appointments still to begin that a reminder asked about and that are not confirmed."""
    rows = db.execute(
        "SELECT id FROM appointments WHERE customer_id = ? AND end_at > ? AND start_at > ? AND status = 'booked'"
        " AND EXISTS (SELECT 1 FROM reminders WHERE appointment_id = appointments.id AND state = 'sent'"
        " AND which IN ('day_before', 'before') AND reminders.start_at = appointments.start_at) ORDER BY start_at",
        (customer, to_ms(now), to_ms(now)),
    )
    return tuple(AppointmentId(row["id"]) for row in rows)


def reminded_by(
    db: sqlite3.Connection, customer: CustomerId, messages: Collection[MessageId]
) -> dict[MessageId, tuple[AppointmentId, ...]]:
    """Of messages to the customer the reminders, with the appointments they name that still have that time."""
    found: dict[MessageId, tuple[AppointmentId, ...]] = {}
    for message in messages:
        rows = db.execute(
            "SELECT appointment_id FROM outbox JOIN reminders ON outbox_id = outbox.id"
            " JOIN appointments ON appointments.id = appointment_id AND appointments.start_at = reminders.start_at"
            " WHERE message_id = ? AND outbox.customer_id = ? AND which IN ('day_before', 'before')"
            " ORDER BY reminders.start_at",
            (message, customer),
        ).fetchall()
        if rows:
            found[message] = tuple(AppointmentId(row["appointment_id"]) for row in rows)
    return found


def _candidate(row: sqlite3.Row) -> Candidate:
    return Candidate(
        appointment=AppointmentId(row["id"]),
        visit=AppointmentId(row["visit"]),
        customer=CustomerId(row["customer_id"]),
        start_at=from_ms(row["start_at"]),
        visit_at=from_ms(row["visit_at"]),
        timed_at=from_ms(row["timed_at"]),
        is_confirmed=row["status"] == "confirmed",
        is_stopped=row["wish"] == "stopped",
        settled=frozenset(Which(which) for which in (row["settled"] or "").split()),
        reminded_at=from_ms(row["reminded_at"]) if row["reminded_at"] is not None else None,
    )
