"""Telling what the salon has done to a visit: the customer in their language, and staff whose day it is; each once."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from wabot.domain.appointments import Appointment, Status
from wabot.domain.customers import Customer
from wabot.domain.news import news_of_order
from wabot.domain.owner.facts import Entry
from wabot.domain.reminders import Quiet
from wabot.domain.replies.told import Reply, Visit
from wabot.domain.replies.visits import BookedBySalon, CancelledBySalon, ChangedBySalon
from wabot.domain.salon import Salon
from wabot.language.replies import Texts
from wabot.storage.appointments import get_revision
from wabot.storage.changes import Author
from wabot.storage.keepsakes import Render, queue_keepsake
from wabot.storage.notices import tell_staff
from wabot.storage.outbox import queue_message
from wabot.types import CustomerId, PhoneNumber


class Teller:
    """Puts notices into the outbox, in the transaction that changes the book."""

    def __init__(
        self,
        salon: Salon,
        texts: Texts,
        keepsake: Render | None,
        quiet_hours: Quiet,
        owner_phones: Sequence[PhoneNumber],
    ) -> None:
        """`keepsake` renders the files that customers get behind confirmations; None: they get none. `quiet_hours`:
        when staff are not told of a later day. `owner_phones`: whose doing is what is done on the page.
        """
        self._salon = salon
        self._texts = texts
        self._keepsake = keepsake
        self._quiet_hours = quiet_hours
        self._owner_phones = owner_phones

    def tell(
        self, db: sqlite3.Connection, before: Appointment | None, after: Appointment, customer: Customer, now: datetime
    ) -> CustomerId | None:
        """Queue what the change means to the customer; returns who is to be written to, None when nobody is."""
        reply = self._meaning(before, after)
        if reply is None or after.end_at <= now:
            return None
        today = now.astimezone(self._salon.timezone).date()
        lang = customer.lang or self._salon.language
        text = self._texts.render([reply], lang, today)
        key = f"notice:{after.id}:{get_revision(db, after.id)}"
        if queue_message(db, key, customer.id, text, now) is None:
            return None
        if self._keepsake is not None and not isinstance(reply, CancelledBySalon):
            queue_keepsake(db, after.visit, self._keepsake, lang, now)
        return customer.id

    def tell_staff(
        self,
        db: sqlite3.Connection,
        before: Appointment | None,
        after: Appointment,
        customer: Customer,
        author: Author,
        now: datetime,
    ) -> tuple[CustomerId, ...]:
        """Queue what the change means to staff who have a number, but not to whose doing it is; returns who is to be
        written to at once.
        """
        if after.end_at <= now:
            return ()
        news = news_of_order(before, Entry(after, customer), self._salon)
        doers = {customer.contact.phone, *(self._owner_phones if author is Author.PAGE else ())}
        others = [one for one in news if one.to.phone not in doers]
        key = f"alert:changed:{after.id}:{get_revision(db, after.id)}"
        return tuple(tell_staff(db, others, key, self._texts.render, self._salon, self._quiet_hours, now))

    def _meaning(self, before: Appointment | None, after: Appointment) -> Reply | None:
        """What there is to tell; None when the customer's plans stay as they were."""
        told = self._told(after)
        was_on = before is not None and before.status is not Status.CANCELLED
        if after.status is Status.CANCELLED:
            return CancelledBySalon(told) if was_on else None
        if before is None or not was_on:
            return BookedBySalon(told, self._salon.address)
        if self._told(before) == told:
            return None
        return ChangedBySalon(told, before.start_at)

    def _told(self, visit: Appointment) -> Visit:
        return Visit(
            services=tuple(self._salon.find_service(service) or service for service in visit.services),
            staff=self._salon.find_staff(visit.staff) or visit.staff,
            start_at=visit.start_at,
        )
