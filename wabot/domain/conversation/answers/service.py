"""We asked which service; the customer picks one of the list or names another."""

from dataclasses import replace

from wabot.domain.conversation.answers.choosing import changes_wish, never_mind, option, strays, the_only, unclear
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.dialogue import Dialogue, WhichService
from wabot.domain.heard import Heard, Intent
from wabot.domain.salon import Salon
from wabot.domain.wishes import Wish


def answer(question: WhichService, heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """Go on with the service; None when the message is no answer."""
    chosen = option(question.options, heard.choice)
    if len(question.options) == 1 and not heard.services and _takes_it(heard):
        chosen = question.options[0]
    are_alike = len({service.family for service in facts.salon.services_named(question.options)}) == 1
    if chosen is None and are_alike and not heard.says_wish:
        chosen = the_only(service for service in question.options if service in heard.suits)
    if chosen is not None:
        said = dialogue.wish.with_heard(_besides(heard), facts.salon)
        return pursue(said.settled(chosen, facts.salon), facts)
    if strays(heard):
        return None
    if heard.says_wish or changes_wish(heard):
        wish = _only_what_is_settled(dialogue.wish, heard, facts.salon).with_heard(heard, facts.salon)
        return pursue(wish, facts, only_asks=Intent.AVAILABILITY in heard.intents)
    if Intent.DECLINE in heard.intents:
        return never_mind()
    if heard.choice is not None or Intent.CONFIRM in heard.intents:
        return unclear(dialogue)
    return None


def _takes_it(heard: Heard) -> bool:
    """Whether the one service that was offered is taken: by a yes, or by asking when."""
    return Intent.CONFIRM in heard.intents or (heard.says_when and Intent.DECLINE not in heard.intents)


def _only_what_is_settled(wish: Wish, heard: Heard, salon: Salon) -> Wish:
    """The wish without the service that is open, when another one of it is named again as all that is wanted: "the
    children's cut, for my daughter".
    """
    settled = [service for service in wish.services if salon.find_service(service) is not None]
    if not heard.services or not settled or not set(heard.services) <= set(settled):
        return wish
    company = replace(wish.company, with_customer=False, apart=False) if wish.company is not None else None
    return replace(wish, services=heard.services, guests=len(heard.services), company=company)


def _besides(heard: Heard) -> Heard:
    """What was said besides which service; "let's do 2" is a line of the list and no hour."""
    heard = replace(heard, services=())
    return replace(heard, time=None) if heard.choice is not None else heard
