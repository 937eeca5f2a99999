"""The waiting list: until when an answer is waited for, which starts are one and the same, and how a wish is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.appointments import Appointment, BookedService, BookedVisit, Status
from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.joining import awaited
from wabot.domain.customers import Contact, Customer
from wabot.domain.freed import End, Lapse, Offer, Wait, Waiter, answer_until, decide
from wabot.domain.places import around, nearest, stretches
from wabot.domain.replies.waiting import Clock
from wabot.domain.slots import Slot
from wabot.domain.waitlist import HeldOffer, OfferState, Stretch, Waiting, WaitState
from wabot.domain.walltime import to_ms
from wabot.domain.wishes import Wish
from wabot.ops.free_times import EmptyBook
from wabot.types import AppointmentId, CustomerId, OfferId, PhoneNumber, ServiceId, StaffId, WaitId

QUIET = (time(21, 30), time(9, 0))
ZONE = SALON.timezone
SATURDAY = date(2026, 11, 21)
MASSAGE, EKATERINA = SALON.find_service("massage"), SALON.find_staff("ekaterina")
OLYA = Customer(id=CustomerId(1), contact=Contact(phone=PhoneNumber("+79161234567")))
STEP = timedelta(minutes=15)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def visit(clock: str) -> Arrangement:
    assert MASSAGE is not None and EKATERINA is not None
    start = to_ms(at(f"2026-11-21 {clock}"))
    return Arrangement((Slot(service=MASSAGE, staff=EKATERINA, day=SATURDAY, start_ms=start, rooms=(), guest=None),))


def booked(clock: str) -> BookedVisit:
    start = at(f"2026-11-21 {clock}")
    number = AppointmentId(7)
    one = Appointment(
        id=number,
        customer=OLYA.id,
        services=(ServiceId("massage"),),
        staff=StaffId("ekaterina"),
        start_at=start,
        end_at=start + timedelta(hours=1),
        status=Status.BOOKED,
        starts=(start,),
        visit=number,
    )
    return BookedVisit((one,))


def waiting(wish: Wish | None = None, **fields: object) -> Waiting:
    wish = wish or Wish(services=("massage",), day=SATURDAY)
    return Waiting(id=WaitId(1), customer=OLYA.id, wish=wish, since=FRIDAY, **fields)  # type: ignore[arg-type]


def held(**fields: object) -> HeldOffer:
    given = {
        "id": OfferId(1),
        "wait": WaitId(1),
        "wish": Wish(services=("massage",), day=SATURDAY),
        "parts": (BookedService(ServiceId("massage"), StaffId("ekaterina"), at("2026-11-21 15:00")),),
        "ask_at": FRIDAY,
        "until": FRIDAY + timedelta(minutes=30),
        "state": OfferState.OPEN,
        "is_asked": True,
        "is_sent": True,
    }
    return HeldOffer(**{**given, **fields})  # type: ignore[arg-type]


def what(waits: Waiting, now: datetime = FRIDAY, **fields: object) -> object:
    waiter = Waiter(**{"customer": OLYA, "visits": (), "has_offer": False, **fields})  # type: ignore[arg-type]
    return decide(waits, waiter, SALON, EmptyBook(), QUIET, now)


@pytest.mark.parametrize(
    ("asked", "start", "until"),
    [
        ("2026-11-20 10:00", "2026-11-21 15:00", "2026-11-20 10:30"),
        ("2026-11-20 21:00", "2026-11-21 15:00", "2026-11-21 09:30"),  # at 21:30 the quiet hours have begun
        ("2026-11-20 20:59", "2026-11-21 15:00", "2026-11-20 21:29"),
        ("2026-11-20 21:15", "2026-11-21 10:15", "2026-11-21 09:15"),  # an hour before the visit is the last moment
        ("2026-11-21 13:45", "2026-11-21 15:00", "2026-11-21 14:00"),
    ],
)
def test_until_when_the_answer_is_waited_for(asked: str, start: str, until: str) -> None:
    assert answer_until(at(start), at(asked), SALON.rules, QUIET, ZONE) == at(until)


def test_starts_that_overlap_a_free_one_are_the_same_time_to_a_customer() -> None:
    free = [visit(clock) for clock in ("11:00", "14:00", "14:15", "14:30")]
    assert stretches(free, STEP) == (
        Stretch(at("2026-11-21 10:15"), at("2026-11-21 11:45")),
        Stretch(at("2026-11-21 13:15"), at("2026-11-21 15:15")),
    )
    assert stretches(free, timedelta(hours=2))[0] == Stretch(at("2026-11-21 11:00"), at("2026-11-21 11:00"))
    assert stretches([], STEP) == ()


def test_a_clock_time_is_waited_for_an_hour_around_and_the_nearest_is_offered() -> None:
    wish = Wish(services=("massage",), day=SATURDAY, time=time(15))
    assert (around(wish).not_before, around(wish).not_after) == (time(14), time(16))
    assert around(Wish(time=time(0, 30))).not_before == time(0)
    assert around(Wish(time=time(23, 30))).not_after == time(23, 59)
    assert nearest([visit("14:15"), visit("15:15"), visit("16:00")], wish, SALON) == visit("15:15")
    assert nearest([visit("14:15"), visit("15:15")], Wish(), SALON) == visit("14:15")
    assert nearest([], wish, SALON) is None


@pytest.mark.parametrize(
    ("wish", "clock"),
    [
        (Wish(), Clock.ANY),
        (Wish(time=time(15)), Clock.AROUND),
        (Wish(not_before=time(15)), Clock.FROM),
        (Wish(not_after=time(15)), Clock.UNTIL),
        (Wish(not_before=time(15), not_after=time(18)), Clock.BETWEEN),
    ],
)
def test_the_hours_are_told_as_they_were_said(wish: Wish, clock: Clock) -> None:
    assert awaited(replace(wish, services=("massage",), day=SATURDAY), SALON).clock is clock


def test_what_is_free_is_offered_at_once_and_at_night_held_till_morning() -> None:
    by_day, by_night = what(waiting()), what(waiting(), at("2026-11-20 23:00"))
    assert isinstance(by_day, Offer) and isinstance(by_night, Offer)
    assert (by_day.visit.start_at, by_day.ask_at) == (at("2026-11-21 10:00"), FRIDAY)
    assert (by_night.visit.start_at, by_night.ask_at) == (at("2026-11-21 10:15"), at("2026-11-21 09:00"))


def test_the_exact_last_moments_count() -> None:
    assert isinstance(what(waiting(), at("2026-11-21 17:50")), Offer)  # 19:00 less an hour of notice: ten minutes
    assert what(waiting(), at("2026-11-21 17:51")) == Wait(at("2026-11-22 00:00"))
    assert what(waiting(), at("2026-11-22 00:00")) == End(WaitState.EXPIRED)
    offered = waiting(offer=held())
    assert what(offered, FRIDAY + timedelta(minutes=29)) == Wait(FRIDAY + timedelta(minutes=30))
    lapsed = what(offered, FRIDAY + timedelta(minutes=30))
    assert isinstance(lapsed, Lapse) and lapsed.state is OfferState.IGNORED
    assert lapsed.passed is not None and at("2026-11-21 15:00") in lapsed.passed


def test_who_never_got_the_message_has_ignored_nothing() -> None:
    lapsed = what(waiting(offer=held(is_sent=False)), FRIDAY + timedelta(minutes=30))
    assert isinstance(lapsed, Lapse)
    assert (lapsed.state, lapsed.passed) == (OfferState.WITHDRAWN, None)


def test_who_cannot_be_asked_now_is_passed_over() -> None:
    later = FRIDAY + timedelta(hours=2)
    talking = Customer(id=OLYA.id, contact=OLYA.contact, held_until=later)
    assert what(waiting(), customer=talking) == Wait(later)
    assert what(waiting(rests_until=later)) == Wait(later)
    assert what(waiting(), has_offer=True) == Wait(at("2026-11-22 00:00"))
    not_yet = held(is_asked=False, ask_at=FRIDAY)
    assert what(waiting(offer=not_yet), customer=talking) == Lapse(not_yet, OfferState.WITHDRAWN, None)


def test_a_visit_that_fulfils_the_wish_ends_it_and_one_that_is_to_be_moved_does_not() -> None:
    assert what(waiting(), visits=(booked("15:00"),)) == End(WaitState.TAKEN)
    earlier = Wish(services=("massage",), day=SATURDAY, not_after=time(15), moving=AppointmentId(7))
    offer = what(waiting(earlier), visits=(booked("15:00"),))
    assert isinstance(offer, Offer) and offer.visit.start_at == at("2026-11-21 10:00")
    assert what(waiting(earlier)) == End(WaitState.LEFT)  # it was cancelled
    assert what(waiting(earlier), at("2026-11-21 13:01"), visits=(booked("15:00"),)) == End(WaitState.EXPIRED)


def test_a_service_or_person_that_is_gone_is_waited_for_in_vain() -> None:
    for wish in (Wish(services=("gone",), day=SATURDAY), Wish(services=("massage",), staff=StaffId("x"), day=SATURDAY)):
        assert what(waiting(wish)) == Wait(at("2026-11-22 00:00"))
