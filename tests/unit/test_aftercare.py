"""When somebody is thanked and invited: by habit, by the salon's clock, never in the quiet hours, never unasked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.salon import FRIDAY, SALON
from wabot.domain.aftercare import USEFUL, decide_aftercare, habit, plan_invitation, why_no_thanks
from wabot.domain.appointments import Appointment, BookedVisit, Status
from wabot.domain.consent import NOTHING_SAID, Consent, Step, consent_after
from wabot.domain.no_shows import REMEMBERED, must_ask_salon
from wabot.domain.reminders import Send, Skip, Wait, Which, Why, is_quiet
from wabot.domain.walltime import DAY
from wabot.types import AppointmentId, CustomerId, ServiceId, StaffId

MOSCOW = SALON.timezone
QUIET = (time(21, 30), time(9))
AGREED = Consent(was_asked=True, has_agreed=True)

zones = st.sampled_from([MOSCOW, ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")])
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
moments = st.integers(0, 366 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


def appointment(
    number: int, days_ago: float, status: Status = Status.BOOKED, *services: str, visit: int = 0
) -> Appointment:
    start_at = FRIDAY - timedelta(days=days_ago)
    said = tuple(ServiceId(service) for service in services or ("manicure",))
    return Appointment(
        id=AppointmentId(number),
        customer=CustomerId(1),
        services=said,
        staff=StaffId("maria"),
        start_at=start_at,
        end_at=start_at + timedelta(hours=1),
        status=status,
        starts=tuple(start_at for _ in said),
        visit=AppointmentId(visit or number),
    )


@pytest.mark.parametrize(
    ("days", "every"),
    [
        ([], None),
        ([0], None),
        ([0, 21], 21),
        ([0, 0, 21], 21),
        ([0, 20, 41, 100], 21),  # one holiday is no habit
        ([0, 14, 16, 30], 14),  # nor is putting something right
        ([0, 2], None),
        ([0, 60, 120, 180, 200, 220, 240, 260], 20),  # the latest count
    ],
)
def test_a_habit_is_the_usual_interval(days: list[int], every: int | None) -> None:
    found = habit(date(2026, 1, 1) + timedelta(days=day) for day in days)
    assert found == (timedelta(days=every) if every else None)


def test_of_several_services_the_one_that_comes_round_first_is_invited_to() -> None:
    visit = appointment(3, 0, Status.DONE, "manicure", "pedicure")
    history = [appointment(1, 40, Status.DONE, "pedicure"), appointment(2, 21), visit]
    planned = plan_invitation(BookedVisit((visit,)), history, SALON)
    assert planned is not None
    assert (planned.service, planned.staff, planned.every) == ("manicure", "maria", timedelta(days=21))
    assert planned.due_at == datetime(2026, 12, 11, 12, tzinfo=MOSCOW)


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NO_SHOW])
def test_what_did_not_take_place_makes_no_habit(status: Status) -> None:
    visit = appointment(2, 0)
    assert plan_invitation(BookedVisit((visit,)), [appointment(1, 21, status), visit], SALON) is None


@pytest.mark.parametrize(
    ("next_in_h", "consent", "why"),
    [
        (None, AGREED, None),
        (24, AGREED, None),
        (3, AGREED, Why.ANOTHER_VISIT),
        (None, NOTHING_SAID, Why.NOT_AGREED),
        (None, Consent(was_asked=True), Why.NOT_AGREED),
        (None, Consent(was_asked=True, has_agreed=True, is_stopped=True), Why.STOPPED),
    ],
)
def test_why_somebody_is_not_thanked(next_in_h: int | None, consent: Consent, why: Why | None) -> None:
    next_at = FRIDAY + timedelta(hours=next_in_h) if next_in_h else None
    assert why_no_thanks(FRIDAY, next_at, consent, MOSCOW) == why


@given(
    due_at=moments,
    late=st.integers(-3000, 15000),
    busy=st.none() | st.integers(-100, 15000),
    why_not=st.none() | st.sampled_from(Why),
    quiet=st.none() | st.tuples(clocks, clocks),
    zone=zones,
    which=st.sampled_from([Which.THANKS, Which.INVITATION]),
)
def test_it_goes_when_due_and_welcome_or_has_a_reason_not_to(
    due_at: datetime,
    late: int,
    busy: int | None,
    why_not: Why | None,
    quiet: tuple[time, time] | None,
    zone: ZoneInfo,
    which: Which,
) -> None:
    now = due_at + timedelta(minutes=late)
    free_at = due_at + timedelta(minutes=busy) if busy is not None else None
    match decide_aftercare(which, due_at, why_not, free_at, now, quiet, zone):
        case Send(until):
            assert due_at <= now < until <= due_at + USEFUL[which]
            assert why_not is None
            assert not is_quiet(now, quiet, zone)
            assert free_at is None or free_at <= now
        case Wait(until):
            assert until > now
            assert until == due_at or why_not is None
        case Skip(reason):
            assert now >= due_at
            assert reason is (why_not or Why.TOO_LATE)


@given(st.lists(st.sampled_from(Step)))
def test_only_a_yes_that_nothing_took_back_is_consent(steps: list[Step]) -> None:
    consent = consent_after(steps)
    said = [step for step in steps if step in {Step.AGREED, Step.DECLINED}]
    stops = [step for step in steps if step in {Step.STOPPED, Step.RESUMED}]
    assert consent.is_stopped == (stops[-1:] == [Step.STOPPED])
    assert consent.welcomes_invitations == (said[-1:] == [Step.AGREED] and not consent.is_stopped)
    assert consent.may_be_asked == (Step.ASKED not in steps and not consent.is_stopped)


@pytest.mark.parametrize(
    ("history", "asks"),
    [
        ([], False),
        ([(10, "no_show")], False),
        ([(10, "no_show"), (20, "no_show")], True),
        ([(20, "no_show"), (15, "done"), (10, "no_show")], False),
        ([(20, "no_show"), (15, "booked"), (10, "no_show")], True),  # nobody said that they came
        ([(20, "no_show"), (15, "cancelled"), (10, "no_show")], True),
        ([(30, "done"), (20, "no_show"), (10, "no_show")], True),
        ([(REMEMBERED / DAY + 1, "no_show"), (10, "no_show")], False),
    ],
)
def test_whose_bookings_the_salon_confirms(history: list[tuple[float, str]], asks: bool) -> None:
    found = [appointment(number, days, Status(status)) for number, (days, status) in enumerate(history, start=1)]
    assert must_ask_salon(found, FRIDAY) == asks


def test_a_visit_with_two_people_is_missed_once() -> None:
    both = [appointment(1, 10, Status.NO_SHOW), appointment(2, 9.9, Status.NO_SHOW, visit=1)]
    assert not must_ask_salon(both, FRIDAY)
