"""Every sentence in both languages: nothing missing, nothing left over."""

import dataclasses
import re
from datetime import date, time, timedelta
from decimal import Decimal
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message

from tests.salon import CONFIG_FILE, FRIDAY
from wabot.config import load_config
from wabot.domain import replies
from wabot.domain.replies.aftercare import ComeAgainSoon
from wabot.domain.replies.agenda import (
    ClosedTime,
    Coming,
    ComingOn,
    DayAgenda,
    DayCount,
    DaysCounted,
    FreeHours,
    HowItStands,
    NextComes,
    SomeHours,
    WaitingChat,
    WhoIsFree,
    WholeDays,
)
from wabot.domain.replies.information import MayBeChanged, PricedVisit, PriceList, VisitPrices, WhoOffers
from wabot.domain.replies.lateness import StaffKnow
from wabot.domain.replies.manners import GuestKnown, Hello, NiceToMeetYou, OurPrivacy
from wabot.domain.replies.owner import (
    HoursOpened,
    IsItThatVisit,
    SilentNow,
    TimeClosed,
    TimeReserved,
    WhereToShift,
    WhichOfVisits,
    WhoseNumber,
)
from wabot.domain.replies.questions import AskAsUsual, AskCheaper, AskOffer, AskSingleOffer
from wabot.domain.replies.refusals import (
    HolidayOn,
    NoSuchService,
    NoSuchStaff,
    NothingEarlier,
    NothingFree,
    NothingLater,
    NotThat,
    NotWithinHours,
)
from wabot.domain.replies.reminders import Answers, Reminder
from wabot.domain.replies.staff import Alert, AlertReason, CustomerIsLate
from wabot.domain.replies.told import Offer, Part, Purpose, Reply, Together, Visit
from wabot.domain.replies.waiting import Awaited, Clock, Takes
from wabot.errors import ConfigError
from wabot.language.replies import Texts
from wabot.types import Lang

SALON = load_config(CONFIG_FILE).salon
TODAY = date(2026, 11, 20)
TEXTS = Texts(SALON)

MANICURE, MARIA = SALON.services[5], SALON.staff[1]
VISIT = Visit((MANICURE,), MARIA, FRIDAY)
PARTS = (Part(MANICURE, MARIA, FRIDAY), Part(SALON.services[8], SALON.staff[2], FRIDAY))
SHARED = Visit((MANICURE, SALON.services[8]), MARIA, FRIDAY, PARTS)
GONE = Visit(("old_service",), "old_staff", FRIDAY)
AWAITED: list[object] = [
    Awaited((MANICURE,), staff, TODAY, day_to, clock, time(9), time(12))
    for clock in Clock
    for staff, day_to in ((MARIA, None), (None, TODAY + timedelta(days=3)), ("old_staff", TODAY))
]
EXAMPLES: dict[str, list[object]] = {
    "salon": [SALON],
    "visit": [VISIT, GONE, SHARED],
    "was": [VISIT, GONE, SHARED],
    "visits": [(VISIT, GONE, SHARED), (VISIT,)],
    "answers": list(Answers),
    "price": [MANICURE.price, SALON.services[3].price, None],
    "address": [SALON.address],
    "within": [True, False],
    "start_at": [FRIDAY],
    "was_at": [FRIDAY],
    "services": [SALON.services],
    "service": [MANICURE],
    "parts": [PARTS],
    "staff": [MARIA],
    "others": [SALON.staff[:2]],
    "offers": [(Offer(MARIA, FRIDAY), Offer(MARIA, FRIDAY, PARTS))],
    "offer": [Offer(MARIA, FRIDAY), Offer(MARIA, FRIDAY, PARTS)],
    "purpose": list(Purpose),
    "day": [TODAY, date(2027, 1, 9)],
    "day_to": [None, date(2026, 11, 22)],
    "today": [TODAY],
    "last": [TODAY],
    "reason": [None, SALON.closures[0].reason],
    "openings": [SALON.hours[0]],
    "minutes": [1, 2, 5, 60],
    "limit": [1, 2, 5],
    "phone": ["+74951234567"],
    "name": ["Света"],
    "who": ["Оля (+79161234567)"],
    "words": ["позовите человека"],
    "link": ["https://wa.me/79161234567", None],
    "until_at": [FRIDAY, FRIDAY + timedelta(days=1)],
    "since_at": [FRIDAY, None],
    "status": ["booked", "confirmed", "done", "no_show"],
    "opens": ["12:00", None],
    "closes": ["15:00", None],
    "when": [WholeDays(TODAY, None), WholeDays(TODAY, TODAY), SomeHours(TODAY, "15:00", None)],
    "lines": [()],
    "number": [1, 2, 5],
    "people": [(WaitingChat("Olya", None), WaitingChat("Olya", "https://wa.me/79161234567"))],
    "waiting": [(WaitingChat("Olya", None),), ()],
    "held": [(WaitingChat("Olya", None),), ()],
    "clashes": [(Coming(VISIT, "Olya", "booked"),), ()],
    "failed": [0, 2],
    "tomorrow": [0, 3],
    "dropped": [None, MANICURE],
    "note": [None, "mum"],
    "often": [False, True],
    "chooses": [False, True],
    "invites": [True, False],
    "awaited": AWAITED,
    "waits": [AWAITED],
    "again": [True, False],
    "booked": [True, False],
    "stays": [True, False],
    "takes": list(Takes),
    "moves": [True, False],
    "is_theirs": [False, True],
    "is_booked": [True, False],
    "alone": [True, False],
    "noted": [True, False],
    "total": [MANICURE.price, None],
    "gone": [VISIT, GONE],
    "hours": [3, None],
    "left": [VISIT, SHARED],
    "chat": ["https://wa.me/79161234567", None],
}


OWN_EXAMPLES: dict[tuple[type[Reply], str], list[object]] = {
    (Alert, "reason"): list(AlertReason),
    (WhoOffers, "staff"): [SALON.staff[:1], SALON.staff],
    (HoursOpened, "others"): [(), SALON.staff[:2]],
    (HoursOpened, "staff"): [MARIA, None],
    (WhoseNumber, "name"): ["Zhanna"],
    (SomeHours, "opens"): ["12:00", "12:00", None],
    (SomeHours, "closes"): ["15:00", None, "15:00"],
    (ClosedTime, "opens"): ["12:00"],
    (ClosedTime, "closes"): ["15:00"],
    (ClosedTime, "reason"): ["doctor", None],
    (TimeReserved, "reason"): ["Lena, Manicure"],
    (NextComes, "visit"): [VISIT, GONE],
    (DayAgenda, "lines"): [(Coming(VISIT, "Olya", "booked"), ClosedTime(MARIA, "12:00", "15:00", None))],
    (WhoIsFree, "lines"): [(FreeHours(MARIA, SALON.hours[0]),)],
    (DaysCounted, "lines"): [(DayCount(TODAY, 2),), ()],
    (TimeClosed, "visits"): [(ComingOn(VISIT, "Olya"),), ()],
    (WhichOfVisits, "visits"): [(ComingOn(VISIT, "Olya"), ComingOn(GONE, "Anya"))],
    (IsItThatVisit, "visit"): [ComingOn(VISIT, "Olya")],
    (WhereToShift, "visit"): [ComingOn(VISIT, "Olya")],
    (HowItStands, "today"): [0, 5],
    (SilentNow, "who"): ["Оля (+79161234567)", None],
    (Alert, "visit"): [VISIT],
    (ComeAgainSoon, "staff"): [MARIA, None],
    (StaffKnow, "staff"): [SALON.staff[:1], SALON.staff[:2]],
    (MayBeChanged, "hours"): [0, 0, 2, 2],
    (MayBeChanged, "minutes"): [0, 30, 0, 30],
    (CustomerIsLate, "minutes"): [1, 2, 5, 45, None],
    (Reminder, "day"): [TODAY + timedelta(days=number) for number in range(3)],
    (HolidayOn, "name"): [{Lang.RU: "День России", Lang.EN: "Russia Day"}],
    (NoSuchStaff, "staff"): [SALON.staff],
    (NothingFree, "staff"): [MARIA, None],
    (AskSingleOffer, "dropped"): [MANICURE],
    (AskSingleOffer, "was_at"): [VISIT.start_at],
    (NothingEarlier, "visit"): [None, VISIT],
    (NothingLater, "visit"): [None, VISIT],
    (AskAsUsual, "service"): [MANICURE] * 4,
    (AskAsUsual, "staff"): [MARIA, None, MARIA, None],
    (AskAsUsual, "often"): [False, False, True, True],
    (Hello, "name"): [None, "Olya"],
    (NiceToMeetYou, "name"): ["Olya", "Olya"],
    (GuestKnown, "name"): [None, "Sonya"],
    (OurPrivacy, "words"): [{Lang.RU: "Данные нужны для записи.", Lang.EN: "We use it for bookings."}],
    (AskCheaper, "services"): [MANICURE],
    (VisitPrices, "visits"): [(PricedVisit(VISIT, MANICURE.price), PricedVisit(SHARED, None))],
    (AskOffer, "service"): [MANICURE, Together((MANICURE, SALON.services[8]))],
    (NotWithinHours, "staff"): [MARIA, None],
}
MODULES = [import_module(module.name) for module in iter_modules(replies.__path__, f"{replies.__name__}.")]
KINDS = [
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, Reply)
    and kind.__module__ == module.__name__
    and dataclasses.is_dataclass(kind)
]


VARIABLES = {kind: {field.name for field in dataclasses.fields(kind)} for kind in KINDS}


def every_reply() -> list[Reply]:
    """Each class with each value that its sentence may turn on."""
    found: list[Reply] = []
    for kind in KINDS:
        names = [field.name for field in dataclasses.fields(kind)]
        choices = [OWN_EXAMPLES.get((kind, name), EXAMPLES[name]) for name in names]
        longest = max(map(len, choices), default=1)
        found += [kind(*(values[min(turn, len(values) - 1)] for values in choices)) for turn in range(longest)]
    return found


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("reply", every_reply(), ids=lambda reply: type(reply).__name__)
def test_every_reply_reads_as_a_sentence(reply: Reply, lang: Lang) -> None:
    text = TEXTS.render([reply], lang, TODAY)
    assert text
    assert text[0] == text[0].upper()
    assert not re.search(r"[{}]|\bnone\b|None|\$", text), text
    assert "  " not in text
    is_quoting = isinstance(reply, NoSuchStaff | NoSuchService | NotThat) or "who" in VARIABLES[type(reply)]
    if lang is Lang.EN and not is_quoting:
        assert not re.search("[а-яё]", text, flags=re.IGNORECASE), text


def test_a_long_list_is_said_whole() -> None:
    many = [dataclasses.replace(MANICURE, name=dict.fromkeys(Lang, f"Услуга {number}")) for number in range(200)]
    text = TEXTS.render([PriceList(many)], Lang.RU, TODAY)
    assert "Услуга 0," in text
    assert "Услуга 199," in text


def messages(lang: Lang) -> dict[str, Message]:
    source = files("wabot.language").joinpath("texts", f"{lang}.ftl").read_text(encoding="utf-8")
    found = [entry for entry in FluentParser().parse(source).body if isinstance(entry, Message)]
    assert len({entry.id.name for entry in found}) == len(found), "a message is said twice"
    return {entry.id.name: entry for entry in found}


def test_both_languages_say_the_same_things_and_nothing_is_left_over() -> None:
    lines = {
        "visit-line",
        "reminder-line",
        "awaited-line",
        "awaited-clock",
        "offer-line",
        "part-line",
        "service-line",
        "priced-line",
        "closure-line",
        "length-line",
        "opening-line",
        "price-from",
        "day-off",
    }
    said = {re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower() for kind in KINDS}
    assert set(messages(Lang.RU)) == set(messages(Lang.EN)) == said | lines


@pytest.mark.parametrize(
    ("amount", "lang", "said"),
    [
        ("1600", Lang.RU, "1600 ₽"),
        ("12500", Lang.RU, "12 500 ₽"),
        ("1600", Lang.EN, "1600 RUB"),
        ("99.5", Lang.RU, "99,5 ₽"),
    ],
)
def test_money_as_people_write_it(amount: str, lang: Lang, said: str) -> None:
    service = dataclasses.replace(MANICURE, price=dataclasses.replace(MANICURE.price, amount=Decimal(amount)))  # type: ignore[type-var]
    text = TEXTS.render([PriceList([service])], lang, TODAY)
    assert said in text.replace("\u00a0", " ").replace("\u202f", " ")


def test_faulty_overrides_are_all_told(tmp_path: Path) -> None:
    faulty = "hello = Привет, { $salom }!\nhelo = Привет!\n= junk\n"
    (tmp_path / "texts.ru.ftl").write_text(faulty, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Texts(SALON, tmp_path)
    told = str(caught.value)
    assert "$salom is not known here; use $name, $salon" in told
    assert "helo: no such message" in told
    assert "line 3" in told
