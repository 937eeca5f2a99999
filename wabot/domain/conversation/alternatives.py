"""Free times to choose from, where what was asked for is no single moment or cannot be had."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from wabot.domain.appointments import OutsideHours
from wabot.domain.arrangements import Arrangement, check_arrangement, find_arrangements, why_nobody_serves
from wabot.domain.conversation.asking import asks, asks_choice, preceded_by
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.offers import (
    OFFERS,
    is_excluded,
    pick_near,
    pick_same_clock,
    pick_spread,
    unseen,
    wanted_clock,
)
from wabot.domain.conversation.telling import refusal_told, together
from wabot.domain.dialogue import When
from wabot.domain.replies.questions import AskNewTime
from wabot.domain.replies.refusals import NothingElse, NothingFree, PastTime, TooFarAhead
from wabot.domain.replies.told import Reply
from wabot.domain.slots import FROM_MIDNIGHT, Search, bookable_days, wall_start
from wabot.domain.walltime import DAY, since_midnight
from wabot.domain.wishes import Wish

NEARBY_DAYS = 7  # how far from the wanted day an alternative is still an answer


def near(wish: Wish, search: Search, wanted: datetime, facts: Facts) -> Outcome:
    """Real alternatives near a time that cannot be had; whoever else is free at that very time comes first."""
    salon = facts.salon
    others = []
    if search.staff is not None:
        anyone = check_arrangement(salon, facts.book, replace(search, staff=None), wanted, facts.now)
        others = [anyone] if isinstance(anyone, Arrangement) and is_on_grid(wish, facts) else []
    opening_day, closing_day = bookable_days(salon, facts.now)
    first = max(search.first, opening_day)
    around = replace(search, first=first, last=min(first + timedelta(days=NEARBY_DAYS), closing_day))
    slots = _free(wish, around, facts)
    picked = (others + pick_near(slots, wanted, salon))[:OFFERS]
    if not picked:
        picked = pick_spread(_free(wish, replace(around, last=closing_day), facts), salon)
    return asks_choice(picked, together(search.services), without_lost_day(wish, facts), facts)


def offer_times(wish: Wish, search: Search, facts: Facts) -> Outcome:
    """Times to choose from, for a wish without an exact moment."""
    salon = facts.salon
    if wish.moving is not None and wish.day is None and not (wish.says_clock or wish.any_day):
        visit = facts.find_visit(wish.moving)
        if visit is not None:
            return asks(AskNewTime(facts.told(visit)), When(), wish)
    if wish.time is not None:
        picked = pick_same_clock(unseen(_free(wish, search, facts), wish), wish.time, salon)
    else:
        picked = _spread(wish, search, facts)
    if picked:
        return asks_choice(picked, together(search.services), wish, facts)
    if wish.seen:
        return preceded_by((NothingElse(),), offer_times(replace(wish, seen=()), search, facts))
    return _nothing_there(wish, search, facts)


def _spread(wish: Wish, search: Search, facts: Facts) -> list[Arrangement]:
    """Starts to choose from; for "before four" four o'clock is only named where nothing is free earlier."""
    slots = unseen(_free(wish, search, facts), wish)
    earlier = (slot for slot in slots if facts.local(slot.start_at).time() != wish.not_after)
    return pick_spread(earlier, facts.salon) or pick_spread(unseen(_free(wish, search, facts), wish), facts.salon)


def _never_then(wish: Wish, picked: list[Arrangement], search: Search, facts: Facts) -> tuple[Reply, ...]:
    """Why the hour that was wanted cannot be had on any of these days, where it is outside of working hours."""
    if wish.time is None or wish.day is not None:
        return ()
    starts = (wall_start(facts.salon, visit.day, wish.time) for visit in picked)
    found = [check_arrangement(facts.salon, facts.book, search, at, facts.now) for at in starts if at is not None]
    closed = [one for one in found if isinstance(one, OutsideHours)]
    if not closed or any(isinstance(one, Arrangement) for one in found):
        return ()
    return (refusal_told(closed[0], together(search.services), facts),)


def _nothing_there(wish: Wish, search: Search, facts: Facts) -> Outcome:
    """Why there is nothing, then the nearest other times: the same day near the hour that was wanted, else the same
    hours later on, else the first that are free at all.
    """
    salon, now = facts.salon, facts.now
    reason: tuple[Reply, ...] = ()
    opening_day, closing_day = bookable_days(salon, now)
    if wish.day is not None:
        reason = (_why_empty(wish, search, facts),)
        if wish.day > closing_day:
            return asks(reason[0], When(), wish.without_time())
    start = max(wish.day or opening_day, opening_day)
    later = replace(search, first=start, last=min(start + timedelta(days=NEARBY_DAYS), closing_day))
    same_day = replace(search, not_before=FROM_MIDNIGHT, not_after=None)
    any_time = replace(later, not_before=FROM_MIDNIGHT, not_after=None)
    at_last = replace(any_time, last=closing_day)
    searches = (_free(wish, search, facts) for search in (same_day, later, any_time, at_last))
    clock = wanted_clock(wish)
    wanted = wall_start(salon, start, clock) if clock is not None else None

    def pick(slots: Iterator[Arrangement]) -> list[Arrangement]:
        return pick_near(slots, wanted, salon) if wanted is not None else pick_spread(slots, salon)

    picked = next((found for slots in searches if (found := pick(slots))), [])
    told = asks_choice(picked, together(search.services), without_lost_day(wish, facts), facts)
    outcome = preceded_by(reason or _never_then(wish, picked, search, facts), told)
    return replace(outcome, missed=wish) if any(isinstance(reply, NothingFree) for reply in reason) else outcome


def without_lost_day(wish: Wish, facts: Facts) -> Wish:
    """The wish without a day that is over, or for the days after one on which the salon is closed: why was said once,
    and is not said again.
    """
    if wish.day is None:
        return wish
    if (wish.day_to or wish.day) < facts.today:
        return replace(wish, day=None, day_to=None)
    if wish.day_to is not None or facts.salon.openings(wish.day):
        return wish
    return replace(wish, day=wish.day + DAY, day_to=wish.day + timedelta(days=NEARBY_DAYS))


def _why_empty(wish: Wish, search: Search, facts: Facts) -> Reply:
    """Why the days asked for have nothing."""
    day, salon = wish.day, facts.salon
    assert day is not None
    opening_day, closing_day = bookable_days(salon, facts.now)
    if (wish.day_to or day) < opening_day:
        return PastTime()
    if day > closing_day:
        return TooFarAhead(closing_day)
    if wish.day_to is None:
        refusal = why_nobody_serves(salon, search, day)
        if refusal is not None:
            return refusal_told(refusal, together(search.services), facts)
        openings = salon.openings(day, search.staff)
        if search.staff is not None and all(since_midnight(search.not_before) >= one.closes for one in openings):
            return refusal_told(OutsideHours(day, openings, search.staff), together(search.services), facts)
    return NothingFree(day, wish.day_to, search.staff, within=wish.says_clock)


def _free(wish: Wish, search: Search, facts: Facts) -> Iterator[Arrangement]:
    """What can be had and is not excluded; the visit that is to be moved is not offered as it stands."""
    moved = facts.find_visit(wish.moving)
    for visit in find_arrangements(facts.salon, facts.book, search, facts.now):
        is_same = moved is not None and visit.start_at == moved.start_at and len(visit.parts) == len(moved.parts)
        if is_excluded(wish, facts.local(visit.start_at)):
            continue
        if not is_same or {one.id for one in visit.staff} != set(moved.staff if moved else ()):
            yield visit


def is_on_grid(wish: Wish, facts: Facts) -> bool:
    """Whether the clock time that is wanted is one of those on which visits begin."""
    assert wish.time is not None
    return not timedelta(hours=wish.time.hour, minutes=wish.time.minute) % facts.salon.rules.step
