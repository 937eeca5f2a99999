"""A time that became free: to whom of the waiting list it is offered, and how long it is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.arrangements import Arrangement
from wabot.domain.book import Book
from wabot.domain.customers import Customer
from wabot.domain.places import find_places, nearest, stretch_around
from wabot.domain.reminders import Quiet, after_quiet, is_quiet
from wabot.domain.salon import BookingRules, Salon
from wabot.domain.waitlist import HeldOffer, OfferState, Stretch, Waiting, WaitState, fulfils
from wabot.domain.walltime import DAY, boundary

LEAST = timedelta(minutes=10)
"""To answer; what leaves less is offered to nobody."""
MOST_IGNORED = 2
"""Offers that go by without an answer: whoever lets so many go by waits no more."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing yet; look again then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold this for the customer, ask at `ask_at`, and wait for the answer up to `until`."""

    visit: Arrangement
    ask_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """It is held already; now the customer is asked."""

    offer: HeldOffer


@dataclass(frozen=True, slots=True)
class Lapse:
    """The offer is over; `passed` is what the customer shall not be offered again, None when they were not reached."""

    offer: HeldOffer
    state: OfferState
    passed: Stretch | None


@dataclass(frozen=True, slots=True)
class End:
    """The wish is on the list no more."""

    state: WaitState


@dataclass(frozen=True, slots=True)
class Resume:
    """It is on the list again: a clock that was ahead had ended it."""


Decision = Wait | Offer | Ask | Lapse | End | Resume


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """Who waits. `visits` are the customer's that have not ended; `has_offer`: something is held for them already, for
    this wish or another.
    """

    customer: Customer
    visits: Sequence[BookedVisit]
    has_offer: bool


def decide(waiting: Waiting, waiter: Waiter, salon: Salon, book: Book, quiet: Quiet, now: datetime) -> Decision:
    """What to do about a wish, its turn aside: it has come when there is nothing to do about those before."""
    if waiting.offer is not None:
        return _about_offer(waiting.offer, waiting, waiter, salon, book, now)
    over_at = _over_at(waiting, salon)
    ended = _ended(waiting, waiter, salon, now) if now < over_at else WaitState.EXPIRED
    if ended is not None:
        return End(ended)
    if waiter.has_offer or _has_too_many(waiting, waiter, salon, now):
        return Wait(over_at)
    silent_until = max(filter(None, (waiter.customer.held_until, waiting.rests_until)), default=now)
    if silent_until > now:
        return Wait(min(silent_until, over_at))
    return _offer(waiting, salon, book, quiet, now) or Wait(over_at)


def answer_until(start_at: datetime, ask_at: datetime, rules: BookingRules, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """Until when the answer is waited for. When that falls into the quiet hours, all of the time counts from their end;
    it is shorter where the visit could not be booked any more.
    """
    until = ask_at + rules.waitlist_answer
    if is_quiet(until, quiet, zone):
        until = after_quiet(until, quiet, zone) + rules.waitlist_answer
    return min(until, start_at - rules.min_notice)


def _about_offer(
    offer: HeldOffer, waiting: Waiting, waiter: Waiter, salon: Salon, book: Book, now: datetime
) -> Decision:
    if now >= offer.until:
        if not offer.is_sent:
            return Lapse(offer, OfferState.WITHDRAWN, None)
        return Lapse(offer, OfferState.IGNORED, stretch_around(offer, waiting, salon, book, now))
    if offer.is_asked:
        return Wait(offer.until)
    if now < offer.ask_at:
        return Wait(offer.ask_at)
    held_until = waiter.customer.held_until
    if held_until is not None and held_until > now:  # a person has begun to talk to them since
        return Lapse(offer, OfferState.WITHDRAWN, None)
    return Ask(offer)


def _offer(waiting: Waiting, salon: Salon, book: Book, quiet: Quiet, now: datetime) -> Offer | None:
    ask_at = after_quiet(now, quiet, salon.timezone)
    earliest = ask_at + salon.rules.min_notice + min(LEAST, salon.rules.waitlist_answer)
    free = find_places(waiting.wish, waiting.customer, salon, book, ask_at)
    places = (visit for visit in free if visit.start_at >= earliest and not waiting.has_passed(visit.start_at))
    visit = nearest(places, waiting.wish, salon)
    if visit is None:
        return None
    return Offer(visit, ask_at, answer_until(visit.start_at, ask_at, salon.rules, quiet, salon.timezone))


def _over_at(waiting: Waiting, salon: Salon) -> datetime:
    """When the last day of the wish is over."""
    last = waiting.wish.day_to or waiting.wish.day
    assert last is not None
    return boundary(last + DAY, timedelta(), salon.timezone)


def _ended(waiting: Waiting, waiter: Waiter, salon: Salon, now: datetime) -> WaitState | None:
    """Why the wish is one no more; None while it is."""
    wish = waiting.wish
    if wish.moving is None:
        return WaitState.TAKEN if any(fulfils(visit, wish, salon) for visit in waiter.visits) else None
    moved = next((visit for visit in waiter.visits if wish.moving in visit.ids), None)
    if moved is None:
        return WaitState.LEFT
    return None if may_change(moved, now, salon.rules) else WaitState.EXPIRED


def _has_too_many(waiting: Waiting, waiter: Waiter, salon: Salon, now: datetime) -> bool:
    """Whether the customer could not book one more visit."""
    to_come = sum(visit.start_at > now for visit in waiter.visits)
    return waiting.wish.moving is None and to_come >= salon.rules.max_open
