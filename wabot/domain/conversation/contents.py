"""What a booked visit is for changes: a service comes to it."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.dialogue import Dialogue, Wish
from wabot.domain.replies.staff import AlertReason


def extend(visit: BookedVisit, further: Wish, facts: Facts) -> Outcome:
    """Offer the visit with more services at its end, or where it cannot be changed any more, a visit right behind."""
    known = all(facts.salon.find_service(service) for service in visit.services)
    if visit.guests > 1:
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())  # for which of them is for a person to ask
    if not (known and may_change(visit, facts.now, facts.salon.rules)):
        after = facts.local(visit.end_at)
        return pursue(replace(further, day=after.date(), time=after.time()), facts, only_asks=True)
    begins = facts.local(visit.start_at)
    whole = Wish(
        services=tuple(dict.fromkeys((*visit.services, *further.services))),
        in_order=True,
        staff=further.staff or (visit.staff[0] if len(visit.staff) == 1 else None),
        day=begins.date(),
        time=begins.time(),
        moving=visit.id,
    )
    return pursue(whole, facts, only_asks=True)
