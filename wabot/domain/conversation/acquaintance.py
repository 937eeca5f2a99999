"""Who the customer is: greeted by name when we know it, asked for it once when we do not."""

from collections.abc import Iterator
from dataclasses import replace

from wabot.domain.conversation.facts import Facts, MakeAppointment, NameCustomer, Outcome
from wabot.domain.dialogue import Dialogue
from wabot.domain.heard import Heard
from wabot.domain.replies.manners import Hello, OurPrivacy
from wabot.domain.replies.questions import AskName
from wabot.domain.replies.told import Reply


def greeted(outcome: Outcome, facts: Facts) -> Outcome:
    """The outcome with a greeting where a conversation begins, and where it is the first one, a line on privacy."""
    if not (facts.opens_conversation and outcome.replies):
        return outcome
    return replace(outcome, replies=(*_first_words(facts), *outcome.replies))


def _first_words(facts: Facts) -> Iterator[Reply]:
    is_regular = bool(facts.past or facts.visits)
    yield Hello(facts.salon, facts.called if is_regular else None)
    if facts.is_first_contact and facts.privacy is not None:
        yield OurPrivacy(facts.privacy)


def as_named(heard: Heard, dialogue: Dialogue, facts: Facts) -> Heard:
    """A bare name is that of the customer, where it is not known and nobody of that name does what is wanted."""
    if facts.called is not None or not (heard.bare_name and heard.staff and dialogue.wish.services):
        return heard
    known = [service for name in dialogue.wish.services if (service := facts.salon.find_service(name)) is not None]
    able = {one.id for service in known for one in facts.salon.who_offers(service.id)}
    return heard if not known or heard.staff in able else replace(heard, staff=None)


def with_name(outcome: Outcome, heard: Heard, facts: Facts) -> Outcome:
    """The outcome with the name that the customer has given, or after the first booking with the question for it.

    A plausible name in the WhatsApp profile is taken without a word: nobody likes to be asked what they have said.
    """
    if heard.own_name is not None:
        return replace(outcome, changes=(*outcome.changes, NameCustomer(heard.own_name)))
    books = any(isinstance(change, MakeAppointment) for change in outcome.changes)
    is_known = facts.called is not None or facts.past or facts.visits
    if not books or is_known or outcome.dialogue.question is not None:
        return outcome
    dialogue = replace(outcome.dialogue, asked_name=True)
    return replace(outcome, replies=(*outcome.replies, AskName()), dialogue=dialogue)
