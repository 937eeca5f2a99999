"""Time in which nobody is taken, and time that is open again, for one person or the whole salon."""

from datetime import timedelta

from wabot.domain.owner.acts import Close, Hours, Reopen, Stretch
from wabot.domain.owner.decision import Decision, asks, does, says
from wabot.domain.owner.dialogue import OwnerDialogue, WhichDays
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.heard import Said
from wabot.domain.replies.owner import HoursToOpen, WhichDaysToClose, WhichHours
from wabot.domain.replies.refusals import NoSuchDay, PastTime
from wabot.domain.salon import Staff
from wabot.domain.walltime import DAY, boundary, since_midnight


def close(said: Said, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision:
    """Nobody is taken on the days said, or within the hours of the day said."""
    if said.day is None and not said.impossible:
        staff = facts.salon.find_staff(said.staff)
        return asks(dialogue, WhichDays(said.staff), WhichDaysToClose(staff))
    stretches = _stretches(said, dialogue, facts)
    return does(dialogue, Close(stretches)) if isinstance(stretches, tuple) else stretches


def reopen(said: Said, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision:
    """What was closed then is open again; hours said are worked then, whatever the usual ones are."""
    if said.day is None and not said.impossible:
        return says(dialogue, HoursToOpen())
    staff = facts.salon.find_staff(said.staff)
    if said.day is not None and said.day_to is None and not said.vague and said.time is None:
        usual = facts.salon.hours_on(said.day, staff)
        if said.not_before is None and said.not_after is None and not usual:
            return says(dialogue, HoursToOpen())
        if not (usual or (said.not_before and said.not_after)):
            return says(dialogue, HoursToOpen())
    stretches = _stretches(said, dialogue, facts)
    if not isinstance(stretches, tuple):
        return stretches
    return does(dialogue, Reopen(stretches, _hours(said, stretches[0], staff, facts)))


def _hours(said: Said, stretch: Stretch, staff: Staff | None, facts: OwnerFacts) -> Hours | None:
    """The hours to be worked: those said; a bound alone goes on from the usual ones. None if none were said."""
    if said.day is None or (said.not_before is None and said.not_after is None):
        return None
    usual, zone = facts.salon.hours_on(said.day, staff), facts.salon.timezone
    begins = stretch.start_at if said.not_before else boundary(said.day, usual[-1].closes, zone)
    ends = stretch.end_at if said.not_after else boundary(said.day, usual[0].opens, zone)
    return Hours(said.staff, begins, ends) if begins < ends else None


def _stretches(said: Said, dialogue: OwnerDialogue, facts: OwnerFacts) -> tuple[Stretch, ...] | Decision:
    """The time of everybody concerned; what must be said instead when that is not clear or not possible."""
    if said.impossible:
        return says(dialogue, NoSuchDay())
    assert said.day is not None
    has_hours = said.not_before is not None or said.not_after is not None
    if said.vague or said.time is not None or (has_hours and said.day_to is not None):
        return says(dialogue, WhichHours())
    last = said.day_to or said.day
    zone = facts.salon.timezone
    begins = boundary(said.day, since_midnight(said.not_before) if said.not_before else timedelta(), zone)
    ends = boundary(last, since_midnight(said.not_after) if said.not_after else DAY, zone)
    if ends <= facts.now:
        return says(dialogue, PastTime())
    people = [said.staff] if said.staff else [person.id for person in facts.salon.staff]
    return tuple(Stretch(staff, begins, ends) for staff in people)
