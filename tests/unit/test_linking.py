"""What a person scans, and the number a person types."""

import re

import pytest

from wabot.domain.phones import parse_local_phone
from wabot.web.pages.frame import draw_qr


@pytest.mark.parametrize("text", ["+79160000001", "8 (916) 000-00-01", "+7 916 000 00 01", "89160000001", "9160000001"])
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    assert parse_local_phone(text, "RU") == "+79160000001"


@pytest.mark.parametrize("text", ["", "12", "салон", "+", "+7916", "8916000000100000000000"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_local_phone(text, "RU") is None


def test_the_qr_is_dark_on_white_and_fills_its_box() -> None:
    drawn = draw_qr("2@" + "Zx8w" * 60)
    assert re.match(r'<svg viewBox="0 0 (\d+) \1"', drawn)
    assert re.findall(r'(?:fill|stroke)="(#\w+)"', drawn) == ["#fff", "#000"]
    assert drawn == draw_qr("2@" + "Zx8w" * 60)
