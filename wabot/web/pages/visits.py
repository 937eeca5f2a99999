"""One visit in a panel: what it is, and all that the salon may do to it; and a new one."""

from datetime import date, datetime

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.appointments import Appointment, Status
from wabot.domain.customers import Contact, Customer
from wabot.domain.salon import Salon
from wabot.language.spoken import spoken_date, spoken_day
from wabot.storage.appointments import find_appointment
from wabot.storage.changes import Author, RecordedChange, changes_of
from wabot.storage.customers import find_contact
from wabot.storage.database import Database
from wabot.types import AppointmentId, CustomerId
from wabot.web.agenda import read_agenda
from wabot.web.bodies import Faults, parse_fields
from wabot.web.clerk import Clerk, Outcome
from wabot.web.desk import Carried, NoSuchVisit, Refused
from wabot.web.layout import service_name, staff_name
from wabot.web.orders import ChangedVisit, NewVisit, SlotQuery, WantedVisit
from wabot.web.pages.forms import Form, names, parse_number, posted, read_form
from wabot.web.pages.panel import Panels
from wabot.web.pages.refusals import Refusals, Told
from wabot.web.words import Words

_ON = (Status.BOOKED, Status.CONFIRMED)
_SAID = {Status.CANCELLED: "cancelled", Status.DONE: "kept", Status.NO_SHOW: "kept", Status.BOOKED: "kept"}


class VisitPages:
    """/visits. Orders go to the clerk, as those of the API do, on the page's word."""

    def __init__(
        self, panels: Panels, salon: Salon, words: Words, database: Database, clerk: Clerk, clock: Clock
    ) -> None:
        self._panels = panels
        self._salon = salon
        self._words = words
        self._database = database
        self._clerk = clerk
        self._clock = clock
        self._refusals = Refusals(salon, words)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/visits/new", self._new)
        router.add_get("/visits/starts", self._starts)
        router.add_post("/visits", self._place)
        router.add_get(r"/visits/{id:\d{1,18}}", self._show)
        router.add_post(r"/visits/{id:\d{1,18}}", self._amend)

    async def _new(self, request: web.Request) -> web.Response:
        return await self._ask(request, read_form(request.query))

    async def _ask(self, request: web.Request, form: Form, told: Told | None = None) -> web.Response:
        """The form of a new visit, as far as it is filled in."""
        lang = self._salon.language
        return await self._panels.show(
            request,
            "new_visit.html",
            day=form.day(self._today, self._salon),
            form=form,
            told=told,
            services=self._salon.services,
            staff=names(self._salon.staff, lang),
            starts=await self._free_starts(form),
        )

    async def _starts(self, request: web.Request) -> web.Response:
        """The times to choose from, for what is filled in so far."""
        form = read_form(request.query)
        html = self._words.render("starts.html", form=form, starts=await self._free_starts(form))
        return web.json_response({"starts": html.strip()})

    async def _free_starts(self, form: Form) -> list[str] | None:
        """Clock times, earliest first; None as long as it is not said what for."""
        if not form.services and not form["moving"]:
            return None
        asked = {"from": str(form.day(self._today, self._salon)), "days": "1", "service": ",".join(form.services)}
        asked |= {"staff": form["staff"], "moving": form["moving"]}
        query = parse_fields(SlotQuery, {name: text for name, text in asked.items() if text}, self._salon)
        found = None if isinstance(query, Faults) else await self._clerk.free_starts(query)
        if found is None or isinstance(found, NoSuchVisit):
            return None
        return list(dict.fromkeys(f"{slot.start_at.astimezone(self._salon.timezone):%H:%M}" for slot in found))

    async def _place(self, request: web.Request) -> web.Response:
        form = await posted(request)
        wanted = {"services": list(form.services), "start": form.start()}
        known = await self._known(form)
        if known is not None:
            asked: WantedVisit | Faults = form.body(WantedVisit, self._salon, **wanted)
        else:
            asked = form.body(NewVisit, self._salon, phone=form.phone(self._salon), **wanted)
        if isinstance(asked, Faults):
            return await self._ask(request, form, self._refusals.tell(asked, self._now))
        contact = asked.contact if isinstance(asked, NewVisit) else known
        assert contact is not None
        outcome = await self._clerk.place(contact, asked, Author.PAGE)
        if isinstance(outcome, Refused):
            return await self._ask(request, form, self._refusals.tell(outcome, self._now))
        return self._done(request, outcome, "booked")

    async def _known(self, form: Form) -> Contact | None:
        """Who was chosen among the customers, if no other number was typed."""
        number = parse_number(form["customer"])
        if number is None:
            return None
        found = await self._database.read(lambda db: find_contact(db, CustomerId(number)))
        return found if found is not None and form["phone"] in {found.phone or "", str(found)} else None

    async def _show(self, request: web.Request) -> web.Response:
        return await self._tell(request, read_form(request.query))

    async def _tell(self, request: web.Request, form: Form, told: Told | None = None) -> web.Response:
        """The panel of a visit; `form` is where it shall be moved to, as far as that is filled in."""
        number, now = _number(request), self._now
        found, changes = await self._database.read(lambda db: (find_appointment(db, number), changes_of(db, number)))
        if found is None:
            return await self._panels.gone(request, self._today)
        visit, customer = found
        filled = self._filled(form, visit)
        return await self._panels.show(
            request,
            "visit.html",
            day=self._day_of(visit),
            visit=visit,
            customer=customer,
            told=told,
            **self._words_of(visit, customer),
            parts=await self._parts(visit),
            history=[self._change(change) for change in changes],
            is_on=visit.status in _ON,
            has_begun=visit.start_at <= now,
            is_over=visit.end_at <= now,
            form=filled,
            moves="start" in form.fields or "staff" in form.fields or told is not None,
            staff=self._able(visit, filled["staff"]),
            starts=await self._free_starts(filled) if visit.status in _ON else None,
        )

    def _filled(self, form: Form, visit: Appointment) -> Form:
        """With what the visit has now where nothing else was said."""
        local = visit.start_at.astimezone(self._salon.timezone)
        now = {"day": str(local.date()), "start": f"{local:%H:%M}", "staff": visit.staff, "moving": str(visit.id)}
        return Form({**now, **{name: text for name, text in form.fields.items() if text}})

    def _able(self, visit: Appointment, wanted: str) -> list[tuple[str, str]]:
        """Who does all of it, who has it now, and who was asked for; whether they do it, the rules say."""
        services, named = set(visit.services), {visit.staff, wanted}
        able = [one for one in self._salon.staff if services <= set(one.services) or one.id in named]
        gone = [] if self._salon.find_staff(visit.staff) else [(str(visit.staff), str(visit.staff))]
        return names(able, self._salon.language) + gone

    async def _parts(self, visit: Appointment) -> list[tuple[AppointmentId, str, str]]:
        """The other appointments of the same visit."""
        day, now = self._day_of(visit), self._now
        agenda = await self._database.read(lambda db: read_agenda(db, self._salon, day, 1, now))
        others = (one for one, _ in agenda.visits if one.visit == visit.visit and one.id != visit.id)
        return [
            (one.id, f"{one.start_at.astimezone(self._salon.timezone):%H:%M}", staff_name(self._salon, one.staff))
            for one in others
            if one.status is not Status.CANCELLED
        ]

    def _words_of(self, visit: Appointment, customer: Customer) -> dict[str, object]:
        zone, lang = self._salon.timezone, self._salon.language
        begins, ends = visit.start_at.astimezone(zone), visit.end_at.astimezone(zone)
        starts = [f"{at.astimezone(zone):%H:%M}" for at in visit.starts]
        return {
            "who": customer.name or str(customer.contact),
            "when": f"{spoken_day(begins.date(), self._today, lang)}, {begins:%H:%M}–{ends:%H:%M}",
            "services": list(zip(starts, (service_name(self._salon, it) for it in visit.services), strict=True)),
            "with_whom": staff_name(self._salon, visit.staff),
        }

    def _change(self, change: RecordedChange) -> dict[str, str]:
        at = change.at.astimezone(self._salon.timezone)
        date_said = spoken_date(at.date(), self._today, self._salon.language)
        return {"at": f"{date_said}, {at:%H:%M}", "what": change.what, "by": change.author}

    async def _amend(self, request: web.Request) -> web.Response:
        form = await posted(request)
        asked = form.body(ChangedVisit, self._salon, start=form.start())
        if isinstance(asked, Faults):
            return await self._tell(request, form, self._refusals.tell(asked, self._now))
        if "note" in form.fields and asked.note is None:
            asked = asked.model_copy(update={"note": ""})
        outcome = await self._clerk.amend(_number(request), asked, Author.PAGE)
        if isinstance(outcome, Refused):
            return await self._tell(request, form, self._refusals.tell(outcome, self._now))
        said = _SAID[Status(asked.status)] if asked.status else "moved" if asked.start or asked.staff else "noted"
        return self._done(request, outcome, said)

    def _done(self, request: web.Request, outcome: Outcome, said: str) -> web.Response:
        if not isinstance(outcome, Carried):
            return self._panels.done(request, self._today, ["gone"])
        return self._panels.done(request, self._day_of(outcome.visit), [said, *["told"] * (outcome.told is not None)])

    @property
    def _now(self) -> datetime:
        return self._clock.now()

    @property
    def _today(self) -> date:
        return self._now.astimezone(self._salon.timezone).date()

    def _day_of(self, visit: Appointment) -> date:
        return visit.start_at.astimezone(self._salon.timezone).date()


def _number(request: web.Request) -> AppointmentId:
    return AppointmentId(int(request.match_info["id"]))
