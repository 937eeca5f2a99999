"""What is understood is told in words, whatever it is."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.salon import FRIDAY, SALON
from tests.unit.test_page_words import WORDS
from wabot.domain.correspondence import Kind
from wabot.domain.heard import Company, DayPart, Heard, Intent, Remark, Waits
from wabot.language.listener import Listener
from wabot.storage.chats import By
from wabot.types import Lang, StaffId
from wabot.web.understood import is_understood, tell_heard

TODAY = date(2026, 11, 20)
LISTENER = Listener(SALON)


@pytest.mark.parametrize("lang", Lang)
def test_there_are_words_for_all_that_can_be_heard(lang: Lang) -> None:
    salon, words = replace(SALON, language=lang), WORDS[lang]
    nothing = Heard(lang=lang)
    heard = [
        *(replace(nothing, intents=(intent,)) for intent in Intent if intent is not Intent.OTHER),
        *(replace(nothing, part=part) for part in DayPart),
        *(replace(nothing, remarks=frozenset({remark})) for remark in Remark),
        *(replace(nothing, waits=waits) for waits in Waits),
        replace(nothing, late=timedelta(minutes=5)),
        replace(nothing, choice=2),
        replace(nothing, choice=-1),
        replace(nothing, guests=2),
        replace(nothing, drops=("massage",)),
        replace(nothing, not_before=time(18), not_after=time(20)),
        replace(nothing, company=Company(others=("мама",))),
        replace(nothing, any_staff=True),
    ]
    told = [tell_heard(it, TODAY, salon, words) for it in heard]
    assert all(told)
    assert len(set(told)) == len(told)
    for name in [*(f"kind-{kind}" for kind in Kind if kind is not Kind.TEXT), *(f"by-{by}" for by in By)]:
        assert words.say(name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("запишите на маникюр завтра в 17:00", "запись · Маникюр · завтра, 21 ноября · 17:00"),
        ("на стрижку к Ане в пятницу после 6", "Анна · пятница, 27 ноября · с 18:00"),
        ("здравствуйте! сколько стоит педикюр?", "Педикюр"),
        ("да", "согласие"),
        ("фывап олдж", None),
        ("хочу", None),
        ("а у вас есть шеллачок?", None),
    ],
)
def test_it_is_told_in_a_few_words(text: str, told: str | None) -> None:
    heard = LISTENER.hear(text, now=FRIDAY.astimezone(SALON.timezone))
    found = tell_heard(heard, TODAY, SALON, WORDS[Lang.RU])
    assert (found is None) if told is None else (found is not None and told in found)


def test_what_only_asks_for_something_else_is_not_understood() -> None:
    assert not is_understood(Heard(lang=Lang.RU, intents=(Intent.OTHER,), asks=True))
    assert is_understood(Heard(lang=Lang.RU, staff=StaffId("anna")))


def test_who_is_gone_from_the_configuration_is_told_by_the_id() -> None:
    heard = Heard(lang=Lang.RU, staff=StaffId("zoya"), services=("tattoo", "haircut"))
    told = tell_heard(heard, TODAY, SALON, WORDS[Lang.RU])
    assert told == "tattoo · Женская стрижка / Мужская стрижка / Детская стрижка · zoya"
