"""How a day is laid out: what lies where, what is free, and nothing on top of anything else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.salon import FRIDAY, SALON
from wabot.domain.appointments import Appointment, Status
from wabot.domain.blocks import Block
from wabot.domain.book import Hold, room_resource, staff_resource
from wabot.domain.customers import Contact, Customer
from wabot.domain.salon import Salon
from wabot.types import AppointmentId, BlockId, CustomerId, PhoneNumber, RoomId, ServiceId, StaffId
from wabot.web.agenda import Agenda
from wabot.web.layout import lay_out
from wabot.web.timeline import DAY_LONG, Column, Piece, Span, rest_of_the_day, side_by_side, within

EARLY = FRIDAY - timedelta(hours=4)
OLYA = Customer(id=CustomerId(1), contact=Contact(phone=PhoneNumber("+79161234567")), name="Оля")
spans = st.builds(
    lambda begins, length: Span(begins, min(begins + length, DAY_LONG)),
    st.integers(0, DAY_LONG - 1),
    st.integers(1, 300),
)


def at(clock: str, day: str = "2026-11-20") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SALON.timezone)


def visit(number: int, staff: str, begins: str, ends: str, **fields: object) -> Appointment:
    return replace(
        Appointment(
            id=AppointmentId(number),
            customer=OLYA.id,
            services=(ServiceId("massage"),),
            staff=StaffId(staff),
            start_at=at(begins),
            end_at=at(ends),
            status=Status.BOOKED,
            starts=(at(begins),),
            visit=AppointmentId(number),
        ),
        **fields,  # type: ignore[arg-type]
    )


def holds(*visits: Appointment, buffer: timedelta = timedelta()) -> Iterator[tuple[AppointmentId | None, Hold]]:
    for it in visits:
        yield it.id, Hold(staff_resource(it.staff), it.start_at, it.end_at + buffer)


def agenda(
    *visits: Appointment, now: datetime = EARLY, buffer: timedelta = timedelta(), salon: Salon = SALON
) -> Agenda:
    on = [it for it in visits if it.status is not Status.CANCELLED]
    held = list(holds(*on, buffer=buffer))
    return Agenda(salon, now, date(2026, 11, 20), 1, [(it, OLYA) for it in visits], [], [], held)


def column(found: Agenda, staff: str) -> Column:
    return next(column for column in lay_out(found).columns if column.id == staff)


def told(pieces: list[Piece], *kinds: str) -> list[str]:
    return [f"{piece.kind} {piece.span}" for piece in pieces if piece.kind in kinds or not kinds]


def test_what_is_not_taken_of_the_hours_is_free() -> None:
    found = agenda(visit(1, "ekaterina", "12:00", "13:00"), visit(2, "ekaterina", "13:00", "14:00"))
    assert told(column(found, "ekaterina").pieces) == [
        "free 10:00–12:00",
        "visit 12:00–13:00",
        "visit 13:00–14:00",
        "free 14:00–20:00",
    ]


def test_what_is_past_is_not_free_and_the_present_begins_on_the_grid() -> None:
    found = agenda(visit(1, "ekaterina", "12:00", "13:00"), now=at("11:38"))
    assert told(column(found, "ekaterina").pieces, "free") == ["free 11:45–12:00", "free 13:00–20:00"]
    assert column(agenda(now=at("19:50")), "ekaterina").free == 0
    calendar = lay_out(found)
    assert calendar.now is not None
    assert calendar.now.place == "fh11 fm38 th11 tm38"


def test_a_buffer_is_not_free_and_is_shown_behind_the_visit() -> None:
    found = agenda(visit(1, "ekaterina", "12:00", "13:00"), buffer=timedelta(minutes=15))
    assert told(column(found, "ekaterina").pieces) == [
        "free 10:00–12:00",
        "visit 12:00–13:00",
        "buffer 13:00–13:15",
        "free 13:15–20:00",
    ]


def test_who_does_not_work_has_no_column_unless_somebody_is_booked() -> None:
    wednesday = replace(agenda(), first=date(2026, 11, 18))
    assert lay_out(wednesday).absent == ["Ольга"]
    gone = agenda(visit(1, "zoya", "12:00", "13:00"))
    assert [it.name for it in lay_out(gone).columns][-1] == "zoya"
    assert told(column(gone, "zoya").pieces) == ["visit 12:00–13:00"]


def test_a_cancelled_visit_stands_beside_the_day() -> None:
    calendar = lay_out(agenda(visit(1, "anna", "12:00", "13:00", status=Status.CANCELLED)))
    assert [card.when for card in calendar.cancelled] == ["12:00–13:00"]
    assert calendar.count == 0


def test_all_hours_that_anything_needs_are_shown() -> None:
    calendar = lay_out(agenda(visit(1, "anna", "07:20", "08:00"), visit(2, "olga", "22:30", "23:10")))
    assert (calendar.first_hour, calendar.last_hour) == (7, 24)
    assert all(span.begins >= 7 * 60 for it in calendar.columns for span in it.off)


def test_a_block_of_days_is_shown_as_far_as_the_day_goes() -> None:
    block = Block(
        id=BlockId(3),
        staff=StaffId("anna"),
        start_at=at("00:00", "2026-11-18"),
        end_at=at("00:00", "2026-11-25"),
        reason="отпуск",
        created_at=EARLY,
    )
    held: list[tuple[AppointmentId | None, Hold]] = [
        (None, Hold(staff_resource(StaffId("anna")), at("00:00"), at("00:00", "2026-11-21")))
    ]
    found = replace(agenda(), blocks=[block], holds=held)
    assert told(column(found, "anna").pieces) == ["block 10:00–20:00"]
    assert lay_out(found).first_hour == 10


def test_parts_of_a_visit_know_of_one_another_and_rooms_are_named() -> None:
    first = visit(1, "anna", "12:00", "13:00")
    second = visit(2, "olga", "13:00", "14:00", visit=AppointmentId(1))
    found = agenda(second, first)
    found.holds.append((first.id, Hold(room_resource(RoomId("washbasin"), 0), first.start_at, first.end_at)))
    [card] = column(found, "anna").cards
    assert (card.part, card.parts, card.rooms) == (1, 2, "Мойка")
    [other] = column(found, "olga").cards
    assert (other.part, other.parts, other.rooms) == (2, 2, "")
    assert [told(room.pieces) for room in lay_out(found).rooms] == [["room 12:00–13:00"]]


def test_the_wall_clock_counts_on_the_day_the_clocks_change() -> None:
    salon = replace(SALON, timezone=ZoneInfo("Europe/Berlin"))
    begins = datetime(2026, 10, 25, 12, 0, tzinfo=salon.timezone)
    late = replace(visit(1, "anna", "12:00", "13:00"), start_at=begins, end_at=begins + timedelta(hours=1))
    found = replace(agenda(late, salon=salon), first=date(2026, 10, 25), now=begins - timedelta(days=1))
    assert [card.when for card in column(found, "anna").cards] == ["12:00–13:00"]


@given(st.lists(spans, max_size=12))
def test_nothing_lies_on_anything_else(found: list[Span]) -> None:
    pieces = side_by_side(Piece("visit", span, number) for number, span in enumerate(found))
    assert sorted(piece.id for piece in pieces) == list(range(len(found)))
    for one, other in combinations(pieces, 2):
        if one.span.begins < other.span.ends and other.span.begins < one.span.ends:
            assert one.lane != other.lane
            assert one.lanes == other.lanes
    assert all(piece.lane < piece.lanes for piece in pieces)


@given(st.lists(st.integers(0, DAY_LONG), max_size=8, unique=True))
def test_hours_and_the_rest_make_a_day(edges: list[int]) -> None:
    edges = sorted(edges)[: len(edges) // 2 * 2]
    works = [Span(begins, ends) for begins, ends in zip(edges[::2], edges[1::2], strict=True)]
    off = rest_of_the_day(works)
    assert sum(span.length for span in (*works, *off)) == DAY_LONG
    shown = within(Column("a", "A", [Piece("visit", span) for span in works], off=off), 600, 720)
    assert sum(it.span.length for it in shown.pieces) + sum(span.length for span in shown.off) == 120


def test_a_visit_that_the_clocks_going_back_leave_no_length_is_shown() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    salon = replace(SALON, timezone=berlin)
    begins = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    ends = begins.replace(fold=1)
    booked = visit(1, "ekaterina", "15:00", "16:00", start_at=begins, end_at=ends, starts=(begins,))
    found = Agenda(salon, begins, begins.date(), 1, [(booked, OLYA)], [], [], list(holds(booked)))
    assert [piece.card.id for piece in column(found, "ekaterina").pieces if piece.card] == [1]
