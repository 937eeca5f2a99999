"""What a person means, in the words of their language and their manner."""

import random
import re
import tomllib
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from tests.bench.people.goals import Goal, Window
from tests.bench.people.habits import Habit, Manner
from tests.bench.people.place import Minutes
from tests.bench.people.typos import careless, run_on, slip, transliterate

NOON = 12 * 60
_MASCULINE = re.compile(r"(?<=был)а\b|(?<=хотел)а\b|(?<=записан)а\b|(?<=забыл)а\b|(?<=передумал)а\b|(?<=аболел)а\b")


@cache
def language(lang: str) -> dict[str, Any]:
    """The words of ru.toml or en.toml."""
    return tomllib.loads(files("tests.bench.people").joinpath(f"{lang}.toml").read_text(encoding="utf-8"))


class Speech:
    """One person's way of putting things."""

    def __init__(self, manner: Manner, chance: random.Random) -> None:
        self._manner = manner
        self._chance = chance
        self._words = language(manner.lang)

    def say(self, act: str, goal: Goal | None = None, *, plainly: bool = False, **parts: object) -> str:
        """A sentence for that act of [say]; `plainly` without slips, as one writes when one was not understood."""
        templates = self._words["say"][act]
        if goal is not None and goal.staff and any("{staff}" in one for one in templates):
            templates = [one for one in templates if "{staff}" in one]
        template = str(self._chance.choice(templates))
        known = self._of_goal(goal) if goal else {}
        if goal is not None and goal.is_mans:
            template = _MASCULINE.sub("", template)
        return self.style(_tidy(template.format(**{"when": "", "staff": "", **known, **parts})), plainly=plainly)

    def fill(self, act: str, **parts: object) -> str:
        """The bare words of that act, to stand within a sentence."""
        return str(self._chance.choice(self._words["say"][act]).format(**parts))

    def style(self, text: str, *, plainly: bool = False) -> str:
        manner, chance = self._manner, self._chance
        if manner.has(Habit.POLITE) and len(text.split()) > 3 and chance.random() < 0.4:
            text = f"{text.rstrip('.?! ')}, {chance.choice(self._words['say']['polite'])}{_ending(text)}"
        if not plainly:
            text = slip(text, chance, manner.slips)
        if manner.has(Habit.SPOKEN):
            text = run_on(text, self._words["say"]["fillers"], chance)
        if manner.has(Habit.CARELESS):
            text = careless(text)
        if manner.has(Habit.EMOJI) and chance.random() < 0.5:
            text = f"{text} {chance.choice(self._words['say']['emoji'])}"
        return transliterate(text, manner.scheme) if manner.has(Habit.TRANSLIT) else text

    def offered(self, kind: str, place: int, day: date, start: Minutes, staff: str | None) -> str:
        """A choice among times that were offered; `place` counts from 0."""
        if kind == "choose_ordinal":
            return self.style(self._chance.choice(self._words["say"][kind][min(place, 2)]))
        parts = self._day_parts(day) | {"clock": _clock(start), "number": place + 1}
        if staff is not None:
            parts["staff_to"] = self.staff_to(staff)
        return self.style(self.fill(kind, **parts))

    def staff_to(self, staff: str) -> str:
        return str(self._chance.choice(self._words["staff"][staff]["to"]))

    def service(self, service: str, form: str) -> str:
        return str(self._chance.choice(self._words["services"][service][form]))

    def name(self) -> str:
        return str(self._chance.choice(self._words["names"]["all"]))

    def when(self, window: Window, today: date, beside: Collection[date] = ()) -> str:
        """The window in words: the day and the hours, in either order.

        `beside` are days just spoken of: another one of their weekday is told by its date.
        """
        day, clock = self._days(window, today, beside), self.clock(window)
        never = ""
        if window.never is not None:
            weekday = window.never.weekday()
            names = {"weekday": self._words["days"]["weekdays"][weekday][0].split()[-1]}
            names["not_weekday"] = self._words["days"]["not_weekdays"][weekday]
            never = self._chance.choice(self._words["days"]["except"]).format(**names)
        swapped = self._chance.random() < 0.15 and window.shape not in {"any", "near"}
        return _tidy(f"{clock} {day}{never}" if swapped else f"{day} {clock}{never}")

    def _of_goal(self, goal: Goal) -> dict[str, str]:
        parts = {form: self._all_services(goal, form) for form in ("on", "do", "bare", "mine")}
        if goal.staff:
            parts["staff"] = self._chance.choice(self._words["staff"][goal.staff][self._chance.choice(("to", "of"))])
        return parts

    def _all_services(self, goal: Goal, form: str) -> str:
        whom = self._words["whom"].get(goal.whom or "", {})
        if form in whom:
            return str(self._chance.choice(whom[form]))
        if form not in self._words["services"][goal.services[0]]:
            form = "on"
        conjunction = {"ru": " и ", "en": " and "}[self._manner.lang]
        said = conjunction.join(self.service(service, form) for service in goal.services)
        prefix = f"{self._chance.choice(whom['prefix'])}, " if "prefix" in whom and form == "on" else ""
        return prefix + said

    def _days(self, window: Window, today: date, beside: Collection[date]) -> str:
        words = self._words["days"]
        if window.span != "day":
            return str(self._chance.choice(words[window.span]))
        day = window.days[0]
        ahead = (day - today).days
        if ahead <= 2:
            return str(self._chance.choice(words[("today", "tomorrow", "after_tomorrow")[ahead]]))
        parts = self._day_parts(day)
        same_week = day < today + timedelta(days=7 - today.weekday())
        is_clear = all(day == other or day.weekday() != other.weekday() for other in beside)
        if is_clear and ahead < 7 and (same_week or self._chance.random() < 0.6):
            return str(parts["weekday"])
        in_next_week = timedelta(days=7) <= day - (today - timedelta(days=today.weekday())) < timedelta(days=14)
        if in_next_week and self._chance.random() < 0.5:
            return str(self._chance.choice(words["next_week"]).format(**parts))
        return str(self._chance.choice(words["date"]).format(**parts))

    def _day_parts(self, day: date) -> dict[str, object]:
        words = self._words["days"]
        weekday = self._chance.choice(words["weekdays"][day.weekday()])
        th = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in {11, 12, 13} else 0, "th")
        return {
            "weekday": weekday, "day": day.day, "number": day.month, "month": words["months"][day.month - 1], "th": th,
        }  # fmt: skip

    def clock(self, window: Window) -> str:
        """The hours of a window in words."""
        times, first = self._words["times"], window.first
        hour, pm = first // 60, first // 60 - 12
        parts = {"clock": _clock(first), "hour": hour, "pm": pm, "from": hour, "to": window.last // 60}
        shape = window.shape
        if shape == "near":
            shape = "exact"
        if shape == "before":
            parts["hour"] = window.last // 60
        elif shape == "after" and 1 <= pm <= 8 and self._chance.random() < 0.5:
            shape = "after_pm"
        elif shape == "exact":
            shape, further = self._exactly(first)
            parts |= further
        return str(self._chance.choice(times[shape]).format(**parts))

    def _exactly(self, start: Minutes) -> tuple[str, dict[str, Any]]:
        hour, pm = start // 60, start // 60 - 12
        if start % 60:
            half = {"half": pm or 12, "ordinal": self._words["times"]["ordinals"][pm + 1] if 0 <= pm < 8 else ""}
            return ("exact_half" if half["ordinal"] or (self._manner.lang == "en" and pm > 0) else "exact"), half
        if hour <= NOON // 60:
            return self._chance.choice(
                ("exact", "exact_hour", "exact_am") if hour < 12 else ("exact", "exact_hour")
            ), {}
        return self._chance.choice(("exact", "exact_hour", "exact_pm")), {}


def parts_of(text: str) -> list[str]:
    """A message in the pieces in which an impatient person sends it."""
    pieces = [piece.strip() for piece in re.split(r"(?<=[!?.])\s+|,\s+", text) if piece.strip()]
    words = pieces[-1].split()
    if len(words) > 4:
        pieces[-1:] = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
    return pieces


def _clock(start: Minutes) -> str:
    return f"{start // 60}:{start % 60:02}"


def _ending(text: str) -> str:
    return text.rstrip()[-1] if text.rstrip()[-1:] in {"?", "!"} else ""


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.?!])", r"\1", text)
    return re.sub(r"[,]+\s*$", "", text).strip()
