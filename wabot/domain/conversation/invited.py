"""The customer answers an invitation to come again."""

from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import ComeAgain, Dialogue, Wish
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.manners import AllRight

_AGREES = {Intent.CONFIRM, Intent.BOOK, Intent.AVAILABILITY}
_OTHER = {Intent.CANCEL, Intent.RESCHEDULE, Intent.MY_BOOKINGS, Intent.OTHER}


def answer_invitation(invitation: ComeAgain, heard: Heard, facts: Facts) -> Outcome | None:
    """Yes leads to offers of that service with that person, at the time that was said with it; None when the message
    is about something else.
    """
    intents = set(heard.intents)
    if intents & _OTHER or facts.salon.find_service(invitation.service) is None:
        return None
    if heard.says_wish or intents & _AGREES:
        wish = Wish(services=(invitation.service,), staff=invitation.staff).with_heard(heard, facts.salon)
        return pursue(wish, facts, only_asks=Intent.AVAILABILITY in intents)
    if Intent.DECLINE in intents:
        return Outcome(replies=(AllRight(),), dialogue=Dialogue())
    return None
