"""What the owner writes, as it is heard: the order, and what it is about."""

from dataclasses import fields

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.owner.heard import Command, Ordered, Said
from wabot.language.orders import OrderListener
from wabot.types import Lang

LISTENER = OrderListener(SALON)
NOW = FRIDAY.astimezone(SALON.timezone)


def hear(text: str) -> Ordered:
    return LISTENER.hear(text, now=NOW)


def told(said: Said) -> str:
    """The fields that were said, in order: "anna 11-21 15:00-17:00"."""
    days = [day and f"{day:%m-%d}" for day in (said.day, said.day_to)]
    bounds = [clock and f"{clock:%H:%M}" for clock in (said.not_before, said.not_after)]
    parts = [
        *said.services,
        said.staff,
        "..".join(day for day in days if day),
        said.time and f"{said.time:%H:%M}",
        "-".join(bound or "" for bound in bounds) if any(bounds) else None,
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(
    ("text", "command", "about"),
    [
        ("кто сегодня", "agenda", "11-20"),
        ("что завтра?", "agenda", "11-21"),
        ("завтра у Анны", "agenda", "anna 11-21"),
        ("кто у Маши завтра", "agenda", "maria 11-21"),
        ("расписание на пятницу", "agenda", "11-27"),
        ("дай расписание на завтра", "agenda", "11-21"),
        ("записи на завтра", "agenda", "11-21"),
        ("кто записан на завтра", "agenda", "11-21"),
        ("что у меня завтра", "agenda", "11-21"),
        ("rto segodnya", None, "11-20"),
        ("kto segodnya", "agenda", "11-20"),
        ("когда ближайшая запись у Димы", "next", "dmitry"),
        ("кто следующий", "next", ""),
        ("сколько записей на неделе", "count", "11-20..11-22"),
        ("сколько клиентов завтра", "count", "11-21"),
        ("дай расписание на неделю", "agenda", "11-20..11-26"),
        ("кто был вчера", "agenda", "11-19"),
        ("не пришла Лена вчера", "no_show", "11-19"),
        ("сними запись в 15:00 завтра у Оли", "cancel", "olga 11-21 15:00"),
        ("отмени все записи завтра", "cancel", "11-21"),
        ("cancel Lena's booking tomorrow", "cancel", "11-21"),
        ("свободно сегодня?", "free", "11-20"),
        ("есть окна завтра?", "free", "11-21"),
        ("закрой 30 ноября", "close", "11-30"),
        ("закрой завтра с 15", "close", "11-21 15:00-"),
        ("закрой завтра до 12", "close", "11-21 -12:00"),
        ("закрой Аню завтра с 15 до 17", "close", "anna 11-21 15:00-17:00"),
        ("закрой с 23 по 25 ноября", "close", "11-23..11-25"),
        ("Аня болеет до среды", "close", "anna 11-20..11-24"),
        ("Аня болеет по среду", "close", "anna 11-20..11-25"),
        ("Аня болеет до среды включительно", "close", "anna 11-20..11-25"),
        ("Аня болеет до конца недели", "close", "anna 11-20..11-22"),
        ("Аня заболела, её не будет до понедельника", "close", "anna 11-20..11-22"),
        ("Аня болеет до завтра", "close", "anna 11-20"),
        ("у Оли выходной в четверг", "close", "olga 11-26"),
        ("Оля завтра не выйдет", "close", "olga 11-21"),
        ("Дима в отпуске с 1 по 10 декабря", "close", "dmitry 12-01..12-10"),
        ("в пятницу закрыты", "close", "11-27"),
        ("открой воскресенье 10-15", "open", "11-22 10:00-15:00"),
        ("запиши +79161234567 Лену на маникюр завтра в 5", "book", "manicure 11-21 17:00"),
        ("запиши Лену к Ане на укладку завтра в 12", "book", "blowdry anna 11-21 12:00"),
        ("отмени 15:00 у Оли", "cancel", "olga 15:00"),
        ("отмени запись Лены на завтра", "cancel", "11-21"),
        ("Лена завтра не придёт", "cancel", "11-21"),
        ("не пришла Лена", "no_show", ""),
        ("Лена не пришла на 15:00", "no_show", "15:00"),
        ("молчи", "hush", ""),
        ("молчи с +79161234567", "hush", ""),
        ("работай", "speak", ""),
        ("статус", "status", ""),
        ("помощь", "help", ""),
        ("отмени последнее", "undo", ""),
        ("who's today", "agenda", "11-20"),
        ("tomorrow at Anna's", "agenda", "anna 11-21"),
        ("schedule for Friday", "agenda", "11-27"),
        ("what does Anna have tomorrow", "agenda", "anna 11-21"),
        ("when is Dima's next visit", "next", "dmitry"),
        ("how many bookings this week", "count", "11-20..11-22"),
        ("who's free today?", "free", "11-20"),
        ("close 30 November", "close", "11-30"),
        ("close tomorrow from 3pm", "close", "11-21 15:00-"),
        ("Anna is sick until Wednesday", "close", "anna 11-20..11-24"),
        ("Olga has a day off on Thursday", "close", "olga 11-26"),
        ("open Sunday 10-15", "open", "11-22 10:00-15:00"),
        ("book +79161234567 Lena for a manicure tomorrow at 5", "book", "manicure 11-21 17:00"),
        ("cancel 15:00 with Olga", "cancel", "olga 15:00"),
        ("Lena didn't come", "no_show", ""),
        ("be quiet", "hush", ""),
        ("work", "speak", ""),
        ("undo", "undo", ""),
    ],
)
def test_orders(text: str, command: str | None, about: str) -> None:
    ordered = hear(text)
    about_what = ordered.closing if ordered.command is Command.CLOSE else ordered.said
    assert not ordered.several
    assert (ordered.command, told(about_what)) == (Command(command) if command else None, about)


@pytest.mark.parametrize(
    ("text", "now", "to"),
    [
        ("перенеси 15:00 у Оли на 17", "olga 15:00", "17:00"),
        ("перенеси Лену с 15 на 17", "15:00", "17:00"),
        ("перенеси Лену на завтра на 17", "", "11-21 17:00"),
        ("перенеси завтра 15:00 у Оли на пятницу в 12", "olga 11-21 15:00", "11-27 12:00"),
        ("перенеси запись на 15:00 на 17:00", "15:00", "17:00"),
        ("перенеси 15:00 у Оли к Маше", "olga 15:00", "maria"),
        ("move Olga's 15:00 to 17", "olga 15:00", "17:00"),
        ("move 3pm with Olga to 5pm", "olga 15:00", "17:00"),
        ("move Lena to tomorrow at 5", "", "11-21 17:00"),
    ],
)
def test_a_move_has_two_times(text: str, now: str, to: str) -> None:
    ordered = hear(text)
    assert ordered.command is Command.MOVE
    assert (told(ordered.now), told(ordered.said)) == (now, to)


@pytest.mark.parametrize(
    "text",
    [
        "закрой завтра 12-14 и открой воскресенье",
        "отмени Лену и запиши Риту на завтра",
        "Аня болеет, отмени её записи завтра",
        "close Friday and open Sunday",
    ],
)
def test_two_things_at_once_are_none(text: str) -> None:
    assert hear(text).several


@pytest.mark.parametrize(
    "text",
    [
        "маникюр завтра в 5",
        "запиши на маникюр завтра",
        "хочу записаться завтра в 12",
        "кто завтра работает?",
        "Аня завтра работает?",
        "у Оли выходной в четверг?",
        "сколько стоит педикюр?",
        "спасибо",
        "привет",
        "a manicure tomorrow at 5",
        "how much is a pedicure?",
        "is Olga off on Thursday?",
    ],
)
def test_what_orders_nothing(text: str) -> None:
    assert hear(text).command is None


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("запиши +7 916 123-45-67 Лену на маникюр завтра в 5", "Лена", "+79161234567"),
        ("запиши Марину Петрову 8 916 123 45 67 на гель-лак 25 числа в 12", "Марину Петрову", "+79161234567"),
        ("запиши Олю к Ане на укладку завтра в 12", "Оля", None),
        ("отмени запись Лены", "Лена", None),
        ("book Lena in with Anna tomorrow at noon +447911123456", "Lena", "+447911123456"),
    ],
)
def test_whom_it_is_about(text: str, name: str, phone: str | None) -> None:
    ordered = hear(text)
    assert ordered.person is not None
    assert (ordered.person.name, ordered.phone) == (name, phone)


@pytest.mark.parametrize(
    ("said", "known", "is_meant"),
    [
        ("не пришла Лена", "Елена Петрова", True),
        ("не пришла Елена", "Лена", True),
        ("не пришла Лена", "Лена 🌸", True),
        ("не пришла Лена", "Марина", False),
        ("не пришла Лена", None, False),
        ("отмени запись Петровой", "Анна Петрова", True),
        ("отмени запись Марины Петровой", "Марина Иванова", False),
    ],
)
def test_a_name_in_the_book(said: str, known: str | None, is_meant: bool) -> None:
    person = hear(said).person
    assert person is not None
    assert person.is_name_of(known) is is_meant


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("да", True), ("да, напиши", True), ("ок", True), ("сообщи", True), ("👍", True), ("yes", True),
        ("нет", False), ("не пиши", False), ("не надо", False), ("no", False), ("don't tell her", False),
        ("завтра", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, agrees: bool | None) -> None:
    assert hear(text).agrees is agrees


def test_nothing_is_heard_in_nothing() -> None:
    silent = hear("🙂")
    assert [it.name for it in fields(silent) if it.name != "lang" and getattr(silent, it.name) != it.default] == []
    assert silent.lang is Lang.RU
