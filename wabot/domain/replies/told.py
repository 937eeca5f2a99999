"""What replies are made of: visits and free times as they are told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wabot.domain.salon import Service, Staff


class Reply:
    """One thing said. A turn's replies make one message, each on lines of its own."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One service of a visit as it is told."""

    service: Service | str
    staff: Staff | str
    start_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it is told: names, not ids; services and staff the salon no longer has keep their id.

    `parts` say who does what when, where `services` and `staff` would not.
    """

    services: tuple[Service | str, ...]
    staff: Staff | str
    start_at: datetime
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time as it is told; `parts` as in Visit."""

    staff: Staff
    start_at: datetime
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Several services named in one breath."""

    services: tuple[Service, ...]


Wanted = Service | Together
"""What a visit is for."""


class Purpose(StrEnum):
    """What the customer wants to do with a visit."""

    BOOK = "book"
    CANCEL = "cancel"
    MOVE = "move"
    EXTEND = "extend"
    SHORTEN = "shorten"
    SWAP = "swap"
