"""The visits of a period as CSV, for the accountant: a line for each service of each visit."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.appointments import Appointment
from wabot.domain.numbers import Outcome, outcome_of
from wabot.domain.periods import month_of
from wabot.domain.salon import Salon
from wabot.storage.database import Database
from wabot.storage.numbers import appointments_begun, customer_names
from wabot.types import CustomerId
from wabot.web.layout import service_name, staff_name
from wabot.web.pages.periods import period_of
from wabot.web.sheets import Cell, write_sheet
from wabot.web.words import Words

COLUMNS = ("visit", "date", "from", "to", "staff", "service", "customer", "outcome", "price")
"""What stands in them; their heads are `sheet-<column>`."""


class NumbersSheet:
    """GET /numbers.csv."""

    def __init__(self, salon: Salon, words: Words, database: Database, clock: Clock) -> None:
        self._salon = salon
        self._words = words
        self._database = database
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its route."""
        router.add_get("/numbers.csv", self._sheet)

    async def _sheet(self, request: web.Request) -> web.Response:
        now, zone = self._clock.now(), self._salon.timezone
        period = period_of(request.query)
        if period is None:
            period = month_of(now.astimezone(zone).date())
        begins, ends = period.begins_at(zone), period.ends_at(zone)
        heads = [self._words.say(f"sheet-{column}") for column in COLUMNS]
        body = await self._database.read(
            lambda db: write_sheet(
                [heads, *self._rows(appointments_begun(db, begins, ends), customer_names(db, begins, ends), now)],
                self._words.lang,
            )
        )
        name = f"{self._salon.id}_{period.first}_{period.last}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=body, content_type="text/csv", charset="utf-8", headers=headers)

    def _rows(
        self, appointments: Iterable[Appointment], names: Mapping[CustomerId, str], now: datetime
    ) -> Iterator[tuple[Cell, ...]]:
        """The earliest first. The price is that of the list of today, empty where there is none."""
        said = {outcome: self._words.say(f"outcome-{outcome}") for outcome in Outcome}
        for one in sorted(appointments, key=lambda one: (one.start_at, one.id)):
            starts = [at.astimezone(self._salon.timezone) for at in one.starts]
            ends = [*starts[1:], one.end_at.astimezone(self._salon.timezone)]
            for service, begun, over in zip(one.services, starts, ends, strict=True):
                offered = self._salon.find_service(service)
                yield (
                    one.visit,
                    str(begun.date()),
                    f"{begun:%H:%M}",
                    f"{over:%H:%M}",
                    staff_name(self._salon, one.staff),
                    service_name(self._salon, service),
                    names.get(one.customer),
                    said[outcome_of(one.status, one.end_at, now)],
                    offered.price.amount if offered and offered.price else None,
                )
