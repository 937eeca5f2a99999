"""The numbers of a period: what became of visits, what they were worth, and who answered."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.salon import SALON
from wabot.domain.appointments import Status
from wabot.domain.numbers import Counted, Outcome, Touch, Worth, add_up, count_talks
from wabot.domain.periods import LONGEST, Period, month_of
from wabot.domain.salon import Service
from wabot.types import CustomerId, ServiceId, StaffId

BERLIN = replace(SALON, timezone=ZoneInfo("Europe/Berlin"))
NOW = datetime.fromisoformat("2026-11-20T12:00:00+03:00")
NOVEMBER = month_of(date(2026, 11, 1))
HOUR = timedelta(hours=1)


def visit(start: str, *services: str, status: Status = Status.BOOKED, staff: str = "anna") -> Counted:
    names = tuple(ServiceId(service) for service in services or ("haircut_women",))
    start_at = datetime.fromisoformat(start)
    return Counted(StaffId(staff), names, start_at, start_at + HOUR, status)


def price(service: str) -> Decimal:
    found = SALON.find_service(service)
    assert found is not None
    assert found.price is not None
    return found.price.amount


def test_every_visit_has_the_outcome_that_a_person_would_tell() -> None:
    found = add_up(
        [
            visit("2026-11-20T10:00+03:00"),
            visit("2026-11-20T11:00+03:00", status=Status.CONFIRMED),
            visit("2026-11-20T11:30+03:00"),
            visit("2026-11-27T10:00+03:00", status=Status.CONFIRMED),
            visit("2026-11-27T10:00+03:00", status=Status.DONE),
            visit("2026-11-03T10:00+03:00", status=Status.NO_SHOW),
            visit("2026-11-03T10:00+03:00", status=Status.CANCELLED),
        ],
        NOVEMBER,
        SALON,
        NOW,
    )
    assert found.total.counts == {Outcome.KEPT: 3, Outcome.AHEAD: 2, Outcome.NO_SHOW: 1, Outcome.CANCELLED: 1}
    assert found.total.total == 7
    assert found.total.earned.amount == 3 * price("haircut_women")
    assert found.total.expected.amount == 2 * price("haircut_women")
    assert found.days[date(2026, 11, 3)].counts[Outcome.NO_SHOW] == 1
    assert len(found.days) == 30


def test_a_visit_of_two_services_is_one_with_staff_and_two_by_service() -> None:
    found = add_up([visit("2026-11-02T10:00+03:00", "haircut_women", "blowdry")], NOVEMBER, SALON, NOW)
    assert (found.total.total, found.staff[StaffId("anna")].total) == (1, 1)
    assert {service: tally.earned.amount for service, tally in found.services.items()} == {
        "haircut_women": price("haircut_women"),
        "blowdry": price("blowdry"),
    }
    assert found.staff[StaffId("anna")].earned.amount == price("haircut_women") + price("blowdry")


def test_what_has_no_price_is_told_and_not_guessed() -> None:
    found = add_up([visit("2026-11-02T10:00+03:00", "tattoo", staff="eve")], NOVEMBER, SALON, NOW)
    assert found.total.earned == Worth(unpriced=1)
    assert set(found.staff) == {"eve"}
    dear = next(one for one in SALON.services if one.price is not None and one.price.is_from)
    assert add_up([visit("2026-11-02T10:00+03:00", dear.id)], NOVEMBER, SALON, NOW).total.earned.is_least


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-09-30T21:59:00+00:00", None),
        ("2026-09-30T22:00:00+00:00", date(2026, 10, 1)),
        ("2026-10-24T22:00:00+00:00", date(2026, 10, 25)),
        ("2026-10-25T00:30:00+00:00", date(2026, 10, 25)),  # 02:30 in summer
        ("2026-10-25T01:30:00+00:00", date(2026, 10, 25)),  # 02:30 again, in winter
        ("2026-10-25T22:59:00+00:00", date(2026, 10, 25)),
        ("2026-10-25T23:00:00+00:00", date(2026, 10, 26)),
        ("2026-10-31T22:59:00+00:00", date(2026, 10, 31)),
        ("2026-10-31T23:00:00+00:00", None),
    ],
)
def test_days_are_the_salons_own_also_when_clocks_change(start: str, day: date | None) -> None:
    october = month_of(date(2026, 10, 5))
    found = add_up([visit(start)], october, BERLIN, NOW)
    assert [when for when, tally in found.days.items() if tally.total] == ([day] if day else [])
    assert found.total.total == (day is not None)
    assert october.begins_at(BERLIN.timezone).isoformat() == "2026-09-30T22:00:00+00:00"
    assert october.ends_at(BERLIN.timezone).isoformat() == "2026-10-31T23:00:00+00:00"
    talks = count_talks([Touch(CustomerId(1), datetime.fromisoformat(start), is_customers=True)], october, BERLIN)
    assert talks.count == (day is not None)


def test_conversations_are_counted_by_customer_and_day() -> None:
    def touch(customer: int, at: str, *, theirs: bool = True) -> Touch:
        return Touch(CustomerId(customer), datetime.fromisoformat(f"2026-11-{at}:00+03:00"), theirs)

    talks = count_talks(
        [
            touch(1, "02T10:00"),
            touch(1, "02T18:00"),
            touch(1, "03T10:00"),
            touch(2, "03T23:45"),
            touch(2, "04T00:00", theirs=False),  # a person wrote on the next day only
            touch(3, "05T10:00"),
            touch(3, "05T11:00", theirs=False),
            touch(4, "05T11:00", theirs=False),  # the salon began it, and nobody answered
        ],
        NOVEMBER,
        SALON,
    )
    assert (talks.count, talks.alone) == (4, 3)


@pytest.mark.parametrize(
    ("period", "before", "after"),
    [
        (month_of(date(2026, 1, 31)), month_of(date(2025, 12, 1)), month_of(date(2026, 2, 28))),
        (month_of(date(2028, 2, 29)), month_of(date(2028, 1, 1)), month_of(date(2028, 3, 31))),
        (
            Period(date(2026, 3, 2), date(2026, 3, 8)),
            Period(date(2026, 2, 23), date(2026, 3, 1)),
            Period(date(2026, 3, 9), date(2026, 3, 15)),
        ),
    ],
)
def test_periods_follow_one_another(period: Period, before: Period, after: Period) -> None:
    assert (period.before(), period.after()) == (before, after)


@given(st.dates(date(2001, 1, 1), date(2198, 1, 1)), st.integers(0, LONGEST - 1))
def test_no_day_lies_between_a_period_and_the_next(first: date, more: int) -> None:
    period = Period(first, first + timedelta(days=more))
    for earlier, later in ((period.before(), period), (period, period.after())):
        assert later.first - earlier.last == timedelta(days=1)
    month = month_of(first)
    assert month.before().after() == month == month.after().before()
    assert month.is_month


@given(st.lists(st.tuples(st.integers(-40, 70 * 24), st.sampled_from(Status), st.sampled_from(SALON.services))))
def test_parts_add_up_to_the_whole(made: list[tuple[int, Status, Service]]) -> None:
    begins = NOVEMBER.begins_at(SALON.timezone)
    visits = [visit((begins + hours * HOUR).isoformat(), service.id, status=status) for hours, status, service in made]
    found = add_up(visits, NOVEMBER, SALON, NOW)
    within = [one for one in visits if begins <= one.start_at < NOVEMBER.ends_at(SALON.timezone)]
    assert found.total.total == len(within)
    for parts in (found.days, found.staff, found.services):
        counts: Counter[Outcome] = Counter()
        for tally in parts.values():
            counts.update(tally.counts)
        assert {outcome: counts[outcome] for outcome in Outcome} == found.total.counts
        assert sum((tally.earned for tally in parts.values()), Worth()) == found.total.earned
