"""How often something may be done."""

from collections import deque
from datetime import datetime, timedelta

from wabot.clock import Clock

WITHIN = timedelta(minutes=1)


class Allowance:
    """At most `most` times in any stretch of WITHIN."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock = clock
        self._most = most
        self._taken: deque[datetime] = deque()

    def take(self) -> timedelta | None:
        """Take leave for one more: None when it is given, else how long there is to wait."""
        now = self._clock.now()
        while (
            self._taken and not timedelta() <= now - self._taken[0] < WITHIN
        ):  # less than none: the clock was set back
            self._taken.popleft()
        if len(self._taken) >= self._most:
            return self._taken[0] + WITHIN - now
        self._taken.append(now)
        return None
