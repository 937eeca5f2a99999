"""To customers who say that they will be late, or are nearly there."""

from dataclasses import dataclass

from wabot.domain.replies.told import Reply, Visit
from wabot.domain.salon import Staff


@dataclass(frozen=True, slots=True)
class StaffKnow(Reply):
    """Whoever waits for the customer has been told; `number` of them."""

    staff: tuple[Staff, ...]
    number: int


@dataclass(frozen=True, slots=True)
class SalonKnows(Reply):
    """The owner has been told, who passes it on."""


@dataclass(frozen=True, slots=True)
class PassedOnToo(Reply):
    """Whoever was told of it knows now by how much, too."""


@dataclass(frozen=True, slots=True)
class MayNotFit(Reply):
    """So late that the visit may no longer be possible."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class ComeIn(Reply):
    """Who is on the way is expected."""


@dataclass(frozen=True, slots=True)
class NotToday(Reply):
    """The next visit is not today."""

    visit: Visit
