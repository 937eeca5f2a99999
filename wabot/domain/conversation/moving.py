"""A booked visit gets another time, or another person."""

from dataclasses import replace
from datetime import date, timedelta

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome, call_person, too_late
from wabot.domain.conversation.meant import visits_meant
from wabot.domain.conversation.remarks import looks_elsewhere
from wabot.domain.conversation.standing import as_it_stands
from wabot.domain.dialogue import Dialogue, OfferedSlot
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.visits import AlreadyBooked
from wabot.domain.wishes import Wish


def move(visit: BookedVisit, new: Wish, facts: Facts, *, only_asks: bool = False) -> Outcome:
    """Find the new time; what is not said of it stays as it was: "at six" is the same day, "Friday" the same hour.

    Where the customer was not that explicit, the new time is offered and not taken.
    """
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    if any(facts.salon.find_service(service) is None for service in visit.services):
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())  # no longer offered: only staff can move it
    is_same_person = new.staff is not None and set(visit.staff) == {new.staff}
    if is_same_person and new.day is None and not new.says_clock:
        return Outcome(replies=(AlreadyBooked(facts.told(visit)),), dialogue=Dialogue(recent_start=visit.start_at))
    local = facts.local(visit.start_at)
    booked = as_it_stands(visit, facts)
    wish = replace(
        new,
        services=booked.services,
        guests=booked.guests,
        company=booked.company,
        staff=new.staff or booked.staff,
        moving=visit.id,
    )
    other_staff = new.staff is not None and new.staff not in visit.staff
    if new.day is None and (new.says_clock or other_staff):
        wish = replace(wish, day=local.date())
    if not new.says_clock and wish.day_to is None and (wish.day not in {None, local.date()} or other_staff):
        wish = replace(wish, time=local.time())
        only_asks = True
    return pursue(wish, facts, only_asks=only_asks)


def move_to_offer(visit: BookedVisit, offer: OfferedSlot, facts: Facts, *, only_asks: bool) -> Outcome:
    """Give the visit that was just booked another of the times that were offered with it."""
    local = facts.local(offer.start_at)
    staff = offer.staff[0] if len(set(offer.staff)) == 1 else None
    return move(visit, Wish(staff=staff, day=local.date(), time=local.time()), facts, only_asks=only_asks)


def move_part(visit: BookedVisit, names: tuple[str, ...], heard: Heard, facts: Facts) -> Outcome:
    """Find a new time for these services of the visit alone; what is not said of it is as for the whole of a visit.

    Where it was not said that these alone are meant, the time is offered and not taken.
    """
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    part = next(part for part in visit.parts if part.service in names)
    if visit.guests > 1 or any(facts.salon.find_service(service) is None for service in visit.services):
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())
    begins = facts.local(part.start_at)
    new = Wish().with_heard(replace(heard, services=()), facts.salon)
    if heard.shift is not None and not heard.says_clock:
        new = replace(new, day=heard.day or (begins + heard.shift).date(), time=(begins + heard.shift).time())
    wish = replace(
        new,
        services=names,
        company=as_it_stands(visit, facts).company,
        staff=new.staff or part.staff,
        part_of=visit.id,
        another=True,
    )
    as_it_is = replace(wish, day=begins.date(), time=begins.time())
    booked = OfferedSlot((part.staff,), part.start_at)
    elsewhere = looks_elsewhere(replace(heard, services=()), [booked], Dialogue(wish=as_it_is), facts)
    if elsewhere is not None and not heard.says_when:
        return elsewhere
    if wish.day is None and wish.says_clock:
        wish = replace(wish, day=begins.date())
    keeps_hour = wish.day is not None and wish.day_to is None and not wish.says_clock
    if keeps_hour:
        wish = replace(wish, time=begins.time())
    return pursue(wish, facts, only_asks=keeps_hour or not heard.only)


def look_elsewhere_than(visit: BookedVisit, heard: Heard, facts: Facts) -> Outcome | None:
    """Offer the visit other times or people than it has, as was remarked; None when nothing of the kind was."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    wish = replace(as_it_stands(visit, facts), in_order=False, moving=visit.id)
    booked = OfferedSlot(visit.staff, visit.start_at)
    return looks_elsewhere(heard, [booked], Dialogue(wish=wish, recent_start=visit.start_at), facts)


def move_instead(visit: BookedVisit, heard: Heard, facts: Facts) -> Outcome | None:
    """Offer the visit the time that was said where we asked whether to cancel it; None when no other time was."""
    is_another = heard.says_when and not visits_meant(heard, (visit,), facts)
    if not is_another or heard.services or heard.company or Intent.CANCEL in heard.intents:
        return None
    return move(visit, new_time(heard, visit, facts), facts, only_asks=True)


def once_more(visit: BookedVisit, heard: Heard, facts: Facts, *, is_open: bool = False) -> Outcome:
    """Offer one more visit like this one at the hour and on the day that were said, or else at the same.

    Who else is to come gets what is said for them, nothing of the customer's; `is_open`: they may want another service
    of the same family.
    """
    guests = visit.guests
    if heard.company is not None and heard.services:
        heard, guests = replace(heard, adds=False, only=True), heard.guests
    staff = visit.only_staff if heard.day is not None or heard.as_before else None
    services = tuple(_like(service, heard, facts) for service in visit.services) if is_open else visit.services
    like = Wish(services=services, guests=guests, staff=staff, another=True).with_heard(heard, facts.salon)
    day = heard.day or facts.local(visit.start_at).date()
    wish = replace(like, day=day) if heard.says_clock else same_time(visit, day, like, facts)
    return pursue(wish, facts, only_asks=True)


def _like(name: str, heard: Heard, facts: Facts) -> str:
    """The service of the same family that is for people like them, or the family, where that is open."""
    service = facts.salon.find_service(name)
    if service is None or service.family is None:
        return name
    suiting = [one.id for one in facts.salon.families[service.family] if one.id in heard.suits]
    return suiting[0] if len(suiting) == 1 else service.family


def new_time(heard: Heard, visit: BookedVisit, facts: Facts) -> Wish:
    """The time the visit shall get: said outright, or counted from its old one ("an hour later")."""
    new = Wish().with_heard(replace(heard, services=()), facts.salon)
    if heard.same_time and heard.day is not None:
        return same_time(visit, heard.day, new, facts).without_clock()  # the hour stays by itself, and it is asked
    if heard.shift is None or heard.says_clock:
        return new
    shifted = facts.local(visit.start_at) + heard.shift
    return replace(new, day=heard.day or shifted.date(), time=shifted.time())


def same_time(visit: BookedVisit, day: date, wish: Wish, facts: Facts) -> Wish:
    """The wish at the visit's own hour on that day; whole weeks from today are weeks from the visit."""
    begins = facts.local(visit.start_at)
    weeks, days = divmod((day - facts.today).days, 7)
    if weeks > 0 and not days and day != begins.date():
        day = begins.date() + timedelta(weeks=weeks)
    return replace(wish.without_time(), day=day, time=begins.time())
