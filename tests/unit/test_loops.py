"""When a chat goes round in circles, and when people only repeat themselves."""

from collections.abc import Iterable
from datetime import timedelta

from tests.salon import FRIDAY
from wabot.domain.loops import FEW, FLOOD, SAME, STEADY, Exchange, is_loop


def chat(lines: Iterable[tuple[str, str]], *, pauses: Iterable[float] | None = None) -> list[Exchange]:
    """Exchanges; each is heard so many seconds after the last answer, 40 if nothing else is said."""
    at, found = FRIDAY, []
    for (heard, said), pause in zip(lines, pauses or iter(lambda: 40.0, None), strict=False):
        at += timedelta(seconds=pause)
        found.append(Exchange(heard, at, said, at))
    return found


def test_the_same_answered_the_same_ends() -> None:
    lines = [("Спасибо за обращение!", "Пожалуйста!")] * SAME
    assert is_loop(chat(lines))
    assert not is_loop(chat(lines[1:]))
    assert is_loop(chat([("Спасибо  за обращение!", "Пожалуйста!"), *lines[1:]]))


def test_who_hears_something_new_is_no_machine() -> None:
    assert not is_loop(chat([("а в 15?", f"Занято, есть {hour}:00") for hour in range(10, 22)]))
    assert not is_loop(chat([(f"{number}", "Напишите номер") for number in range(SAME)]))


def test_a_greeting_and_a_reply_in_turns() -> None:
    pair = [("Здравствуйте!", "Что вам нужно?"), ("Мы вам ответим.", "Не поняла.")]
    assert is_loop(chat(pair * (FEW // 2)))
    assert not is_loop(chat(pair * (FEW // 2 - 1)))


def test_what_lies_long_ago_is_not_counted() -> None:
    lines = [("привет", "Что вам нужно?")] * SAME
    assert not is_loop(chat(lines, pauses=[5.0] * (SAME - 1) + [3700.0]))


def test_a_partner_that_keeps_time_like_a_clock() -> None:
    lines = [(f"Заявка {number} принята", f"Не поняла {number}") for number in range(STEADY)]
    assert is_loop(chat(lines, pauses=[3.0, 3.5] * STEADY))
    assert not is_loop(chat(lines, pauses=[3.0, 9.0] * STEADY))
    assert not is_loop(chat(lines, pauses=[60.0] * STEADY))


def test_who_does_not_wait_for_answers_is_a_flood_and_no_conversation() -> None:
    lines = [("сколько стоит?", "1600 ₽")] * FLOOD
    assert not is_loop(chat(lines[1:], pauses=[0.0] * FLOOD))
    assert is_loop(chat(lines, pauses=[0.0] * FLOOD))


def test_nothing_said_yet() -> None:
    assert not is_loop([])
