"""Stop and start, and whether customers may be invited: asked once, at a fitting moment, and never assumed."""

from dataclasses import replace

from wabot.domain.aftercare import KEPT
from wabot.domain.consent import Step
from wabot.domain.conversation.facts import Facts, MakeAppointment, NoteConsent, Outcome
from wabot.domain.dialogue import Dialogue, MayInvite
from wabot.domain.heard import Heard, Intent
from wabot.domain.replies.aftercare import (
    MayWeInvite,
    StillSilent,
    WillInvite,
    WillNotInvite,
    WillNotWrite,
    WillWriteAgain,
)
from wabot.domain.replies.manners import YouAreWelcome


def answer_stop(heard: Heard, dialogue: Dialogue, facts: Facts) -> Outcome | None:
    """A stop, or what takes it back; None when the message is neither. Appointments stay as they are."""
    if heard.stops:
        return Outcome(replies=(WillNotWrite(),), dialogue=Dialogue(), changes=(NoteConsent(Step.STOPPED),))
    consent = facts.customer.consent
    if heard.resumes and consent.is_stopped:
        invites = facts.may_invite and consent.has_agreed
        changes = (NoteConsent(Step.RESUMED),)
        return Outcome(replies=(WillWriteAgain(invites),), dialogue=dialogue, changes=changes)
    return None


def consider_consent(outcome: Outcome, facts: Facts) -> Outcome:
    """What the turn leads to, with a word on consent where one belongs."""
    consent = facts.customer.consent
    books = any(isinstance(change, MakeAppointment) for change in outcome.changes)
    if books and consent.is_stopped and not consent.is_recalled:
        return _with(outcome, outcome.dialogue, StillSilent(), Step.RECALLED)
    if facts.may_invite and consent.may_be_asked and _is_fitting(outcome, facts):
        asked = replace(outcome.dialogue, question=MayInvite(facts.now), reminded=())
        return _with(outcome, asked, MayWeInvite(), Step.ASKED)
    return outcome


def answer_may_invite(heard: Heard, dialogue: Dialogue) -> Outcome | None:
    """Yes or no to the question; None when the message is neither."""
    after = replace(dialogue, question=None, misunderstood=0)
    if heard.says_wish or not {Intent.CONFIRM, Intent.DECLINE} & set(heard.intents):
        return None
    if Intent.DECLINE in heard.intents:
        return Outcome(replies=(WillNotInvite(),), dialogue=after, changes=(NoteConsent(Step.DECLINED),))
    return Outcome(replies=(WillInvite(),), dialogue=after, changes=(NoteConsent(Step.AGREED),))


def _is_fitting(outcome: Outcome, facts: Facts) -> bool:
    """A customer with a visit has said thanks, and nothing else is to be answered: a yes can mean nothing else."""
    is_thanked = outcome.replies[-1:] == (YouAreWelcome(),)
    has_visit = bool(facts.visits) or any(one.status in KEPT for one in facts.history)
    return is_thanked and has_visit and outcome.dialogue.question is None and not facts.unanswered


def _with(outcome: Outcome, dialogue: Dialogue, reply: StillSilent | MayWeInvite, step: Step) -> Outcome:
    return replace(
        outcome,
        replies=(*outcome.replies, reply),
        dialogue=dialogue,
        changes=(*outcome.changes, NoteConsent(step)),
    )
