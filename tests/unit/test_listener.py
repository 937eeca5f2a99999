"""Everyday messages: what a customer writes, and what is heard."""

import random
from datetime import date, datetime, time, timedelta

import pytest

from tests.salon import SALON
from wabot.domain.heard import DayPart, Heard, Intent
from wabot.language.listener import Listener
from wabot.types import Lang

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=SALON.timezone)
LISTENER = Listener(SALON)


def hear(text: str, lang: Lang | None = None) -> Heard:
    return LISTENER.hear(text, now=SUNDAY, lang=lang)


def test_a_whole_request_in_russian() -> None:
    heard = hear("здрасте а можно к ане на стрижку в субботу утром")
    assert heard.intents == (Intent.BOOK,)
    assert heard.services == ("haircut",)
    assert heard.staff == "anna"
    assert heard.day == date(2026, 11, 28)
    assert heard.part is DayPart.MORNING
    assert heard.lang is Lang.RU


def test_a_whole_request_in_english() -> None:
    heard = hear("do you have anything tmrw evening for gel nails?")
    assert heard.intents == (Intent.AVAILABILITY,)
    assert heard.services == ("gel_manicure",)
    assert (heard.day, heard.part) == (date(2026, 11, 23), DayPart.EVENING)
    assert heard.lang is Lang.EN


def test_transliterated_russian_is_russian() -> None:
    heard = hear("zapishite na manikur zavtra v 5")
    assert heard.lang is Lang.RU
    assert heard.services == ("manicure",)
    assert (heard.day, heard.time) == (date(2026, 11, 23), time(17))


def test_the_wrong_keyboard_layout() -> None:
    heard = hear("pfgbibnt yf cnhb;re pfdnhf")
    assert (heard.intent, heard.services, heard.day) == (Intent.BOOK, ("haircut",), date(2026, 11, 23))


@pytest.mark.parametrize("text", ["25.11", "25 ноября", "25го", "25 числа", "двадцать пятого", "Nov 25", "the 25th"])
def test_ways_to_say_a_date(text: str) -> None:
    assert hear(text).day == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в 5", time(17)),
        ("в полшестого", time(17, 30)),
        ("четверть шестого", time(17, 15)),
        ("half 2", time(14, 30)),
        ("15-30", time(15, 30)),
        ("в 5 30", time(17, 30)),
        ("17ч10", time(17, 10)),
        ("в 8 вечера", time(20)),
        ("в час", time(13)),
        ("at quarter to six", time(17, 45)),
    ],
)
def test_ways_to_say_a_time(text: str, expected: time) -> None:
    assert hear(text).time == expected


def test_bounds() -> None:
    assert hear("завтра после 6 вечера").not_before == time(18)
    assert hear("не позже трёх").not_after == time(15)
    both = hear("с 11 до 3")
    assert (both.not_before, both.not_after) == (time(11), time(15))


def test_the_last_correction_wins() -> None:
    assert hear("не в 3, а в 4").time == time(16)
    assert hear("on Tuesday, sorry, Wednesday at 5").day == date(2026, 11, 25)


def test_moving_means_the_new_time() -> None:
    heard = hear("перенесите с 3 на 5")
    assert (heard.intent, heard.time) == (Intent.RESCHEDULE, time(17))
    heard = hear("I have an appointment tomorrow at 5, can we move it to Friday?")
    assert (heard.intent, heard.day, heard.time) == (Intent.RESCHEDULE, date(2026, 11, 27), None)


@pytest.mark.parametrize("text", ["2", "2)", "2️⃣", "второе", "второй вариант", "the second one"])
def test_choosing_the_second(text: str) -> None:
    assert hear(text).choice == 2


def test_choosing_the_last() -> None:
    assert hear("the last one").choice == hear("последний").choice == -1


@pytest.mark.parametrize("text", ["👍", "ок", "да", "yes", "Да, подходит"])
def test_yes(text: str) -> None:
    assert hear(text).intent is Intent.CONFIRM


@pytest.mark.parametrize("text", ["нет", "no", "👎", "не подходит"])
def test_no(text: str) -> None:
    assert hear(text).intent is Intent.DECLINE


def test_a_customer_named_like_a_staff_member() -> None:
    heard = hear("меня зовут Оля, хочу к Ане")
    assert (heard.name, heard.staff) == ("Оля", "anna")


def test_asking_to_keep_the_visit() -> None:
    heard = hear("не отменяйте!")
    assert heard.intents == (Intent.CONFIRM,)
    assert heard.keeps


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\u202e\u200b", "😊" * 40, "ا ب ج", "a" * 100_000, "до " * 40_000, "5" * 9000]
)
def test_hostile_input_is_heard_as_nothing(text: str) -> None:
    heard = hear(text)
    assert not heard.services
    assert not heard.says_when


def test_a_person_who_does_not_work_here() -> None:
    heard = hear("можно к Свете завтра?")
    assert (heard.stranger, heard.staff) == ("Свете", None)
    assert hear("можно к Ане завтра?").stranger is None


def test_a_day_that_does_not_exist() -> None:
    heard = hear("на 31 ноября")
    assert heard.impossible
    assert heard.day is None


def test_what_is_told_by_what_was_before() -> None:
    assert hear("как обычно").as_before
    assert hear("same as last time").as_before
    assert hear("в это же время через неделю").same_time
    assert hear("перенесите на час позже").shift == timedelta(hours=1)
    assert hear("can i come half an hour earlier?").shift == timedelta(minutes=-30)


@pytest.mark.parametrize("text", ["любой мастер подойдёт", "к кому угодно", "anyone is fine"])
def test_no_preference_for_a_person(text: str) -> None:
    assert hear(text).any_staff


@pytest.mark.parametrize("text", ["завтрак", "машина", "массам", "победа", "tanks", "loved", "weight"])
def test_a_real_word_is_not_taken_for_a_slip(text: str) -> None:
    heard = hear(text)
    assert heard.intents == (Intent.OTHER,)
    assert not heard.services


def test_a_hint_of_language_counts_only_where_nothing_tells() -> None:
    assert hear("👍", Lang.EN).lang is Lang.EN
    assert hear("завтра", Lang.EN).lang is Lang.RU
    assert hear("tomorrow", Lang.RU).lang is Lang.EN


def test_any_jumble_of_signs_is_survived() -> None:
    dice = random.Random(7)
    parts = [
        *"0123456789.:,-/ ",
        "завтра ",
        "через ",
        "в ",
        "с ",
        "по ",
        "ноября ",
        "half ",
        "to ",
        "next ",
        "не ",
        "пн ",
    ]
    for _ in range(1500):
        hear("".join(dice.choice(parts) for _ in range(dice.randint(1, 30))))


def test_a_visit_for_somebody_else() -> None:
    assert hear("запишите Лену на маникюр завтра в 5").name == "Лену"
    assert hear("запиши +7 916 123-45-67 Лену на маникюр").name == "Лену"
    assert hear("запишите к Ане").name is None


@pytest.mark.parametrize(
    "text",
    [
        "стоп",
        "Стоп!",
        "СТОП 🛑",
        "стоп, пожалуйста",
        "отписаться",
        "Не пишите мне больше, пожалуйста",
        "прошу больше мне не писать",
        "спасибо, больше не надо напоминаний",
        "stop",
        "Unsubscribe me please",
        "hi, please stop sending me reminders, thanks",
    ],
)
def test_a_stop_is_the_whole_message(text: str) -> None:
    heard = hear(text)
    assert (heard.intents, heard.stops) == ((Intent.STOP,), True)


@pytest.mark.parametrize(
    "text",
    [
        "Отмените",
        "отмените и больше не пишите",
        "стоп, я хотела на 5",
        "не пишите мне завтра",
        "заблокирую вас, если не перестанете писать",
        "а у вас есть рассылка?",
        "when do you stop working?",
    ],
)
def test_what_is_more_than_a_stop_or_none(text: str) -> None:
    assert not hear(text).stops


@pytest.mark.parametrize("text", ["старт", "Start", "верните напоминания", "resume reminders"])
def test_taking_a_stop_back(text: str) -> None:
    heard = hear(text)
    assert (heard.intents, heard.resumes) == ((Intent.OTHER,), True)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("опоздаю на 15 минут", 15),
        ("опоздаю на 15", 15),
        ("задержусь минут на 10-15", 15),
        ("опаздываю на полчаса", 30),
        ("опоздаю часа на два", 120),
        ("буду на 20 минут позже", 20),
        ("opazdyvayu na 10 minut", 10),
        ("i'll be an hour late", 60),
        ("running 10-15 min late", 15),
        ("опаздываю", 0),
        ("буду через 20 минут", 0),
        ("минут через 30 буду", 0),
        ("im 5 min away", 0),
        ("stuck in traffic", 0),
    ],
)
def test_being_late(text: str, minutes: int) -> None:
    heard = hear(text)
    assert (heard.intent, heard.late) == (Intent.OTHER, timedelta(minutes=minutes))
    assert not heard.says_when


def test_when_somebody_late_will_come_is_a_time_and_no_delay() -> None:
    heard = hear("немного опоздаю, буду в 17:15")
    assert (heard.intents, heard.late, heard.time) == ((Intent.OTHER,), timedelta(), time(17, 15))


@pytest.mark.parametrize(
    "text", ["перенесите на час позже", "running late, can we push to 5:30?", "подумаю", "в 17:15"]
)
def test_what_is_not_being_late(text: str) -> None:
    assert hear(text).late is None
