"""The customer asks for something that costs less."""

from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.recent import topic_of
from wabot.domain.dialogue import Dialogue, WhichService
from wabot.domain.heard import Heard, Remark
from wabot.domain.replies.questions import AskCheaper
from wabot.domain.replies.refusals import NothingCheaper
from wabot.domain.salon import Service
from wabot.domain.wishes import Wish
from wabot.types import Lang


def offer_cheaper(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """A service of the same kind with a lower price, offered; None when none was asked for, or compared to what."""
    if Remark.CHEAPER not in heard.remarks or heard.services:
        return None
    topic = topic_of(dialogue, facts)
    service = facts.salon.find_service(topic[0]) if len(topic) == 1 else None
    if service is None or service.price is None:
        return None
    cheaper = [other for other in facts.salon.services if _is_alike(service, other) and _costs_less(other, service)]
    if not cheaper:
        return Outcome(replies=(NothingCheaper(service),), dialogue=dialogue)
    best = min(cheaper, key=lambda other: other.price.amount if other.price else 0)
    question = WhichService((best.id,))
    wish = dialogue.wish if dialogue.wish.services else Wish()
    return Outcome(replies=(AskCheaper(best),), dialogue=Dialogue(wish=wish, question=question))


def _costs_less(one: Service, other: Service) -> bool:
    return one.price is not None and other.price is not None and one.price.amount < other.price.amount


def _is_alike(one: Service, other: Service) -> bool:
    """Whether they do the same kind of thing: of one family, or one is called after the other."""
    if one is other:
        return False
    if one.family is not None:
        return one.family == other.family
    names = ((one.name[lang].lower().split(), other.name[lang].lower().split()) for lang in Lang)
    return any(set(theirs) <= set(ours) or set(ours) <= set(theirs) for ours, theirs in names)
