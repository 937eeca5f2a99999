"""What was heard of an order: the meaning, without the words. Days and clock times are the salon's wall time."""

from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as WallTime
from enum import StrEnum

from wabot.types import Lang, PhoneNumber, StaffId


class Command(StrEnum):
    """What the owner orders or asks.

    agenda    who comes on some days             next      the next visit
    count     how many visits                    free      who has time
    close     nobody is taken then               open      people are taken then
    book, move, cancel, no_show                  a customer's visit
    hush, speak                                  in one chat or in all
    undo      the last order is taken back       status, help
    """

    UNDO = "undo"
    HELP = "help"
    STATUS = "status"
    HUSH = "hush"
    SPEAK = "speak"
    NO_SHOW = "no_show"
    OPEN = "open"
    CLOSE = "close"
    MOVE = "move"
    CANCEL = "cancel"
    BOOK = "book"
    COUNT = "count"
    NEXT = "next"
    FREE = "free"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Which visit or time is spoken of; empty or None: not said. `day_to` is included, None for one day.

    `time` is a point, `not_before` and `not_after` are bounds; `vague` a part of the day without a clock time,
    `shift` so much later, or earlier if negative.
    """

    services: tuple[str, ...] = ()
    staff: StaffId | None = None
    day: date | None = None
    day_to: date | None = None
    time: WallTime | None = None
    not_before: WallTime | None = None
    not_after: WallTime | None = None
    vague: bool = False
    shift: timedelta | None = None
    impossible: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self == Said()


@dataclass(frozen=True, slots=True)
class Named:
    """A customer spoken of by name: as it is written down, and for each word of it the forms it may have in the book.

    `staff` is the staff member of that name, if there is one.
    """

    name: str
    forms: tuple[frozenset[str], ...]
    staff: StaffId | None = None

    def is_name_of(self, name: str | None) -> bool:
        """Whether somebody of that name may be meant."""
        words = set((name or "").lower().replace("ё", "е").split())
        return bool(words) and all(words & forms for forms in self.forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One message of the owner or a staff member.

    command   None when it orders nothing; `is_faint` when only its shape does ("tomorrow at Anna's")
    said      what it is about; of a move, where the visit goes
    now       of a move: the visit as it stands
    closing   the days as they are meant where they are to be closed: "until Wednesday" leaves Wednesday open
    several   orders of different kinds in one sentence, so that nothing of it is sure
    agrees    yes or no, to a question of ours or to telling the customer; None when neither was said
    mine      the sender speaks of their own visit or day
    """

    lang: Lang
    command: Command | None = None
    is_faint: bool = False
    said: Said = Said()
    now: Said = Said()
    closing: Said = Said()
    several: bool = False
    phone: PhoneNumber | None = None
    person: Named | None = None
    agrees: bool | None = None
    choice: int | None = None
    mine: bool = False
    forced: bool = False
    without_number: bool = False
