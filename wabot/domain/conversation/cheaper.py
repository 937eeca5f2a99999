"""The customer asks for something that costs less, or for the plain one."""

from dataclasses import replace

from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.recent import topic_of
from wabot.domain.dialogue import Dialogue, WhichService
from wabot.domain.heard import Heard, Intent, Remark
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


def as_plain(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """The message in the light of what is spoken of: beside a manicure with gel polish "тогда обычный" is the manicure
    that the other is called after.
    """
    if Remark.PLAIN not in heard.remarks or heard.services:
        return heard
    salon, topic = facts.salon, topic_of(dialogue, facts)
    service = salon.find_service(topic[0]) if len(topic) == 1 else None
    if service is None:
        return heard
    lang = heard.lang
    words = set(service.name[lang].lower().split())
    plainer = [one for one in salon.services if set(one.name[lang].lower().split()) < words]
    if len(plainer) != 1:
        return heard
    intents = tuple(intent for intent in heard.intents if intent is not Intent.OTHER)
    return replace(heard, services=(plainer[0].id,), intents=intents, remarks=heard.remarks - {Remark.PLAIN})


def _costs_less(one: Service, other: Service) -> bool:
    return one.price is not None and other.price is not None and one.price.amount < other.price.amount
