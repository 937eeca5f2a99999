"""Cancelling and moving a visit. Never by guess: the visit is named and, before it goes, asked about."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit, may_change
from wabot.domain.conversation.booking import pursue
from wabot.domain.conversation.facts import CancelAppointment, Facts, Outcome, call_person, too_late
from wabot.domain.dialogue import CancelVisit, Dialogue, WhichVisit, Wish
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.questions import AskCancel, AskWhichVisit
from wabot.domain.replies.refusals import NoSuchVisit
from wabot.domain.replies.staff import AlertReason
from wabot.domain.replies.told import Purpose
from wabot.domain.replies.visits import Cancelled, Kept, NothingBooked

_EXPLICIT = {Intent.RESCHEDULE, Intent.DECLINE}


def wants_to_cancel(heard: Heard, facts: Facts) -> Outcome:
    """The customer wants a visit cancelled; what they said about it (service, day, time) tells which."""
    named = visits_meant(heard, facts.visits, facts)
    if heard.services and not named:
        return _no_such_visit(Purpose.CANCEL, Wish(), facts)
    return which_visit(named or list(facts.visits), Purpose.CANCEL, Wish(), facts)


def wants_to_move(heard: Heard, facts: Facts, *, recent: BookedVisit | None = None) -> Outcome:
    """The customer changes the time of a visit: the day and time heard are the new ones.

    `recent` is the visit the conversation was just about, taken unless another service was named.
    """
    by_service = visits_meant(only_service(heard), facts.visits, facts)
    if recent is not None and (not heard.services or recent in by_service):
        explicit = heard.corrects or bool(_EXPLICIT & set(heard.intents))
        return move(recent, _new_time(heard, recent, facts), facts, only_asks=not explicit)
    if heard.services and not by_service:
        return _no_such_visit(Purpose.MOVE, Wish().with_heard(replace(heard, services=()), facts.salon), facts)
    visits = by_service or list(facts.visits)
    new = _new_time(heard, visits[0], facts) if len(visits) == 1 else Wish().with_heard(heard, facts.salon)
    return which_visit(visits, Purpose.MOVE, new, facts)


def _new_time(heard: Heard, visit: BookedVisit, facts: Facts) -> Wish:
    """The time the visit shall get: said outright, or counted from its old one ("an hour later")."""
    new = Wish().with_heard(replace(heard, services=()), facts.salon)
    if heard.shift is None or heard.says_clock:
        return new
    shifted = facts.local(visit.start_at) + heard.shift
    return replace(new, day=heard.day or shifted.date(), time=shifted.time())


def only_service(heard: Heard) -> Heard:
    """What was said of the visit where day and time are those it shall get."""
    return replace(heard, staff=None, day=None, day_to=None, time=None, not_before=None, not_after=None, part=None)


def visits_meant(heard: Heard, visits: tuple[BookedVisit, ...], facts: Facts) -> list[BookedVisit]:
    """The visits that everything said about them fits; none when nothing was said or nothing fits."""

    def fits(visit: BookedVisit) -> bool:
        local = facts.local(visit.start_at)
        wanted_families = {service.id for family in heard.services for service in facts.salon.families.get(family, ())}
        return (
            (not heard.services or bool((set(heard.services) | wanted_families) & set(visit.services)))
            and (heard.staff is None or heard.staff in visit.staff)
            and (heard.day is None or heard.day <= local.date() <= (heard.day_to or heard.day))
            and (heard.time is None or local.time() == heard.time)
        )

    return [visit for visit in visits if fits(visit)] if heard.says_wish else []


def ask_cancel(visit: BookedVisit, facts: Facts) -> Outcome:
    """Ask back before cancelling; too late for that, a person is told."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    return Outcome(replies=(AskCancel(facts.told(visit)),), dialogue=Dialogue(question=CancelVisit(visit.id)))


def cancel(visit: BookedVisit, facts: Facts) -> Outcome:
    """The customer has said yes."""
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    return Outcome(replies=(Cancelled(facts.told(visit)),), dialogue=Dialogue(), changes=(CancelAppointment(visit.id),))


def keep(visit: BookedVisit, facts: Facts) -> Outcome:
    """The visit stays as it is."""
    return Outcome(replies=(Kept(facts.told(visit)),), dialogue=Dialogue(recent_start=visit.start_at))


def move(visit: BookedVisit, new: Wish, facts: Facts, *, only_asks: bool = False) -> Outcome:
    """Find the new time; what is not said of it stays as it was: "at six" is the same day, "Friday" the same hour.

    Where the customer was not that explicit, the new time is offered and not taken.
    """
    if not may_change(visit, facts.now, facts.salon.rules):
        return too_late(visit, facts)
    if any(facts.salon.find_service(service) is None for service in visit.services):
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())  # no longer offered: only staff can move it
    local = facts.local(visit.start_at)
    same_staff = visit.staff[0] if len(visit.staff) == 1 else None
    wish = replace(new, services=visit.services, guests=visit.guests, staff=new.staff or same_staff, moving=visit.id)
    other_staff = new.staff is not None and new.staff not in visit.staff
    if new.day is None and (new.says_clock or other_staff):
        wish = replace(wish, day=local.date())
    if not new.says_clock and wish.day_to is None and (wish.day not in {None, local.date()} or other_staff):
        wish = replace(wish, time=local.time())
        only_asks = True
    return pursue(wish, facts, only_asks=only_asks)


def extend(visit: BookedVisit, further: Wish, facts: Facts) -> Outcome:
    """Offer the visit with more services at its end, or where it cannot be changed any more, a visit right behind."""
    known = all(facts.salon.find_service(service) for service in visit.services)
    if visit.guests > 1:
        return call_person(facts, AlertReason.ASKED, dialogue=Dialogue())  # for which of them is for a person to ask
    if not (known and may_change(visit, facts.now, facts.salon.rules)):
        after = facts.local(visit.end_at)
        return pursue(replace(further, day=after.date(), time=after.time()), facts, only_asks=True)
    begins = facts.local(visit.start_at)
    whole = Wish(
        services=tuple(dict.fromkeys((*visit.services, *further.services))),
        in_order=True,
        staff=further.staff or (visit.staff[0] if len(visit.staff) == 1 else None),
        day=begins.date(),
        time=begins.time(),
        moving=visit.id,
    )
    return pursue(whole, facts, only_asks=True)


def go_on(visit: BookedVisit, purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    """Do with the visit what the customer wanted to do."""
    return ask_cancel(visit, facts) if purpose is Purpose.CANCEL else move(visit, wish, facts)


def which_visit(visits: list[BookedVisit], purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    """Go on with the visit if it is one, ask which if they are several."""
    if not visits:
        return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
    if len(visits) == 1:
        return go_on(visits[0], purpose, wish, facts)
    return _ask_which(visits, purpose, wish, facts)


def _no_such_visit(purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    """A visit was named that the customer does not have; another one is never taken in its place."""
    if not facts.visits:
        return Outcome(replies=(NothingBooked(),), dialogue=Dialogue())
    asked = _ask_which(list(facts.visits), purpose, wish, facts)
    return replace(asked, replies=(NoSuchVisit(), *asked.replies))


def _ask_which(visits: list[BookedVisit], purpose: Purpose, wish: Wish, facts: Facts) -> Outcome:
    question = WhichVisit(tuple(visit.id for visit in visits), purpose)
    told = tuple(facts.told(visit) for visit in visits)
    return Outcome(replies=(AskWhichVisit(told, purpose),), dialogue=Dialogue(wish=wish, question=question))
