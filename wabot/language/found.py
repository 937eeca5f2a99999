"""What a message names of the salon: its services and staff."""

from dataclasses import dataclass, field

from wabot.language.mentions import Mention
from wabot.types import StaffId


@dataclass(slots=True)
class Found:
    """Services and staff of a message, with the places of the words that named them.

    `drops` and `not_staff` are those that are not wanted, `unoffered` a service that the salon does not have,
    `also_unoffered` one that is wanted beside those that it has. `suits`
    are the services for people like whoever is spoken of ("дочке", "she's 7"), `own_suits` those for people like the
    customer, where the message lets on what they are ("я хотела бы", "с мужем").
    """

    services: list[str] = field(default_factory=list)
    service_places: set[int] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    staff: list[StaffId] = field(default_factory=list)
    staff_places: dict[int, StaffId] = field(default_factory=dict)
    implied: bool = False
    drops: list[str] = field(default_factory=list)
    not_staff: StaffId | None = None
    unoffered: str | None = None
    also_unoffered: str | None = None
    suits: list[str] = field(default_factory=list)
    own_suits: list[str] = field(default_factory=list)
