"""The numbers of a month, or of any days, as charts and tables."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from aiohttp import web

from wabot.clock import Clock
from wabot.domain.numbers import Numbers, Outcome, Tally, Worth, add_up, count_talks
from wabot.domain.periods import Period, month_of
from wabot.domain.salon import Price, Salon
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR
from wabot.language.spoken import short_month, spoken_date, spoken_money, spoken_month
from wabot.storage.database import Database
from wabot.storage.numbers import counted_between, touches_between
from wabot.types import PhoneNumber
from wabot.web.charts import Group, Piece, draw_bar, draw_columns, thinned
from wabot.web.layout import service_name, staff_name
from wabot.web.pages.frame import Frame
from wabot.web.pages.periods import period_of, query_of
from wabot.web.words import Words

K = TypeVar("K")
MOST_DAY_COLUMNS = 62  # a longer period has a column a month


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is about, its numbers and their sum in words, and the bar beside them."""

    name: str
    tally: Tally
    sum: str
    bar: tuple[Piece, ...]


class NumbersPage:
    """GET /numbers."""

    def __init__(
        self,
        frame: Frame,
        salon: Salon,
        people: Collection[PhoneNumber],
        words: Words,
        database: Database,
        clock: Clock,
    ) -> None:
        """`people` are the numbers of the salon's own people, whose chats are no conversations with customers."""
        self._frame = frame
        self._salon = salon
        self._people = people
        self._words = words
        self._database = database
        self._clock = clock

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Its routes."""
        router.add_get("/numbers", self._frame.shared(self._page))
        router.add_get("/numbers/parts", self._frame.shared(self._changes))

    async def _page(self, request: web.Request) -> web.Response:
        salon, now = self._salon, self._clock.now()
        this_month = month_of(self._today(now))
        asked = period_of(request.query)
        period = asked or this_month
        begins, ends = period.begins_at(salon.timezone), period.ends_at(salon.timezone)
        numbers, talks = await self._database.read(
            lambda db: (
                add_up(counted_between(db, begins, ends), period, salon, now),
                count_talks(touches_between(db, begins, ends, self._people), period, salon),
            )
        )
        groups = self._groups(numbers, period, now)
        return await self._frame.page(
            "numbers.html",
            {},
            here="numbers",
            source="/numbers/parts",
            period=period,
            title=self._title(period, now),
            is_wrong=asked is None and bool(request.query),
            is_now=period == this_month,
            query=query_of,
            numbers=numbers,
            talks=talks,
            share=share,
            money=self._money,
            outcomes=list(Outcome),
            by="day" if len(period.days) <= MOST_DAY_COLUMNS else "month",
            chart=draw_columns(groups),
            columns=self._told({group.name: group.tally for group in groups if group.tally.total}),
            staff=self._lines(numbers.staff, lambda one: staff_name(salon, one)),
            services=self._lines(numbers.services, lambda one: service_name(salon, one)),
            limits=(f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"),
        )

    async def _changes(self, _request: web.Request) -> web.Response:
        """The frame stays live; the numbers are those of the moment at which they were asked for."""
        return await self._frame.changes({})

    def _title(self, period: Period, now: datetime) -> str:
        lang, today = self._words.lang, self._today(now)
        if period.is_month:
            return spoken_month(period.first, lang)
        return " – ".join(dict.fromkeys(spoken_date(day, today, lang) for day in (period.first, period.last)))

    def _groups(self, numbers: Numbers, period: Period, now: datetime) -> list[Group]:
        """What has a column: each day, or each month of a longer period."""
        lang, today = self._words.lang, self._today(now)
        if len(period.days) <= MOST_DAY_COLUMNS:
            ticks = thinned([str(day.day) for day in numbers.days])
            names = [spoken_date(day, today, lang) for day in numbers.days]
            return [Group(*one) for one in zip(ticks, names, numbers.days.values(), strict=True)]
        months: dict[str, Group] = {}
        for day, tally in numbers.days.items():
            name = spoken_month(day, lang)
            month = months.setdefault(name, Group(short_month(day, lang), name, Tally()))
            month.tally.include(tally)
        return list(months.values())

    def _lines(self, tallies: Mapping[K, Tally], name: Callable[[K], str]) -> list[Line]:
        """The largest first."""
        ordered = sorted(tallies.items(), key=lambda one: (-one[1].total, name(one[0])))
        return self._told({name(one): tally for one, tally in ordered})

    def _told(self, tallies: Mapping[str, Tally]) -> list[Line]:
        longest = max((tally.total for tally in tallies.values()), default=0)
        return [
            Line(name, tally, self._money(tally.earned), draw_bar(tally, longest)) for name, tally in tallies.items()
        ]

    def _money(self, worth: Worth) -> str:
        if not worth.amount and worth.unpriced:
            return "—"
        said = spoken_money(Price(worth.amount), self._salon.currency, self._words.lang)
        return self._words.say("sum-least", sum=said) if worth.is_least else said

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._salon.timezone).date()


def share(part: int, whole: int) -> int:
    """In percent, whole ones; nothing of nothing is 0."""
    return round(part * 100 / whole) if whole else 0
