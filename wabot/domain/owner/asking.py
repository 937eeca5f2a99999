"""What the owner, or a staff member of their own day, only wants to know."""

from collections.abc import Iterator
from datetime import date, timedelta

from wabot.domain.book import staff_resource
from wabot.domain.owner.facts import Entry, OwnerFacts, who
from wabot.domain.owner.heard import Named, Said
from wabot.domain.owner.lines import by_day, in_order, waiting
from wabot.domain.replies.agenda import (
    DayAgenda,
    DayCount,
    DaysCounted,
    FreeHours,
    HowItStands,
    NextComes,
    NobodyComes,
    NobodyIsFree,
    NobodyNext,
    WhoIsFree,
    WholeDays,
)
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Opening, Staff
from wabot.domain.walltime import DAY, boundary, from_ms, since_midnight, to_ms

MOST_LINES = 25
"""Of an agenda of several days; a longer one is told as numbers."""
LEAST_GAP = timedelta(minutes=15)
"""Shorter free time is none."""


def agenda(said: Said, facts: OwnerFacts) -> tuple[Reply, ...]:
    """Who comes on the days asked about, today if none were."""
    staff = facts.salon.find_staff(said.staff)
    first, last = _days(said, facts)
    entries = _visits(first, last, staff, facts)
    if last > first and len(entries) > MOST_LINES:
        return _counted(first, last, staff, entries, facts)
    replies: list[Reply] = []
    day = first
    while day <= last:
        begins, ends = facts.stretch(day)
        theirs = [entry for entry in entries if begins <= entry.visit.start_at < ends]
        blocks = [block for block in facts.ledger.blocks(begins, ends) if staff is None or block.staff == staff.id]
        lines = in_order(theirs, blocks, day, facts)
        if lines and (theirs or first == last):
            replies.append(DayAgenda(day, staff, lines))
        day += DAY
    return tuple(replies) or (NobodyComes(_when(first, last), staff),)


def count(said: Said, facts: OwnerFacts) -> tuple[Reply, ...]:
    """How many visits the days have."""
    staff = facts.salon.find_staff(said.staff)
    first, last = _days(said, facts)
    return _counted(first, last, staff, _visits(first, last, staff, facts), facts)


def next_visit(said: Said, person: Named | None, facts: OwnerFacts) -> Reply:
    """The next visit to begin, of a staff member or a customer if one was named."""
    staff = facts.salon.find_staff(said.staff)
    for entry in facts.ledger.visits(facts.now):
        if entry.visit.start_at < facts.now or not _is_of(entry, staff):
            continue
        if person is None or person.is_name_of(entry.customer.name):
            return NextComes(facts.told(entry.visit), who(entry.customer))
    return NobodyNext(staff)


def free(said: Said, facts: OwnerFacts) -> Reply:
    """Who has time on a day, from now on if it is today."""
    staff = facts.salon.find_staff(said.staff)
    day = said.day or facts.today
    people = [staff] if staff else facts.salon.staff
    lines = tuple(FreeHours(person, openings) for person in people if (openings := tuple(_gaps(day, person, facts))))
    return WhoIsFree(day, lines) if lines else NobodyIsFree(day, staff)


def status(facts: OwnerFacts) -> Reply:
    """How wabot does, and how full the days are."""
    standing = facts.ledger.standing()
    today, tomorrow = (len(_visits(day, day, None, facts)) for day in (facts.today, facts.today + DAY))
    return HowItStands(standing.silent_since, today, tomorrow, waiting(standing.held), standing.failed)


def _days(said: Said, facts: OwnerFacts) -> tuple[date, date]:
    first = said.day or facts.today
    return first, said.day_to or first


def _when(first: date, last: date) -> WholeDays:
    return WholeDays(first, last if last > first else None)


def _visits(first: date, last: date, staff: Staff | None, facts: OwnerFacts) -> list[Entry]:
    """Those that begin on these days."""
    begins, ends = facts.stretch(first, last)
    return [
        entry for entry in facts.ledger.visits(begins, ends) if begins <= entry.visit.start_at and _is_of(entry, staff)
    ]


def _is_of(entry: Entry, staff: Staff | None) -> bool:
    return staff is None or entry.visit.staff == staff.id


def _counted(
    first: date, last: date, staff: Staff | None, entries: list[Entry], facts: OwnerFacts
) -> tuple[Reply, ...]:
    lines = tuple(DayCount(day, len(theirs)) for day, theirs in by_day(entries, facts)) if last > first else ()
    return (DaysCounted(_when(first, last), staff, len(entries), lines),)


def _gaps(day: date, person: Staff, facts: OwnerFacts) -> Iterator[Opening]:
    """Working hours of the day that nothing holds."""
    zone = facts.salon.timezone
    held = facts.book.busy(day).get(staff_resource(person.id), ())
    midnight = boundary(day, timedelta(), zone)
    for opening in facts.salon.openings(day, person):
        at = max(to_ms(boundary(day, opening.opens, zone)), _rounded_up(facts, midnight_ms=to_ms(midnight)))
        ends = to_ms(boundary(day, opening.closes, zone))
        for begins, until in [*held, (ends, ends)]:
            if min(begins, ends) - at >= LEAST_GAP // timedelta(milliseconds=1):
                yield Opening(_since_midnight(at, facts), _since_midnight(min(begins, ends), facts))
            at = max(at, until)


def _since_midnight(at_ms: int, facts: OwnerFacts) -> timedelta:
    """On the wall clock; the next midnight is 24 h."""
    wall = facts.local(from_ms(at_ms))
    return since_midnight(wall.time()) or DAY


def _rounded_up(facts: OwnerFacts, *, midnight_ms: int) -> int:
    """Now, on the next start that is offered."""
    step = facts.salon.rules.step // timedelta(milliseconds=1)
    return midnight_ms + -(-(to_ms(facts.now) - midnight_ms) // step) * step
