"""One turn of the owner's, or of a staff member's: an answer to our question, an order, or neither.

The owner is also a customer. What orders nothing, what speaks of their own visit, and a booking that names nobody is
ordinary conversation; so is all that a staff member writes but the question who comes to them.
"""

from dataclasses import replace

from wabot.domain.owner.answers import answer_question
from wabot.domain.owner.asking import agenda, count, free, next_visit, status
from wabot.domain.owner.booking import order_visit
from wabot.domain.owner.chats import hush_or_speak
from wabot.domain.owner.closing import close, reopen
from wabot.domain.owner.decision import Decision, says
from wabot.domain.owner.dialogue import OwnerDialogue, Purpose
from wabot.domain.owner.facts import OwnerFacts
from wabot.domain.owner.heard import Command, Ordered, Said
from wabot.domain.owner.visits import change_visit
from wabot.domain.replies.owner import NothingToUndo, OneByOne, OnlyYourDay, WhatYouCanSay
from wabot.domain.replies.told import Reply

_OWN = {Command.AGENDA, Command.NEXT, Command.COUNT}


def decide(ordered: Ordered, dialogue: OwnerDialogue, facts: OwnerFacts, *, talks: bool) -> Decision | None:
    """What the message comes to; None when it is ordinary conversation.

    `talks`: a question of that conversation is open, which a mere "tomorrow at Anna's" would answer.
    """
    if not facts.is_owner:
        return _of_staff(ordered, facts)
    if ordered.several:
        return says(dialogue, OneByOne())
    if ordered.command is None or ordered.is_faint:
        answered = answer_question(ordered, dialogue, facts)
        if answered is not None:
            return answered
    if ordered.is_faint and talks:
        return None
    if ordered.mine and facts.staff is not None and ordered.command in _OWN:
        return _of_staff(ordered, facts)
    return _ordered(ordered, dialogue, facts)


def _ordered(ordered: Ordered, dialogue: OwnerDialogue, facts: OwnerFacts) -> Decision | None:
    match ordered.command:
        case None:
            return None
        case Command.AGENDA:
            return says(dialogue, *agenda(ordered.said, facts))
        case Command.COUNT:
            return says(dialogue, *count(ordered.said, facts))
        case Command.NEXT:
            return says(dialogue, next_visit(ordered.said, ordered.person, facts))
        case Command.FREE:  # for a certain service, times are offered as to any customer
            return None if ordered.said.services else says(dialogue, free(ordered.said, facts))
        case Command.STATUS:
            return says(dialogue, status(facts))
        case Command.HELP:
            return says(dialogue, WhatYouCanSay())
        case Command.BOOK:
            return None if ordered.mine else order_visit(ordered, dialogue, facts)
        case Command.MOVE | Command.CANCEL | Command.NO_SHOW:
            return change_visit(ordered, Purpose(ordered.command.value), dialogue, facts)
        case Command.CLOSE:
            return close(ordered.closing, dialogue, facts)
        case Command.OPEN:
            return reopen(ordered.said, dialogue, facts)
        case Command.HUSH | Command.SPEAK:
            return hush_or_speak(ordered, dialogue, facts)
        case Command.UNDO:
            return _taken_back(dialogue)


def _taken_back(dialogue: OwnerDialogue) -> Decision:
    if dialogue.undo is None:
        return says(dialogue, NothingToUndo())
    return Decision(dialogue=OwnerDialogue(undo=dialogue.undo), act=dialogue.undo, undoes=True)


def _of_staff(ordered: Ordered, facts: OwnerFacts) -> Decision | None:
    """Who comes to them; of nobody else's day, and nothing is ordered."""
    if facts.staff is None or ordered.command not in _OWN or ordered.is_faint:
        return None
    if ordered.said.staff not in {None, facts.staff.id} or ordered.person is not None:
        return Decision(dialogue=OwnerDialogue(), replies=(OnlyYourDay(),))
    said = replace(ordered.said, staff=facts.staff.id)
    told = {Command.NEXT: _next, Command.COUNT: count, Command.AGENDA: agenda}[ordered.command]
    return Decision(dialogue=OwnerDialogue(), replies=told(said, facts))


def _next(said: Said, facts: OwnerFacts) -> tuple[Reply, ...]:
    return (next_visit(said, None, facts),)
