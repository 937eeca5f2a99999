"""What a simulated customer wants: services, a person or anyone, days and hours, and what comes later."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from tests.bench.people.place import Minutes, is_open, next_days, who_does

OPENS, CLOSES = 10 * 60, 20 * 60
_PARTS: dict[str, tuple[Minutes, Minutes]] = {
    "morning": (OPENS, 12 * 60),
    "lunch": (12 * 60, 15 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "evening": (17 * 60, CLOSES),
}


class Kind(StrEnum):
    """Kinds of goals, each counted by itself."""

    BOOK = "book"
    BOOK_SEVERAL = "book several"
    BOOK_CHILD = "book a child"
    BOOK_CHILDREN = "book two children"
    BOOK_OTHER = "book somebody else"
    MOVE = "move"
    CANCEL = "cancel"
    ASK_PRICES = "ask prices"
    ASK_HOURS = "ask hours"
    ASK_ADDRESS = "ask address"
    ASK_VISITS = "ask visits"
    CONFIRM = "answer a reminder"
    REPEAT = "book as last time"


@dataclass(frozen=True, slots=True)
class Window:
    """Days and a stretch of the day in which a visit may begin, both ends included.

    `shape` is how it is spoken of: exact, after, before, between, any, or a part of the day; `span` how the days are:
    day, this_week, whole_next_week, soon, any. `never` is a day of that span on which the person cannot come.
    """

    days: tuple[date, ...]
    first: Minutes
    last: Minutes
    shape: str
    span: str = "day"
    never: date | None = None

    def __str__(self) -> str:
        days = f"{self.days[0]:%a %d.%m}" + (f" - {self.days[-1]:%a %d.%m}" if len(self.days) > 1 else "")
        return f"{days} {self.first // 60}:{self.first % 60:02}-{self.last // 60}:{self.last % 60:02}"

    def holds(self, day: date, start: Minutes) -> bool:
        return day in self.days and self.first <= start <= self.last


@dataclass(frozen=True, slots=True)
class Goal:
    """What one person wants of the book. `windows` are in the order in which they are liked; `reminded`: it is said in
    answer to a reminder; `at_once`: right after the booking, without naming the visit.
    """

    kind: Kind
    services: tuple[str, ...] = ()
    whom: str | None = None
    staff: str | None = None
    windows: tuple[Window, ...] = ()
    reminded: bool = False
    at_once: bool = False

    def __str__(self) -> str:
        """As it stands under a transcript."""
        what = f"{self.kind}: {' + '.join(self.services)}{' with ' + self.staff if self.staff else ''}"
        return "; or ".join((what, *(str(window) for window in self.windows)))

    @property
    def is_mans(self) -> bool:
        """Whether a man speaks of himself."""
        return self.whom is None and self.services == ("haircut_men",)

    def suits(self, day: date, start: Minutes) -> bool:
        return any(window.holds(day, start) for window in self.windows)


@dataclass(frozen=True, slots=True)
class Plan:
    """The goals of one conversation, one after the other; `later` is how long the person waits before the second."""

    goals: tuple[Goal, ...]
    later: timedelta = field(default_factory=timedelta)


_SINGLE = {
    "manicure": 5, "gel_manicure": 5, "haircut_women": 5, "coloring": 2, "blowdry": 2, "pedicure": 3, "brows": 4,
    "lashes": 2, "massage": 3, "haircut_men": 3,
}  # fmt: skip
_PAIRS = (
    ("manicure", "pedicure"), ("gel_manicure", "pedicure"), ("haircut_women", "blowdry"), ("brows", "manicure"),
    ("coloring", "blowdry"), ("manicure", "massage"), ("haircut_women", "brows"),
)  # fmt: skip


def draw_plan(chance: random.Random, now: datetime) -> Plan:
    """What the next person has in mind."""
    luck, today = chance.random(), now.date()
    if luck < 0.12:
        kind = chance.choice((Kind.ASK_PRICES, Kind.ASK_PRICES, Kind.ASK_HOURS, Kind.ASK_ADDRESS))
        return Plan((Goal(kind, services=(draw_service(chance),)),))
    first = draw_booking(chance, today)
    if chance.random() < 0.12 and now.hour < 15 and is_open(today):
        evening = Window((today,), 17 * 60, CLOSES, chance.choice(("evening", "after")))
        first = replace(first, windows=(evening, *first.windows))
    later = timedelta(minutes=chance.choice((20, 60, 150, 300, 900)))
    if luck < 0.27:
        return Plan((first, replace(first, kind=Kind.MOVE, windows=draw_windows(chance, today))), later)
    if luck < 0.40:
        return Plan((first, replace(first, kind=Kind.CANCEL)), later)
    if luck < 0.46:
        return Plan((first, Goal(Kind.ASK_VISITS, first.services)), later)
    if luck < 0.51:
        return Plan((first, *_second_and_change(chance, today, first)), later)
    if luck < 0.86:
        return _with_change_of_mind(chance, today, first, later)
    return Plan((first,))


def _with_change_of_mind(chance: random.Random, today: date, first: Goal, later: timedelta) -> Plan:
    """What becomes of the visit later: a reminder is answered, it is repeated, moved at once, or moved and given up."""
    moved = replace(first, kind=Kind.MOVE, windows=draw_windows(chance, today))
    luck = chance.random()
    if luck < 0.20:
        return Plan((first, replace(first, kind=Kind.CONFIRM, reminded=True)))
    if luck < 0.30:
        return Plan((first, replace(moved, reminded=True)))
    if luck < 0.40:
        return Plan((first, replace(first, kind=Kind.CANCEL, reminded=True)))
    if luck < 0.60:
        return Plan((first, replace(moved, kind=Kind.REPEAT)))
    if luck < 0.80:
        return Plan((first, replace(moved, at_once=True)), timedelta(minutes=chance.choice((1, 2, 6))))
    return Plan((first, moved, replace(first, kind=Kind.CANCEL)), later)


def _second_and_change(chance: random.Random, today: date, first: Goal) -> tuple[Goal, Goal]:
    """A second visit on other days, and then the first one moved or cancelled."""
    days = {day for window in first.windows[:2] for day in window.days}
    windows = draw_windows(chance, today)
    others = tuple(_only(window, [day for day in window.days if day not in days]) for window in windows)
    apart = tuple(window for window in others if window.days) or windows[-1:]
    second = Goal(Kind.BOOK, (draw_service(chance, but=first.services),), windows=apart)
    if chance.random() < 0.5:
        return second, replace(first, kind=Kind.CANCEL)
    return second, replace(first, kind=Kind.MOVE, windows=draw_windows(chance, today))


def draw_booking(chance: random.Random, today: date) -> Goal:
    luck = chance.random()
    if luck < 0.16:
        goal = Goal(Kind.BOOK_SEVERAL, services=chance.choice(_PAIRS))
    elif luck < 0.24:
        goal = Goal(Kind.BOOK_CHILD, services=("haircut_kids",), whom=chance.choice(("son", "daughter", None)))
    elif luck < 0.27:
        goal = Goal(Kind.BOOK_CHILDREN, services=("haircut_kids",) * 2, whom="children")
    elif luck < 0.30:
        goal = Goal(Kind.BOOK_OTHER, services=("haircut_men",), whom="husband")
    elif luck < 0.33:
        goal = Goal(Kind.BOOK_OTHER, services=(draw_service(chance, but=("haircut_men",)),), whom="mother")
    else:
        goal = Goal(Kind.BOOK, services=(draw_service(chance),))
    if chance.random() < 0.25 and goal.whom != "children":
        able = set.intersection(*(set(who_does(service)) for service in goal.services))
        goal = replace(goal, staff=chance.choice(sorted(able))) if able else goal
    return replace(goal, windows=draw_windows(chance, today))


def draw_windows(chance: random.Random, today: date) -> tuple[Window, ...]:
    """A favourite, something like it on another day, and for most people anything at all."""
    days = next_days(today, 14)
    favourite = chance.choice(days[:5] if chance.random() < 0.7 else days)
    first = _window(chance, favourite)
    if chance.random() < 0.2:
        first = _span(chance, today, first)
    other = chance.choice([day for day in days if day not in first.days] or days)
    second = _window(chance, other, may_be_exact=False)
    windows = [first, *_around(first), second]
    if chance.random() < 0.85:
        windows.append(Window(tuple(days[1:]), OPENS, CLOSES, "any", "any"))
    never = first.never
    return tuple(_only(window, [day for day in window.days if day != never]) for window in windows)


def _only(window: Window, days: list[date]) -> Window:
    return replace(window, days=tuple(days))


def _around(first: Window) -> list[Window]:
    """Who names a time would mostly come a little earlier or later as well."""
    if first.shape != "exact":
        return []
    return [replace(first, shape="near", first=first.first - 90, last=first.last + 90)]


def _window(chance: random.Random, day: date, *, may_be_exact: bool = True) -> Window:
    luck = chance.random()
    if may_be_exact and luck < 0.35:
        start = chance.choice((10, 11, 12, 13, 14, 15, 16, 17, 17, 18)) * 60 + chance.choice((0, 0, 0, 30))
        return Window((day,), start, start, "exact")
    if luck < 0.70:
        part = chance.choice(("morning", "morning", "lunch", "afternoon", "evening", "evening", "evening"))
        return Window((day,), *_PARTS[part], part)
    if luck < 0.85:
        return Window((day,), chance.choice((14, 15, 16, 17, 18)) * 60, CLOSES, "after")
    if luck < 0.91:
        return Window((day,), OPENS, chance.choice((12, 13, 14)) * 60, "before")
    if luck < 0.96:
        begins = chance.choice((11, 12, 14, 15))
        return Window((day,), begins * 60, (begins + chance.choice((3, 4))) * 60, "between")
    return Window((day,), OPENS, CLOSES, "any")


def _span(chance: random.Random, today: date, window: Window) -> Window:
    """The same hours on any day of a week or so, sometimes but for one."""
    if window.shape == "exact":
        window = replace(window, last=CLOSES, shape="after", first=min(window.first // 60 * 60, 18 * 60))
    monday = today + timedelta(days=7 - today.weekday())
    span = chance.choice(
        ("this_week", "whole_next_week", "soon") if today.weekday() < 3 else ("whole_next_week", "soon")
    )
    starts, length = {"this_week": (today, 7 - today.weekday()), "whole_next_week": (monday, 7)}.get(span, (today, 5))
    days = [starts + timedelta(days=number) for number in range(length)]
    days = [day for day in days if day > today and is_open(day)]
    never = chance.choice(days) if chance.random() < 0.4 and len(days) > 2 and span != "soon" else None
    return replace(window, days=tuple(days), span=span, never=never)


def draw_service(chance: random.Random, but: Collection[str] = ()) -> str:
    """A service as often as people want it."""
    wanted = {service: weight for service, weight in _SINGLE.items() if service not in but}
    return chance.choices(list(wanted), weights=list(wanted.values()))[0]
