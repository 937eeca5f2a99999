"""The vocabulary of any salon: its own words in all their forms, and nothing besides."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.salon import SALON
from wabot.domain.heard import Heard, Intent
from wabot.domain.salon import Service, Staff
from wabot.language.inflection import inflect
from wabot.language.listener import Listener
from wabot.types import Lang, ServiceId, StaffId

HOUR = timedelta(hours=1)
OTHER = replace(
    SALON,
    services=(
        Service(id=ServiceId("laser"), name={Lang.RU: "Лазерная эпиляция", Lang.EN: "Laser hair removal"}, length=HOUR),
        Service(id=ServiceId("face"), name={Lang.RU: "Чистка лица"}, aliases={Lang.RU: ["уход за лицом"]}, length=HOUR),
        Service(id=ServiceId("clipper"), name={Lang.RU: "Стрижка машинкой"}, length=HOUR),
    ),
    staff=(
        Staff(id=StaffId("petr"), name={Lang.RU: "Пётр"}, aliases={Lang.RU: ["Петя"]}, services=()),
        Staff(id=StaffId("lyubov"), name={Lang.RU: "Любовь"}, aliases={Lang.RU: ["Люба"]}, services=()),
    ),
)
LISTENER = Listener(OTHER)


def hear(text: str) -> Heard:
    return LISTENER.hear(text, now=datetime(2026, 11, 22, 10, tzinfo=OTHER.timezone))


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("на лазерную эпиляцию", "laser"),
        ("эпиляция лазерная", "laser"),
        ("laser hair removal please", "laser"),
        ("хочу чистку лица", "face"),
        ("уход за лицом", "face"),
        ("стрижку машинкой", "clipper"),
        ("стрижку", "clipper"),
    ],
)
def test_services_are_known_by_their_words(text: str, service: str) -> None:
    assert hear(text).services == (service,)


@pytest.mark.parametrize(("text", "staff"), [("к Петру", "petr"), ("у Пети", "petr"), ("к Любе", "lyubov")])
def test_staff_are_known_in_every_case(text: str, staff: str) -> None:
    assert hear(text).staff == staff


@pytest.mark.parametrize("text", ["маникюр", "люблю вас", "к Ане", "покраситься"])
def test_nothing_is_invented(text: str) -> None:
    heard = hear(text)
    assert (heard.services, heard.staff) == ((), None)
    assert heard.intents == (Intent.OTHER,)


def test_a_salon_without_services_is_no_fault() -> None:
    empty = Listener(replace(SALON, services=(), staff=()))
    assert empty.hear("стрижка завтра", now=datetime(2026, 11, 22, tzinfo=SALON.timezone)).services == ()


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("стрижка", "стрижку"),
        ("маникюр", "маникюра"),
        ("женская", "женскую"),
        ("мария", "марии"),
        ("дмитрий", "дмитрию"),
    ],
)
def test_inflection(word: str, form: str) -> None:
    assert form in inflect(word)
