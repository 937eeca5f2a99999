"""A visit is to be cancelled, moved or made another: which one? Never by guess, and never another one in its place."""

from collections.abc import Sequence
from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.cancelling import ask_cancel, ask_cancel_all, ask_whose_of, without
from wabot.domain.conversation.contents import change_services, services_meant
from wabot.domain.conversation.facts import Facts, Outcome
from wabot.domain.conversation.meant import only_service, visits_meant, visits_of, visits_spoken_of
from wabot.domain.conversation.moving import move, move_part, new_time
from wabot.domain.dialogue import Dialogue, WhichVisit
from wabot.domain.heard import Company, Heard, Intent, Remark
from wabot.domain.replies.questions import AskWhichVisit
from wabot.domain.replies.refusals import NoSuchVisit
from wabot.domain.replies.told import Purpose
from wabot.domain.replies.visits import NothingBooked
from wabot.domain.wishes import Wish

_EXPLICIT = {Intent.RESCHEDULE, Intent.DECLINE}


def wants_to_cancel(heard: Heard, facts: Facts) -> Outcome:
    """The customer wants a visit cancelled; what they said about it (service, day, time) tells which.

    Of a visit with more services than were named, only those go.
    """
    visits = visits_spoken_of(heard, facts)
    named = visits_meant(heard, visits, facts)
    if Remark.ALL in heard.remarks and len(facts.visits) > 1 and not heard.says_wish:
        return ask_cancel_all(facts)
    company = None if heard.says_wish else heard.company
    if company is not None and (company.is_named or visits_of(company, facts.visits)):
        return cancel_for(company, heard.suits, facts)
    if heard.services and not named:
        return _no_such_visit(Purpose.CANCEL, Wish(), facts)
    if len(named) == 1 and heard.services:
        return change_services(named[0], Wish(drops=heard.services), facts)
    return which_visit(named or list(visits), Purpose.CANCEL, Wish(), facts)


def cancel_for(company: Company, suits: Sequence[str], facts: Facts) -> Outcome:
    """Cancel what is booked for these people, whom the services of `suits` are for; where nothing tells which visit
    that is, or which part of one to which others come too, the customer says.
    """
    theirs = visits_of(company, facts.visits)
    if not theirs:
        return _no_such_visit(Purpose.CANCEL, Wish(), facts)
    if len(theirs) == 1 and theirs[0].guests > max(1, len(company.others)) and not company.with_customer:
        suiting = [one for one in theirs[0].appointments if set(one.services) <= set(suits)]
        return without(suiting[0], theirs[0], facts) if len(suiting) == 1 else ask_whose_of(theirs[0], facts)
    return which_visit(theirs, Purpose.CANCEL, Wish(), facts)


def wants_other_services(heard: Heard, facts: Facts, *, recent: BookedVisit | None = None) -> Outcome | None:
    """The customer wants services taken out of a visit, or others instead; None when no visit has them."""
    wish = Wish(drops=heard.drops, services=tuple(one for one in heard.services if one not in heard.drops))
    having = [visit for visit in facts.visits if services_meant(heard.drops, visit, facts)]
    if recent in having:
        having = [recent]
    if not having:
        return None
    return which_visit(having, Purpose.SWAP if wish.services else Purpose.SHORTEN, wish, facts)


def wants_to_move(heard: Heard, facts: Facts, *, recent: BookedVisit | None = None) -> Outcome:
    """The customer changes the time of a visit: the day and time heard are the new ones.

    `recent` is the visit the conversation was just about, taken unless another service was named.
    """
    visits = visits_spoken_of(heard, facts)
    recent = recent if recent in visits else None
    by_service = visits_meant(only_service(heard), visits, facts)
    company = heard.company
    is_theirs = company is not None and not (company.with_customer or heard.own)
    if company is not None and is_theirs and (company.is_named or visits_of(company, visits)):
        return _move_theirs(company, heard, tuple(by_service) or visits, facts)
    part = _part_of(by_service, heard, recent, facts)
    if part is not None:
        return move_part(*part, heard, facts)
    if recent is not None and (not heard.services or recent in by_service):
        explicit = heard.corrects or bool(_EXPLICIT & set(heard.intents))
        return move(recent, new_time(heard, recent, facts), facts, only_asks=not explicit)
    if recent is not None and not by_service and len(heard.services) == len(recent.services) == 1 and not heard.company:
        instead = Wish(services=heard.services, drops=recent.services)  # "can I swap it for brows?"
        return change_services(recent, instead, facts, only_asks=True)
    if heard.services and not by_service:
        return _no_such_visit(Purpose.MOVE, Wish().with_heard(replace(heard, services=()), facts.salon), facts)
    return _move_one_of(by_service or list(visits), heard, facts)


def _part_of(
    visits: list[BookedVisit], heard: Heard, recent: BookedVisit | None, facts: Facts
) -> tuple[BookedVisit, tuple[str, ...]] | None:
    """The visit, and those of its services that alone are to be moved: "только брови", or right after it was booked
    "брови на вторник"; None when it is all of one.
    """
    if len(visits) != 1 or not (heard.only or (visits[0] == recent and recent.guests == 1)):
        return None
    meant = services_meant(heard.services, visits[0], facts)
    return (visits[0], meant) if 0 < len(meant) < len(set(visits[0].services)) else None


def _move_theirs(company: Company, heard: Heard, visits: tuple[BookedVisit, ...], facts: Facts) -> Outcome:
    """Move what is booked for these people, and nothing that is for the customer alone."""
    theirs = visits_of(company, visits)
    if not theirs:
        return _no_such_visit(Purpose.MOVE, Wish(), facts)
    return _move_one_of(theirs, heard, facts)


def _move_one_of(visits: list[BookedVisit], heard: Heard, facts: Facts) -> Outcome:
    new = new_time(heard, visits[0], facts) if len(visits) == 1 else Wish().with_heard(heard, facts.salon)
    return which_visit(visits, Purpose.MOVE, new, facts)


def which_visit(visits: list[BookedVisit], purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    """Go on with the visit if it is one, ask which if they are several."""
    if not visits:
        return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
    if len(visits) == 1:
        return go_on(visits[0], purpose, wish, facts)
    return _ask_which(visits, purpose, wish, facts)


def go_on(visit: BookedVisit, purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    """Do with the visit what the customer wanted to do."""
    match purpose:
        case Purpose.CANCEL:
            return ask_cancel(visit, facts)
        case Purpose.SHORTEN | Purpose.SWAP:
            return change_services(visit, wish, facts)
        case _:
            return move(visit, wish, facts)


def _ask_which(visits: list[BookedVisit], purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    question = WhichVisit(tuple(visit.id for visit in visits), purpose)
    told = tuple(facts.told(visit) for visit in visits)
    return Outcome(replies=(AskWhichVisit(told, purpose),), dialogue=Dialogue(wish=wish, question=question))


def _no_such_visit(purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    """A visit was named that the customer does not have; another one is never taken in its place."""
    if not facts.visits:
        return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
    asked = _ask_which(list(facts.visits), purpose, wish, facts)
    return replace(asked, replies=(NoSuchVisit(), *asked.replies))
