"""Where the owner's orders stand: what we asked last, and what can be taken back. Kept between turns."""

from dataclasses import dataclass, replace
from datetime import date
from datetime import time as WallTime
from enum import StrEnum
from typing import Literal

from wabot.domain.owner.acts import Act, Amend, Place, Tell
from wabot.domain.owner.heard import Ordered, Said
from wabot.types import AppointmentId, CustomerId, PhoneNumber, ServiceId, StaffId


class Purpose(StrEnum):
    """What a visit is looked for."""

    CANCEL = "cancel"
    MOVE = "move"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A visit that is being ordered: what is known of it. `tells` as in Decision."""

    phone: PhoneNumber | None = None
    name: str | None = None
    services: tuple[str, ...] = ()
    staff: StaffId | None = None
    day: date | None = None
    time: WallTime | None = None
    is_forced: bool = False
    numberless: bool = False
    tells: bool | None = None

    def with_said(self, ordered: Ordered) -> "Draft":
        """The draft after another message."""
        said = ordered.said
        return replace(
            self,
            phone=ordered.phone or self.phone,
            name=self.name or (ordered.person.name if ordered.person else None),
            services=said.services or self.services,
            staff=said.staff or self.staff,
            day=said.day or self.day,
            time=said.time or self.time,
            is_forced=self.is_forced or ordered.forced,
            numberless=self.numberless or ordered.without_number,
            tells=self.tells if self.tells is not None else ordered.agrees,
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """Asked for what the draft lacks; `options` are the services, if they were listed."""

    draft: Draft
    options: tuple[ServiceId, ...] = ()
    kind: Literal["missing"] = "missing"


@dataclass(frozen=True, slots=True)
class WhichPerson:
    """Asked which of these customers is meant."""

    draft: Draft
    options: tuple[CustomerId, ...]
    phones: tuple[PhoneNumber | None, ...]
    kind: Literal["person"] = "person"


@dataclass(frozen=True, slots=True)
class WhichVisit:
    """Asked which visit is meant, or whether it is the one; of a move with where it goes."""

    options: tuple[AppointmentId, ...]
    purpose: Purpose
    to: Said
    tells: bool | None = None
    kind: Literal["visit"] = "visit"


@dataclass(frozen=True, slots=True)
class WhereTo:
    """Asked when the visit shall be."""

    appointment: AppointmentId
    tells: bool | None = None
    kind: Literal["where"] = "where"


@dataclass(frozen=True, slots=True)
class ForceIt:
    """Asked whether to do it at an hour at which nobody works."""

    act: Place | Amend
    tells: bool | None = None
    kind: Literal["force"] = "force"


@dataclass(frozen=True, slots=True)
class TellThem:
    """Asked whether the customers shall hear of it."""

    tell: Tell
    kind: Literal["tell"] = "tell"


@dataclass(frozen=True, slots=True)
class WhichDays:
    """Asked on which days to close; None: for the whole salon."""

    staff: StaffId | None
    kind: Literal["days"] = "days"


Question = Missing | WhichPerson | WhichVisit | WhereTo | ForceIt | TellThem | WhichDays


@dataclass(frozen=True, slots=True)
class OwnerDialogue:
    """The state of one owner's orders; `undo` takes the last one back."""

    question: Question | None = None
    undo: Act | None = None


def joined(before: OwnerDialogue, after: OwnerDialogue) -> OwnerDialogue:
    """Where several orders of one turn leave us: whether customers are to be told is asked of all of them at once."""
    asked, asks = before.question, after.question
    if isinstance(asked, TellThem) and isinstance(asks, TellThem):
        return replace(after, question=TellThem(Tell((*asked.tell.notices, *asks.tell.notices))))
    return after if asks is not None or not isinstance(asked, TellThem) else replace(after, question=asked)
