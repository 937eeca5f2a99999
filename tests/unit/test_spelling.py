"""Typing errors, transliteration and keyboard slips."""

import pytest

from wabot.language.spelling import Speller, flip_layout, sound

SPELLER = Speller(["маникюр", "завтра", "суббота", "здравствуйте", "сорок", "tuesday", "manicure"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("маникюрр", "маникюр"),
        ("маниюр", "маникюр"),
        ("зватра", "завтра"),
        ("субота", "суббота"),
        ("здраствуте", "здравствуйте"),
        ("teusday", "tuesday"),
    ],
)
def test_a_slip_is_forgiven(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize("typed", ["завт", "сорока белобока", "порог", "абракадабра", ""])
def test_what_is_too_far_or_too_short_stays(typed: str) -> None:
    assert SPELLER.correct(typed) is None


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("zavtra", "завтра"),
        ("strizhka", "стрижка"),
        ("strijka", "стрижка"),
        ("hochu", "хочу"),
        ("xo4u", "хочу"),
        ("zapisatsya", "записаться"),
        ("manikyur", "маникюр"),
        ("vecherom", "вечером"),
    ],
)
def test_transliterations_sound_the_same(latin: str, russian: str) -> None:
    assert sound(latin) == sound(russian)


def test_the_other_layout() -> None:
    assert flip_layout("ghbdtn") == "привет"
    assert flip_layout("руддщ") == "hello"
