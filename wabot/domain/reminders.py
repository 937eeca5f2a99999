"""Reminders: at what moment a visit is worth a word of ours, and until when. Clock times are the salon's."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from wabot.domain.walltime import DAY, boundary, since_midnight

LEAST = timedelta(minutes=30)
"""Before the visit; a later reminder finds the customer on the way, or not at all."""
APART = timedelta(hours=1)
"""Two reminders of one visit that come closer together are one too many."""
TO_ANSWER = timedelta(hours=1)
"""What a customer gets before silence is told to the staff."""


class Which(StrEnum):
    """The reminders of a visit, what staff are told when none is answered, and what follows the visit."""

    DAY_BEFORE = "day_before"
    BEFORE = "before"
    ASK_STAFF = "ask_staff"
    THANKS = "thanks"
    INVITATION = "invitation"


AHEAD = (Which.DAY_BEFORE, Which.BEFORE, Which.ASK_STAFF)
"""Those of a visit still to come."""


class Why(StrEnum):
    """Why a reminder, or what follows a visit, was skipped.

    booked_later        the visit got its time after the moment of the reminder
    quiet_hours         they end too late for it
    another_reminder    the other one goes at almost the same time
    too_late            wabot or WhatsApp was away, and now it would help nobody
    nobody_to_tell      neither the staff member nor the owner has a number
    stopped             the customer asked not to be written to
    failed              an error of ours; the log has it
    not_agreed          the customer has not agreed to more than service messages
    another_visit       there is another one later that day, and thanks after it
    did_not_come        the visit was cancelled or not kept after all
    booked_again        there has been, or is to be, another visit for that service
    another_invitation  there was one within the interval already
    not_offered         the salon no longer has the service
    """

    BOOKED_LATER = "booked_later"
    QUIET_HOURS = "quiet_hours"
    ANOTHER_REMINDER = "another_reminder"
    TOO_LATE = "too_late"
    NOBODY_TO_TELL = "nobody_to_tell"
    STOPPED = "stopped"
    FAILED = "failed"
    NOT_AGREED = "not_agreed"
    ANOTHER_VISIT = "another_visit"
    DID_NOT_COME = "did_not_come"
    BOOKED_AGAIN = "booked_again"
    ANOTHER_INVITATION = "another_invitation"
    NOT_OFFERED = "not_offered"


Quiet = tuple[time, time] | None
"""First and last (exclusive) wall time at which nothing is sent of our own accord; it may span midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """When customers are reminded; no length (`before`, `ask_staff`) means never."""

    day_before_at: time
    before: timedelta
    quiet: Quiet
    ask_staff: timedelta

    @property
    def reach(self) -> timedelta:
        """How long before a visit its first moment may lie, at most."""
        return max(2 * DAY, self.before, self.ask_staff) + DAY


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing yet; look again then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Send:
    """Now; what has not left by `until` is to be thought over again."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """Never."""

    reason: Why


Decision = Wait | Send | Skip


def is_quiet(at: datetime, quiet: Quiet, zone: ZoneInfo) -> bool:
    """Whether the moment lies in the quiet hours."""
    if quiet is None:
        return False
    begins, ends = quiet
    clock = at.astimezone(zone).time()
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


def after_quiet(at: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    while quiet is not None and is_quiet(at, quiet, zone):
        at = _next_time(at, quiet[1], zone)
    return at


def decide_reminder(
    which: Which,
    start_at: datetime,
    timed_at: datetime,
    now: datetime,
    rules: ReminderRules,
    zone: ZoneInfo,
    *,
    is_stopped: bool = False,
) -> Decision | None:
    """What to do about a reminder of a visit that has had its time since `timed_at`; None: the salon sends none.

    Who said stop is not reminded, unless they take it back before the moment.
    """
    moment = _moment(which, start_at, rules, zone)
    if moment is None:
        return None
    if timed_at >= moment:
        return Skip(Why.BOOKED_LATER)
    if now < moment:
        return Wait(moment)
    if is_stopped:
        return Skip(Why.STOPPED)
    due_at, last = after_quiet(moment, rules.quiet, zone), _last(which, start_at, rules, zone)
    if due_at > last:
        is_moved = due_at > start_at - _least(which, rules)
        return Skip(Why.QUIET_HOURS if is_moved else Why.ANOTHER_REMINDER)
    at = after_quiet(max(now, due_at), rules.quiet, zone)
    if at >= last:
        return Skip(Why.TOO_LATE)
    return Wait(at) if at > now else Send(stale_at(now, last, rules.quiet, zone))


def decide_asking(
    start_at: datetime, reminded_at: datetime, now: datetime, rules: ReminderRules, zone: ZoneInfo
) -> Decision | None:
    """Whether staff are told that nobody answered the reminder of `reminded_at`; None: there was no time to answer."""
    moment = max(start_at - rules.ask_staff, reminded_at + TO_ANSWER)
    if not rules.ask_staff or moment >= start_at:
        return None
    if now < moment:
        return Wait(moment)
    if after_quiet(moment, rules.quiet, zone) >= start_at:
        return Skip(Why.QUIET_HOURS)
    at = after_quiet(now, rules.quiet, zone)
    if at >= start_at:
        return Skip(Why.TOO_LATE)
    return Wait(at) if at > now else Send(stale_at(now, start_at, rules.quiet, zone))


def tell_staff_at(start_at: datetime, now: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """When staff hear of a changed visit: at once, or after the quiet hours if it is on a later day than these end."""
    ends = after_quiet(now, quiet, zone)
    return ends if start_at.astimezone(zone).date() > ends.astimezone(zone).date() else now


def stale_at(now: datetime, last: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """Until when words said now stay true and welcome: "tomorrow" ends at midnight."""
    midnight = boundary(now.astimezone(zone).date() + DAY, timedelta(), zone)
    return min(last, midnight, *([_next_time(now, quiet[0], zone)] if quiet else []))


def _moment(which: Which, start_at: datetime, rules: ReminderRules, zone: ZoneInfo) -> datetime | None:
    """When the configuration says, whatever the hour."""
    if which is Which.DAY_BEFORE:
        day = start_at.astimezone(zone).date() - DAY
        return boundary(day, since_midnight(rules.day_before_at), zone)
    return start_at - rules.before if rules.before else None


def _least(which: Which, rules: ReminderRules) -> timedelta:
    return min(LEAST, rules.before / 2) if which is Which.BEFORE else LEAST


def _last(which: Which, start_at: datetime, rules: ReminderRules, zone: ZoneInfo) -> datetime:
    """Until when it is of use: before the visit, and not on the heels of the other one."""
    last = start_at - _least(which, rules)
    if which is Which.BEFORE or not rules.before:
        return last
    other = after_quiet(start_at - rules.before, rules.quiet, zone)
    evening = _moment(which, start_at, rules, zone)
    follows = evening is not None and other > evening - APART and other <= start_at - _least(Which.BEFORE, rules)
    return min(last, other - APART) if follows else last


def _next_time(at: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The next instant at which the wall clock shows that time; one that is skipped or repeated counts by either
    reckoning.
    """
    day = at.astimezone(zone).date()
    days = (datetime.combine(day + number * DAY, clock, zone) for number in (0, 1))
    instants = (local.replace(fold=fold).astimezone(UTC) for local in days for fold in (0, 1))
    return min(instant for instant in instants if instant > at)
