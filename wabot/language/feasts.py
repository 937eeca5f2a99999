"""Feasts: holidays that customers name instead of a date, and when they fall."""

from datetime import date, timedelta

from wabot.language.days import Calendar, Day


def next_feast(rule: str, today: date, year: int | None = None) -> Day:
    """The next (or that year's) day of a rule of the data files, today included.

    Rules: "12-25" a month and day; "11 4 3 +1" a day after the 4th Thursday of November (month, which of its weekdays
    with -1 for the last, weekday from 0); "easter -2" and "pascha +7" days from Western and Orthodox Easter.
    """
    for ahead in range(2) if year is None else (year - today.year,):
        found = _feast(rule, today.year + ahead)
        if found is not None and (year is not None or found >= today):
            return Day(first=found)
    return Day(impossible=True)


def _feast(rule: str, year: int) -> date | None:
    if " " not in rule:
        month, day = (int(part) for part in rule.split("-"))
        return Calendar(date(year, 1, 1)).next_date(month, day, year)
    kind, *numbers, more = rule.split()
    if kind == "easter":
        first = easter(year)
    elif kind == "pascha":
        first = orthodox_easter(year)
    else:
        number, weekday = (int(part) for part in numbers)
        found = Calendar(date(year, 1, 1)).weekday_of_month(Day(first=date(year, int(kind), 1)), weekday, number)
        if found.first is None:
            return None
        first = found.first
    return first + timedelta(int(more))


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday (Meeus's Julian algorithm, thirteen days behind from 1900 to 2099)."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(13)
