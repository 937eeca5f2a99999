"""The customer asks for something that costs less."""

from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.recent import topic_of
from wabot.domain.dialogue import Dialogue, WhichService
from wabot.domain.heard import Heard, Remark
from wabot.domain.replies.questions import AskCheaper
from wabot.domain.replies.refusals import NothingCheaper
from wabot.domain.salon import Service, are_alike
from wabot.domain.wishes import Wish


def offer_cheaper(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """A service of the same kind with a lower price, offered; None when none was asked for, or compared to what."""
    if Remark.CHEAPER not in heard.remarks or heard.services:
        return None
    topic = topic_of(dialogue, facts)
    service = facts.salon.find_service(topic[0]) if len(topic) == 1 else None
    if service is None or service.price is None:
        return None
    cheaper = [other for other in facts.salon.services if are_alike(service, other) and _costs_less(other, service)]
    if not cheaper:
        return Outcome(replies=(NothingCheaper(service),), dialogue=dialogue)
    best = min(cheaper, key=lambda other: other.price.amount if other.price else 0)
    question = WhichService((best.id,))
    wish = dialogue.wish if dialogue.wish.services else Wish()
    return Outcome(replies=(AskCheaper(best),), dialogue=Dialogue(wish=wish, question=question))


def _costs_less(one: Service, other: Service) -> bool:
    return one.price is not None and other.price is not None and one.price.amount < other.price.amount
