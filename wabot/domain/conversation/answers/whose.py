"""We asked whether none of several guests will come, or which of them; the customer says."""

from wabot.domain.appointments import Appointment, BookedVisit
from wabot.domain.conversation.answers.choosing import option, unclear
from wabot.domain.conversation.cancelling import ask_whose_of, cancel, keep, without
from wabot.domain.conversation.contents import services_meant
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.moving import move_instead
from wabot.domain.dialogue import Dialogue, WhoseVisit
from wabot.domain.heard import Heard, Intent, Remark


def answer(question: WhoseVisit, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Cancel what was chosen; None when the message is no answer, or the visit is another by now."""
    visit = facts.find_visit(question.visit)
    if visit is None or tuple(one.id for one in visit.appointments) != question.options:
        return None
    if Remark.ALL in heard.remarks and Intent.CANCEL in heard.intents and len(facts.visits) > 1:
        return None
    if heard.keeps or heard.attends or Intent.DECLINE in heard.intents:
        return keep(visit, facts)
    match _chosen(question, visit, heard, facts):
        case BookedVisit():
            return cancel(visit, facts)
        case Appointment() as gone:
            return without(gone, visit, facts)
    instead = move_instead(visit, heard, facts)
    if instead is not None:
        return instead
    if heard.company is not None:  # whose of them is whose the book does not tell
        return ask_whose_of(visit, facts)
    is_answer = heard.choice is not None or {Intent.CANCEL, Intent.CONFIRM} & set(heard.intents)
    return unclear(dialogue) if is_answer else None


def _chosen(question: WhoseVisit, visit: BookedVisit, heard: Heard, facts: Facts) -> BookedVisit | Appointment | None:
    if Remark.ALL in heard.remarks or heard.guests == visit.guests:
        return visit
    if heard.choice is not None:
        return option(visit.appointments, heard.choice)
    meant = [one for one in visit.appointments if _is_meant(one, heard, facts)]
    if len(meant) == 1:
        return meant[0]
    return visit if Intent.CONFIRM in heard.intents and not (heard.company or question.only_part) else None


def _is_meant(one: Appointment, heard: Heard, facts: Facts) -> bool:
    return one.staff == heard.staff or bool(services_meant(heard.services, BookedVisit((one,)), facts))
