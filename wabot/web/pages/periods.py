"""Periods in addresses: a month, or the days from one to another."""

import re
from collections.abc import Mapping
from datetime import date

from wabot.domain.periods import LONGEST, Period, month_of
from wabot.domain.walltime import FIRST_YEAR, LAST_YEAR


def period_of(query: Mapping[str, str]) -> Period | None:
    """What `month` (2026-11), or `from` and `to` say; None when they say nothing or no period that there is."""
    if "month" in query:
        first = _day(f"{query['month']}-01")
        return month_of(first) if first else None
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    if first is None or last is None or not 0 <= (last - first).days < LONGEST:
        return None
    return Period(first, last)


def query_of(period: Period) -> str | None:
    """How an address says it; None for a period that no book reaches."""
    if not FIRST_YEAR <= period.first.year <= period.last.year <= LAST_YEAR:
        return None
    return f"month={period.first:%Y-%m}" if period.is_month else f"from={period.first}&to={period.last}"


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
