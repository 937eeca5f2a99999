"""We could not understand and gave a short menu; the customer picks a line."""

from wabot.domain.conversation.answers.choosing import option
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import Facts, Outcome, call_person
from wabot.domain.dialogue import Dialogue, Menu, MenuItem
from wabot.domain.heard import Heard
from wabot.domain.replies.information import PriceList
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.visits import NothingBooked, YourVisits
from wabot.domain.wishes import Wish


def answer(menu: Menu, heard: Heard, facts: Facts) -> Outcome | None:
    """Do what stands in that line; None when none was picked."""
    match option(menu.items, heard.choice):
        case MenuItem.BOOK:
            return pursue(Wish(), facts)
        case MenuItem.MY_VISITS:
            visits = tuple(facts.told(visit) for visit in facts.visits)
            return Outcome(replies=(YourVisits(visits) if visits else NothingBooked(),), dialogue=Dialogue())
        case MenuItem.PRICES:
            return Outcome(replies=(PriceList(facts.salon.services),), dialogue=Dialogue())
        case MenuItem.PERSON:
            return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())
        case None:
            return None
