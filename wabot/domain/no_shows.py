"""No-show memory: whose bookings the salon confirms itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from wabot.domain.appointments import Appointment, Status

TOLERATED = 1
REMEMBERED = timedelta(days=365)


def must_ask_salon(history: Iterable[Appointment], now: datetime) -> bool:
    """Whether a customer with that history books only through a person.

    They do after a second visit within a year to which staff say they did not come ("no_show"). A visit that staff
    mark as "done" wipes out those before it; one that nobody marked says nothing.
    """
    recent = [one for one in history if now - REMEMBERED <= one.start_at <= now]
    kept_at = max((one.start_at for one in recent if one.status is Status.DONE), default=None)
    missed = {
        one.visit for one in recent if one.status is Status.NO_SHOW and (kept_at is None or one.start_at > kept_at)
    }
    return len(missed) > TOLERATED
