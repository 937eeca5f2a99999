"""What the customer only wants to know: prices, hours, the address, their own appointments."""

from collections.abc import Sequence
from datetime import date, timedelta

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.facts import Facts
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.information import (
    DayHours,
    MayBeChanged,
    OpeningHours,
    PricedVisit,
    PriceList,
    ServiceLengths,
    StaffHours,
    VisitPrices,
    Whereabouts,
    WhoOffers,
)
from wabot.domain.replies.refusals import ClosedOn, HolidayOn, StaffIsOff
from wabot.domain.replies.told import Reply
from wabot.domain.replies.visits import NothingBooked, YourVisits
from wabot.domain.salon import Closure, Price, Service, total_of

INFORMATION = frozenset({Intent.PRICES, Intent.HOURS, Intent.ADDRESS, Intent.MY_BOOKINGS})
_ASKING = {Remark.LENGTH, Remark.WHO, Remark.MAY_CHANGE}


def inform(heard: Heard, topic: Sequence[str], facts: Facts) -> tuple[Reply, ...]:
    """An answer for every question of this kind in the message, in the order it was asked.

    `topic` is what the conversation is about (services or a family), meant where the message names no service.
    """
    told = tuple(_answer(intent, heard, topic, facts) for intent in heard.intents if intent in INFORMATION)
    if Remark.LENGTH in heard.remarks:
        meant = _services_meant(heard.services or topic, facts) or facts.salon.services
        told = (*told, ServiceLengths(meant))
    if Remark.WHO in heard.remarks:
        told = (*told, *(_who_offers(service, facts) for service in _services_meant(heard.services or topic, facts)))
    if Remark.MAY_CHANGE in heard.remarks:
        told = (*told, MayBeChanged(*divmod(facts.salon.rules.change_notice // timedelta(minutes=1), 60)))
    return told


def asks_to_know(heard: Heard) -> bool:
    """Whether there is a question of this kind in the message."""
    return bool(INFORMATION & set(heard.intents) or _ASKING & heard.remarks)


def staff_hours(heard: Heard, facts: Facts) -> Reply | None:
    """Whether the staff member who was named works on the day that was named (today if none)."""
    staff = facts.salon.find_staff(heard.staff)
    if staff is None or heard.day_to is not None:
        return None
    day = heard.day or facts.today
    openings = facts.salon.openings(day, staff)
    if openings:
        return StaffHours(staff, day, openings)
    return StaffIsOff(staff, day) if facts.salon.openings(day) else closed(day, facts.salon.closure_on(day))


def closed(day: date, closure: Closure | None) -> Reply:
    """Why the salon is closed on that day; no closure: it is an ordinary day off."""
    if closure is not None and closure.is_holiday:
        return HolidayOn(day, closure.reason)
    return ClosedOn(day, closure.reason if closure else None)


def _answer(intent: Intent, heard: Heard, topic: Sequence[str], facts: Facts) -> Reply:
    match intent:
        case Intent.PRICES if Remark.TOTAL in heard.remarks and facts.visits and not heard.services:
            return _visit_prices(facts)
        case Intent.PRICES:
            return _prices_of(heard.services or topic, facts, adds_up=Remark.TOTAL in heard.remarks)
        case Intent.HOURS:
            return _hours(heard, facts)
        case Intent.ADDRESS:
            return Whereabouts(facts.salon.address)
        case _:
            visits = tuple(facts.told(visit) for visit in facts.visits)
            return YourVisits(visits) if visits else NothingBooked()


def _prices_of(names: Sequence[str], facts: Facts, *, adds_up: bool) -> Reply:
    services = _services_meant(names, facts)
    is_settled = len(services) == len(names) > 1  # a family is said for one of several
    adds_up = adds_up or len(set(names)) < len(names)  # the same for several
    total = total_of([service.price for service in services]) if adds_up and is_settled else None
    return PriceList(list({service.id: service for service in services}.values()) or facts.salon.services, total)


def _who_offers(service: Service, facts: Facts) -> Reply:
    people = facts.salon.who_offers(service.id)
    return WhoOffers(service, people, len(people) == 1)


def _visit_prices(facts: Facts) -> Reply:
    priced = tuple(PricedVisit(facts.told(visit), total_of(_prices(visit, facts))) for visit in facts.visits)
    return VisitPrices(priced, total_of([one.price for one in priced]) if len(priced) > 1 else None)


def _prices(visit: BookedVisit, facts: Facts) -> list[Price | None]:
    found = (facts.salon.find_service(name) for name in visit.services)
    return [service.price if service is not None else None for service in found]


def _services_meant(names: Sequence[str], facts: Facts) -> list[Service]:
    salon = facts.salon
    meant: list[Service] = []
    for said in names:
        service = salon.find_service(said)
        meant += [service] if service else salon.families.get(said, ())
    return meant


def _hours(heard: Heard, facts: Facts) -> Reply:
    if heard.day is None or heard.day_to is not None:
        return OpeningHours(facts.salon, facts.today)
    openings = facts.salon.openings(heard.day)
    return DayHours(heard.day, openings) if openings else closed(heard.day, facts.salon.closure_on(heard.day))
