"""What came of closing and opening time."""

from wabot.domain.blocks import Block
from wabot.domain.openings import OneOffOpening
from wabot.domain.owner.acts import Carried, Close, Hours, News, Notice, Reopen, Stretch, Tell, Unblock
from wabot.domain.owner.decision import Decision, done
from wabot.domain.owner.dialogue import TellThem
from wabot.domain.owner.facts import ON, OwnerFacts
from wabot.domain.owner.lines import coming_on, when_of
from wabot.domain.replies.owner import (
    HoursOpened,
    LeftAsItWas,
    NothingWasClosed,
    ShallIMoveThem,
    TimeClosed,
    TimeOpened,
    TimeReserved,
)
from wabot.domain.salon import Staff


def report_closed(
    decision: Decision, stretches: tuple[Stretch, ...], blocks: tuple[Block, ...], facts: OwnerFacts
) -> Decision:
    """Nobody is taken then any more; who stands there is named, and may be asked for another time."""
    first, undo = stretches[0], Unblock(tuple(block.id for block in blocks))
    staff = _one_of(stretches, facts)
    if first.reason and staff is not None:
        return done(decision, undo, TimeReserved(staff, first.start_at, first.reason))
    people = {stretch.staff for stretch in stretches}
    standing = [
        entry
        for entry in facts.ledger.visits(first.start_at, first.end_at)
        if entry.visit.staff in people and entry.visit.status in ON and entry.visit.end_at > facts.now
    ]
    closed = TimeClosed(staff, when_of(first, facts), tuple(coming_on(entry, facts) for entry in standing))
    if not standing:
        return done(decision, undo, closed)
    customers = len({entry.customer.id for entry in standing})
    question = TellThem(Tell(tuple(Notice(entry.visit.id, News.CLOSED) for entry in standing)))
    return done(decision, undo, closed, ShallIMoveThem(customers), question=question)


def worked(hours: Hours | OneOffOpening | None, facts: OwnerFacts) -> tuple[Stretch, ...]:
    """Whose time the hours are; nobody's where there are none."""
    if hours is None:
        return ()
    people = [hours.staff] if hours.staff else [person.id for person in facts.salon.staff]
    return tuple(Stretch(staff, hours.start_at, hours.end_at) for staff in people)


def report_opened(decision: Decision, act: Unblock | Reopen, carried: Carried, facts: OwnerFacts) -> Decision:
    """People are taken then again, or nothing had kept them away."""
    taken = tuple(Stretch(block.staff, block.start_at, block.end_at, block.reason) for block in carried.blocks)
    if isinstance(act, Reopen) and act.hours is not None and carried.opening is not None:
        day, staff = facts.local(act.hours.start_at).date(), _one_of(act.stretches, facts)
        others = tuple(person for person in facts.salon.staff if day.weekday() in person.hours)
        when = when_of(worked(act.hours, facts)[0], facts)
        reply = HoursOpened(staff, when, () if staff else others)
        return done(decision, Close(taken, carried.opening.id), reply)
    asked = act.stretches if isinstance(act, Reopen) else taken
    if not taken:
        if not asked:
            return done(decision, None, LeftAsItWas())
        nothing = NothingWasClosed(_one_of(asked, facts), when_of(asked[0], facts))
        return done(decision, decision.dialogue.undo, nothing)
    return done(decision, Close(taken), TimeOpened(_one_of(asked, facts), when_of(asked[0], facts)))


def _one_of(stretches: tuple[Stretch, ...], facts: OwnerFacts) -> Staff | None:
    """Whose time it is, if it is one person's."""
    people = {stretch.staff for stretch in stretches}
    return facts.salon.find_staff(people.pop()) if len(people) == 1 else None
