"""How a day is laid out: a column for each person who works, a narrow one for each kind of room that is used."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from wabot.domain.appointments import Appointment, Status
from wabot.domain.blocks import Block
from wabot.domain.book import Hold, room_of, staff_resource
from wabot.domain.customers import Customer
from wabot.domain.salon import Salon, Staff, WeeklyHours
from wabot.language.spoken import spoken_openings
from wabot.types import AppointmentId, RoomId, StaffId
from wabot.web.agenda import Agenda
from wabot.web.timeline import Calendar, Card, Column, Piece, Span, clock, rest_of_the_day, side_by_side, within

_MINUTE = timedelta(minutes=1)
_HOUR = 60
_USUAL = (9 * _HOUR, 18 * _HOUR)  # what is shown of a day on which nothing is
_LONGEST = 80
_NEVER: WeeklyHours = dict.fromkeys(range(7), ())


def lay_out(agenda: Agenda) -> Calendar:
    """The first day of the agenda."""
    return _Layout(agenda).calendar()


class _Layout:
    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._salon = agenda.salon
        self._lang = agenda.salon.language
        self._on = [visit for visit, _ in agenda.visits if visit.status is not Status.CANCELLED]
        self._rooms: dict[AppointmentId, list[RoomId]] = {}
        for number, hold in agenda.holds:
            room = room_of(hold.resource)
            if number is not None and room is not None and room not in self._rooms.setdefault(number, []):
                self._rooms[number].append(room)
        self._cards = {visit.id: self._card(visit, customer) for visit, customer in agenda.visits}

    def calendar(self) -> Calendar:
        people = [*self._salon.staff, *self._gone()]
        found = [(person, self._column(person)) for person in people]
        shown = [column for _, column in found if column.hours or column.cards]
        begins, ends = self._range(shown)
        return Calendar(
            begins // _HOUR,
            -(-ends // _HOUR),
            [within(column, begins // _HOUR * _HOUR, -(-ends // _HOUR) * _HOUR) for column in shown],
            list(self._room_columns()),
            [person.name[self._lang] for person, column in found if not (column.hours or column.cards)],
            [self._cards[visit.id] for visit, _ in self._agenda.visits if visit.status is Status.CANCELLED],
            self._now(),
        )

    def _card(self, visit: Appointment, customer: Customer) -> Card:
        salon, agenda = self._salon, self._agenda
        parts = agenda.parts.get(visit.visit, [])
        return Card(
            id=visit.id,
            visit=visit.visit,
            when=str(Span(agenda.minutes(visit.start_at), agenda.minutes(visit.end_at))),
            starts=clock(agenda.minutes(visit.start_at)),
            who=shortened(customer.known_as),
            services=", ".join(service_name(salon, service) for service in visit.services),
            staff=staff_name(salon, visit.staff),
            status=visit.status,
            note=shortened(visit.note),
            rooms=", ".join(self._room_name(room) for room in self._rooms.get(visit.id, ())),
            part=parts.index(visit.id) + 1 if visit.id in parts else 1,
            parts=len(parts) or 1,
        )

    def _gone(self) -> Iterator[Staff]:
        """Who has visits that day and no longer works here."""
        known = {person.id for person in self._salon.staff}
        for staff in sorted({visit.staff for visit in self._on} - known):
            yield Staff(id=staff, name=dict.fromkeys(type(self._lang), str(staff)), services=(), hours=_NEVER)

    def _column(self, person: Staff) -> Column:
        agenda = self._agenda
        openings = self._salon.openings(agenda.first, person)
        works = [Span(opening.opens // _MINUTE, opening.closes // _MINUTE) for opening in openings]
        taken = [it for it in agenda.holds if it[1].resource == staff_resource(person.id)]
        theirs = [visit for visit in self._on if visit.staff == person.id]
        pieces = [
            *(Piece("visit", self._span(visit), visit.id, card=self._cards[visit.id]) for visit in theirs),
            *self._buffers(theirs, taken),
            *(Piece("block", self._span(it), it.id, it.reason) for it in agenda.blocks if it.staff == person.id),
            *self._free(works, [hold for _, hold in taken]),
        ]
        return Column(
            id=person.id,
            name=person.name[self._lang],
            pieces=side_by_side(pieces),
            hours=spoken_openings(openings),
            off=rest_of_the_day(works),
            openings=tuple(it for it in agenda.openings if it.staff in {person.id, None}),
        )

    def _span(self, it: Appointment | Block | Hold) -> Span:
        return Span(self._agenda.minutes(it.start_at), self._agenda.minutes(it.end_at))

    def _buffers(
        self, visits: Sequence[Appointment], taken: list[tuple[AppointmentId | None, Hold]]
    ) -> Iterator[Piece]:
        held_until: dict[AppointmentId | None, datetime] = {}
        for number, hold in taken:
            held_until[number] = max(hold.end_at, held_until.get(number, hold.end_at))
        for visit in visits:
            until = held_until.get(visit.id, visit.end_at)
            if until > visit.end_at:
                yield Piece("buffer", Span(self._agenda.minutes(visit.end_at), self._agenda.minutes(until)), visit.id)

    def _free(self, works: list[Span], taken: Iterable[Hold]) -> Iterator[Piece]:
        """What is left of the hours from now on, in stretches long enough to begin something in them."""
        earliest = self._agenda.minutes(self._agenda.now)
        step = self._salon.rules.step // _MINUTE
        held = sorted(self._span(hold) for hold in taken)
        for hours in works:
            at = max(hours.begins, -(-earliest // step) * step if earliest else 0)
            for span in [*(span for span in held if span.ends > at), Span(hours.ends, hours.ends)]:
                until = min(span.begins, hours.ends)
                if until - at >= step:
                    yield Piece("free", Span(at, until))
                at = max(at, span.ends)

    def _room_columns(self) -> Iterator[Column]:
        for room in self._salon.rooms:
            held = [(number, hold) for number, hold in self._agenda.holds if room_of(hold.resource) == room.id]
            pieces = [
                Piece("room", self._span(hold), number, card=self._cards[number])
                for number, hold in held
                if number is not None and number in self._cards
            ]
            if pieces:
                yield Column(room.id, room.name[self._lang], side_by_side(pieces))

    def _room_name(self, room: RoomId) -> str:
        return next((it.name[self._lang] for it in self._salon.rooms if it.id == room), room)

    def _range(self, columns: Iterable[Column]) -> tuple[int, int]:
        spans = [piece.span for column in columns for piece in column.pieces if piece.kind in {"visit", "buffer"}]
        for column in columns:
            spans += rest_of_the_day(column.off)
        return (min(span.begins for span in spans), max(span.ends for span in spans)) if spans else _USUAL

    def _now(self) -> Span | None:
        now = self._agenda.now.astimezone(self._salon.timezone)
        minutes = self._agenda.minutes(now)
        return Span(minutes, minutes) if now.date() == self._agenda.first else None


def shortened(text: str) -> str:
    """As much of what somebody wrote as a calendar has room for."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def service_name(salon: Salon, service_id: str) -> str:
    """As the owner reads it, also of one that is no longer offered."""
    service = salon.find_service(service_id)
    return service.name[salon.language] if service is not None else service_id


def staff_name(salon: Salon, staff_id: StaffId) -> str:
    """As the owner reads it, also of one who no longer works here."""
    person = salon.find_staff(staff_id)
    return person.name[salon.language] if person is not None else staff_id
