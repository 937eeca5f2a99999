"""After a visit: a word of thanks, and an invitation when the customer would come again by habit.

Both are more than service: they go only to who agreed, and never in the quiet hours. Clock times are the salon's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from wabot.domain.appointments import Appointment, BookedVisit, Status
from wabot.domain.consent import Consent
from wabot.domain.reminders import Decision, Quiet, Send, Skip, Wait, Which, Why, after_quiet, stale_at
from wabot.domain.salon import Salon
from wabot.domain.walltime import boundary, since_midnight
from wabot.types import ServiceId, StaffId

INVITED_AT = time(12)
HABIT = 6
"""The latest days on which a service was had, of which the habit is made."""
NO_HABIT = timedelta(days=7)
"""Who comes again sooner has something put right."""
USEFUL = {Which.THANKS: timedelta(days=1), Which.INVITATION: timedelta(days=7)}
"""How long after its moment each is still in place."""
KEPT = frozenset({Status.BOOKED, Status.CONFIRMED, Status.DONE})
"""What a visit that is over says when it took place: nobody has to mark it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AftercareRules:
    """Whether anything is said after a visit, and when; `quiet` as for reminders."""

    is_enabled: bool
    thanks_after: timedelta
    quiet: Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """To have the service again, with who did it, at `due_at`; `every` is the interval at which it is had."""

    service: ServiceId
    staff: StaffId
    every: timedelta
    due_at: datetime


def decide_aftercare(
    which: Which,
    due_at: datetime,
    why_not: Why | None,
    free_at: datetime | None,
    now: datetime,
    quiet: Quiet,
    zone: ZoneInfo,
) -> Decision:
    """What to do about a word that is due then. Until `free_at` the customer's ear is taken by something else."""
    if now < due_at:
        return Wait(due_at)
    if why_not is not None:
        return Skip(why_not)
    last = due_at + USEFUL[which]
    at = after_quiet(max(now, free_at or now), quiet, zone)
    if at >= last:
        return Skip(Why.TOO_LATE)
    return Wait(at) if at > now else Send(stale_at(now, last, quiet, zone))


def why_no_thanks(end_at: datetime, next_at: datetime | None, consent: Consent, zone: ZoneInfo) -> Why | None:
    """Why nobody is thanked for the visit. `next_at` is when the customer's next one begins: on the same day, thanks
    wait for the last.
    """
    if next_at is not None and next_at.astimezone(zone).date() == end_at.astimezone(zone).date():
        return Why.ANOTHER_VISIT
    return _unwelcome(consent)


def why_no_invitation(
    invitation: Invitation,
    visit: Appointment,
    others: Iterable[Appointment],
    invited_at: datetime | None,
    consent: Consent,
    salon: Salon,
) -> Why | None:
    """Why the customer is not invited after the visit. `others` are all their appointments, `invited_at` is when they
    were invited last, to whatever.
    """
    if visit.status not in KEPT:
        return Why.DID_NOT_COME
    if salon.find_service(invitation.service) is None:
        return Why.NOT_OFFERED
    later = (one for one in others if one.start_at > visit.start_at and one.status in KEPT)
    if any(invitation.service in one.services for one in later):
        return Why.BOOKED_AGAIN
    if invited_at is not None and invited_at + invitation.every > invitation.due_at:
        return Why.ANOTHER_INVITATION
    return _unwelcome(consent)


def plan_invitation(visit: BookedVisit, history: Sequence[Appointment], salon: Salon) -> Invitation | None:
    """The invitation that follows a visit that is over: to that service of it which comes round first.

    `history` are the customer's appointments that are over, this visit's among them. None where neither habit nor the
    configuration (`rebook_after_days`) says when.
    """
    day = visit.start_at.astimezone(salon.timezone).date()
    planned = []
    for part in visit.parts:
        every = habit(_days_of(part.service, history, salon.timezone)) or _configured(part.service, salon)
        if every is not None:
            due_at = boundary(day + every, since_midnight(INVITED_AT), salon.timezone)
            planned.append(Invitation(service=part.service, staff=part.staff, every=every, due_at=due_at))
    return min(planned, key=lambda invitation: invitation.due_at, default=None)


def habit(days: Iterable[date]) -> timedelta | None:
    """The usual interval, in whole days: the median of those between the latest days; None for fewer than two."""
    intervals = [later - earlier for earlier, later in pairwise(sorted(set(days))[-HABIT:])]
    usual = [interval.days for interval in intervals if interval >= NO_HABIT]
    return timedelta(days=round(median(usual))) if usual else None


def _days_of(service: ServiceId, history: Iterable[Appointment], zone: ZoneInfo) -> list[date]:
    kept = (one for one in history if one.status in KEPT and service in one.services)
    return [one.start_at.astimezone(zone).date() for one in kept]


def _configured(service_id: ServiceId, salon: Salon) -> timedelta | None:
    service = salon.find_service(service_id)
    return service.rebook_after if service is not None else None


def _unwelcome(consent: Consent) -> Why | None:
    if consent.is_stopped:
        return Why.STOPPED
    return None if consent.welcomes_invitations else Why.NOT_AGREED
