"""How fast customers are written to."""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

import anyio

from wabot.types import CustomerId

_MINUTE = 60.0


@dataclass(slots=True)
class Pace:
    """`gap` between two messages to one customer, `per_minute` at most. Moments are those of `anyio.current_time`."""

    gap: timedelta
    per_minute: int
    _sent: dict[CustomerId, deque[float]] = field(default_factory=dict)
    _resting: dict[CustomerId, float] = field(default_factory=dict)
    _forget_at: float = 0.0

    def change(self, gap: timedelta, per_minute: int) -> None:
        """Other rules from now on; who has just been written to is remembered."""
        self.gap, self.per_minute = gap, per_minute
        self._sent = {customer: deque(times, maxlen=per_minute) for customer, times in self._sent.items()}

    def resting(self) -> dict[CustomerId, float]:
        """Who must not be written to now, each with the moment from which they may be."""
        now = anyio.current_time()
        self._resting = {customer: due for customer, due in self._resting.items() if due > now}
        return dict(self._resting)

    def forget_before(self, moment: float) -> None:
        """Drop customers who have not been written to since."""
        self._sent = {customer: times for customer, times in self._sent.items() if times[-1] >= moment}

    def remembered(self) -> int:
        """How many customers it has in mind: those written to in the last minute or two."""
        return len(self._sent)

    def note(self, customer: CustomerId) -> None:
        """A message goes out to the customer now."""
        now = anyio.current_time()
        if now >= self._forget_at:
            self._forget_at = now + _MINUTE
            self.forget_before(now - _MINUTE)
        times = self._sent.setdefault(customer, deque(maxlen=self.per_minute))
        times.append(now)
        after_gap = now + self.gap.total_seconds()
        self._resting[customer] = max(after_gap, times[0] + _MINUTE) if len(times) == self.per_minute else after_gap
