"""Values as a language writes them: days, money, hours."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, get_currency_symbol

from wabot.domain.salon import Opening, Price, WeeklyHours
from wabot.types import Lang

_RELATIVE = {
    Lang.RU: {-1: "вчера", 0: "сегодня", 1: "завтра", 2: "послезавтра"},
    Lang.EN: {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_DAY_PATTERN = {Lang.RU: "d MMMM", Lang.EN: "MMMM d"}
_OTHER_DAY_PATTERN = {Lang.RU: "EEEE, d MMMM", Lang.EN: "EEEE, MMMM d"}


@lru_cache(maxsize=512)
def spoken_day(day: date, today: date, lang: Lang) -> str:
    """A day like "завтра, 23 ноября"; beyond that "пятница, 27 ноября"; another year is named."""
    near = _RELATIVE[lang].get((day - today).days)
    pattern = _DAY_PATTERN[lang] if near else _OTHER_DAY_PATTERN[lang]
    if day.year != today.year and not near:
        pattern += " y" if lang is Lang.RU else ", y"
    written = format_date(day, pattern, locale=lang.value)
    return f"{near}, {written}" if near else written


def spoken_date(day: date, today: date, lang: Lang) -> str:
    """A day like "27 ноября", as it stands after "с" or "до"; another year is named."""
    pattern = _DAY_PATTERN[lang]
    if day.year != today.year:
        pattern += " y" if lang is Lang.RU else ", y"
    return str(format_date(day, pattern, locale=lang.value))


def spoken_weekday(day: date, lang: Lang) -> str:
    """A day's name alone, like "пятница"."""
    return str(format_date(day, "EEEE", locale=lang.value))


def spoken_month(month: date, lang: Lang) -> str:
    """A month like "ноябрь 2026"."""
    return str(format_date(month, "LLLL y", locale=lang.value))


def short_month(month: date, lang: Lang) -> str:
    """A month's name where there is little room, like "нояб."."""
    return str(format_date(month, "LLL", locale=lang.value))


@lru_cache(maxsize=512)
def spoken_money(price: Price, currency: str, lang: Lang) -> str:
    """A sum like "1600 ₽": no kopecks where there are none, no grouping below 10 000."""
    symbol_first = lang is Lang.EN and not get_currency_symbol(currency, lang.value).isalpha()
    pattern = "¤0.##" if symbol_first else "0.## ¤"
    if price.amount >= 10_000:
        pattern = pattern.replace("0.##", "#,##0.##")
    return format_currency(price.amount, currency, pattern, locale=lang.value, currency_digits=False)


def spoken_offset(offset: timedelta) -> str:
    """An offset from midnight as a clock time; 24 h is "24:00"."""
    minutes = offset // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def spoken_openings(openings: Iterable[Opening]) -> str:
    """Hours like "10:00-14:00, 15:00-20:00"; empty when closed."""
    return ", ".join(f"{spoken_offset(o.opens)}–{spoken_offset(o.closes)}" for o in openings)


def spoken_week(hours: WeeklyHours, day_off: str, lang: Lang) -> list[str]:
    """Lines like "пн–сб: 10:00-20:00"; neighbouring days with equal hours share one."""
    names = get_day_names("abbreviated", "stand-alone", Locale(lang.value))
    lines = []
    for openings, days in groupby(range(7), key=lambda day: hours[day]):
        first, *rest = days
        span = f"{names[first]}–{names[rest[-1]]}" if rest else names[first]
        lines.append(f"{span}: {spoken_openings(openings) or day_off}")
    return lines
