"""Clock times as said, and the time of day they come to."""

from dataclasses import dataclass
from datetime import time

from wabot.domain.heard import DayPart

_PM_PARTS = (DayPart.LUNCH, DayPart.AFTERNOON)


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour and minute as said.

    `half` is the half of the day said with it (am, pm, day, night) or None; `literal` an hour that
    needs no guess ("05:30", noon).
    """

    hour: int
    minute: int = 0
    half: str | None = None
    literal: bool = False

    def resolve(self, part: DayPart | None = None) -> time:
        """The time of day: a bare hour 1-7 is past noon, unless a half or part of the day says otherwise."""
        hour = self.hour % 24
        if self.half is not None:
            hour = _halved(hour, self.half)
        elif not self.literal and self._is_past_noon(part):
            hour += 12
        return time(hour, self.minute)

    def _is_past_noon(self, part: DayPart | None) -> bool:
        if part is DayPart.MORNING or not 1 <= self.hour < 12:
            return False
        if part is DayPart.EVENING:
            return True
        return self.hour <= 7 or (part in _PM_PARTS and self.hour <= 4)


def _halved(hour: int, half: str) -> int:
    if hour > 12:
        return hour
    if half == "am":
        return hour % 12
    if half == "pm":
        return hour % 12 + 12
    if half == "day":
        return hour + 12 if hour < 8 else hour
    return hour % 12 if hour < 6 or hour == 12 else hour + 12
