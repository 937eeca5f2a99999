"""Remarks on what was offered or booked ("а пораньше?", "к другому мастеру") become a wish for other times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from wabot.domain.arrangements import find_arrangements
from wabot.domain.conversation.alternatives import NEARBY_DAYS
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.offers import is_excluded, search_of
from wabot.domain.dialogue import Dialogue, OfferedSlot
from wabot.domain.heard import Heard, Remark
from wabot.domain.replies.refusals import NothingEarlier, NothingLater
from wabot.domain.walltime import DAY
from wabot.domain.wishes import Wish

ELSEWHERE = frozenset({Remark.EARLIER, Remark.LATER, Remark.OTHERS, Remark.OTHER_DAY, Remark.OTHER_STAFF})
"""Remarks that ask for something else than what is on the table."""


def looks_elsewhere(heard: Heard, offers: Sequence[OfferedSlot], dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Other times than `offers`, which were offered or are booked; None when nothing of the kind was said."""
    remarks = heard.remarks & ELSEWHERE
    if not remarks or heard.says_clock:
        return None
    starts = sorted(facts.local(offer.start_at) for offer in offers)
    wish = replace(dialogue.wish, seen=(*dialogue.wish.seen, *(offer.start_at for offer in offers)))
    wish = wish.with_heard(heard, facts.salon) if heard.says_wish else wish
    if Remark.OTHER_STAFF in remarks:
        return pursue(_with_other_staff(wish, offers), facts, only_asks=True)
    if Remark.OTHER_DAY in remarks:
        return pursue(_on_another_day(wish, starts), facts, only_asks=True)
    if Remark.OTHERS in remarks:
        return pursue(_anywhen_else(wish, starts), facts, only_asks=True)
    is_earlier = Remark.EARLIER in remarks
    wish = _beside(wish, starts, is_earlier=is_earlier, step=facts.salon.rules.step)
    if _is_hopeless(wish, facts):
        booked = facts.find_visit(wish.moving) if dialogue.question is None else None
        visit = facts.told(booked) if booked is not None else None
        return Outcome(replies=(NothingEarlier(visit) if is_earlier else NothingLater(visit),), dialogue=dialogue)
    return pursue(wish, facts, only_asks=True)


def _with_other_staff(wish: Wish, offers: Sequence[OfferedSlot]) -> Wish:
    """Whoever was offered is not wanted; the time may stay."""
    offered = {staff for offer in offers for staff in offer.staff}
    not_staff = wish.staff or (offered.pop() if len(offered) == 1 else None)
    return replace(wish, staff=None, not_staff=not_staff, seen=())


def _on_another_day(wish: Wish, starts: Sequence[datetime]) -> Wish:
    """After the last day that was offered, at the hours that were asked for."""
    after = starts[-1].date() + DAY
    return replace(wish, day=after, day_to=after + timedelta(days=NEARBY_DAYS))


def _anywhen_else(wish: Wish, starts: Sequence[datetime]) -> Wish:
    """A time that cannot be had is given up; its day stays."""
    if wish.time is None:
        return wish
    day = _only_day(starts)
    return replace(wish.without_clock(), day=day, day_to=None if day else wish.day_to)


def _beside(wish: Wish, starts: Sequence[datetime], *, is_earlier: bool, step: timedelta) -> Wish:
    """Before the first or after the last clock time that was offered, on the same day if it was one."""
    day = _only_day(starts)
    clocks = sorted(start.time() for start in starts)
    edge = datetime.combine(starts[0].date(), clocks[0] if is_earlier else clocks[-1])
    bound = (edge - step if is_earlier else edge + step).time()
    wish = replace(wish.without_clock(), seen=())
    if day is not None:
        wish = replace(wish, day=day, day_to=None)
    return replace(wish, not_after=bound) if is_earlier else replace(wish, not_before=bound)


def _only_day(starts: Sequence[datetime]) -> date | None:
    days = {start.date() for start in starts}
    return days.pop() if len(days) == 1 else None


def _is_hopeless(wish: Wish, facts: Facts) -> bool:
    """Whether nothing at all is free then; a service that is no more is another matter."""
    search = search_of(wish, facts.salon, facts.now, facts.customer.id)
    if search is None:
        return False
    found = find_arrangements(facts.salon, facts.book, search, facts.now)
    return all(is_excluded(wish, facts.local(slot.start_at)) for slot in found)
