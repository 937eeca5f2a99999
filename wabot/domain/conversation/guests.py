"""Who comes: the customer, others along with them, or somebody else in their place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

from wabot.domain.appointments import BookedVisit
from wabot.domain.heard import Company, Heard, Intent
from wabot.domain.salon import Salon, Service
from wabot.domain.wishes import Wish

LONGEST_ROW = timedelta(hours=2)
"""How long several who come together may be asked to wait for each other."""


def for_each(services: Sequence[Service], wish: Wish) -> Sequence[Service]:
    """A service for each guest: the one that all want, or everyone's own; empty when that is not clear."""
    if wish.guests == 1:
        return services
    if len(services) == 1:
        return [*services] * wish.guests
    is_clear = wish.moving is not None or (wish.company is not None and wish.company.apart)
    return services if is_clear and len(services) == wish.guests else []


def may_come_together(services: Sequence[Service], guests: int, salon: Salon) -> bool:
    """Whether there is a service and a staff member for each guest."""
    who = (salon.who_offers(service.id) for service in services)
    return len(services) == guests and any(len({one.id for one in people}) == guests for people in product(*who))


def in_turn(wish: Wish, services: Sequence[Service]) -> tuple[Wish, Wish] | None:
    """The wish of two who cannot be served beside each other as two, one behind the other; None for more than two, and
    where it is a booked visit that changes.
    """
    if len(services) != 2 or wish.moving is not None:
        return None
    who = wish.company or Company(others=(), with_customer=True)
    own, theirs = (service.id for service in services)
    alone = replace(wish, guests=1, services=(own,), company=None if who.with_customer else who)
    company = replace(who, with_customer=False, apart=False)
    return alone, Wish(services=(theirs,), company=company, staff=wish.staff, another=True, follows=True)


def in_a_row(wish: Wish, services: Sequence[Service]) -> Wish | None:
    """The wish of more than two who want the same of somebody who serves one at a time, as one visit of one after the
    other; None where it is anything else, or takes so long that a person shall talk it over.
    """
    takes = sum((service.length for service in services), timedelta())
    if len({service.id for service in services}) != 1 or takes > LONGEST_ROW or wish.moving is not None:
        return None
    return replace(wish, guests=1, services=tuple(service.id for service in services))


def comes_along(heard: Heard) -> bool:
    """Whether somebody is to come with the customer, who has a visit: "can my friend come too?", "и мужу"."""
    is_along = heard.company is not None and bool(heard.company.others) and heard.company.with_customer
    asks = bool({Intent.AVAILABILITY, Intent.BOOK} & set(heard.intents)) or not heard.intents
    return is_along and asks and not (heard.says_wish or heard.corrects)


def for_them(heard: Heard) -> Heard:
    """What was said of somebody who comes along, as a wish of theirs alone."""
    assert heard.company is not None
    return replace(heard, guests=1, adds=False, company=replace(heard.company, with_customer=False))


def company_of(visit: BookedVisit) -> Company | None:
    """Who comes to a visit: all that its note says, the salon's own words with it; None: the customer, alone."""
    if visit.guests == 1 and is_own(visit):
        return None
    return Company(others=_words(visit), with_customer=is_own(visit), apart=visit.guests > 1)


def is_own(visit: BookedVisit) -> bool:
    """Whether the customer comes to it, alone or with others: it takes their time, or nothing tells who else comes
    (one of two friends stayed away, and nobody said which).
    """
    return visit.takes_customer or not _words(visit)


def is_for(company: Company | None, visit: BookedVisit) -> bool:
    """Whether the visit is for these people, None for the customer alone; its note may say more than who they are."""
    if company is None:
        return visit.guests == 1 and is_own(visit)
    is_theirs = {*company.others, company.name} - {None} <= set(_words(visit))
    return is_theirs and is_own(visit) == company.with_customer


def is_for_some_of(company: Company, visit: BookedVisit) -> bool:
    """Whether somebody of these people comes to the visit, alone or with others."""
    return bool({*company.others, company.name} & set(_words(visit)))


def _words(visit: BookedVisit) -> tuple[str, ...]:
    return tuple(word for one in visit.appointments[:1] for word in one.note.split(", ") if word)
