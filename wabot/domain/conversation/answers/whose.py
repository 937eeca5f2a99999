"""We asked which of several guests will not come; the customer says whose visit goes, or all of it."""

from wabot.domain.appointments import Appointment, BookedVisit
from wabot.domain.conversation.answers.choosing import option, unclear
from wabot.domain.conversation.cancelling import cancel, keep, without
from wabot.domain.conversation.contents import services_meant
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import Dialogue, WhoseVisit
from wabot.domain.heard import Heard, Intent, Remark


def answer(question: WhoseVisit, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Cancel what was chosen; None when the message is no answer, or the visit is another by now."""
    visit = facts.find_visit(question.visit)
    if visit is None or tuple(one.id for one in visit.appointments) != question.options:
        return None
    if Remark.ALL in heard.remarks and Intent.CANCEL in heard.intents and len(facts.visits) > 1:
        return None
    if heard.keeps or Intent.DECLINE in heard.intents:
        return keep(visit, facts)
    match _chosen(visit, heard, facts):
        case BookedVisit():
            return cancel(visit, facts)
        case Appointment() as gone:
            return without(gone, visit, facts)
    says_who = heard.choice is not None or heard.company is not None
    return unclear(dialogue) if says_who or {Intent.CONFIRM, Intent.CANCEL} & set(heard.intents) else None


def _chosen(visit: BookedVisit, heard: Heard, facts: Facts) -> BookedVisit | Appointment | None:
    if Remark.ALL in heard.remarks:
        return visit
    if heard.choice is not None:
        options: tuple[Appointment | BookedVisit, ...] = (*visit.appointments, visit)
        return option(options, heard.choice)
    meant = [one for one in visit.appointments if _is_meant(one, heard, facts)]
    return meant[0] if len(meant) == 1 else None


def _is_meant(one: Appointment, heard: Heard, facts: Facts) -> bool:
    return one.staff == heard.staff or bool(services_meant(heard.services, BookedVisit((one,)), facts))
