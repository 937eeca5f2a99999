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
    _forget_at: float = 0.0

    def resting(self) -> dict[CustomerId, float]:
        """Who must not be written to now, each with the moment from which they may be."""
        now = anyio.current_time()
        return {customer: due for customer in self._sent if (due := self._due(customer)) > now}

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
        self._sent.setdefault(customer, deque(maxlen=self.per_minute)).append(now)

    def _due(self, customer: CustomerId) -> float:
        times = self._sent[customer]
        after_gap = times[-1] + self.gap.total_seconds()
        return max(after_gap, times[0] + _MINUTE) if len(times) == self.per_minute else after_gap
