"""Free times against a slow and obvious reference, and the reasons why a time cannot be had."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.salon import CONFIG_FILE, FRIDAY
from wabot.config import load_config
from wabot.domain.appointments import (
    CannotDoService,
    ClosedThatDay,
    GuestBusy,
    InThePast,
    NobodyWorks,
    OutsideHours,
    SlotTaken,
    StaffOff,
    TooFar,
    TooSoon,
)
from wabot.domain.book import Busy, Resource
from wabot.domain.openings import OneOffOpening, opened
from wabot.domain.salon import Break, Closure, Opening, Salon, Service, Staff
from wabot.domain.slots import Search, Slot, check_start, find_slots
from wabot.domain.walltime import from_ms, to_ms
from wabot.types import AppointmentId, CustomerId, OpeningId

DEMO = load_config(CONFIG_FILE).salon
MINUTE_MS = 60_000
GUEST = CustomerId(7)


class ListedBook:
    """A book that is a list: appointment, resource, start and end in Unix milliseconds."""

    def __init__(self, held: Mapping[Resource, list[tuple[int, int]]] | None = None) -> None:
        self.held = {resource: sorted(stretches) for resource, stretches in (held or {}).items()}

    def busy(self, day: date, *, ignoring: AppointmentId | None = None) -> Busy:  # noqa: ARG002 - no ids in this book
        return self.held

    def take(self, slot: Slot) -> None:
        for hold in slot.holds:
            stretches = self.held.setdefault(hold.resource, [])
            stretches.append((to_ms(hold.start_at), to_ms(hold.end_at)))
            stretches.sort()


def service(name: str) -> Service:
    found = DEMO.find_service(name)
    assert found is not None
    return found


def staff(name: str) -> Staff:
    found = DEMO.find_staff(name)
    assert found is not None
    return found


def search(name: str, day: date = date(2026, 11, 21), **fields: object) -> Search:
    return replace(Search(service=service(name), first=day, last=day), **fields)  # type: ignore[arg-type]


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00+03:00")


def reference(salon: Salon, book: ListedBook, wanted: Search, now: datetime) -> Iterator[tuple[datetime, str]]:
    """Try every minute of every day: wall clock, hours, limits, staff, rooms, guest, in so many words."""
    zone, rules = salon.timezone, salon.rules
    last_day = now.astimezone(zone).date() + timedelta(days=rules.horizon_days)
    day = wanted.first
    while day <= wanted.last:
        for minute in range(24 * 60):
            wall = datetime.combine(day, time()) + timedelta(minutes=minute)
            start = wall.replace(tzinfo=zone).astimezone(UTC)
            if start.astimezone(zone).replace(tzinfo=None) != wall:
                continue
            if timedelta(minutes=minute) % rules.step or start < now + rules.min_notice or day > last_day:
                continue
            if wall.time() < wanted.not_before or (wanted.not_after and wall.time() > wanted.not_after):
                continue
            for person in salon.staff:
                if wanted.staff in (None, person) and is_possible(salon, book, wanted, person, day, start):
                    yield start, person.id
        day += timedelta(days=1)


def hours_worked(salon: Salon, person: Staff, day: date) -> Iterator[tuple[datetime, datetime]]:
    """Weekly hours unless the day is closed, and one-off openings whatever it is, each from when to when."""
    weekday = day.weekday()
    has_own_hours = weekday in person.hours
    is_closed = any(closure.first <= day <= closure.last for closure in salon.closures) or salon.holidays(day)
    found: list[Opening] = []
    if not is_closed:
        found += person.hours[weekday] if has_own_hours else salon.hours[weekday]
    for whose, openings in salon.one_offs.get(day, {}).items():
        if whose == person.id or (whose is None and not has_own_hours):
            found += openings
    midnight = datetime.combine(day, time())
    for opening in found:
        opens, closes = (midnight + edge for edge in (opening.opens, opening.closes))
        yield opens.replace(tzinfo=salon.timezone), closes.replace(tzinfo=salon.timezone)


def is_possible(salon: Salon, book: ListedBook, wanted: Search, person: Staff, day: date, start: datetime) -> bool:
    thing = wanted.service
    if thing.id not in person.services:
        return False
    end = start + thing.length
    worked = list(hours_worked(salon, person, day))
    length = thing.length // timedelta(minutes=1)
    moments = (start + timedelta(minutes=number) for number in range(length))
    if not all(any(opens <= moment < closes for opens, closes in worked) for moment in moments):
        return False

    def busy(resource: str, instant: datetime) -> bool:
        held = book.held.get(Resource(resource), [])
        return any(begins <= to_ms(instant) < ends for begins, ends in held)

    minutes = [
        start + timedelta(minutes=number)
        for number in range((thing.length + thing.buffer_after) // timedelta(minutes=1))
    ]
    for instant in minutes:
        offset = instant - start
        on_break = thing.staff_free and thing.staff_free.begins <= offset < thing.staff_free.ends
        if busy(f"staff:{person.id}", instant) and not on_break:
            return False
        if instant < end and wanted.guest is not None and busy(f"guest:{wanted.guest}", instant):
            return False
    customers = [instant for instant in minutes if instant < end]
    return all(
        any(
            not any(busy(f"room:{room}:{unit}", instant) for instant in customers)
            for unit in range(salon.room(room).count)
        )
        for room in thing.rooms
    )


def held_by_chance(draw: st.DrawFn, salon: Salon, days: list[date]) -> ListedBook:
    resources = [f"staff:{person.id}" for person in salon.staff]
    resources += [f"room:{room.id}:{unit}" for room in salon.rooms for unit in range(room.count)] + [f"guest:{GUEST}"]
    book = ListedBook()
    for resource in resources:
        minute = 0
        for day in days:
            midnight = to_ms(datetime.combine(day, time(), salon.timezone))
            for _ in range(draw(st.integers(0, 4))):
                minute = draw(st.integers(min_value=8 * 60, max_value=20 * 60))
                length = draw(st.integers(5, 180))
                stretch = (midnight + minute * MINUTE_MS, midnight + (minute + length) * MINUTE_MS)
                theirs = book.held.setdefault(Resource(resource), [])
                if all(ends <= stretch[0] or stretch[1] <= begins for begins, ends in theirs):
                    theirs.append(stretch)
                    theirs.sort()
    return book


def opened_by_chance(draw: st.DrawFn, salon: Salon, days: list[date]) -> Salon:
    """Some days are closed, and openings stand on any of them, apart or on top of one another."""
    whose = st.sampled_from([None, *(person.id for person in salon.staff)])
    closed = [day for day in days if draw(st.integers(0, 3)) == 0]
    closures = tuple(Closure(first=day, last=day, reason=salon.name) for day in closed)
    openings = []
    for number in range(draw(st.integers(0, 5))):
        day = draw(st.sampled_from(days))
        minute, length = (draw(st.integers(7 * 4, 22 * 4)) * 15, draw(st.integers(1, 20)) * 15)
        begins = datetime.combine(day, time(), salon.timezone) + timedelta(minutes=minute)
        midnight = datetime.combine(day + timedelta(days=1), time(), salon.timezone)
        ends = min(begins + timedelta(minutes=length), midnight)
        opening = OneOffOpening(
            id=OpeningId(number), staff=draw(whose), start_at=begins, end_at=ends, reason="", created_at=FRIDAY
        )
        openings.append(opening)
    return opened(replace(salon, closures=closures), openings)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Salon, ListedBook, Search, datetime]:
    zone = ZoneInfo(draw(st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/New_York"])))
    # Days around the changes of the clocks of 2026 in Berlin and New York, and an ordinary one.
    day = draw(
        st.sampled_from(
            [date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2026, 11, 20)]
        )
    )
    every_day = dict.fromkeys(range(7), DEMO.hours[0])
    coloring = replace(service("coloring"), staff_free=Break(timedelta(minutes=45), timedelta(minutes=75)))
    services = tuple(coloring if thing.id == "coloring" else thing for thing in DEMO.services)
    step = timedelta(minutes=draw(st.sampled_from([10, 15, 30])))
    salon = replace(DEMO, timezone=zone, hours=every_day, services=services, rules=replace(DEMO.rules, step=step))
    salon = opened_by_chance(draw, salon, [day, day + timedelta(days=1)])
    thing = draw(st.sampled_from(services))
    person = draw(st.sampled_from([None, *(one for one in salon.staff if thing.id in one.services)]))
    bounds = draw(st.sampled_from([(time(), None), (time(12), None), (time(), time(14, 30)), (time(11, 5), time(17))]))
    wanted = Search(
        service=thing, staff=person, first=day, last=day + timedelta(days=1),
        not_before=bounds[0], not_after=bounds[1], guest=draw(st.sampled_from([None, GUEST])),
    )  # fmt: skip
    now = datetime.combine(day, time(draw(st.integers(0, 20)), 7), zone)
    return salon, held_by_chance(draw, salon, [day, day + timedelta(days=1)]), wanted, now


@settings(max_examples=60, deadline=None)
@given(questions())
def test_the_fast_search_equals_the_slow_one(question: tuple[Salon, ListedBook, Search, datetime]) -> None:
    salon, book, wanted, now = question
    found = [(slot.start_at, slot.staff.id) for slot in find_slots(salon, book, wanted, now)]
    assert found == sorted(reference(salon, book, wanted, now), key=lambda slot: (slot[0], _order(salon, slot[1])))


def _order(salon: Salon, name: str) -> int:
    return [person.id for person in salon.staff].index(name)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(questions(), st.data())
def test_an_offered_slot_is_never_refused_and_then_is_taken(
    question: tuple[Salon, ListedBook, Search, datetime], data: st.DataObject
) -> None:
    salon, book, wanted, now = question
    offered = list(find_slots(salon, book, wanted, now))
    if not offered:
        return
    slot = data.draw(st.sampled_from(offered))
    exact = replace(wanted, staff=slot.staff)
    assert check_start(salon, book, exact, slot.start_at, now) == slot
    book.take(slot)
    assert not isinstance(check_start(salon, book, exact, slot.start_at, now), Slot)


def test_a_day_of_23_hours_offers_no_time_that_does_not_exist() -> None:
    zone = ZoneInfo("Europe/Berlin")
    night = dict.fromkeys(range(7), DEMO.hours[0]) | {6: (replace(DEMO.hours[0][0], opens=timedelta(hours=1)),)}
    salon = replace(DEMO, timezone=zone, hours=night)
    sunday = date(2026, 3, 29)
    wanted = Search(service=service("massage"), first=sunday, last=sunday, not_after=time(4))
    starts = [
        f"{slot.start_at.astimezone(zone):%H:%M}"
        for slot in find_slots(salon, ListedBook(), wanted, datetime(2026, 3, 20, tzinfo=zone))
    ]
    assert starts[:5] == ["01:00", "01:15", "01:30", "01:45", "03:00"]


def test_hours_stay_at_their_wall_time_when_clocks_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    salon = replace(DEMO, timezone=zone, hours=dict.fromkeys(range(7), DEMO.hours[0]))
    for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)):
        wanted = Search(service=service("massage"), first=day, last=day)
        slots = list(find_slots(salon, ListedBook(), wanted, datetime(2026, day.month, 20, tzinfo=zone)))
        assert f"{slots[0].start_at.astimezone(zone):%H:%M}" == "10:00"
        assert f"{slots[-1].end_at.astimezone(zone):%H:%M}" == "20:00"


@pytest.mark.parametrize(
    ("wanted", "start", "refusal"),
    [
        (search("massage"), at(20, "09:00"), InThePast),
        (search("massage"), at(20, "10:45"), TooSoon),
        (search("massage"), datetime.fromisoformat("2027-01-20T12:00:00+03:00"), TooFar),
        (search("massage"), at(22, "12:00"), ClosedThatDay),
        (search("massage"), datetime.fromisoformat("2026-12-31T12:00:00+03:00"), ClosedThatDay),
        (search("brows"), at(25, "12:00"), NobodyWorks),
        (search("manicure", staff=staff("olga")), at(25, "12:00"), StaffOff),
        (search("massage"), at(21, "19:15"), OutsideHours),
        (search("brows"), at(23, "15:00"), OutsideHours),
        (search("massage", staff=staff("maria")), at(21, "12:00"), CannotDoService),
    ],
)
def test_why_a_time_cannot_be_had(wanted: Search, start: datetime, refusal: type) -> None:
    assert isinstance(check_start(DEMO, ListedBook(), wanted, start, FRIDAY), refusal)


def test_limits_include_their_exact_value() -> None:
    last = datetime.fromisoformat("2027-01-19T19:00:00+03:00")
    assert isinstance(check_start(DEMO, ListedBook(), search("massage"), at(20, "11:00"), FRIDAY), Slot)
    assert isinstance(check_start(DEMO, ListedBook(), search("massage"), last, FRIDAY), Slot)


def test_taken_and_busy_are_told_apart() -> None:
    book = ListedBook()
    wanted = search("massage", guest=GUEST)
    slot = check_start(DEMO, book, wanted, at(21, "15:00"), FRIDAY)
    assert isinstance(slot, Slot)
    book.take(slot)
    assert isinstance(check_start(DEMO, book, wanted, at(21, "15:00"), FRIDAY), GuestBusy)
    other = replace(wanted, guest=CustomerId(8))
    assert isinstance(check_start(DEMO, book, other, at(21, "15:30"), FRIDAY), SlotTaken)
    assert isinstance(check_start(DEMO, book, other, at(21, "16:00"), FRIDAY), Slot)


def test_a_buffer_may_run_past_closing_and_holds_only_the_staff_member() -> None:
    slot = check_start(DEMO, ListedBook(), search("coloring"), at(21, "18:00"), FRIDAY)
    assert isinstance(slot, Slot)
    ends = {hold.resource: hold.end_at for hold in slot.holds}
    assert ends[Resource("staff:anna")] == at(21, "20:15")
    assert ends[Resource("room:washbasin:0")] == at(21, "20:00")
    assert from_ms(to_ms(slot.end_at)) == at(21, "20:00")
