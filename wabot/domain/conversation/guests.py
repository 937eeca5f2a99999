"""Who comes: the customer, others along with them, or somebody else in their place."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.facts import Facts
from wabot.domain.heard import Company, Heard, Intent
from wabot.domain.salon import Salon, Service
from wabot.domain.wishes import Wish
from wabot.types import CustomerId


def for_each(services: list[Service], wish: Wish) -> list[Service]:
    """A service for each guest: the one that all want, or everyone's own; empty when that is not clear."""
    if len(services) == 1:
        return services * wish.guests
    is_clear = wish.moving is not None or (wish.company is not None and wish.company.apart)
    return services if is_clear and len(services) == wish.guests else []


def may_come_together(services: Sequence[Service], guests: int, salon: Salon) -> bool:
    """Whether there is a service and a staff member for each guest."""
    who = (salon.who_offers(service.id) for service in services)
    return len(services) == guests and any(len({one.id for one in people}) == guests for people in product(*who))


def guest_of(wish: Wish, facts: Facts) -> CustomerId | None:
    """Whose own time the visit takes; None when the customer only books it for somebody else."""
    return None if wish.is_for_others else facts.customer.id


def comes_along(heard: Heard) -> bool:
    """Whether somebody is to come with the customer, who has a visit: "can my friend come too?", "и мужу"."""
    is_along = heard.company is not None and bool(heard.company.others) and heard.company.with_customer
    asks = bool({Intent.AVAILABILITY, Intent.BOOK} & set(heard.intents)) or not heard.intents
    return is_along and asks and not (heard.says_wish or heard.corrects)


def for_them(heard: Heard) -> Heard:
    """What was said of somebody who comes along, as a wish of theirs alone."""
    assert heard.company is not None
    return replace(heard, guests=1, adds=False, company=replace(heard.company, with_customer=False))


def note_of(wish: Wish) -> str:
    """Who comes besides the customer, as the salon is told."""
    return wish.company.note if wish.company is not None else ""


def company_of(visit: BookedVisit, facts: Facts) -> Company | None:
    """Who comes to a visit, as far as its note tells; the rest of a note is the salon's own words.

    None when the customer comes alone.
    """
    note = visit.appointments[0].note
    others = tuple(word for word in note.split(", ") if word in facts.companions)
    if visit.guests == 1:
        return Company(others=others) if others else None
    return Company(others=others, with_customer=len(others) < visit.guests, apart=True)
