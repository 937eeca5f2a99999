"""Looking for a customer: by name or number, with when they come or last came."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.appointments import Appointment, Status
from wabot.domain.customers import Customer
from wabot.domain.salon import Salon
from wabot.language.spoken import spoken_date
from wabot.storage.customers import search_customers
from wabot.storage.database import Database
from wabot.storage.visits import customer_appointments
from wabot.web.layout import service_name, staff_name
from wabot.web.pages.frame import Frame
from wabot.web.pages.panel import is_script
from wabot.web.words import Words

MOST, MOST_SUGGESTED = 50, 6


@dataclass(frozen=True, slots=True)
class Found:
    """A customer, and a visit of theirs to tell them by: the next, or else the last; None when there is none."""

    customer: Customer
    visit: Appointment | None
    words: str
    is_ahead: bool


class CustomerPages:
    """/customers."""

    def __init__(self, frame: Frame, salon: Salon, words: Words, database: Database, clock: Clock) -> None:
        self._frame = frame
        self._salon = salon
        self._words = words
        self._database = database
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/customers", self._search)

    async def _search(self, request: web.Request) -> web.Response:
        """The page of all that are found; to scripts {"found": HTML} of a few, to choose from."""
        text = request.query.get("q", "")[:100]
        now = self._clock.now()
        most = MOST_SUGGESTED if is_script(request) else MOST
        found = await self._database.read(
            lambda db: [
                (customer, customer_appointments(db, customer.id)) for customer in search_customers(db, text, most)
            ]
        )
        shown = [self._found(customer, visits, now) for customer, visits in found]
        if is_script(request):
            return web.json_response({"found": self._words.render("found.html", found=shown).strip()})
        return await self._frame.page("customers.html", {}, source="/parts", text=text, found=shown)

    def _found(self, customer: Customer, visits: tuple[Appointment, ...], now: datetime) -> Found:
        on = [visit for visit in visits if visit.status is not Status.CANCELLED]
        ahead = next((visit for visit in on if visit.end_at > now), None)
        visit = ahead or (on[-1] if on else None)
        return Found(customer, visit, self._told(visit, now) if visit else "", ahead is not None)

    def _told(self, visit: Appointment, now: datetime) -> str:
        zone = self._salon.timezone
        at = visit.start_at.astimezone(zone)
        services = ", ".join(service_name(self._salon, service) for service in visit.services)
        day = spoken_date(at.date(), now.astimezone(zone).date(), self._salon.language)
        return f"{day}, {at:%H:%M}, {services}, {staff_name(self._salon, visit.staff)}"
