"""What a message leaves unsaid, for the one before it has said it."""

from dataclasses import replace

from wabot.domain.conversation.facts import Facts
from wabot.domain.conversation.recent import topic_of
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard, Intent, Remark


def with_implied(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """The message with it: "на полчаса" after one of being late, "а педикюр?" after the price of a manicure, "тогда
    обычный" beside a manicure with gel polish.
    """
    return _as_price(_as_plain(_as_late(heard, dialogue), dialogue, facts), dialogue)


def _as_late(heard: Heard, dialogue: Dialogue) -> Heard:
    if not dialogue.is_late or heard.length is None or heard.late is not None:
        return heard
    return Heard(lang=heard.lang, intents=(Intent.OTHER,), late=heard.length, length=heard.length)


def _as_plain(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """The plain one is the service that the one spoken of is called after."""
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
    remarks = heard.remarks - {Remark.PLAIN}
    return replace(heard, services=(plainer[0].id,), drops=(), intents=intents, remarks=remarks, likewise=True)


def _as_price(heard: Heard, dialogue: Dialogue) -> Heard:
    is_more = dialogue.told_prices and heard.likewise and not heard.says_when
    return replace(heard, intents=(Intent.PRICES,)) if is_more and set(heard.intents) <= {Intent.OTHER} else heard
