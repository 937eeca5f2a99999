"""What people of the salon ask of the book, done in one way, whether they ask over the API or on the page."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from wabot.clock import Clock
from wabot.domain.amendments import Amendment
from wabot.domain.appointments import InThePast, SlotTaken, Status
from wabot.domain.blocks import LONGEST, Block
from wabot.domain.customers import Contact
from wabot.domain.openings import OneOffOpening, check_opening, is_within_a_day
from wabot.domain.salon import Salon
from wabot.domain.slots import Slot
from wabot.domain.walltime import DAY
from wabot.storage.appointments import find_appointment
from wabot.storage.blocks import add_block, find_clashes, remove_block
from wabot.storage.changes import Author
from wabot.storage.database import Database
from wabot.storage.openings import OpenedSalon, add_opening, read_opened, remove_opening
from wabot.storage.orders import free_starts
from wabot.types import AppointmentId, BlockId, CustomerId, OpeningId, StaffId
from wabot.web.bodies import Faults
from wabot.web.desk import Carried, Desk, NoSuchVisit, Person, Refused
from wabot.web.orders import ChangedVisit, NewBlock, NewOpening, SlotQuery, WantedVisit

Wake = Callable[[CustomerId], Awaitable[None]]
"""Says that a message for that customer was put into the outbox."""
Outcome = Carried | Refused | NoSuchVisit


class Clerk:
    """Each method is one order, carried out whole or refused; whoever is to be written to is written to."""

    def __init__(self, salon: Salon, database: Database, desk: Desk, clock: Clock, wake: Wake) -> None:
        self._salon = salon
        self._opened = OpenedSalon(salon)
        self._database = database
        self._desk = desk
        self._clock = clock
        self._wake = wake

    async def place(self, contact: Contact, asked: WantedVisit, author: Author) -> Outcome:
        """A new visit of theirs."""
        order = asked.order(self._salon)
        unit = partial(
            self._desk.place,
            order=order,
            person=Person(contact=contact, name=asked.name or None),
            note=asked.note or "",
            author=author,
            now=self._clock.now(),
            tells=asked.notify,
        )
        return await self._carry_out(unit, order.start_at)

    async def amend(self, appointment: AppointmentId, asked: ChangedVisit, author: Author) -> Outcome:
        """Something else about an appointment."""
        return await self._amend(appointment, asked.amendment(self._salon), author, tells=asked.notify)

    async def cancel(self, appointment: AppointmentId, author: Author, *, tells: bool) -> Outcome:
        """It alone, not the others of its visit."""
        return await self._amend(appointment, Amendment(status=Status.CANCELLED), author, tells=tells)

    async def _amend(self, appointment: AppointmentId, amendment: Amendment, author: Author, *, tells: bool) -> Outcome:
        now = self._clock.now()
        unit = partial(
            self._desk.amend, appointment=appointment, amendment=amendment, author=author, now=now, tells=tells
        )
        start_at = amendment.start_at
        if start_at is None:
            found = await self._database.read(lambda db: find_appointment(db, appointment))
            start_at = found[0].start_at if found is not None else now
        return await self._carry_out(unit, start_at)

    async def _carry_out(self, unit: Callable[[sqlite3.Connection], Outcome], start_at: datetime) -> Outcome:
        try:
            outcome = await self._database.write(unit)
        except sqlite3.IntegrityError:  # a buffer of a service no longer offered may reach further than is looked at
            return Refused(SlotTaken(start_at))
        if isinstance(outcome, Carried):
            for recipient in (outcome.told, *outcome.staff):
                if recipient is not None:
                    await self._wake(recipient)
        return outcome

    async def free_starts(self, asked: SlotQuery) -> list[Slot] | NoSuchVisit:
        """The starts that an order may take without force: no notice, no horizon."""
        now = self._clock.now()
        order = asked.order(self._salon, now)
        last = order.start_at.astimezone(self._salon.timezone).date() + asked.length - DAY

        def find(db: sqlite3.Connection) -> list[Slot] | NoSuchVisit:
            salon = self._opened.read(db, now)
            if asked.moving is None:
                return free_starts(db, salon, order, last, now)
            found = find_appointment(db, AppointmentId(int(asked.moving)))
            return NoSuchVisit() if found is None else free_starts(db, salon, order, last, now, found[0])

        return await self._database.read(find)

    async def close(self, asked: NewBlock) -> Block | Refused | Faults:
        """Nobody is booked with that person then."""
        begins, ends = asked.stretch(self._salon)
        if not timedelta() < ends - begins <= LONGEST:
            return Faults((f"to: must be later than from, by {LONGEST.days} days at most",), ("to",))
        now = self._clock.now()
        if ends <= now:
            return Refused(InThePast())
        staff = StaffId(asked.staff)

        def unit(db: sqlite3.Connection) -> Block | Refused:
            clashes = find_clashes(db, staff, begins, ends)
            if clashes and not (asked.force and not any(isinstance(clash, Block) for clash in clashes)):
                return Refused(SlotTaken(begins), clashes)
            return add_block(db, staff, begins, ends, asked.reason, now)

        return await self._database.write(unit)

    async def reopen(self, block: BlockId) -> Block | None:
        """That time is no longer closed; None when there is no such block."""
        return await self._database.write(lambda db: remove_block(db, block))

    async def open(self, asked: NewOpening) -> OneOffOpening | Refused | Faults:
        """Time is worked that the usual hours do not have."""
        begins, ends = asked.stretch(self._salon)
        if not is_within_a_day(self._salon, begins, ends):
            return Faults(("to: must be later than from, on the same day; open each day by itself",), ("to",))
        now = self._clock.now()
        if ends <= now:
            return Refused(InThePast())
        staff = self._salon.find_staff(asked.staff)

        def unit(db: sqlite3.Connection) -> OneOffOpening | Refused:
            already = check_opening(read_opened(db, self._salon, begins, ends), staff, begins, ends)
            if already is not None:
                return Refused(already)
            return add_opening(db, staff.id if staff else None, begins, ends, asked.reason, now)

        return await self._database.write(unit)

    async def remove_opening(self, opening: OpeningId) -> OneOffOpening | None:
        """The usual hours count again; None when there is no such opening."""
        return await self._database.write(lambda db: remove_opening(db, opening))
