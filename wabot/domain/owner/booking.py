"""A visit that the owner orders for a customer: asked for what is missing, one thing at a time."""

from dataclasses import replace
from datetime import datetime

from wabot.domain.orders import Order, Placed, as_one, check_order
from wabot.domain.owner.acts import Close, Place, Refused, Stretch
from wabot.domain.owner.decision import Decision, asks, does, says
from wabot.domain.owner.dialogue import Draft, Missing, OwnerDialogue, WhichPerson
from wabot.domain.owner.facts import OwnerFacts, who
from wabot.domain.owner.heard import Named, Ordered
from wabot.domain.owner.lines import waiting
from wabot.domain.owner.refusals import told_refusal
from wabot.domain.replies.owner import ForWhichService, ForWhichTime, IsItThem, WhichOfThem, WhoseNumber
from wabot.domain.replies.refusals import NoSuchDay
from wabot.domain.salon import Service
from wabot.domain.walltime import boundary, since_midnight

MOST_NAMESAKES = 5
"""More are not listed: the number is asked for."""


def order_visit(ordered: Ordered, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision:
    """The owner wants somebody booked."""
    if ordered.said.impossible:
        return says(dialogue, NoSuchDay())
    return pursue(Draft().with_said(ordered), ordered.person, dialogue, facts)


def pursue(draft: Draft, person: Named | None, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision:
    """Book it as soon as all is known. `person` was named just now, and may be somebody known."""
    if draft.phone is None and not draft.numberless:
        return _ask_person(draft, person, dialogue, facts)
    options = _service_options(draft, facts)
    if options:
        question = Missing(draft, tuple(service.id for service in options))
        return asks(dialogue, question, ForWhichService(options))
    if draft.day is None or draft.time is None:
        return asks(dialogue, Missing(draft), ForWhichTime())
    services = facts.salon.services_named(draft.services)
    start_at = boundary(draft.day, since_midnight(draft.time), facts.salon.timezone)
    if draft.phone is None:
        return _reserve(draft, services, start_at, dialogue, facts)
    place = Place(
        services=tuple(service.id for service in services),
        staff=draft.staff,
        start_at=start_at,
        phone=draft.phone,
        name=draft.name,
        is_forced=draft.is_forced,
    )
    return does(dialogue, place, draft.tells)


def _ask_person(draft: Draft, person: Named | None, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision:
    known = [one for one in facts.ledger.customers(person) if one.contact.phone] if person else []
    if not known or len(known) > MOST_NAMESAKES:
        return asks(dialogue, Missing(draft), WhoseNumber(draft.name or ""))
    phones = tuple(one.contact.phone for one in known)
    question = WhichPerson(draft, tuple(one.id for one in known), phones)
    reply = IsItThem(who(known[0])) if len(known) == 1 else WhichOfThem(waiting(known))
    return asks(dialogue, question, reply)


def _service_options(draft: Draft, facts: OwnerFacts) -> tuple[Service, ...]:
    """Services to choose from: none were said, or a family that leaves a choice."""
    salon = facts.salon
    staff = salon.find_staff(draft.staff)
    for name in draft.services or ("",):
        if salon.find_service(name) is None:
            options = salon.families.get(name, salon.services)
            return tuple(it for it in options if staff is None or it.id in staff.services) or tuple(options)
    return ()


def with_service(draft: Draft, chosen: str, facts: OwnerFacts) -> Draft:
    """The draft once one of the listed services was chosen: in the place of its family, or as the only one."""
    unsettled = [name for name in draft.services if facts.salon.find_service(name) is None]
    if not unsettled:
        return replace(draft, services=(chosen,))
    services = tuple(chosen if name == unsettled[0] else name for name in draft.services)
    return replace(draft, services=services)


def _reserve(
    draft: Draft, services: tuple[Service, ...], start_at: datetime, dialogue: OwnerDialogue, facts: OwnerFacts
) -> Decision:
    """Somebody without a number: their time is closed under their name, as nobody can be reminded or told."""
    staff = facts.salon.find_staff(draft.staff)
    order = Order(services=services, staff=staff, start_at=start_at, is_forced=draft.is_forced)
    placed = check_order(facts.salon, facts.book, order, facts.now)
    if not isinstance(placed, Placed):
        return says(dialogue, told_refusal(Refused(placed), as_one(services), facts))
    names = " + ".join(service.name[facts.salon.language] for service in services)
    reason = f"{draft.name}, {names}" if draft.name else names
    ends = placed.slots[-1].end_at + services[-1].buffer_after
    stretch = Stretch(placed.staff.id, placed.start_at, ends, reason)
    return does(dialogue, Close((stretch,)))
