"""A wish goes on the waiting list."""

from dataclasses import replace
from datetime import timedelta

from wabot.domain.arrangements import why_nobody_serves
from wabot.domain.conversation.facts import Facts, JoinWaitlist, Outcome
from wabot.domain.conversation.offers import DAYS_AHEAD
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import DayPart
from wabot.domain.places import find_places, search_around, stretches
from wabot.domain.replies.waiting import Awaited, Clock, OnWaitlist, TooManyWaits
from wabot.domain.salon import Salon
from wabot.domain.slots import bookable_days
from wabot.domain.waitlist import MOST_WAITS, fulfils, is_same
from wabot.domain.walltime import DAY
from wabot.domain.wishes import Wish

_PARTS = {
    DayPart.MORNING: Clock.MORNING,
    DayPart.LUNCH: Clock.LUNCH,
    DayPart.AFTERNOON: Clock.AFTERNOON,
    DayPart.EVENING: Clock.EVENING,
}


def join(wish: Wish, facts: Facts) -> Outcome | None:
    """Put a wish, of settled services, on the list. None where waiting is no answer: something is free that the
    customer has not seen, or nothing ever will be.
    """
    wish = _settled(wish, facts)
    if not _may_become_free(wish, facts):
        return None
    free = list(find_places(wish, facts.customer.id, facts.salon, facts.book, facts.now))
    if free and not wish.knows_free:
        return None
    wish = replace(wish, waits=False, knows_free=False)
    again = next((waiting for waiting in facts.waits if is_same(waiting.wish, wish)), None)
    if again is None and len(facts.waits) >= MOST_WAITS:
        reply = TooManyWaits(tuple(awaited(waiting.wish, facts.salon) for waiting in facts.waits))
        return Outcome(replies=(reply,), dialogue=Dialogue())
    minutes = facts.salon.rules.waitlist_answer // timedelta(minutes=1)
    passed = stretches(free, facts.salon.rules.step)
    return Outcome(
        replies=(OnWaitlist(awaited(wish, facts.salon), minutes, again is not None),),
        dialogue=Dialogue(),
        changes=(JoinWaitlist(wish, passed, again.id if again is not None else None),),
    )


def awaited(wish: Wish, salon: Salon) -> Awaited:
    """What is waited for, as it is told."""
    services = tuple(salon.find_service(name) or name for name in wish.services)
    staff = salon.find_staff(wish.staff) or wish.staff if wish.staff else None
    assert wish.day is not None
    told = Awaited(services, staff, wish.day, wish.day_to, Clock.ANY)
    if wish.time is not None:
        return replace(told, clock=Clock.AROUND, first=wish.time)
    if wish.not_before is None and wish.not_after is None:
        return replace(told, clock=_PARTS[wish.part]) if wish.part is not None else told
    clock = Clock.FROM if wish.not_after is None else Clock.UNTIL if wish.not_before is None else Clock.BETWEEN
    return replace(told, clock=clock, first=wish.not_before, last=wish.not_after)


def _settled(wish: Wish, facts: Facts) -> Wish:
    """The wish with its days, none of them past: where none was said, those of the next weeks. Who has such a visit
    on one of them wants it moved; on its own day that is to an earlier hour.
    """
    today, closing_day = bookable_days(facts.salon, facts.now)
    if wish.day is None:
        wish = replace(wish, day=today, day_to=min(today + timedelta(days=DAYS_AHEAD), closing_day))
    elif wish.day_to is not None:
        wish = replace(wish, day=max(wish.day, today), day_to=min(wish.day_to, closing_day))
    if wish.moving is None:
        such = next((visit for visit in facts.visits if fulfils(visit, wish, facts.salon)), None)
        wish = replace(wish, moving=such.id) if such is not None else wish
    moved = facts.find_visit(wish.moving)
    if moved is not None and not wish.says_clock and wish.day_to is None:
        local = facts.local(moved.start_at)
        wish = replace(wish, not_after=local.time()) if local.date() == wish.day else wish
    return wish


def _may_become_free(wish: Wish, facts: Facts) -> bool:
    """Whether somebody works on those days, and they can be booked."""
    search = search_around(wish, facts.salon, facts.now, facts.customer.id)
    today, closing_day = bookable_days(facts.salon, facts.now)
    if search is None or search.last < today or search.first > closing_day:
        return False
    days = (search.first + number * DAY for number in range((search.last - search.first).days + 1))
    return any(why_nobody_serves(facts.salon, search, day) is None for day in days)
