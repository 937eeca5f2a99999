"""Which free times are worth offering: few, spread, and near what was asked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby, islice
from operator import attrgetter

from wabot.domain.arrangements import Arrangement
from wabot.domain.conversation.guests import for_each
from wabot.domain.heard import DayPart
from wabot.domain.salon import Salon, Service
from wabot.domain.slots import Search, bookable_days
from wabot.domain.walltime import midnight_ms, since_midnight, to_ms
from wabot.domain.wishes import Wish
from wabot.types import CustomerId

OFFERS = 3
DAYS_AHEAD = 14  # further away "the next free time" is no answer; the customer is asked for a day instead

PART_STARTS = {
    DayPart.MORNING: (time(0), time(11, 59)),
    DayPart.LUNCH: (time(12), time(14, 59)),
    DayPart.AFTERNOON: (time(12), time(17, 59)),
    DayPart.EVENING: (time(17), time(23, 59)),
}
"""First and last start that a part of the day can mean."""


def search_of(wish: Wish, salon: Salon, now: datetime, customer: CustomerId) -> Search | None:
    """The search for what the customer wants, bounds and part of the day included, the exact time not.

    None when the salon has not, or no longer, such a service or person, or when it is not clear which of the guests
    wants what.
    """
    services = for_each(salon.services_named(wish.services), wish)
    staff = salon.find_staff(wish.staff)
    if not services or len(services) < len(wish.services) or (wish.staff and staff is None):
        return None
    first, last = bookable_days(salon, now)
    if wish.day is not None:
        first, last = wish.day, wish.day_to or wish.day
    else:
        last = min(last, first + timedelta(days=DAYS_AHEAD))
    lower, upper = PART_STARTS[wish.part] if wish.part and wish.time is None else (time(), None)
    return Search(
        service=services[0],
        further=tuple(services[1:]),
        in_order=wish.in_order,
        side_by_side=wish.guests > 1,
        staff=staff,
        not_staff=wish.not_staff,
        first=first,
        last=last,
        not_before=wish.not_before or lower,
        not_after=_latest_start(wish, services) or upper,
        guest=None if wish.is_for_others else customer,
        moving=wish.moving,
    )


def _latest_start(wish: Wish, services: Sequence[Service]) -> time | None:
    """The last start that was asked for; where all must be over by then, it takes that long before."""
    if wish.not_after is None or not wish.over_by:
        return wish.not_after
    lengths = [service.length for service in services]
    takes = max(lengths) if wish.guests > 1 else sum(lengths, timedelta())
    minutes = max(since_midnight(wish.not_after) - takes, timedelta()) // timedelta(minutes=1)
    return time(*divmod(minutes, 60))


def wanted_clock(wish: Wish) -> time | None:
    """The hour nearest to which it should be; None when any will do."""
    first = PART_STARTS[wish.part][0] if wish.part is not None else None
    return wish.time or wish.not_before or wish.not_after or first


def is_excluded(wish: Wish, local: datetime) -> bool:
    """Whether it was said that this moment of salon wall time will not do."""
    parts = (PART_STARTS[part] for part in wish.excluded.parts)
    return wish.excluded.covers(local.date()) or any(first <= local.time() <= last for first, last in parts)


def unseen(slots: Iterable[Arrangement], wish: Wish) -> Iterator[Arrangement]:
    """The free times that the customer has not passed over yet."""
    return (slot for slot in slots if slot.start_at not in wish.seen)


def pick_spread(slots: Iterable[Arrangement], salon: Salon) -> list[Arrangement]:
    """Up to three starts, well apart: from the first days that have any, and from all over a single day."""
    days = [_round_first(day, salon) for _, day in islice(_days(slots), OFFERS)]
    match days:
        case []:
            return []
        case [only]:
            return [only[index] for index in sorted({0, len(only) // 2, len(only) - 1})]
        case [first, second]:
            return [*[first[index] for index in sorted({0, len(first) // 2})], second[0]]
        case _:
            return [day[0] for day in days]


def pick_near(slots: Iterable[Arrangement], wanted: datetime, salon: Salon) -> list[Arrangement]:
    """Up to three starts near the wanted one: the nearest before and after on its day, then other days' nearest.

    `slots` begin on the wanted day or later.
    """
    days = _days(slots)
    target = to_ms(wanted)
    first_day, first = next(days, (None, []))
    on_wanted_day = first_day == _local(wanted, salon).date()
    same_day, later = (first, days) if on_wanted_day else ([], chain([(first_day, first)], days))
    picked = [slot for slot in same_day if slot.start_ms < target][-1:]
    picked += [slot for slot in same_day if slot.start_ms >= target][:1]
    picked += [_nearest_clock(day, wanted, salon) for _, day in islice(later, OFFERS - len(picked)) if day]
    rest = sorted((slot for slot in same_day if slot not in picked), key=lambda slot: abs(slot.start_ms - target))
    return sorted((picked + rest)[:OFFERS], key=lambda slot: slot.start_ms)


def pick_same_clock(slots: Iterable[Arrangement], clock: time, salon: Salon) -> list[Arrangement]:
    """Up to three days on which exactly that wall-clock time is free."""
    exact = (slot for slot in _distinct(slots) if _local(slot.start_at, salon).time() == clock)
    return list(islice(exact, OFFERS))


def _local(at: datetime, salon: Salon) -> datetime:
    return at.astimezone(salon.timezone)


def _distinct(slots: Iterable[Arrangement]) -> Iterator[Arrangement]:
    """One slot a start: the first, as the salon orders its staff."""
    latest = None
    for slot in slots:
        if slot.start_ms != latest:
            latest = slot.start_ms
            yield slot


def _days(slots: Iterable[Arrangement]) -> Iterator[tuple[date | None, list[Arrangement]]]:
    """Local days that have free starts, one at a time, so that no further day is searched than needed."""
    return ((day, _least_waiting(list(starts))) for day, starts in groupby(_distinct(slots), key=attrgetter("day")))


def _least_waiting(day: list[Arrangement]) -> list[Arrangement]:
    """Only the starts with the least waiting between the services."""
    if all(len(visit.parts) == 1 for visit in day):
        return day
    least = min(visit.waiting for visit in day)
    return [visit for visit in day if visit.waiting == least]


def _round_first(day: list[Arrangement], salon: Salon) -> list[Arrangement]:
    """Only starts on the hour or half hour, when there are enough of them: they are easier to keep in mind."""
    rounded = [slot for slot in day if _local(slot.start_at, salon).minute in {0, 30}]
    return rounded if len(rounded) >= OFFERS else day


def _nearest_clock(day: list[Arrangement], wanted: datetime, salon: Salon) -> Arrangement:
    """The start whose time of day is nearest to the wanted one, whatever the day."""
    zone = salon.timezone
    target = to_ms(wanted) - midnight_ms(_local(wanted, salon).date(), zone)
    return min(day, key=lambda slot: abs(slot.start_ms - midnight_ms(slot.day, zone) - target))
