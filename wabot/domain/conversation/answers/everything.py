"""We asked whether to cancel all visits; the customer says yes or no."""

from wabot.domain.conversation.answers.choosing import never_mind
from wabot.domain.conversation.cancelling import cancel_all
from wabot.domain.conversation.changing import cancel_for
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.meant import visits_of
from wabot.domain.dialogue import CancelAll
from wabot.domain.heard import Heard, Intent, Remark


def answer(question: CancelAll, heard: Heard, facts: Facts) -> Outcome | None:
    """Cancel them all or none; None when the message is no answer, or they are others by now."""
    if tuple(visit.id for visit in facts.visits) != question.visits:
        return None
    if heard.keeps or Intent.DECLINE in heard.intents:
        return never_mind()
    if heard.says_wish:
        return None
    if heard.company is not None and visits_of(heard.company, facts.visits):
        return cancel_for(heard.company, heard.suits, facts)
    is_yes = Intent.CONFIRM in heard.intents or Remark.ALL in heard.remarks
    return cancel_all(facts.visits, facts) if is_yes else None
