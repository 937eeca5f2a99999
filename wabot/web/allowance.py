"""How much programs may send."""

from collections import deque
from datetime import datetime, timedelta

from wabot.clock import Clock

MOST = 120  # the contract's least; more would have WhatsApp take the salon's number for a spammer's
WITHIN = timedelta(minutes=1)


class Allowance:
    """At most MOST sends in any stretch of WITHIN."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken: deque[datetime] = deque()

    def take(self) -> timedelta | None:
        """Take leave for one send: None when it is given, else how long there is to wait."""
        now = self._clock.now()
        while (
            self._taken and not timedelta() <= now - self._taken[0] < WITHIN
        ):  # less than none: the clock was set back
            self._taken.popleft()
        if len(self._taken) >= MOST:
            return self._taken[0] + WITHIN - now
        self._taken.append(now)
        return None
