"""Connected, but is anybody heard?"""

from wabot.domain.customers import Contact
from wabot.types import PhoneNumber
from wabot.whatsapp.hearing import SILENT_PHONES, SILENT_S, Hearing


def send_to(hearing: Hearing, phones: int, at: float = 0.0) -> None:
    for number in range(phones):
        hearing.sent(Contact(phone=PhoneNumber(f"+7916000000{number}")), at)


def test_several_phones_that_report_nothing_are_suspicious() -> None:
    hearing = Hearing()
    send_to(hearing, SILENT_PHONES)
    assert not hearing.is_deaf(SILENT_S - 1)
    assert hearing.is_deaf(SILENT_S)


def test_phones_that_are_off_are_complained_of_once() -> None:
    hearing = Hearing()
    send_to(hearing, SILENT_PHONES)
    assert hearing.is_deaf(SILENT_S)
    send_to(hearing, SILENT_PHONES + 1, at=SILENT_S)
    assert not hearing.is_deaf(10 * SILENT_S)
    hearing.heard()
    send_to(hearing, SILENT_PHONES, at=11 * SILENT_S)
    assert hearing.is_deaf(12 * SILENT_S)


def test_one_customer_who_is_away_is_not() -> None:
    hearing = Hearing()
    for minute in range(10):
        send_to(hearing, 1, at=60.0 * minute)
    assert not hearing.is_deaf(3600)


def test_whoever_is_heard_proves_that_we_hear() -> None:
    hearing = Hearing()
    send_to(hearing, SILENT_PHONES)
    hearing.heard()
    assert not hearing.is_deaf(3600)


def test_a_quiet_night_is_no_deafness() -> None:
    assert not Hearing().is_deaf(8 * 3600)
