"""The owner answers what we asked last."""

from dataclasses import replace
from typing import TypeVar

from wabot.domain.owner.booking import pursue, with_service
from wabot.domain.owner.closing import close
from wabot.domain.owner.decision import Decision, asks, does, says
from wabot.domain.owner.dialogue import (
    ForceIt,
    Missing,
    OwnerDialogue,
    Purpose,
    TellThem,
    WhereTo,
    WhichDays,
    WhichPerson,
    WhichVisit,
)
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.heard import Ordered
from wabot.domain.owner.visits import do_to, matching
from wabot.domain.replies.owner import LeftAsItWas, NobodyTold, WhoseNumber

T = TypeVar("T")


def answer_question(ordered: Ordered, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    """What the answer leads to; None when the message is none."""
    match dialogue.question:
        case Missing() as asked:
            return _add(ordered, asked, dialogue, facts) or _refused(ordered, dialogue)
        case WhichPerson() as asked:
            return _choose_person(ordered, asked, dialogue, facts)
        case WhichVisit() as asked:
            return _choose_visit(ordered, asked, dialogue, facts) or _refused(ordered, dialogue)
        case WhereTo() as asked:
            return _shift(ordered, asked, dialogue, facts) or _refused(ordered, dialogue)
        case ForceIt(act, tells):
            return does(dialogue, act, tells) if ordered.agrees else _refused(ordered, dialogue)
        case TellThem(tell):
            if ordered.agrees is False:
                return says(dialogue, NobodyTold())
            return does(dialogue, tell) if ordered.agrees else None
        case WhichDays(staff):
            days = ordered.closing
            if days.day is not None:
                return close(replace(days, staff=staff or days.staff), dialogue, facts)
            return _refused(ordered, dialogue)
        case None:
            return None


def _refused(ordered: Ordered, dialogue: OwnerDialogue) -> Decision | None:
    return says(dialogue, LeftAsItWas()) if ordered.agrees is False else None


def _add(ordered: Ordered, asked: Missing, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    """Something that the draft lacked."""
    chosen = _option(ordered, asked.options)
    if chosen is not None:
        return pursue(with_service(asked.draft, chosen, facts), None, dialogue, facts)
    draft = asked.draft.with_said(ordered)
    if replace(draft, tells=asked.draft.tells) == asked.draft:
        return None
    return pursue(draft, ordered.person, dialogue, facts)


def _choose_person(ordered: Ordered, asked: WhichPerson, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    phone = ordered.phone or _option(ordered, asked.phones)
    if phone is None and ordered.agrees and len(asked.phones) == 1:
        phone = asked.phones[0]
    if phone is not None or ordered.without_number:
        name = asked.draft.name if ordered.phone or phone is None else None  # who is known keeps their name
        draft = replace(asked.draft, phone=phone, name=name, numberless=ordered.without_number)
        return pursue(draft, None, dialogue, facts)
    if ordered.agrees is False:
        return asks(dialogue, Missing(asked.draft), WhoseNumber(asked.draft.name or ""))
    return None


def _choose_visit(ordered: Ordered, asked: WhichVisit, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    entries = [entry for number in asked.options if (entry := facts.ledger.find(number))]
    number = _option(ordered, asked.options)
    if number is None and ordered.agrees and len(asked.options) == 1:
        number = asked.options[0]
    chosen = [entry for entry in entries if entry.visit.id == number]
    if not chosen and (not ordered.said.is_empty or ordered.person or ordered.phone):
        chosen = matching(entries, ordered.said, ordered, facts)
    if len(chosen) != 1:
        return None
    return do_to(chosen[0], asked.purpose, asked.to, asked.tells, dialogue, facts)


def _shift(ordered: Ordered, asked: WhereTo, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    entry = facts.ledger.find(asked.appointment)
    if entry is None or ordered.said.is_empty:
        return None
    return do_to(entry, Purpose.MOVE, ordered.said, asked.tells, dialogue, facts)


def _option(ordered: Ordered, options: tuple[T, ...]) -> T | None:
    """The option chosen by number, -1 for the last one."""
    number = ordered.choice
    if number is None or not options:
        return None
    at = len(options) - 1 if number == -1 else number - 1
    return options[at] if 0 <= at < len(options) else None
