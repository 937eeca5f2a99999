"""What stands in the book, as the wish that would book it."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.facts import Facts
from wabot.domain.conversation.guests import company_of
from wabot.domain.wishes import Wish


def as_it_stands(visit: BookedVisit, facts: Facts) -> Wish:
    """The wish for all that a visit is: what for, for whom, with whom and when."""
    begins = facts.local(visit.start_at)
    return Wish(
        services=visit.services,
        in_order=True,
        guests=visit.guests,
        company=company_of(visit),
        staff=visit.only_staff,
        day=begins.date(),
        time=begins.time(),
    )


def with_only(visit: BookedVisit, services: tuple[str, ...], facts: Facts) -> Wish:
    """The visit with these services, at the time and with the staff of those of them that it has."""
    parts = [part for part in visit.parts if part.service in services]
    staff = {part.staff for part in parts or visit.parts}
    only = facts.salon.find_staff(staff.pop()) if len(staff) == 1 else None
    keeps_staff = only is not None and set(services) & set(only.services)
    begins = facts.local(visit.start_at if len(services) >= len(visit.services) else parts[0].start_at)
    return replace(
        as_it_stands(visit, facts),
        services=services,
        guests=min(visit.guests, len(services)),
        staff=only.id if only is not None and keeps_staff else None,
        day=begins.date(),
        time=begins.time(),
        moving=visit.id,
    )
