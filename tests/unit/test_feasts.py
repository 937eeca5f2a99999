"""When feasts fall, by their rules."""

from datetime import date

import pytest

from wabot.language.feasts import easter, next_feast, orthodox_easter

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("12-25", None, date(2026, 12, 25)),
        ("01-07", None, date(2027, 1, 7)),
        ("11 4 3 0", None, date(2026, 11, 26)),
        ("11 4 3 1", 2027, date(2027, 11, 26)),
        ("5 -1 0 0", None, date(2027, 5, 31)),
        ("easter -2", None, date(2027, 3, 26)),
        ("pascha +0", None, date(2027, 5, 2)),
    ],
)
def test_a_feast_is_the_next_one_or_that_of_the_year(rule: str, year: int | None, day: date) -> None:
    assert next_feast(rule, TODAY, year).first == day


def test_a_feast_today_is_today() -> None:
    assert next_feast("11-19", TODAY).first == TODAY


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (2024, date(2024, 3, 31), date(2024, 5, 5)),
        (2025, date(2025, 4, 20), date(2025, 4, 20)),
        (2038, date(2038, 4, 25), date(2038, 4, 25)),
    ],
)
def test_both_easters(year: int, western: date, orthodox: date) -> None:
    assert easter(year) == western
    assert orthodox_easter(year) == orthodox
