"""The waiting list served: what became free is offered to one person at a time, in one transaction each."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wabot.domain.customers import Customer
from wabot.domain.dialogue import Dialogue
from wabot.domain.freed import MOST_IGNORED, Ask, Decision, End, Lapse, Offer, Resume, Wait, Waiter, decide
from wabot.domain.places import find_places
from wabot.domain.reminders import Quiet
from wabot.domain.replies.manners import Hello
from wabot.domain.replies.told import Part, Reply, Visit
from wabot.domain.replies.waiting import Freed, Takes
from wabot.domain.salon import Salon
from wabot.domain.waitlist import HeldOffer, OfferState, Waiting, WaitState
from wabot.domain.wishes import Wish
from wabot.language.replies import Texts
from wabot.storage.book import KnownDays, StoredBook
from wabot.storage.customers import get_customer
from wabot.storage.dialogues import save_dialogue
from wabot.storage.offers import find_open_offer, hold_offer, note_asked, settle_offer
from wabot.storage.openings import OpenedSalon
from wabot.storage.outbox import queue_message
from wabot.storage.visits import upcoming_visits
from wabot.storage.waitlist import end_wait, find_cut_short, find_line, let_rest, pass_over, resume_wait
from wabot.tasks.standing import find_standing
from wabot.types import CustomerId, Lang

AFTER_FAILURE = timedelta(hours=1)  # so long the others are served first


class _Glance:
    """What one connection has read already: the salon with its openings, and days of the book."""

    def __init__(self, salon: Salon) -> None:
        self.opened = OpenedSalon(salon)
        self.known_days = KnownDays()


class WaitingList:
    """Serves the line. What it keeps is only what it has read; all else is in the transaction it works in."""

    def __init__(self, salon: Salon, texts: Texts, quiet: Quiet, *, forget: timedelta) -> None:
        self._salon = salon
        self._texts = texts
        self._quiet = quiet
        self._forget = forget
        self._looking, self._settling = _Glance(salon), _Glance(salon)

    def next_moment(self, db: sqlite3.Connection, now: datetime) -> datetime | None:
        """When there is something to do next; not after `now` when there is already, None when nobody waits."""
        moments = (
            decision.until if isinstance(decision, Wait) else now
            for _, decision in self._decided(db, now, self._looking)
        )
        return min(moments, default=None)

    def customers_due(self, db: sqlite3.Connection, now: datetime) -> list[CustomerId]:
        """Whose turn it is: the first in line for whom there is something to do. The next one's comes after that."""
        first = self._first_due(db, now, self._looking)
        return [first[0].customer] if first is not None else []

    def settle(self, db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[CustomerId, ...]:
        """Do what is due for the customer, if it is still their turn; returns for whom messages were queued."""
        first = self._first_due(db, now, self._settling)
        if first is None or first[0].customer != customer:
            return ()
        waiting, decision = first
        match decision:
            case Offer(visit, ask_at, until):
                hold_offer(db, waiting.id, visit, ask_at, until)
                held = find_open_offer(db, waiting.id)
                assert held is not None
                return self._ask(db, waiting, held, now) if ask_at <= now else ()
            case Ask(offer):
                return self._ask(db, waiting, offer, now)
            case Lapse(offer, state, passed):
                settle_offer(db, offer.id, state, now)
                if passed is not None:
                    pass_over(db, waiting.id, passed)
                if state is OfferState.IGNORED and waiting.ignored + 1 >= MOST_IGNORED:
                    end_wait(db, waiting.id, WaitState.LEFT, now)
            case End(state):
                end_wait(db, waiting.id, state, now)
            case Resume():
                resume_wait(db, waiting.id)
            case Wait():
                pass
        return ()

    def give_up(self, db: sqlite3.Connection, customer: CustomerId, now: datetime) -> tuple[CustomerId, ...]:
        """It failed on our side: the customer keeps their place, and the others are served meanwhile."""
        for waiting in find_line(db):
            if waiting.customer == customer:
                let_rest(db, waiting.id, now + AFTER_FAILURE)
                if waiting.offer is not None and not waiting.offer.is_asked:
                    settle_offer(db, waiting.offer.id, OfferState.WITHDRAWN, now)
        return ()

    def _first_due(self, db: sqlite3.Connection, now: datetime, glance: _Glance) -> tuple[Waiting, Decision] | None:
        decided = self._decided(db, now, glance)
        return next((found for found in decided if not isinstance(found[1], Wait)), None)

    def _decided(self, db: sqlite3.Connection, now: datetime, glance: _Glance) -> Iterator[tuple[Waiting, Decision]]:
        """Everybody in line, with what is to be done about it, as if nothing were to be done about those before."""
        yield from ((waiting, Resume()) for waiting in find_cut_short(db, now))
        line = find_line(db)
        if not line:
            return
        salon = glance.opened.read(db, now)
        book = StoredBook(db, salon, glance.known_days)
        have_offers = {waiting.customer for waiting in line if waiting.offer is not None}
        for waiting in line:
            waiter = Waiter(
                customer=get_customer(db, waiting.customer),
                visits=upcoming_visits(db, waiting.customer, now),
                has_offer=waiting.customer in have_offers,
            )
            seen = StoredBook(db, salon, offered_to=waiting.customer) if waiting.offer is not None else book
            yield waiting, decide(waiting, waiter, salon, seen, self._quiet, now)

    def _ask(self, db: sqlite3.Connection, waiting: Waiting, offer: HeldOffer, now: datetime) -> tuple[CustomerId, ...]:
        """Write to the customer, in words that leave an open question of ours alone."""
        customer = get_customer(db, waiting.customer)
        standing = find_standing(db, customer.id, self._forget, self._salon.timezone, now)
        dialogue = standing.dialogue.yielding()
        takes = Takes.WORD
        if dialogue.question is None:
            takes = Takes.NEAR if self._has_more(db, waiting, offer, now) else Takes.YES
            dialogue = Dialogue(wish=Wish(services=offer.wish.services, day=self._local_day(offer.start_at)))
        freed = Freed(self._told(offer), offer.until, takes, offer.wish.moving is not None)
        replies: list[Reply] = [Hello(self._salon), freed] if standing.is_new else [freed]
        text = self._texts.render(replies, self._lang(customer), self._local_day(now))
        message = queue_message(db, f"waitlist:{offer.id}", customer.id, text, now, wanted_until=offer.until)
        note_asked(db, offer.id, message, now)
        save_dialogue(db, customer.id, dialogue, now)
        return (customer.id,)

    def _has_more(self, db: sqlite3.Connection, waiting: Waiting, offer: HeldOffer, now: datetime) -> bool:
        """Whether the visit may begin a little earlier or later, too."""
        salon = self._settling.opened.read(db, now)
        book = StoredBook(db, salon, offered_to=waiting.customer)
        places = find_places(waiting.wish, waiting.customer, salon, book, now)
        return any(abs(place.start_at - offer.start_at) == salon.rules.step for place in places)

    def _told(self, offer: HeldOffer) -> Visit:
        """The visit as customers hear of it."""
        salon = self._salon
        parts = tuple(
            Part(
                salon.find_service(part.service) or part.service,
                salon.find_staff(part.staff) or part.staff,
                part.start_at,
            )
            for part in offer.parts
        )
        shared = parts if len(set(offer.staff)) > 1 else ()
        return Visit(tuple(part.service for part in parts), parts[0].staff, offer.start_at, shared)

    def _lang(self, customer: Customer) -> Lang:
        return customer.lang or self._salon.language

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self._salon.timezone).date()
