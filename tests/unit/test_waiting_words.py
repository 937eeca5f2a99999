"""What is said about the waiting list, and what only sounds like it."""

from datetime import date, time

import pytest

from tests.salon import FRIDAY, SALON
from wabot.domain.heard import DayPart, Heard, Intent, Waits
from wabot.language.listener import Listener

LISTENER = Listener(SALON)


def hear(text: str) -> Heard:
    return LISTENER.hear(text, now=FRIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "если на пятницу что-то освободится, напишите",
        "поставьте в лист ожидания на субботу утром",
        "сообщите если освободится у Ани",
        "если кто-то отменит, дайте знать",
        "если кто-нибудь откажется от записи в пятницу, возьму",
        "вдруг появится окошко вечером - напишите",
        "да, в лист ожидания",
        "есть лист ожидания?",
        "могу подождать, если освободится",
        "маякните если будет местечко на маникюр в пт после 18",
        "напишите если что-то появится на пятницу",
        "поставьте меня в очередь на субботу",
        "let me know if anything frees up Saturday",
        "put me on the waiting list",
        "if someone cancels on Friday, please message me",
        "text me if a slot opens up",
        "is there a waitlist?",
    ],
)
def test_a_customer_asks_to_be_told(text: str) -> None:
    heard = hear(text)
    assert heard.waits is Waits.JOIN
    assert heard.intent in {Intent.BOOK, Intent.AVAILABILITY}


def test_what_is_waited_for_is_heard_too() -> None:
    heard = hear("маякните если будет местечко на маникюр у Маши в пт после 18")
    assert (heard.services, heard.staff, heard.day) == (("manicure",), "maria", date(2026, 11, 27))
    assert heard.not_before == time(18)
    assert hear("поставьте в лист ожидания на субботу утром").part is DayPart.MORNING
    assert hear("перенесите меня пораньше, если освободится").intents == (Intent.RESCHEDULE,)


@pytest.mark.parametrize(
    "text",
    [
        "уберите из листа ожидания",
        "удалите меня из листа ожидания, пожалуйста",
        "снимите меня с листа ожидания",
        "больше не жду",
        "не надо в лист ожидания",
        "take me off the waiting list",
        "remove me from the waitlist",
    ],
)
def test_a_customer_leaves_the_list_and_says_no_stop(text: str) -> None:
    assert (hear(text).waits, hear(text).intents) == (Waits.LEAVE, (Intent.CANCEL,))


@pytest.mark.parametrize("text", ["беру", "да, беру!", "возьму", "забираю", "I'll take it"])
def test_a_customer_takes_it(text: str) -> None:
    assert (hear(text).waits, hear(text).intents) == (Waits.TAKE, (Intent.CONFIRM,))


@pytest.mark.parametrize("text", ["не беру", "отдайте другому", "нет, предложите другим", "give it to someone else"])
def test_a_customer_passes_it_on(text: str) -> None:
    assert (hear(text).waits, hear(text).intents) == (Waits.REFUSE, (Intent.DECLINE,))


@pytest.mark.parametrize("text", ["я в листе ожидания?", "какая я в очереди?", "am I still on the waiting list?"])
def test_a_customer_asks_how_they_stand(text: str) -> None:
    assert (hear(text).waits, hear(text).intents) == (None, (Intent.MY_BOOKINGS,))


@pytest.mark.parametrize(
    "text",
    [
        "когда освободится Аня?",
        "есть свободное время в пятницу?",
        "напишите, когда у вас свободно",
        "отмените запись",
        "напишите цены",
        "let me know when you are free on Friday",
        "anything available on Saturday?",
        "cancel my appointment",
        "удалите мой номер",
    ],
)
def test_other_requests_are_not_about_the_list(text: str) -> None:
    assert hear(text).waits is None


def test_a_number_beside_it_is_still_a_choice() -> None:
    assert (hear("беру второй").choice, hear("беру второй").waits) == (2, None)
