"""The customer answers what we asked: a file a question, each with its `answer`."""

from wabot.domain.conversation.answers import (
    another,
    cancelling,
    everything,
    menu,
    name,
    offer,
    salon,
    service,
    usual,
    visit,
    when,
    whose,
)
from wabot.domain.conversation.answers.choosing import choice_or_day
from wabot.domain.conversation.consent import answer_may_invite
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.invited import answer_invitation
from wabot.domain.dialogue import (
    AsUsual,
    CancelAll,
    CancelVisit,
    ComeAgain,
    Dialogue,
    MayAskSalon,
    MayInvite,
    Menu,
    MoveOrAnother,
    When,
    WhichService,
    WhichSlot,
    WhichVisit,
    WhoseVisit,
)
from wabot.domain.heard import Heard


def answer_question(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """What the answer leads to; None when the message is no answer to the question."""
    heard = choice_or_day(heard, dialogue.question, facts)
    match dialogue.question:
        case WhichService() as question:
            return service.answer(question, heard, dialogue, facts)
        case WhichSlot() as question:
            return offer.answer(question, heard, dialogue, facts)
        case When():
            return when.answer(heard, dialogue, facts)
        case WhichVisit() as question:
            return visit.answer(question, heard, dialogue, facts)
        case MoveOrAnother() as question:
            return another.answer(question, heard, dialogue, facts)
        case CancelVisit() as question:
            return cancelling.answer(question, heard, facts)
        case CancelAll() as question:
            return everything.answer(question, heard, facts)
        case WhoseVisit() as question:
            return whose.answer(question, heard, dialogue, facts)
        case AsUsual() as question:
            return usual.answer(question, heard, dialogue, facts)
        case Menu() as question:
            return menu.answer(question, heard, facts)
        case MayInvite():
            return answer_may_invite(heard, dialogue)
        case ComeAgain() as question:
            return answer_invitation(question, heard, facts)
        case MayAskSalon() as question:
            return salon.answer(question, heard, dialogue, facts)
        case None:
            return name.answer(heard, dialogue, facts)
