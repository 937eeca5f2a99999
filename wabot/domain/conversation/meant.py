"""Which visits are meant by what was said of them."""

from dataclasses import replace

from wabot.domain.appointments import BookedVisit
from wabot.domain.conversation.facts import Facts
from wabot.domain.conversation.guests import is_for_some_of, is_own
from wabot.domain.heard import Company, Heard, Intent

_CHANGES = {Intent.CANCEL, Intent.RESCHEDULE}


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


def visits_spoken_of(heard: Heard, facts: Facts) -> tuple[BookedVisit, ...]:
    """All visits, or the customer's own where it was said that one of those is meant."""
    is_theirs = heard.company is not None and heard.company.is_named
    own = own_visits(facts) if heard.own and not is_theirs else ()
    return own or facts.visits


def own_visits(facts: Facts) -> tuple[BookedVisit, ...]:
    """Those to which the customer comes, alone or with others."""
    return tuple(visit for visit in facts.visits if is_own(visit))


def visits_of(company: Company, visits: tuple[BookedVisit, ...]) -> list[BookedVisit]:
    """The visits that are for somebody of these people, alone or among others; none when nothing tells of them."""
    return [visit for visit in visits if is_for_some_of(company, visit)]


def only_service(heard: Heard) -> Heard:
    """What was said of the visit where day and time are those it shall get."""
    return replace(heard, staff=None, day=None, day_to=None, time=None, not_before=None, not_after=None, part=None)


def as_booked(heard: Heard, facts: Facts) -> Heard:
    """The message in the light of what is booked: "hers" is the visit of whoever has one, "after the massage" the time
    from its end on.
    """
    return _after_visit(_with_owner(heard, facts), facts)


def _with_owner(heard: Heard, facts: Facts) -> Heard:
    if not heard.owners or heard.company is not None:
        return heard
    theirs = tuple(one for one in heard.owners if visits_of(Company(others=(one,)), facts.visits))
    if not theirs and not _CHANGES & set(heard.intents):
        return heard
    return replace(heard, company=Company(others=theirs or heard.owners, is_named=True))


def _after_visit(heard: Heard, facts: Facts) -> Heard:
    if heard.after_own:
        before = list(own_visits(facts))
    else:
        before = [visit for visit in facts.visits if heard.behind and set(heard.services) & set(visit.services)]
    if len(before) != 1 or heard.time is not None:
        return heard
    ends = facts.local(before[0].end_at)
    if heard.day not in {None, ends.date()}:
        return heard
    services = heard.services if heard.after_own else ()
    return replace(heard, services=services, behind=False, day=ends.date(), not_before=ends.time(), part=None)
