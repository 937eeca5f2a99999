"""Stop and start, whether customers may be invited, and what is said after a visit."""

from dataclasses import dataclass

from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Service, Staff


@dataclass(frozen=True, slots=True)
class WillNotWrite(Reply):
    """After a stop, with how to take it back."""


@dataclass(frozen=True, slots=True)
class WillWriteAgain(Reply):
    """The stop is taken back; `invites`: there will be invitations again, too."""

    invites: bool


@dataclass(frozen=True, slots=True)
class StillSilent(Reply):
    """Said once to who books after a stop: the visit will not be reminded of."""


@dataclass(frozen=True, slots=True)
class MayWeInvite(Reply):
    """The question for consent."""


@dataclass(frozen=True, slots=True)
class WillInvite(Reply):
    """Yes to that, with how to take it back."""


@dataclass(frozen=True, slots=True)
class WillNotInvite(Reply):
    """No to that."""


@dataclass(frozen=True, slots=True)
class ThankYou(Reply):
    """Some hours after the visit."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class ComeAgainSoon(Reply):
    """An invitation to have the service again; `staff` None when who did it no longer does."""

    service: Service
    staff: Staff | None
