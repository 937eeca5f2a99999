"""Which texts are phone numbers."""

import pytest

from wabot.domain.phones import parse_phone, spaced
from wabot.types import PhoneNumber


@pytest.mark.parametrize(
    "text",
    [
        "+79161234567",
        "+7 916 123-45-67",
        " +7 (916) 123.45.67 ",
        "+7\u00a0916\u00a0123\u201145\u201167",
        "+7 916 123–45–67",
    ],
)
def test_a_number_may_be_spaced_as_people_do(text: str) -> None:
    assert parse_phone(text) == "+79161234567"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "89161234567",
        "8916",
        "+7916123456",
        "+791612345678",
        "+7 916 FLOWERS",
        "+79161234567 ext. 5",
        "Olya +79161234567",
        "+79161234567, +79161234568",
        "+999 123 45 67",
        "+" + "9" * 5000,
    ],
)
def test_what_is_not_one_whole_number_is_none(text: str) -> None:
    assert parse_phone(text) is None


def test_the_zero_of_an_italian_number_stays() -> None:
    assert parse_phone("+39 06 1234 5678") == "+390612345678"


@pytest.mark.parametrize(
    ("phone", "read"),
    [("+79161234567", "+7 916 123-45-67"), ("+442079460958", "+44 20 7946 0958"), ("+0", "+0"), ("+999123", "+999123")],
)
def test_a_number_is_read_in_groups(phone: str, read: str) -> None:
    assert spaced(PhoneNumber(phone)) == read
