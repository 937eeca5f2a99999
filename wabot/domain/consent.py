"""Consent: what a customer wants to hear of our own accord. Answers, and changes by the salon, go on in any case."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What happened to a customer's consent.

    stopped   they asked not to be written to: no reminders, no invitations
    recalled  they booked all the same, and were told that they will not be reminded
    resumed   they took the stop back: all is as it was before it
    asked     they were asked whether they may be invited
    agreed    they said yes to that
    declined  they said no to that
    """

    STOPPED = "stopped"
    RECALLED = "recalled"
    RESUMED = "resumed"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Where a customer's consent stands. Reminders are service and need none; whoever says nothing is not invited."""

    is_stopped: bool = False
    is_recalled: bool = False
    was_asked: bool = False
    has_agreed: bool = False

    @property
    def welcomes_invitations(self) -> bool:
        """Whether more than service messages may be sent."""
        return self.has_agreed and not self.is_stopped

    @property
    def may_be_asked(self) -> bool:
        """Whether the question for invitations is still to be put: it is put once, and never to who said stop."""
        return not self.was_asked and not self.is_stopped


NOTHING_SAID = Consent()


def consent_after(steps: Iterable[Step]) -> Consent:
    """The consent that all the steps of a customer, oldest first, come to."""
    is_stopped = is_recalled = was_asked = has_agreed = False
    for step in steps:
        match step:
            case Step.STOPPED:
                is_stopped, is_recalled = True, False
            case Step.RESUMED:
                is_stopped = False
            case Step.RECALLED:
                is_recalled = True
            case Step.ASKED:
                was_asked = True
            case Step.AGREED:
                has_agreed = True
            case Step.DECLINED:
                has_agreed = False
    return Consent(is_stopped=is_stopped, is_recalled=is_recalled, was_asked=was_asked, has_agreed=has_agreed)
