"""What the customer has had before: offered to a regular, never assumed."""

from collections import Counter
from collections.abc import Sequence

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.asking import preceded_by
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.guests import company_of, is_own
from wabot.domain.conversation.telling import together
from wabot.domain.dialogue import AsUsual, Dialogue
from wabot.domain.heard import Company, Heard, Intent, Remark
from wabot.domain.replies.questions import AskAsUsual
from wabot.domain.replies.visits import NotBeenYet
from wabot.domain.wishes import Wish
from wabot.types import ServiceId, StaffId

RECENT_VISITS = 5  # what was usual long ago may not be so any more

Habit = tuple[tuple[ServiceId, ...], StaffId | None, int, Company | None]


def usual_of(past: Sequence[BookedVisit], facts: Facts) -> AsUsual | None:
    """What the customer has most often had of late, the latest of equals; None when they have not been here, or the
    salon does not do it any more. `past` is latest first.
    """
    habits = Counter[Habit](_habit(visit) for visit in past[:RECENT_VISITS])
    if not habits:
        return None
    [((services, staff, guests, company), times)] = habits.most_common(1)
    known = facts.salon.services_named(services)
    if len(known) < len(services):
        return None
    person = facts.salon.find_staff(staff)
    does_it = person is not None and any(service.id in person.services for service in known)
    return AsUsual(services, person.id if person and does_it else None, times > 1, guests, company)


def _habit(visit: BookedVisit) -> Habit:
    return (
        visit.services,
        visit.only_staff,
        visit.guests,
        company_of(visit),
    )


def as_before(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Offer the same as last time, or as usual; None when that was not asked for."""
    if not heard.as_before or heard.services:
        return None
    wish = dialogue.wish.with_heard(heard, facts.salon)
    past = facts.past[:1] if Remark.LAST_TIME in heard.remarks else facts.past
    usual = usual_of(past, facts)
    if usual is None:
        return preceded_by((NotBeenYet(),), pursue(wish, facts, only_asks=True))
    return pursue(with_usual(wish, usual), facts, only_asks=True)


def ask_as_usual(wish: Wish, heard: Heard, facts: Facts) -> Outcome | None:
    """Ask a regular who wants to come but does not say for what; None for everybody else."""
    if wish.services or wish.staff or wish.company or wish.guests > 1 or Intent.BOOK not in heard.intents:
        return None
    usual = usual_of([visit for visit in facts.past if is_own(visit)], facts)
    if usual is None:
        return None
    services = facts.salon.services_named(usual.services)
    staff = facts.salon.find_staff(usual.staff)
    reply = AskAsUsual(together(services), staff, often=usual.often)
    return Outcome(replies=(reply,), dialogue=Dialogue(wish=wish, question=usual))


def with_usual(wish: Wish, usual: AsUsual) -> Wish:
    """The wish for what is usual, with who usually does it unless somebody else was asked for."""
    return Wish(
        services=usual.services,
        guests=usual.guests,
        company=usual.company,
        staff=wish.staff or usual.staff,
        day=wish.day,
        day_to=wish.day_to,
        time=wish.time,
        not_before=wish.not_before,
        not_after=wish.not_after,
        part=wish.part,
    )
