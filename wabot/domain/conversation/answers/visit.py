"""We asked which of several visits; the customer says which, by number or by what it is."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import never_mind, option, unclear
from wabot.domain.conversation.changing import go_on
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.meant import only_service, visits_meant, visits_of
from wabot.domain.dialogue import Dialogue, WhichVisit
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.told import Purpose


def answer(question: WhichVisit, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with the visit; None when the message is no answer."""
    listed = [facts.find_visit(appointment) for appointment in question.options]
    chosen, wish = option(listed, heard.choice), dialogue.wish
    if chosen is None:
        moves = question.purpose is Purpose.MOVE
        of_visit = only_service(heard) if moves else heard
        known = tuple(visit for visit in listed if visit)
        meant = visits_meant(of_visit, known, facts)
        if heard.company is not None and not meant:
            meant = visits_of(heard.company, known)
        chosen = meant[0] if len(meant) == 1 else None
        if moves:
            wish = wish.with_heard(replace(heard, services=()), facts.salon)
    if chosen is not None:
        return go_on(chosen, question.purpose, wish, facts)
    if wish != dialogue.wish:
        return unclear(replace(dialogue, wish=wish))
    if heard.keeps or Intent.DECLINE in heard.intents:
        return never_mind()
    if heard.choice is not None or Intent.CONFIRM in heard.intents:
        return unclear(dialogue)
    return None
