"""We asked for another day or time; the customer says when."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import changes_wish, never_mind, number_as_time, strays
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.offered import as_refused
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Intent
from wabot.domain.wishes import Wish


def answer(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with what was said; None when the message is no answer."""
    heard = as_refused(heard, facts)
    if strays(heard):
        return None
    heard = number_as_time(heard)
    if heard.says_wish or changes_wish(heard):
        wish = _on_its_day(_at_its_hour(dialogue.wish.with_heard(heard, facts.salon), heard, facts), facts)
        return pursue(wish, facts, only_asks=Intent.AVAILABILITY in heard.intents)
    if Intent.DECLINE in heard.intents:
        return never_mind()
    return None


def _at_its_hour(wish: Wish, heard: Heard, facts: Facts) -> Wish:
    """The wish at the hour of the visit that is moved, for "Monday then, same time"."""
    visit = facts.find_visit(wish.moving)
    if visit is None or not heard.same_time or heard.says_clock:
        return wish
    return replace(wish.without_clock(), time=facts.local(visit.start_at).time())


def _on_its_day(wish: Wish, facts: Facts) -> Wish:
    """The wish on the day of the visit that is moved, where only an hour was said."""
    visit = facts.find_visit(wish.moving)
    if visit is None or wish.day is not None or wish.any_day or not wish.says_clock:
        return wish
    day = facts.local(visit.start_at).date()
    return wish if wish.excluded.covers(day) else replace(wish, day=day)
