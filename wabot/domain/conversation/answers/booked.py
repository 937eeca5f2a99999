"""Times were offered, and what is said is about a visit that is booked: the one that was to be changed, or another."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.answers.choosing import the_only
from wabot.domain.conversation.asking import preceded_by, purpose_of
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.cancelling import keep
from wabot.domain.conversation.changing import wants_other_services
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.guests import comes_along, for_them, is_for, is_for_some_of
from wabot.domain.conversation.moving import once_more
from wabot.domain.dialogue import Dialogue, WhichSlot
from wabot.domain.heard import Heard
from wabot.domain.replies.told import Purpose
from wabot.domain.replies.visits import Unchanged
from wabot.domain.wishes import Wish


def of_booked(
    question: WhichSlot, heard: Heard, dialogue: Dialogue, visit: BookedVisit | None, facts: Facts
) -> Outcome | None:
    """The visit stays as it is, loses a service, or somebody else is to have one beside it; None when nothing of the
    kind was said. `visit` is the one that the offered times are for, None where they are for a new one.
    """
    if heard.keeps and visit is not None:
        return keep(visit, facts)
    if heard.drops and not (heard.says_when or set(heard.drops) & set(dialogue.wish.services)):
        shorter = wants_other_services(heard, facts)  # of what is booked, not of what is offered
        if shorter is not None:
            return shorter
    if visit is None:
        return None
    if _leaves_it(heard, dialogue.wish, visit, facts):
        return keep(visit, facts)
    if heard.same_time and (heard.company or heard.services):
        return once_more(visit, heard, facts)
    if _brings_somebody(heard, visit):
        return _beside(visit, question, for_them(heard), facts)
    if comes_along(heard) and not _is_theirs(heard, visit):
        found = once_more(visit, for_them(heard), facts, is_open=True)
        return preceded_by((Unchanged(facts.told(visit)),), found)
    if _is_for_somebody_else(heard, visit):
        theirs = replace(dialogue.wish.without_time(), moving=None, another=True).with_heard(heard, facts.salon)
        return pursue(theirs, facts, only_asks=True)
    return None


def _is_for_somebody_else(heard: Heard, visit: BookedVisit) -> bool:
    """Whether it is no more about the visit that was to be moved: "нет, мама отдельно, в пн утром"."""
    return heard.company is not None and not is_for(heard.company, visit) and heard.says_when


def _leaves_it(heard: Heard, wish: Wish, visit: BookedVisit, facts: Facts) -> bool:
    """Whether what was to be added to the visit is not wanted any more: "не надо брови"."""
    left = set(wish.services) - set(heard.drops)
    is_extended = bool(heard.drops) and purpose_of(wish, facts) is not Purpose.MOVE
    return is_extended and left == set(visit.services) and not heard.says_wish


def _brings_somebody(heard: Heard, visit: BookedVisit) -> bool:
    """Whether somebody is to come too, for something else than what was moved: "подруга тоже хочет, на педикюр"."""
    others = heard.company is not None and heard.company.others and not _is_theirs(heard, visit)
    return bool(others and heard.services) and not set(heard.services) & set(visit.services)


def _is_theirs(heard: Heard, visit: BookedVisit) -> bool:
    return heard.company is not None and is_for_some_of(heard.company, visit)


def _beside(visit: BookedVisit, question: WhichSlot, heard: Heard, facts: Facts) -> Outcome:
    """Offer them a time of their own: the one said, else the only one that was offered, else that of the visit; which
    is not moved by this.
    """
    offered = the_only(offer.start_at for offer in question.offers) or visit.start_at
    begins = facts.local(offered)
    like = Wish(day=begins.date(), time=None if heard.says_clock else begins.time(), another=True)
    found = pursue(like.with_heard(heard, facts.salon), facts, only_asks=True)
    return preceded_by((Unchanged(facts.told(visit)),), found)
