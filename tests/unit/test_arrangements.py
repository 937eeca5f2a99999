"""Visits of several services against a slow and obvious reference: every order, every person, every minute."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations, product
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.salon import FRIDAY
from tests.unit.test_slots import (
    DEMO,
    GUEST,
    ListedBook,
    at,
    held_by_chance,
    is_possible,
    opened_by_chance,
    reference,
    service,
    staff,
)
from wabot.domain.appointments import CannotDoService, DoesNotFit, GuestBusy, NobodyWorks, SlotTaken
from wabot.domain.arrangements import Arrangement, check_arrangement, find_arrangements
from wabot.domain.book import Resource
from wabot.domain.salon import Break, Salon, Service, Staff
from wabot.domain.slots import Search
from wabot.domain.ways import MOST_WAITING

Told = list[tuple[datetime, str, str]]
MINUTE = timedelta(minutes=1)


def search(*names: str, day: date = date(2026, 11, 21), **fields: object) -> Search:
    first, *further = (service(name) for name in names)
    return replace(Search(service=first, further=tuple(further), first=day, last=day), **fields)  # type: ignore[arg-type]


def told(arrangement: Arrangement) -> Told:
    return [(part.start_at, part.service.id, part.staff.id) for part in arrangement.parts]


def slow(salon: Salon, book: ListedBook, wanted: Search, now: datetime) -> Iterator[tuple[tuple[object, ...], Told]]:
    """For each start at which the visit is possible: waiting and number of staff of the best way, and that way."""
    if wanted.staff and not any(thing.id in wanted.staff.services for thing in wanted.services):
        return
    orders = [wanted.services] if wanted.in_order else list(permutations(wanted.services))
    starts = {
        start
        for first in {order[0].id: order[0] for order in orders}.values()
        for start, _ in reference(salon, book, alone(wanted, first), now)
    }
    possible = Possible(salon, book, wanted)
    for start in sorted(starts):
        ways = [
            way
            for order in orders
            for people in product(*(who(salon, wanted, thing) for thing in order))
            if (way := walk(possible, start, list(zip(order, people, strict=True))))
        ]
        if ways:
            best = min(ways, key=lambda way: (rank(way), turns(salon, wanted, way)))
            yield rank(best), [(begins, thing.id, person.id) for begins, thing, person in best]


def alone(wanted: Search, thing: Service) -> Search:
    person = wanted.staff if wanted.staff and thing.id in wanted.staff.services else None
    return replace(wanted, service=thing, staff=person, further=())


def who(salon: Salon, wanted: Search, thing: Service) -> list[Staff]:
    if wanted.staff and thing.id in wanted.staff.services:
        return [wanted.staff]
    return [person for person in salon.staff if thing.id in person.services]


Way = list[tuple[datetime, Service, Staff]]


def rank(way: Way) -> tuple[timedelta, int]:
    waiting = way[-1][0] + way[-1][1].length - way[0][0] - sum((thing.length for _, thing, _ in way), timedelta())
    return waiting, len({person.id for _, _, person in way})


def turns(salon: Salon, wanted: Search, way: Way) -> list[tuple[int, int]]:
    """What decides among equals: service by service, which was named first, and who stands first in the salon."""
    return [(wanted.services.index(thing), who(salon, wanted, thing).index(person)) for _, thing, person in way]


@dataclass
class Possible:
    """Whether a service is possible then and with that person; asked for many ways, thought of once."""

    salon: Salon
    book: ListedBook
    wanted: Search
    known: dict[tuple[str, str, datetime], bool] = field(default_factory=dict)

    def __call__(self, thing: Service, person: Staff, moment: datetime) -> bool:
        asked = (thing.id, person.id, moment.astimezone(UTC))
        if asked not in self.known:
            day = moment.astimezone(self.salon.timezone).date()
            one = alone(self.wanted, thing)
            self.known[asked] = is_possible(self.salon, self.book, one, person, day, moment)
        return self.known[asked]


def walk(possible: Possible, start: datetime, steps: list[tuple[Service, Staff]]) -> Way | None:
    """Do one service after another, each at the first minute at which it is possible."""
    way: Way = []
    moment, waited = start, timedelta()
    for thing, person in steps:
        while not can(possible, way, thing, person, moment):
            if not way or waited >= MOST_WAITING:
                return None
            moment, waited = moment + MINUTE, waited + MINUTE
        way.append((moment, thing, person))
        moment += thing.length
    return way


def can(possible: Possible, way: Way, thing: Service, person: Staff, moment: datetime) -> bool:
    cleaning = any(other is person and moment < begins + done.length + done.buffer_after for begins, done, other in way)
    return not cleaning and possible(thing, person, moment)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Salon, ListedBook, Search, datetime]:
    zone = ZoneInfo(draw(st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/New_York"])))
    day = draw(st.sampled_from([date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 20)]))
    every_day = dict.fromkeys(range(7), DEMO.hours[0])
    coloring = replace(service("coloring"), staff_free=Break(timedelta(minutes=45), timedelta(minutes=75)))
    manicure = replace(service("manicure"), length=timedelta(minutes=draw(st.sampled_from([50, 60]))))
    changed = {"coloring": coloring, "manicure": replace(manicure, buffer_after=timedelta(minutes=10))}
    services = tuple(changed.get(thing.id, thing) for thing in DEMO.services)
    step = timedelta(minutes=draw(st.sampled_from([15, 30])))
    salon = replace(DEMO, timezone=zone, hours=every_day, services=services, rules=replace(DEMO.rules, step=step))
    salon = opened_by_chance(draw, salon, [day])
    things = draw(st.lists(st.sampled_from(services), min_size=2, max_size=3, unique_by=lambda thing: thing.id))
    wanted = Search(
        service=things[0], further=tuple(things[1:]), in_order=draw(st.booleans()),
        staff=draw(st.sampled_from([None, *salon.staff])), first=day, last=day,
        not_before=draw(st.sampled_from([time(), time(15)])), guest=draw(st.sampled_from([None, GUEST])),
    )  # fmt: skip
    now = datetime.combine(day, time(draw(st.integers(9, 15)), 7), zone)
    return salon, held_by_chance(draw, salon, [day]), wanted, now


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_fast_arrangement_equals_the_slow_one(question: tuple[Salon, ListedBook, Search, datetime]) -> None:
    salon, book, wanted, now = question
    found = [
        ((arrangement.waiting, len(arrangement.staff)), told(arrangement))
        for arrangement in find_arrangements(salon, book, wanted, now)
    ]
    assert found == list(slow(salon, book, wanted, now))


@settings(max_examples=60, deadline=None)
@given(questions(), st.data())
def test_an_offered_visit_is_never_refused_and_then_is_taken(
    question: tuple[Salon, ListedBook, Search, datetime], data: st.DataObject
) -> None:
    salon, book, wanted, now = question
    offered = list(find_arrangements(salon, book, wanted, now))
    if not offered:
        return
    chosen = data.draw(st.sampled_from(offered))
    assert check_arrangement(salon, book, wanted, chosen.start_at, now) == chosen
    for part in chosen.parts:
        for hold in part.holds:
            stretches = book.held.get(hold.resource, [])
            begins, ends = (round(moment.timestamp() * 1000) for moment in (hold.start_at, hold.end_at))
            assert all(end <= begins or ends <= start for start, end in stretches)
        book.take(part)
    if wanted.guest is not None:
        assert not isinstance(check_arrangement(salon, book, wanted, chosen.start_at, now), Arrangement)


@st.composite
def parties(draw: st.DrawFn) -> tuple[Salon, ListedBook, Search, datetime]:
    salon, book, wanted, now = draw(questions())
    thing = draw(st.sampled_from(salon.services))
    rooms = tuple(replace(room, count=draw(st.integers(1, 2))) for room in salon.rooms)
    guests = draw(st.integers(2, 3))
    asked = draw(st.sampled_from([None, *(one for one in salon.staff if thing.id in one.services)]))
    wanted = replace(wanted, service=thing, further=(thing,) * (guests - 1), side_by_side=True, staff=asked)
    return replace(salon, rooms=rooms), book, wanted, now


@settings(max_examples=40, deadline=None)
@given(parties())
def test_guests_side_by_side_equal_the_slow_ones(question: tuple[Salon, ListedBook, Search, datetime]) -> None:
    salon, book, wanted, now = question
    anyone = replace(wanted, further=(), staff=None, guest=None)
    free: dict[datetime, set[str]] = {}
    for start, person in reference(salon, book, anyone, now):
        free.setdefault(start, set()).add(person)
    for_guest = {start for start, _ in reference(salon, book, replace(anyone, guest=wanted.guest), now)}
    expected = [
        start
        for start, people in sorted(free.items())
        if len(people) >= len(wanted.services)
        and start in for_guest
        and (wanted.staff is None or wanted.staff.id in people)
        and free_units(salon, book, wanted.service, start) >= len(wanted.services)
    ]
    found = list(find_arrangements(salon, book, wanted, now))
    assert [arrangement.start_at for arrangement in found] == expected
    for arrangement in found:
        assert len({part.staff.id for part in arrangement.parts}) == len(wanted.services)
        assert check_arrangement(salon, book, wanted, arrangement.start_at, now) == arrangement


def free_units(salon: Salon, book: ListedBook, thing: Service, start: datetime) -> int:
    """How many guests the rooms have place for."""
    begins, ends = (round(moment.timestamp() * 1000) for moment in (start, start + thing.length))
    free = [
        [
            all(until <= begins or ends <= since for since, until in book.held.get(Resource(f"room:{room}:{unit}"), []))
            for unit in range(salon.room(room).count)
        ]
        for room in thing.rooms
    ]
    return min((sum(units) for units in free), default=99)


def first(*names: str, book: ListedBook | None = None, **fields: object) -> Arrangement:
    return next(find_arrangements(DEMO, book or ListedBook(), search(*names, **fields), FRIDAY))  # type: ignore[arg-type]


def test_one_person_does_all_she_can() -> None:
    assert told(first("manicure", "pedicure")) == [
        (at(21, "10:00"), "manicure", "maria"),
        (at(21, "11:00"), "pedicure", "maria"),
    ]


def test_what_one_cannot_do_another_does_without_waiting() -> None:
    found = first("pedicure", "brows")
    assert [part.staff.id for part in found.parts] == ["maria", "olga"]
    assert found.waiting == timedelta()


def test_the_order_is_free_unless_it_is_given() -> None:
    busy = ListedBook()
    taken = check_arrangement(DEMO, busy, search("manicure", staff=staff("olga")), at(21, "10:00"), FRIDAY)
    assert isinstance(taken, Arrangement)
    busy.take(taken.parts[0])  # Olga's brows are possible from eleven
    assert told(first("brows", "manicure", book=busy)) == [
        (at(21, "10:00"), "manicure", "maria"),
        (at(21, "11:00"), "brows", "olga"),
    ]
    assert first("brows", "manicure", book=busy, in_order=True).start_at == at(21, "11:00")


def test_a_buffer_between_two_services_of_one_person_is_waited_for() -> None:
    found = first("coloring", "haircut_women", staff=staff("anna"), in_order=True)
    assert [part.start_at for part in found.parts] == [at(21, "10:00"), at(21, "12:15")]
    assert found.waiting == timedelta(minutes=15)
    assert first("coloring", "haircut_women", in_order=True).waiting == timedelta()  # with another one there is none


def test_why_a_visit_cannot_be_had() -> None:
    def why(wanted: Search, start: datetime, book: ListedBook | None = None) -> object:
        return check_arrangement(DEMO, book or ListedBook(), wanted, start, FRIDAY)

    assert isinstance(why(search("manicure", "pedicure"), at(21, "18:15")), DoesNotFit)
    nobody = why(search("pedicure", "brows"), at(25, "12:00"))
    assert isinstance(nobody, NobodyWorks)
    assert nobody.service == service("brows")
    assert isinstance(why(search("manicure", "brows", staff=staff("dmitry")), at(21, "12:00")), CannotDoService)
    book = ListedBook()
    wanted = search("gel_manicure", "pedicure", guest=GUEST)
    taken = why(wanted, at(21, "12:00"))
    assert isinstance(taken, Arrangement)
    for part in taken.parts:
        book.take(part)
    assert isinstance(why(wanted, at(21, "13:00"), book), GuestBusy)
    assert isinstance(why(replace(wanted, guest=None), at(21, "13:00"), book), SlotTaken)
