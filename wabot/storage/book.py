"""The appointment book as the booking rules read it, day by day, from disk or as far as it is known already."""

import sqlite3
from datetime import date, timedelta

from wabot.domain.book import Busy, Resource
from wabot.domain.salon import Salon
from wabot.domain.walltime import DAY, midnight_ms
from wabot.storage.appointments import LONGEST_HOLD
from wabot.types import AppointmentId, CustomerId

_MS = timedelta(milliseconds=1)


class KnownDays:
    """Days of the book that were read already, for one salon, in a process that lives on.

    A day is known under the version of the holds it was read at. The version is a random number that triggers draw
    anew at every change, in the same transaction: who sees that version sees these holds, whichever connection and
    transaction it is, also after a rollback.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[int, date], Busy] = {}
        self._version = 0

    def find(self, version: int, day: date) -> Busy | None:
        """What is held on that day, None when it was not read at that version."""
        return self._days.get((version, day))

    def keep(self, version: int, day: date, busy: Busy) -> None:
        """Remember the day; those of other versions are forgotten."""
        if version != self._version:
            self._days.clear()
            self._version = version
        self._days[version, day] = busy


class StoredBook:
    """The book within one transaction, no part of which is undone while it is read."""

    def __init__(
        self,
        db: sqlite3.Connection,
        salon: Salon,
        known: KnownDays | None = None,
        *,
        ignores_visits: bool = True,
        reach: timedelta | None = None,
        over_offers: bool = False,
        offered_to: CustomerId | None = None,
    ) -> None:
        """`known` belongs to whoever reads the book of this salon again and again.

        Without `ignores_visits` only the appointment of the ignored id counts as gone, not the others of its visit.
        `reach` is how far past midnight a day is read, if not as far as a buffer can be. What is held for somebody of
        the waiting list is free `over_offers`: to the salon itself; and to the customer it is `offered_to`.
        """
        self._db = db
        self._zone = salon.timezone
        buffers = (service.buffer_after for service in salon.services)
        self._reach = reach if reach is not None else max(buffers, default=timedelta())
        self._known = known
        self._ignores_visits = ignores_visits
        self._over_offers = over_offers
        self._offered_to = offered_to
        self._version = 0
        self._version_read_at = -1  # number of changes that the connection had made then

    def busy(self, day: date, *, ignoring: AppointmentId | None = None) -> Busy:
        if self._known is None or ignoring is not None or self._over_offers or self._offered_to is not None:
            return self._read(day, ignoring)
        if self._version_read_at != self._db.total_changes:
            (self._version,) = self._db.execute("SELECT version FROM holds_version").fetchone()
            self._version_read_at = self._db.total_changes
        busy = self._known.find(self._version, day)
        if busy is None:
            busy = self._read(day, None)
            self._known.keep(self._version, day, busy)
        return busy

    def _read(self, day: date, ignoring: AppointmentId | None) -> Busy:
        begins = midnight_ms(day, self._zone)
        ends = midnight_ms(day + DAY, self._zone) + self._reach // _MS
        found: dict[Resource, list[tuple[int, int]]] = {}
        rows = self._db.cursor()
        rows.row_factory = None
        rows.execute(
            "SELECT resource, start_at, end_at FROM holds WHERE end_at > ? AND end_at < ? AND start_at < ?"
            # Closed time has no appointment: NULL would be NOT IN nothing that is found.
            " AND (appointment_id IS NULL OR appointment_id NOT IN"
            " (SELECT id FROM appointments WHERE id = ? OR visit_id = ?))"
            " AND (offer_id IS NULL OR NOT (? OR offer_id IN (SELECT waitlist_offers.id FROM waitlist_offers"
            " JOIN waitlist ON waitlist.id = waitlist_id WHERE customer_id = ? AND waitlist_offers.state = 'open')))"
            " ORDER BY start_at",
            (
                begins,
                ends + LONGEST_HOLD // _MS,
                ends,
                ignoring,
                ignoring if self._ignores_visits else None,
                self._over_offers,
                self._offered_to,
            ),
        )
        for resource, start_at, end_at in rows:
            found.setdefault(resource, []).append((start_at, end_at))
        return found
