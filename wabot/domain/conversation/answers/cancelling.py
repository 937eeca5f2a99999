"""We asked whether to cancel a visit; the customer says yes or no."""

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.cancelling import cancel, keep
from wabot.domain.conversation.changing import cancel_for
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.meant import visits_meant, visits_of
from wabot.domain.conversation.moving import move, move_instead, new_time
from wabot.domain.dialogue import CancelVisit
from wabot.domain.heard import Company, Heard, Intent, Remark


def answer(question: CancelVisit, heard: Heard, facts: Facts) -> Outcome | None:
    """Cancel the visit, keep it or give it another time; None when the message is no answer, or the visit is over."""
    visit = facts.find_visit(question.appointment)
    if visit is None:
        return None
    if Intent.RESCHEDULE in heard.intents or (heard.keeps and heard.remarks & {Remark.OTHERS, Remark.OTHER_DAY}):
        return move(visit, new_time(heard, visit, facts), facts)
    if heard.keeps or heard.attends or Intent.DECLINE in heard.intents:
        return keep(visit, facts)
    if heard.company is not None and _is_not_theirs(visit, heard.company, facts):
        return cancel_for(heard.company, heard.suits, facts)
    if heard.says_wish and not visits_meant(heard, (visit,), facts):
        return move_instead(visit, heard, facts)
    if {Intent.CONFIRM, Intent.CANCEL} & set(heard.intents):
        return cancel(visit, facts)
    return None


def _is_not_theirs(visit: BookedVisit, company: Company, facts: Facts) -> bool:
    """Whether somebody's visit is to go, and it is not this one: "отмените дочку", of the customer's own."""
    theirs = visits_of(company, facts.visits)
    return theirs != [visit] and (bool(theirs) or company.is_named)
