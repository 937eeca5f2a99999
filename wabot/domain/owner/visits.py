"""Moving, cancelling and "did not come": which visit is meant. Where several fit, the owner is asked, never guessed."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from wabot.domain.appointments import Status
from wabot.domain.owner.acts import Amend
from wabot.domain.owner.decision import Decision, asks, does, says
from wabot.domain.owner.dialogue import OwnerDialogue, Purpose, WhereTo, WhichVisit
from wabot.domain.owner.facts import ON, Entry, OwnerFacts
from wabot.domain.owner.heard import Ordered, Said
from wabot.domain.owner.lines import coming_on
from wabot.domain.replies.owner import IsItThatVisit, NoVisitThere, WhereToShift, WhichOfVisits
from wabot.domain.replies.refusals import NoSuchDay
from wabot.domain.walltime import DAY, boundary, since_midnight
from wabot.types import StaffId

LOOK_AHEAD = 7 * DAY
"""Where a visit is looked for whose day was not said, and which is not today's."""
MOST_LISTED = 10


def change_visit(ordered: Ordered, purpose: Purpose, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    """What is to be done to a visit; None when none was pointed at, or the owner's own as a customer is meant."""
    said = ordered.now if purpose is Purpose.MOVE else ordered.said
    points = said.time or said.staff or ordered.person or ordered.phone
    names_day = purpose is Purpose.CANCEL and said.day is not None
    if ordered.mine or not (points or names_day or purpose is Purpose.NO_SHOW):
        return None
    if said.impossible or ordered.said.impossible:
        return says(dialogue, NoSuchDay())
    entries, is_sure = _find(said, ordered, purpose, facts)
    if not entries and not points and purpose is Purpose.CANCEL:
        return None
    if not entries:
        return says(dialogue, NoVisitThere())
    to = ordered.said if purpose is Purpose.MOVE else Said()
    if len(entries) == 1 and is_sure and (points or purpose is Purpose.NO_SHOW):
        return do_to(entries[0], purpose, to, ordered.agrees, dialogue, facts, is_forced=ordered.forced)
    listed = entries[:MOST_LISTED]
    question = WhichVisit(tuple(entry.visit.id for entry in listed), purpose, to, ordered.agrees)
    if len(listed) == 1:
        return asks(dialogue, question, IsItThatVisit(coming_on(listed[0], facts)))
    return asks(dialogue, question, WhichOfVisits(tuple(coming_on(entry, facts) for entry in listed)))


def do_to(
    entry: Entry,
    purpose: Purpose,
    to: Said,
    tells: bool | None,
    dialogue: OwnerDialogue,
    facts: OwnerFacts,
    *,
    is_forced: bool = False,
) -> Decision:
    """Do it to this visit; of a move the new time may still have to be asked for."""
    number = entry.visit.id
    match purpose:
        case Purpose.CANCEL:
            return does(dialogue, Amend(appointment=number, status=Status.CANCELLED), tells)
        case Purpose.NO_SHOW:
            return does(dialogue, Amend(appointment=number, status=Status.NO_SHOW), tells=False)
        case Purpose.MOVE:
            if not _says_where(to):
                return asks(dialogue, WhereTo(number, tells), WhereToShift(coming_on(entry, facts)))
            was = facts.local(entry.visit.start_at + (to.shift or timedelta()))
            day, clock = to.day or was.date(), to.time or was.time()
            start_at = boundary(day, since_midnight(clock), facts.salon.timezone)
            amend = Amend(appointment=number, start_at=start_at, staff=to.staff, is_forced=is_forced)
            return does(dialogue, amend, tells)


def _says_where(to: Said) -> bool:
    """Whether the new time is sure: "Friday" keeps the hour, "to Masha" both, "after lunch" is no time."""
    is_bound = to.vague or to.not_before is not None or to.not_after is not None
    return to.time is not None or to.shift is not None or (not is_bound and bool(to.day or to.staff))


def matching(entries: Sequence[Entry], said: Said, ordered: Ordered, facts: OwnerFacts) -> list[Entry]:
    """Those that have the time, staff member, service and customer that were said."""
    fitting = list(_fitting(entries, said, said.staff, ordered, facts))
    person = ordered.person
    if person is None:
        return fitting
    named = [entry for entry in fitting if person.is_name_of(entry.customer.name)]
    if not named and person.staff is not None:  # "отмени Олю в 15:00": nobody of that name comes, but she has a visit
        return [entry for entry in fitting if entry.visit.staff == person.staff]
    return named


def _fitting(
    entries: Sequence[Entry], said: Said, staff: StaffId | None, ordered: Ordered, facts: OwnerFacts
) -> Iterator[Entry]:
    for entry in entries:
        visit = entry.visit
        is_then = said.time is None or facts.local(visit.start_at).time() == said.time
        is_theirs = staff is None or visit.staff == staff
        is_for = ordered.phone is None or entry.customer.contact.phone == ordered.phone
        families = {service.family for name in visit.services if (service := facts.salon.find_service(name))}
        is_of = all(name in visit.services or name in families for name in said.services)
        if visit.status in ON and is_then and is_theirs and is_for and is_of:
            yield entry


def _find(said: Said, ordered: Ordered, purpose: Purpose, facts: OwnerFacts) -> tuple[list[Entry], bool]:
    """The visits that may be meant, and whether a single one of them surely is."""
    ledger = facts.ledger
    if said.day is not None or purpose is Purpose.NO_SHOW:
        found = matching(ledger.visits(*facts.stretch(said.day or facts.today, said.day_to)), said, ordered, facts)
        begun = [entry for entry in found if entry.visit.start_at <= facts.now]
        return (begun if begun and purpose is Purpose.NO_SHOW else found), True
    if ordered.person is not None or ordered.phone is not None:
        return matching(ledger.visits(facts.now), said, ordered, facts), True
    _, midnight = facts.stretch(facts.today)
    today = matching(ledger.visits(facts.now, midnight), said, ordered, facts)
    if today:
        return today, True
    return matching(ledger.visits(midnight, midnight + LOOK_AHEAD - timedelta(seconds=1)), said, ordered, facts), False
