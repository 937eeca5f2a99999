"""Times were offered, and more was said of when it shall be: the search goes on with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from wabot.domain.conversation.answers.choosing import the_only
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import Dialogue, WhichSlot
from wabot.domain.heard import Heard, Intent
from wabot.domain.wishes import Wish


def narrow(question: WhichSlot, heard: Heard, dialogue: Dialogue, facts: Facts, *, is_number: bool) -> Outcome:
    """Look on with what was said; a bare time is of the day that was offered, "the same time" its hour.

    Only who says a time outright takes it; all else is offered.
    """
    starts = [facts.local(offer.start_at) for offer in question.offers]
    wish = dialogue.wish.with_heard(heard, facts.salon)
    if heard.same_time:
        wish = _at_the_same_time(wish, starts, heard, facts)
    if heard.shift is not None and len(starts) == 1 and not heard.says_when:
        wish = replace(wish.without_clock(), day=starts[0].date(), time=(starts[0] + heard.shift).time())
    elif heard.shift is not None and not heard.says_when:
        wish = _shifted(wish, starts, heard.shift)
    elif heard.day is None and not wish.any_day:
        wish = _of_offered_days(wish, [start.date() for start in starts if not wish.excluded.covers(start.date())])
    says_outright = heard.time is not None and not (is_number or heard.services or heard.questions)
    return pursue(wish, facts, only_asks=not says_outright or Intent.AVAILABILITY in heard.intents)


def _shifted(wish: Wish, starts: Sequence[datetime], shift: timedelta) -> Wish:
    """The wish for times so much later than the first that was offered, or earlier than the last."""
    wish = _of_offered_days(wish.without_clock(), [start.date() for start in starts])
    if shift > timedelta():
        return replace(wish, not_before=(min(starts, key=datetime.time) + shift).time())
    return replace(wish, not_after=(max(starts, key=datetime.time) + shift).time())


def _of_offered_days(wish: Wish, days: Sequence[date]) -> Wish:
    """The wish on the day that was offered, or on all of those where the day that was wanted is not among them."""
    only = the_only(days)
    if only is not None or not days:
        return replace(wish, day=only or wish.day)
    is_elsewhere = wish.day is not None and wish.day_to is None and wish.day not in days
    return replace(wish, day=min(days), day_to=max(days)) if is_elsewhere else wish


def _at_the_same_time(wish: Wish, starts: Sequence[datetime], heard: Heard, facts: Facts) -> Wish:
    """At the hour of all that was offered, or the one that was wanted; else beside the customer's only visit."""
    clock = the_only(start.time() for start in starts) or wish.time
    if clock is not None:
        return replace(wish.without_clock(), time=clock)
    if len(facts.visits) != 1:
        return wish  # of several hours it is what was asked for before
    begins = facts.local(facts.visits[0].start_at)
    return replace(wish.without_clock(), day=heard.day or begins.date(), time=begins.time())
