"""What came of an act: what was done, precisely, or why not; whether customers are told; how it is taken back."""

from dataclasses import replace

from wabot.domain.amendments import services_of
from wabot.domain.appointments import Appointment, Status
from wabot.domain.blocks import Block
from wabot.domain.customers import Customer
from wabot.domain.orders import as_one
from wabot.domain.owner.acts import (
    Act,
    Amend,
    Carried,
    Close,
    Hours,
    Hush,
    News,
    Notice,
    Place,
    Refused,
    Reopen,
    Result,
    Speak,
    Stretch,
    Tell,
    Unblock,
)
from wabot.domain.owner.decision import Decision
from wabot.domain.owner.dialogue import ForceIt, OwnerDialogue, Question, TellThem
from wabot.domain.owner.facts import Entry, OwnerFacts, who
from wabot.domain.owner.lines import coming_on, waiting, when_of
from wabot.domain.owner.refusals import FORCEABLE, told_refusal
from wabot.domain.replies.owner import (
    AllTheSame,
    CustomersTold,
    DidNotCome,
    HoursOpened,
    LeftAsItWas,
    NothingWasClosed,
    NoVisitThere,
    ShallIMoveThem,
    ShallITell,
    SilentNow,
    TalkingAgain,
    TalkingTo,
    TimeClosed,
    TimeOpened,
    TimeReserved,
    VisitDropped,
    VisitPlaced,
    VisitRestored,
    VisitShifted,
)
from wabot.domain.replies.told import Reply
from wabot.domain.salon import Service, Staff

_ON = {Status.BOOKED, Status.CONFIRMED}


def report(decision: Decision, result: Result, facts: OwnerFacts) -> Decision:
    """What is said once the act of the decision was tried; it may go on with telling the customer."""
    match decision.act, result:
        case (Place() | Amend()) as act, Refused():
            return _refused(decision, act, result, facts)
        case _, Refused(refusal):
            raise AssertionError(refusal)
        case Place(), Carried(None, Entry() as after):
            undo = Amend(appointment=after.visit.id, status=Status.CANCELLED)
            placed = VisitPlaced(facts.told(after.visit), who(after.customer))
            return _then_tell(_done(decision, undo, placed), decision.tells, after, News.BOOKED, facts)
        case Amend(), Carried(Appointment() as before, Entry() as after):
            return _amended(decision, before, after, facts)
        case Close(stretches), Carried(blocks=blocks, opening=opening):
            taken = () if opening is None else _worked(Hours(opening.staff, opening.start_at, opening.end_at), facts)
            return _closed(decision, stretches or taken, blocks, facts)
        case (Unblock() | Reopen()) as act, Carried() as carried:
            return _opened(decision, act, carried, facts)
        case Hush(customer), Carried(customers=customers, until=until):
            return _done(decision, Speak(customer), SilentNow(_name(customers) if customer else None, until))
        case Speak(customer), Carried(customers=customers):
            reply = TalkingTo(_name(customers)) if customer else TalkingAgain(waiting(customers))
            return _done(decision, Hush(customer), reply)
        case Tell(), Carried(customers=customers):
            told = CustomersTold(len(customers))
            return Decision(dialogue=OwnerDialogue(undo=decision.dialogue.undo), replies=(*decision.replies, told))
        case _, Carried():  # what was to be changed is no more
            return _done(decision, decision.dialogue.undo, NoVisitThere())
    raise AssertionError(decision.act)


def _name(customers: tuple[Customer, ...]) -> str:
    return who(customers[0])


def _done(decision: Decision, undo: Act | None, *replies: Reply, question: Question | None = None) -> Decision:
    """It is done, and can be taken back unless it took something back itself."""
    dialogue = OwnerDialogue(question, None if decision.undoes else undo)
    return Decision(dialogue=dialogue, replies=(*decision.replies, *replies))


def _refused(decision: Decision, act: Place | Amend, refused: Refused, facts: OwnerFacts) -> Decision:
    reply = told_refusal(refused, _service_of(act, facts), facts)
    undo = decision.dialogue.undo
    if isinstance(refused.refusal, FORCEABLE) and not act.is_forced:
        question = ForceIt(replace(act, is_forced=True), decision.tells)
        return Decision(dialogue=OwnerDialogue(question, undo), replies=(reply, AllTheSame()))
    return Decision(dialogue=OwnerDialogue(undo=undo), replies=(reply,))


def _service_of(act: Place | Amend, facts: OwnerFacts) -> Service:
    """What the visit is for, as one."""
    if isinstance(act, Place):
        return as_one([service for name in act.services if (service := facts.salon.find_service(name))])
    entry = facts.ledger.find(act.appointment)
    assert entry is not None
    return as_one(services_of(facts.salon, entry.visit, ()))


def _amended(decision: Decision, before: Appointment, after: Entry, facts: OwnerFacts) -> Decision:
    visit, name = facts.told(after.visit), who(after.customer)
    back = Amend(appointment=before.id, status=before.status)
    if after.visit.status is Status.CANCELLED:
        dropped = _done(decision, back, VisitDropped(visit, name))
        return _then_tell(dropped, decision.tells, after, News.CANCELLED, facts)
    if after.visit.status is Status.NO_SHOW:
        return _done(decision, back, DidNotCome(visit, name))
    if before.status not in _ON:
        restored = _done(decision, None, VisitRestored(visit, name))
        tells = decision.tells if before.status is Status.CANCELLED else False
        return _then_tell(restored, tells, after, News.BOOKED, facts)
    if (before.start_at, before.staff) == (after.visit.start_at, after.visit.staff):
        return _done(decision, decision.dialogue.undo, LeftAsItWas())
    back = Amend(appointment=before.id, start_at=before.start_at, staff=before.staff, is_forced=True)
    shifted = _done(decision, back, VisitShifted(visit, facts.told(before), name))
    return _then_tell(shifted, decision.tells, after, News.MOVED, facts, before)


def _then_tell(
    done: Decision,
    tells: bool | None,
    after: Entry,
    news: News,
    facts: OwnerFacts,
    before: Appointment | None = None,
) -> Decision:
    """Tell the customer, if the owner said so, or ask; of what lies behind there is nothing to tell."""
    if tells is False or after.visit.end_at <= facts.now:
        return done
    tell = Tell((Notice(after.visit.id, news, before.start_at if before else None),))
    if tells:
        return replace(done, act=tell)
    dialogue = OwnerDialogue(TellThem(tell), done.dialogue.undo)
    return replace(done, dialogue=dialogue, replies=(*done.replies, ShallITell()))


def _closed(
    decision: Decision, stretches: tuple[Stretch, ...], blocks: tuple[Block, ...], facts: OwnerFacts
) -> Decision:
    first, undo = stretches[0], Unblock(tuple(block.id for block in blocks))
    staff = _one_of(stretches, facts)
    if first.reason and staff is not None:
        return _done(decision, undo, TimeReserved(staff, first.start_at, first.reason))
    people = {stretch.staff for stretch in stretches}
    standing = [
        entry
        for entry in facts.ledger.visits(first.start_at, first.end_at)
        if entry.visit.staff in people and entry.visit.status in _ON and entry.visit.end_at > facts.now
    ]
    closed = TimeClosed(staff, when_of(first, facts), tuple(coming_on(entry, facts) for entry in standing))
    if not standing:
        return _done(decision, undo, closed)
    customers = len({entry.customer.id for entry in standing})
    question = TellThem(Tell(tuple(Notice(entry.visit.id, News.CLOSED) for entry in standing)))
    return _done(decision, undo, closed, ShallIMoveThem(customers), question=question)


def _worked(hours: Hours, facts: OwnerFacts) -> tuple[Stretch, ...]:
    """Whose time the hours are."""
    people = [hours.staff] if hours.staff else [person.id for person in facts.salon.staff]
    return tuple(Stretch(staff, hours.start_at, hours.end_at) for staff in people)


def _opened(decision: Decision, act: Unblock | Reopen, carried: Carried, facts: OwnerFacts) -> Decision:
    taken = tuple(Stretch(block.staff, block.start_at, block.end_at, block.reason) for block in carried.blocks)
    if isinstance(act, Reopen) and act.hours is not None and carried.opening is not None:
        day, staff = facts.local(act.hours.start_at).date(), _one_of(act.stretches, facts)
        others = tuple(person for person in facts.salon.staff if day.weekday() in person.hours)
        when = when_of(_worked(act.hours, facts)[0], facts)
        reply = HoursOpened(staff, when, () if staff else others)
        return _done(decision, Close(taken, carried.opening.id), reply)
    asked = act.stretches if isinstance(act, Reopen) else taken
    if not taken:
        if not asked:
            return _done(decision, None, LeftAsItWas())
        nothing = NothingWasClosed(_one_of(asked, facts), when_of(asked[0], facts))
        return _done(decision, decision.dialogue.undo, nothing)
    return _done(decision, Close(taken), TimeOpened(_one_of(asked, facts), when_of(asked[0], facts)))


def _one_of(stretches: tuple[Stretch, ...], facts: OwnerFacts) -> Staff | None:
    """Whose time it is, if it is one person's."""
    people = {stretch.staff for stretch in stretches}
    return facts.salon.find_staff(people.pop()) if len(people) == 1 else None
