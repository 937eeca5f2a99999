"""Visits, closed time and customers as lines of what the owner reads."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from wabot.domain.blocks import Block
from wabot.domain.customers import Customer
from wabot.domain.owner.acts import Stretch
from wabot.domain.owner.facts import Entry, OwnerFacts, who
from wabot.domain.replies.agenda import ClosedTime, Coming, ComingOn, Line, SomeHours, WaitingChat, When, WholeDays
from wabot.domain.walltime import DAY


def coming(entry: Entry, facts: OwnerFacts) -> Coming:
    """A visit among those of its day."""
    return Coming(facts.told(entry.visit), who(entry.customer), entry.visit.status)


def coming_on(entry: Entry, facts: OwnerFacts) -> ComingOn:
    """A visit with its day."""
    return ComingOn(facts.told(entry.visit), who(entry.customer))


def waiting(customers: Iterable[Customer]) -> tuple[WaitingChat, ...]:
    """Customers, each with a link to the chat."""
    return tuple(WaitingChat(who(customer), customer.contact.chat_link) for customer in customers)


def closed_time(block: Block, day: date, facts: OwnerFacts) -> ClosedTime:
    """As much of a block as lies on that day."""
    midnight, next_midnight = facts.stretch(day)
    begins, ends = facts.local(max(block.start_at, midnight)), facts.local(min(block.end_at, next_midnight))
    closes = "24:00" if ends.date() > day else f"{ends:%H:%M}"
    staff = facts.salon.find_staff(block.staff) or block.staff
    return ClosedTime(staff, f"{begins:%H:%M}", closes, block.reason or None)


def in_order(entries: Iterable[Entry], blocks: Iterable[Block], day: date, facts: OwnerFacts) -> tuple[Line, ...]:
    """What a day holds, in the order in which it begins."""
    found: list[tuple[datetime, Line]] = [(entry.visit.start_at, coming(entry, facts)) for entry in entries]
    found += [(block.start_at, closed_time(block, day, facts)) for block in blocks]
    return tuple(line for _, line in sorted(found, key=lambda pair: pair[0]))


def when_of(stretch: Stretch, facts: OwnerFacts) -> When:
    """When it is, as people say it."""
    begins, ends = facts.local(stretch.start_at), facts.local(stretch.end_at)
    first = begins.date()
    last = (ends - timedelta(microseconds=1)).date()
    opens, closes = f"{begins:%H:%M}", f"{ends:%H:%M}"
    if opens == closes == "00:00":
        return WholeDays(first, last if last > first else None)
    is_to_midnight = closes == "00:00" and ends.date() == first + DAY
    return SomeHours(first, None if opens == "00:00" else opens, None if is_to_midnight else closes)


def by_day(entries: Iterable[Entry], facts: OwnerFacts) -> Iterable[tuple[date, list[Entry]]]:
    """Visits, earliest first, by the salon's day."""
    for day, group in groupby(entries, key=lambda entry: facts.local(entry.visit.start_at).date()):
        yield day, list(group)
