"""When a visit is reminded of: by the salon's clock, never in the quiet hours, never when it helps nobody."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wabot.domain.reminders import (
    AHEAD,
    APART,
    ReminderRules,
    Send,
    Skip,
    Wait,
    Which,
    Why,
    after_quiet,
    decide_asking,
    decide_reminder,
    is_quiet,
)

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")  # its clocks change on 29 March and 25 October 2026
RULES = ReminderRules(
    day_before_at=time(19), before=timedelta(hours=3), quiet=(time(21, 30), time(9)), ask_staff=timedelta(hours=3)
)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

zones = st.sampled_from([MOSCOW, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
quiets = st.none() | st.tuples(clocks, clocks)
rules = st.builds(
    ReminderRules,
    day_before_at=clocks,
    before=st.sampled_from([timedelta(), *map(timedelta, [1]), *(timedelta(minutes=m) for m in (5, 60, 180, 900))]),
    quiet=quiets,
    ask_staff=st.sampled_from([timedelta(hours=hours) for hours in (0, 1, 3, 24)]),
)
around_changes = st.sampled_from(
    [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2026, 4, 5), datetime(2026, 6, 10)]  # noqa: DTZ001
)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Instants within two days of a change of clocks somewhere, to the minute."""
    return draw(around_changes).replace(tzinfo=UTC) + timedelta(minutes=draw(st.integers(-2880, 2880)))


def local(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def when_sent(which: Which, start_at: datetime, timed_at: datetime, rules: ReminderRules, zone: ZoneInfo) -> object:
    """The moment at which the reminder goes if wabot is there all the time, or why it does not."""
    now = max(timed_at, start_at - rules.reach)
    for _ in range(5):
        match decide_reminder(which, start_at, timed_at, now, rules, zone):
            case Wait(until):
                assert until > now
                now = until
            case Send(until):
                assert until > now
                return now
            case Skip(reason):
                return reason
            case None:
                return None
    raise AssertionError("it waits for ever")


@pytest.mark.parametrize(
    ("start", "evening", "same_day"),
    [
        ("2026-11-21T17:00", "2026-11-20T19:00", "2026-11-21T14:00"),
        ("2026-11-21T10:00", "2026-11-20T19:00", "2026-11-21T09:00"),  # 7:00 is quiet: at its end
        ("2026-11-21T09:15", "2026-11-20T19:00", Why.QUIET_HOURS),  # a quarter of an hour before helps nobody
    ],
)
def test_the_evening_before_and_some_hours_before(start: str, evening: str, same_day: str | Why) -> None:
    wanted = [local(evening), same_day if isinstance(same_day, Why) else local(same_day)]
    found = [when_sent(which, local(start), LONG_AGO, RULES, MOSCOW) for which in (Which.DAY_BEFORE, Which.BEFORE)]
    assert found == wanted


@pytest.mark.parametrize(("day", "hours_before"), [("2026-03-29", 15), ("2026-10-25", 17), ("2026-06-10", 16)])
def test_the_evening_is_the_salons_also_when_clocks_change_in_the_night(day: str, hours_before: int) -> None:
    start = local(f"{day}T11:00", BERLIN)
    sent = when_sent(Which.DAY_BEFORE, start, LONG_AGO, RULES, BERLIN)
    assert sent == start.astimezone(UTC) - timedelta(hours=hours_before)


@pytest.mark.parametrize(
    ("booked", "evening"),
    [("2026-11-20T18:59", local("2026-11-20T19:00")), ("2026-11-20T19:00", Why.BOOKED_LATER)],
)
def test_who_books_after_the_moment_is_not_reminded(booked: str, evening: object) -> None:
    start = local("2026-11-21T17:00")
    assert when_sent(Which.DAY_BEFORE, start, local(booked), RULES, MOSCOW) == evening
    assert when_sent(Which.BEFORE, start, local(booked), RULES, MOSCOW) == local("2026-11-21T14:00")


@pytest.mark.parametrize(
    ("now", "decision"),
    [
        ("2026-11-20T20:30", Send(local("2026-11-20T21:30"))),  # late, and still the evening before
        ("2026-11-20T23:00", Wait(local("2026-11-21T09:00"))),  # the quiet hours have begun
        ("2026-11-21T09:30", Send(local("2026-11-21T13:00"))),
        ("2026-11-21T13:30", Skip(Why.TOO_LATE)),  # the other reminder comes in half an hour
    ],
)
def test_a_late_evening_reminder_goes_while_it_helps(now: str, decision: object) -> None:
    found = decide_reminder(Which.DAY_BEFORE, local("2026-11-21T17:00"), LONG_AGO, local(now), RULES, MOSCOW)
    assert found == decision


@pytest.mark.parametrize(
    ("now", "decision"),
    [
        ("2026-11-20T18:59", Wait(local("2026-11-20T19:00"))),  # until the moment the stop may be taken back
        ("2026-11-20T19:00", Skip(Why.STOPPED)),
        ("2026-11-21T18:00", Skip(Why.STOPPED)),
    ],
)
def test_who_said_stop_is_not_reminded(now: str, decision: object) -> None:
    start_at, which = local("2026-11-21T17:00"), Which.DAY_BEFORE
    assert decide_reminder(which, start_at, LONG_AGO, local(now), RULES, MOSCOW, is_stopped=True) == decision


def test_an_evening_in_the_quiet_hours_gives_way_to_the_reminder_of_the_morning() -> None:
    late = ReminderRules(day_before_at=time(22), before=RULES.before, quiet=RULES.quiet, ask_staff=RULES.ask_staff)
    assert when_sent(Which.DAY_BEFORE, local("2026-11-21T17:00"), LONG_AGO, late, MOSCOW) == local("2026-11-21T09:00")
    assert when_sent(Which.DAY_BEFORE, local("2026-11-21T10:00"), LONG_AGO, late, MOSCOW) is Why.ANOTHER_REMINDER


@pytest.mark.parametrize(
    ("start", "reminded", "told"),
    [
        ("2026-11-21T17:00", "2026-11-20T19:00", "2026-11-21T14:00"),
        ("2026-11-21T17:00", "2026-11-21T14:00", "2026-11-21T15:00"),  # an hour to answer
        ("2026-11-21T10:00", "2026-11-20T19:00", "2026-11-21T09:00"),  # staff sleep too
        ("2026-11-21T10:00", "2026-11-21T09:00", None),
    ],
)
def test_staff_are_told_when_nobody_has_answered(start: str, reminded: str, told: str | None) -> None:
    now = local(reminded)
    while isinstance(decision := decide_asking(local(start), local(reminded), now, RULES, MOSCOW), Wait):
        now = decision.until
    assert (now if isinstance(decision, Send) else None) == (local(told) if told else None)


@given(at=moments(), quiet=quiets, zone=zones)
def test_after_the_quiet_hours_it_is_not_quiet(at: datetime, quiet: tuple[time, time] | None, zone: ZoneInfo) -> None:
    after = after_quiet(at, quiet, zone)
    assert after >= at
    assert not is_quiet(after, quiet, zone)
    assert after == at or is_quiet(at, quiet, zone)


@given(start_at=moments(), timed=st.integers(0, 5000), rules=rules, zone=zones)
def test_each_reminder_goes_at_a_time_that_helps_or_has_a_reason_not_to(
    start_at: datetime, timed: int, rules: ReminderRules, zone: ZoneInfo
) -> None:
    timed_at = start_at - timedelta(minutes=timed)
    sent = [when_sent(which, start_at, timed_at, rules, zone) for which in (Which.DAY_BEFORE, Which.BEFORE)]
    at = sorted(moment for moment in sent if isinstance(moment, datetime))
    for moment in at:
        assert timed_at < moment < start_at
        assert not is_quiet(moment, rules.quiet, zone)
    assert len(at) < 2 or at[1] - at[0] >= APART


def test_at_the_very_moment_when_it_is_of_no_use_any_more_nothing_is_sent() -> None:
    start_at = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    rules = ReminderRules(day_before_at=time(0, 0), before=timedelta(), quiet=None, ask_staff=timedelta())
    last = start_at - timedelta(minutes=30)
    assert decide_reminder(Which.DAY_BEFORE, start_at, LONG_AGO, last, rules, ZoneInfo("UTC")) == Skip(Why.TOO_LATE)
    before = last - timedelta(seconds=1)
    assert decide_reminder(Which.DAY_BEFORE, start_at, LONG_AGO, before, rules, ZoneInfo("UTC")) == Send(last)


@given(start_at=moments(), late=st.integers(0, 3000), rules=rules, zone=zones, which=st.sampled_from(AHEAD))
def test_however_late_it_is_nothing_is_sent_in_the_quiet_hours_or_after_the_visit_began(
    start_at: datetime, late: int, rules: ReminderRules, zone: ZoneInfo, which: Which
) -> None:
    now = start_at - timedelta(minutes=2900 - late)
    if which is Which.ASK_STAFF:
        decision = decide_asking(start_at, start_at - timedelta(days=2), now, rules, zone)
    else:
        decision = decide_reminder(which, start_at, LONG_AGO, now, rules, zone)
    if isinstance(decision, Send):
        assert not is_quiet(now, rules.quiet, zone)
        assert now < start_at
        assert now < decision.until <= start_at
    if isinstance(decision, Wait):
        assert decision.until > now
