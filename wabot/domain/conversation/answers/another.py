"""We asked whether a booked visit gets the new time or one more is wanted; the customer says which."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import changes_wish, option, unclear
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.cancelling import keep
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.moving import move
from wabot.domain.dialogue import Dialogue, MoveOrAnother
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.told import Purpose


def answer(question: MoveOrAnother, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Move the visit or look for one more; None when the message is no answer, or the visit is over."""
    visit = facts.find_visit(question.twin)
    if visit is None or Intent.CANCEL in heard.intents:
        return None
    wish = dialogue.wish.with_heard(heard, facts.salon)
    match option((Purpose.MOVE, Purpose.BOOK), heard.choice) or _said(heard):
        case Purpose.MOVE:
            return move(visit, replace(wish, another=False), facts)
        case Purpose.BOOK:
            return pursue(replace(wish, another=True), facts)
    if heard.says_wish or changes_wish(heard):
        return pursue(wish, facts)
    if heard.keeps or Intent.DECLINE in heard.intents:
        return keep(visit, facts)
    if heard.choice is not None or Intent.CONFIRM in heard.intents:
        return unclear(dialogue)
    return None


def _said(heard: Heard) -> Purpose | None:
    if Intent.RESCHEDULE in heard.intents:
        return Purpose.MOVE
    return Purpose.BOOK if heard.adds or Remark.AGAIN in heard.remarks else None
