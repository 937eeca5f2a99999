"""What a booked visit is for changes: a service comes to it, goes from it, or takes the place of another."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.cancelling import ask_cancel
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.conversation.standing import as_it_stands, with_only
from wabot.domain.dialogue import Dialogue
from wabot.domain.replies.staff import AlertReason
from wabot.domain.wishes import Wish


def extend(visit: BookedVisit, further: Wish, facts: Facts) -> Outcome:
    """Offer the visit with more services at its end, or a visit right behind: for one of several guests, and where it
    cannot be changed any more.
    """
    if visit.guests > 1 or not (_is_known(visit, facts) and may_change(visit, facts.now, facts.salon.rules)):
        after = facts.local(visit.end_at)
        return pursue(replace(further, day=after.date(), time=after.time()), facts, only_asks=True)
    whole = replace(
        as_it_stands(visit, facts),
        services=tuple(dict.fromkeys((*visit.services, *further.services))),
        staff=further.staff or visit.only_staff,
        moving=visit.id,
    )
    return pursue(whole, facts, only_asks=True)


def change_services(visit: BookedVisit, wish: Wish, facts: Facts, *, only_asks: bool = False) -> Outcome:
    """Take what the wish drops out of the visit and put its services in their place; what is left keeps its time.

    Taking out is asked about before it is done, and so is another person. With nothing left the visit would be
    cancelled.
    """
    gone = services_meant(wish.drops, visit, facts)
    instead = [service for service in wish.services if service in gone or service not in visit.services]
    left: list[str] = []
    for service in visit.services:
        if service not in gone:
            left.append(service)
        else:
            left += instead
            instead = []
    if not left:
        return ask_cancel(visit, facts)
    is_clear = visit.guests == 1 or len(set(visit.services)) == len(visit.services)  # else: whose service goes?
    if not (is_clear and _is_known(visit, facts)):
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())
    whole = replace(with_only(visit, tuple(left), facts), drops=gone)
    other_staff = visit.only_staff is not None and whole.staff != visit.only_staff
    return pursue(whole, facts, only_asks=only_asks or other_staff or not wish.services)


def services_meant(names: tuple[str, ...], visit: BookedVisit, facts: Facts) -> tuple[str, ...]:
    """The services of the visit that are meant by these ids of services and families."""
    families = {service.id for name in names for service in facts.salon.families.get(name, ())}
    return tuple(dict.fromkeys(service for service in visit.services if service in families or service in names))


def _is_known(visit: BookedVisit, facts: Facts) -> bool:
    return all(facts.salon.find_service(service) for service in visit.services)
