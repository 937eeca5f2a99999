"""The customer wants back what they have just cancelled, or were about to cancel."""

from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.cancelling import keep
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.dialogue import CancelVisit, Dialogue
from wabot.domain.heard import Heard, Intent, Remark
from wabot.domain.replies.staff import AlertReason


def take_back(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Book the cancelled visit again, or offer what is near where its time is taken; at another time where that is
    wanted instead. None when nothing of it is asked for.

    Where nobody knows what is to be restored, a person does.
    """
    if _is_elsewhen(heard, dialogue, facts):
        assert dialogue.cancelled is not None
        return pursue(dialogue.cancelled.with_heard(heard, facts.salon), facts, only_asks=True)
    wants_back = Remark.RESTORE in heard.remarks or (heard.keeps and dialogue.cancelled is not None)
    if not wants_back or Intent.RESCHEDULE in heard.intents:
        return None
    if isinstance(dialogue.question, CancelVisit):
        visit = facts.find_visit(dialogue.question.appointment)
        return keep(visit, facts) if visit is not None else None
    if dialogue.cancelled is not None:
        return pursue(dialogue.cancelled.with_heard(heard, facts.salon), facts)
    is_bare = dialogue.question is None and not (heard.says_wish or heard.keeps)
    return call_person(facts, AlertReason.ASKED, dialogue=Dialogue()) if is_bare else None


def _is_elsewhen(heard: Heard, dialogue: Dialogue, facts: Facts) -> bool:
    """Whether the visit that was cancelled, and was the only one, shall be at another time: "а можно в среду?"."""
    is_bare = heard.says_when and not (heard.services or heard.staff or heard.company)
    asks = bool(heard.intents) and set(heard.intents) <= {Intent.RESCHEDULE, Intent.BOOK, Intent.AVAILABILITY}
    return dialogue.cancelled is not None and not facts.visits and is_bare and asks
