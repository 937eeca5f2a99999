"""Why the book does not take an order, as the owner reads it: what is in the way, what to do, and whether to insist."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.appointments import (
    Appointment,
    CannotDoService,
    ClosedThatDay,
    DoesNotFit,
    GuestBusy,
    NobodyWorks,
    OutsideHours,
    SlotTaken,
    StaffOff,
)
from wabot.domain.blocks import Block
from wabot.domain.openings import OpenAlready
from wabot.domain.orders import AlreadyOver, NotBegun, OrderRefusal
from wabot.domain.owner.refusals import FORCEABLE
from wabot.domain.salon import Salon
from wabot.language.spoken import spoken_date, spoken_openings
from wabot.web.bodies import Faults
from wabot.web.desk import Refused
from wabot.web.layout import service_name
from wabot.web.pages.forms import told_faults
from wabot.web.refusals import refusal_code
from wabot.web.words import Words

NONE = "none"  # what sentences select on where there is nothing to say


@dataclass(frozen=True, slots=True)
class Clash:
    """What holds the time: words of ours, words of the salon's own, and where to look at it."""

    when: str
    what: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal. `may_force`: it can be had all the same."""

    words: list[str]
    clashes: list[Clash]
    may_force: bool = False


class Refusals:
    """Puts them into words."""

    def __init__(self, salon: Salon, words: Words) -> None:
        self._salon = salon
        self._words = words

    def tell(self, what: Refused | Faults, now: datetime, *, closes: bool = False) -> Told:
        """`closes`: time was to be closed, which may be done around visits."""
        if isinstance(what, Faults):
            return Told([self._words.say(key) for key in told_faults(what)], [])
        around = closes and bool(what.clashes) and not any(isinstance(clash, Block) for clash in what.clashes)
        key = "refused-visits_stand" if around else f"refused-{refusal_code(what.refusal)}"
        return Told(
            [self._words.say(key, **self._facts(what.refusal, now))],
            [self._clash(clash) for clash in what.clashes],
            may_force=around or isinstance(what.refusal, FORCEABLE),
        )

    def _facts(self, refusal: OrderRefusal | OpenAlready, now: datetime) -> dict[str, object]:
        today = now.astimezone(self._salon.timezone).date()
        lang = self._salon.language
        match refusal:
            case ClosedThatDay(day, closure):
                reason = closure.reason[lang] if closure else NONE
                return {"day": spoken_date(day, today, lang), "reason": reason}
            case StaffOff(staff, day):
                return {"day": spoken_date(day, today, lang), "staff": staff.name[lang]}
            case NobodyWorks(day):
                return {"day": spoken_date(day, today, lang)}
            case OutsideHours(day, openings, staff):
                hours = spoken_openings(openings)
                return {
                    "day": spoken_date(day, today, lang),
                    "hours": hours,
                    "staff": staff.name[lang] if staff else NONE,
                }
            case OpenAlready(staff, openings):
                return {"hours": spoken_openings(openings)}
            case SlotTaken(start_at) | GuestBusy(start_at) | DoesNotFit(start_at) | NotBegun(start_at):
                return {"time": f"{start_at.astimezone(self._salon.timezone):%H:%M}"}
            case CannotDoService(staff, service):
                return {"staff": staff.name[lang], "service": service.name[lang]}
            case AlreadyOver(status):
                return {"status": status.value}
            case _:
                return {}

    def _clash(self, clash: Appointment | Block) -> Clash:
        begins, ends = (at.astimezone(self._salon.timezone) for at in (clash.start_at, clash.end_at))
        day = begins.date()
        when = f"{begins:%H:%M}–{ends:%H:%M}"
        if isinstance(clash, Block):
            closed = self._words.say("calendar-closed")
            return Clash(when, closed, clash.reason, f"/blocks/{clash.id}?day={day}")
        services = ", ".join(service_name(self._salon, service) for service in clash.services)
        return Clash(when, services, "", f"/visits/{clash.id}")
