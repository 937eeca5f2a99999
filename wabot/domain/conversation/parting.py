"""Some services of a visit get a time of their own: the visit becomes two."""

from dataclasses import replace

from wabot.domain.arrangements import Arrangement, check_arrangement
from wabot.domain.conversation.facts import Facts, MakeAppointment, MoveAppointment, Outcome, call_person
from wabot.domain.conversation.offers import search_of
from wabot.domain.conversation.standing import with_only
from wabot.domain.conversation.telling import visit_told
from wabot.domain.dialogue import Dialogue
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.visits import Moved, NothingBooked, Unchanged
from wabot.domain.slots import wall_start
from wabot.domain.wishes import Wish


def as_whole(wish: Wish, facts: Facts) -> Wish:
    """The wish; where its part of a visit has become all of it, the visit itself is to be moved."""
    whole = facts.find_visit(wish.part_of)
    if whole is None or not set(whole.services) <= set(wish.services):
        return wish
    return replace(wish, part_of=None, moving=whole.id)


def take_part(visit: Arrangement, wish: Wish, facts: Facts) -> Outcome:
    """Put these services where they are wanted; the rest of the visit they are part of keeps its time and staff."""
    whole = facts.find_visit(wish.part_of)
    if whole is None:  # cancelled, or over, since we asked
        return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
    left = _left(with_only(whole, tuple(one for one in whole.services if one not in wish.services), facts), facts)
    if left is None:
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())
    return Outcome(
        replies=(Moved(visit_told(visit)), Unchanged(visit_told(left))),
        dialogue=Dialogue(recent_start=visit.start_at),
        changes=(MoveAppointment(whole.id, left), MakeAppointment(visit, wish.note)),
    )


def _left(wish: Wish, facts: Facts) -> Arrangement | None:
    search = search_of(wish, facts.salon, facts.now, facts.customer.id)
    start_at = wall_start(facts.salon, wish.day, wish.time) if wish.day is not None and wish.time is not None else None
    if search is None or start_at is None:
        return None
    found = check_arrangement(facts.salon, facts.book, search, start_at, facts.now)
    return found if isinstance(found, Arrangement) else None
