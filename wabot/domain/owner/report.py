"""What came of an act: what was done, precisely, or why not; whether customers are told; how it is taken back."""

from dataclasses import replace

from wabot.domain.amendments import services_of
from wabot.domain.appointments import Appointment, Status
from wabot.domain.customers import Customer
from wabot.domain.orders import as_one
from wabot.domain.owner.acts import (
    Amend,
    Carried,
    Close,
    Hush,
    News,
    Notice,
    Place,
    Refused,
    Reopen,
    Result,
    Speak,
    Tell,
    Unblock,
)
from wabot.domain.owner.decision import Decision, done
from wabot.domain.owner.dialogue import ForceIt, OwnerDialogue, TellThem
from wabot.domain.owner.facts import ON, Entry, OwnerFacts, who
from wabot.domain.owner.lines import waiting
from wabot.domain.owner.refusals import FORCEABLE, told_refusal
from wabot.domain.owner.report_times import report_closed, report_opened, worked
from wabot.domain.replies.owner import (
    AllTheSame,
    CustomersTold,
    DidNotCome,
    LeftAsItWas,
    NoVisitThere,
    ShallITell,
    SilentNow,
    TalkingAgain,
    TalkingTo,
    VisitDropped,
    VisitPlaced,
    VisitRestored,
    VisitShifted,
)
from wabot.domain.salon import Service


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
            return _then_tell(done(decision, undo, placed), decision.tells, after, News.BOOKED, facts)
        case Amend(), Carried(Appointment() as before, Entry() as after):
            return _amended(decision, before, after, facts)
        case Close(stretches), Carried(blocks=blocks, opening=opening):
            return report_closed(decision, stretches or worked(opening, facts), blocks, facts)
        case (Unblock() | Reopen()) as act, Carried() as carried:
            return report_opened(decision, act, carried, facts)
        case Hush(customer), Carried(customers=customers, until=until):
            return done(decision, Speak(customer), SilentNow(_name(customers) if customer else None, until))
        case Speak(customer), Carried(customers=customers):
            reply = TalkingTo(_name(customers)) if customer else TalkingAgain(waiting(customers))
            return done(decision, Hush(customer), reply)
        case Tell(), Carried(customers=customers):
            told = CustomersTold(len(customers))
            return Decision(dialogue=OwnerDialogue(undo=decision.dialogue.undo), replies=(*decision.replies, told))
        case _, Carried():  # what was to be changed is no more
            return done(decision, decision.dialogue.undo, NoVisitThere())
    raise AssertionError(decision.act)


def _name(customers: tuple[Customer, ...]) -> str:
    return who(customers[0])


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
        dropped = done(decision, back, VisitDropped(visit, name))
        return _then_tell(dropped, decision.tells, after, News.CANCELLED, facts)
    if after.visit.status is Status.NO_SHOW:
        return done(decision, back, DidNotCome(visit, name))
    if before.status not in ON:
        restored = done(decision, None, VisitRestored(visit, name))
        tells = decision.tells if before.status is Status.CANCELLED else False
        return _then_tell(restored, tells, after, News.BOOKED, facts)
    if (before.start_at, before.staff) == (after.visit.start_at, after.visit.staff):
        return done(decision, decision.dialogue.undo, LeftAsItWas())
    back = Amend(appointment=before.id, start_at=before.start_at, staff=before.staff, is_forced=True)
    shifted = done(decision, back, VisitShifted(visit, facts.told(before), name))
    return _then_tell(shifted, decision.tells, after, News.MOVED, facts, before)


def _then_tell(
    changed: Decision,
    tells: bool | None,
    after: Entry,
    news: News,
    facts: OwnerFacts,
    before: Appointment | None = None,
) -> Decision:
    """Tell the customer, if the owner said so, or ask; of what lies behind there is nothing to tell."""
    if tells is False or after.visit.end_at <= facts.now:
        return changed
    tell = Tell((Notice(after.visit.id, news, before.start_at if before else None),))
    if tells:
        return replace(changed, act=tell)
    dialogue = OwnerDialogue(TellThem(tell), changed.dialogue.undo)
    return replace(changed, dialogue=dialogue, replies=(*changed.replies, ShallITell()))
