"""Greetings, thanks, and words for what cannot be answered by machine."""

from dataclasses import dataclass

from wabot.domain.replies.told import Reply
from wabot.domain.salon import Salon, Text


@dataclass(frozen=True, slots=True)
class Hello(Reply):
    """The first words of a conversation; `name` when the customer is a regular whose name is known."""

    salon: Salon
    name: str | None = None


@dataclass(frozen=True, slots=True)
class OurPrivacy(Reply):
    """The owner's line on privacy, for those who write for the first time."""

    words: Text


@dataclass(frozen=True, slots=True)
class NiceToMeetYou(Reply):
    """The customer has said what they are called; where no visit of theirs is booked, none is promised."""

    name: str
    is_booked: bool


@dataclass(frozen=True, slots=True)
class GuestKnown(Reply):
    """It was told who somebody is that a visit is for; `name` where it was told what they are called."""

    name: str | None


@dataclass(frozen=True, slots=True)
class HowCanIHelp(Reply):
    """After a bare greeting, or when the customer has not said what they want."""


@dataclass(frozen=True, slots=True)
class YouAreWelcome(Reply):
    """After thanks."""


@dataclass(frozen=True, slots=True)
class TakeYourTime(Reply):
    """The customer wants to think about it, or to ask somebody."""


@dataclass(frozen=True, slots=True)
class SeeYou(Reply):
    """After "see you then": the customer has a visit."""


@dataclass(frozen=True, slots=True)
class AllRight(Reply):
    """After a yes or a no that answers nothing."""


@dataclass(frozen=True, slots=True)
class NotUnderstood(Reply):
    """With what wabot can do."""


@dataclass(frozen=True, slots=True)
class CannotTell(Reply):
    """A question that only a person can answer. `phone` is the salon's; `chooses`: there still are times to choose."""

    phone: str | None
    chooses: bool


@dataclass(frozen=True, slots=True)
class MayAsk(Reply):
    """A question that only a person can answer: shall one be asked?"""


@dataclass(frozen=True, slots=True)
class IAmBot(Reply):
    """Asked whether this is a machine."""


@dataclass(frozen=True, slots=True)
class WeSpeak(Reply):
    """Asked whether we speak the language that this is answered in."""


@dataclass(frozen=True, slots=True)
class ShortMenu(Reply):
    """Not understood again: a few lines to choose from by number, as domain/dialogue.py lists them."""


@dataclass(frozen=True, slots=True)
class NoMatter(Reply):
    """To who wrote by mistake."""


@dataclass(frozen=True, slots=True)
class WeAreHere(Reply):
    """To who asks whether this is the salon, or whether anybody is there; with what wabot can do."""


@dataclass(frozen=True, slots=True)
class CalmWord(Reply):
    """The customer is rude."""


@dataclass(frozen=True, slots=True)
class TextPlease(Reply):
    """A voice note, picture or the like."""


@dataclass(frozen=True, slots=True)
class SayAgain(Reply):
    """A message came whose words were lost on the way."""


@dataclass(frozen=True, slots=True)
class CallDeclined(Reply):
    """Calls are not taken on this number."""


@dataclass(frozen=True, slots=True)
class PersonCalled(Reply):
    """A person of the salon has been told and will answer."""


@dataclass(frozen=True, slots=True)
class CallUs(Reply):
    """No person can be told from here; `phone` is the salon's."""

    phone: str


@dataclass(frozen=True, slots=True)
class ComeToUs(Reply):
    """No person can be told from here, and the salon has given no phone number."""

    address: Text


@dataclass(frozen=True, slots=True)
class SomethingWentWrong(Reply):
    """wabot failed on this turn; a person has been told."""
