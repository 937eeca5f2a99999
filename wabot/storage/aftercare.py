"""Visits that are over, on disk: whom there is to thank, and who is to be invited when."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from wabot.domain.aftercare import Invitation
from wabot.domain.appointments import BookedVisit
from wabot.domain.walltime import DAY, from_ms, to_ms
from wabot.storage.appointments import COLUMNS, as_appointments
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

_SETTLED = "(reminders.state = 'sent' OR settled_at <= :now)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The last appointment of a visit that took place, or will have; nobody has been thanked for it yet.

    `next_at` is when the first visit of the customer that ends after this one begins, None without one.
    """

    appointment: AppointmentId
    visit: AppointmentId
    customer: CustomerId
    start_at: datetime
    end_at: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An invitation to come, after the visit whose last appointment that is."""

    appointment: AppointmentId
    visit: AppointmentId
    customer: CustomerId
    start_at: datetime
    invitation: Invitation


def find_endings(
    db: sqlite3.Connection, begins: datetime, ends: datetime, now: datetime, customer: CustomerId | None = None
) -> list[Ending]:
    """Visits whose last appointment ends within the stretch, earliest first, unless thanks are settled or somebody did
    not come to a part of it; all of them, or a customer's. What was skipped later than `now` is open again: the clock
    was wrong then.
    """
    same_visit = (
        "(other.id = coalesce(appointments.visit_id, appointments.id)"
        " OR other.visit_id = coalesce(appointments.visit_id, appointments.id))"
    )
    rows = db.execute(
        "SELECT id, coalesce(visit_id, id) AS visit, customer_id, start_at, end_at,"
        " (SELECT min(other.start_at) FROM appointments AS other WHERE other.customer_id = appointments.customer_id"
        " AND other.end_at > appointments.end_at AND other.status IN ('booked', 'confirmed', 'done')) AS next_at"
        " FROM appointments INDEXED BY appointments_by_end WHERE end_at >= :begins AND end_at <= :ends"
        " AND status IN ('booked', 'confirmed', 'done') AND (:customer IS NULL OR customer_id = :customer)"
        " AND NOT EXISTS (SELECT 1 FROM reminders WHERE appointment_id = appointments.id AND which = 'thanks'"
        f" AND reminders.start_at = appointments.start_at AND {_SETTLED})"
        f" AND NOT EXISTS (SELECT 1 FROM appointments AS other WHERE {same_visit} AND (other.status = 'no_show'"
        " OR other.status IN ('booked', 'confirmed', 'done')"
        " AND (other.end_at, other.id) > (appointments.end_at, appointments.id)))"
        " ORDER BY end_at, id",
        {"begins": to_ms(begins), "ends": to_ms(ends), "now": to_ms(now), "customer": customer},
    )
    return [_ending(row) for row in rows]


def kept_visit(db: sqlite3.Connection, visit_id: AppointmentId) -> BookedVisit:
    """What took place of a visit that is over; something did."""
    rows = db.execute(
        f"{COLUMNS} WHERE (id = :visit OR visit_id = :visit) AND status IN ('booked', 'confirmed', 'done')"
        " ORDER BY start_at, id",
        {"visit": visit_id},
    )
    return BookedVisit(tuple(as_appointments(rows)))


def find_next_end(db: sqlite3.Connection, after: datetime) -> datetime | None:
    """When the first appointment after that moment ends."""
    row = db.execute(
        "SELECT end_at FROM appointments INDEXED BY appointments_by_end WHERE end_at > ?"
        " AND status IN ('booked', 'confirmed', 'done') ORDER BY end_at LIMIT 1",
        (to_ms(after),),
    ).fetchone()
    return from_ms(row["end_at"]) if row is not None else None


def keep_invitation(db: sqlite3.Connection, appointment: AppointmentId, invitation: Invitation) -> None:
    """Plan the invitation after the visit whose last appointment that is."""
    db.execute(
        "INSERT OR REPLACE INTO invitations VALUES (?, ?, ?, ?, ?)",
        (
            appointment,
            invitation.service,
            invitation.staff,
            invitation.every // DAY,
            to_ms(invitation.due_at),
        ),
    )


def find_planned(
    db: sqlite3.Connection, begins: datetime, now: datetime, customer: CustomerId | None = None
) -> list[Planned]:
    """Invitations due from `begins` up to `now`, earliest first, that are not settled, as above; all of them, or a
    customer's.
    """
    rows = db.execute(
        "SELECT invitations.*, customer_id, start_at, coalesce(visit_id, id) AS visit"
        " FROM invitations INDEXED BY invitations_by_moment"
        " JOIN appointments ON appointments.id = appointment_id WHERE due_at >= :begins AND due_at <= :now"
        " AND (:customer IS NULL OR customer_id = :customer) AND NOT EXISTS (SELECT 1 FROM reminders"
        " WHERE reminders.appointment_id = invitations.appointment_id AND which = 'invitation'"
        f" AND reminders.start_at = appointments.start_at AND {_SETTLED}) ORDER BY due_at",
        {"begins": to_ms(begins), "now": to_ms(now), "customer": customer},
    )
    return [_planned(row) for row in rows]


def find_next_invitation(db: sqlite3.Connection, after: datetime) -> datetime | None:
    """When the first invitation after that moment is due."""
    row = db.execute("SELECT min(due_at) AS due_at FROM invitations WHERE due_at > ?", (to_ms(after),)).fetchone()
    return from_ms(row["due_at"]) if row["due_at"] is not None else None


def last_invited(db: sqlite3.Connection, customer: CustomerId) -> datetime | None:
    """When the customer was invited last, to whatever."""
    row = db.execute(
        "SELECT max(settled_at) AS at FROM appointments JOIN reminders ON appointment_id = appointments.id"
        " WHERE customer_id = ? AND which = 'invitation' AND state = 'sent'",
        (customer,),
    ).fetchone()
    return from_ms(row["at"]) if row["at"] is not None else None


def _ending(row: sqlite3.Row) -> Ending:
    return Ending(
        appointment=AppointmentId(row["id"]),
        visit=AppointmentId(row["visit"]),
        customer=CustomerId(row["customer_id"]),
        start_at=from_ms(row["start_at"]),
        end_at=from_ms(row["end_at"]),
        next_at=from_ms(row["next_at"]) if row["next_at"] is not None else None,
    )


def _planned(row: sqlite3.Row) -> Planned:
    return Planned(
        appointment=AppointmentId(row["appointment_id"]),
        visit=AppointmentId(row["visit"]),
        customer=CustomerId(row["customer_id"]),
        start_at=from_ms(row["start_at"]),
        invitation=Invitation(
            service=ServiceId(row["service"]),
            staff=StaffId(row["staff"]),
            every=timedelta(days=row["every_days"]),
            due_at=from_ms(row["due_at"]),
        ),
    )
