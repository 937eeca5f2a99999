"""Reminders, and what is said to their answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wabot.domain.replies.told import Reply, Visit


class Answers(StrEnum):
    """How a reminder may be answered. `word`: another question of ours is open, so "yes" and numbers are taken."""

    NUMBER = "number"
    WORD = "word"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class WillRemind(Reply):
    """A reminder comes the day before, and so many hours before the visit; None where only the first does. Where none
    is booked it is said that this comes first.
    """

    hours: int | None
    is_booked: bool


@dataclass(frozen=True, slots=True)
class NotReminding(Reply):
    """The customer has asked not to be reminded."""


@dataclass(frozen=True, slots=True)
class Reminder(Reply):
    """Of the visits of one day, earliest first."""

    day: date
    visits: tuple[Visit, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class WillYouCome(Reply):
    """The answer to the reminder was not understood."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Confirmed(Reply):
    """The customer has said that they will come."""

    visits: tuple[Visit, ...]
