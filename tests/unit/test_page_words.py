"""The page has words for everything that can happen to the session, in every language."""

from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message

from tests.salon import FRIDAY, SALON
from wabot.domain.correspondence import SendState
from wabot.types import Lang
from wabot.web.connection import REFUSALS, WISHES, explain, say_moment
from wabot.web.words import Words
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import FOR_A_PERSON, State, Status

NOW = FRIDAY.astimezone(SALON.timezone)
WORDS = {lang: Words(replace(SALON, language=lang)) for lang in Lang}


def messages(lang: Lang) -> set[str]:
    entries = FluentParser().parse(files("wabot.web").joinpath("texts", f"{lang}.ftl").read_text("utf-8")).body
    assert not any(isinstance(entry, Junk) for entry in entries)
    names = [entry.id.name for entry in entries if isinstance(entry, Message)]
    assert len(set(names)) == len(names), "a message is said twice"
    return set(names)


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("state", State)
def test_every_state_is_explained_with_what_to_do(lang: Lang, state: State) -> None:
    told = explain(Status(state, FRIDAY), NOW, WORDS[lang])
    assert told.words
    assert bool(told.meaning) is bool(told.remedy) is (state is not State.ONLINE)
    if state in WISHES:
        assert WORDS[lang].say(f"press-{state}")


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("why", Why)
def test_every_reason_has_words_and_the_librarys_stand_apart(lang: Lang, why: Why) -> None:
    told = explain(Status(State.RECONNECTING, FRIDAY, Reason(why, "0x1f")), NOW, WORDS[lang])
    assert told.reason
    assert "0x1f" not in told.reason
    assert told.detail is not None
    assert told.detail.endswith("0x1f")


def test_what_only_a_person_ends_has_a_button() -> None:
    assert set(WISHES) >= FOR_A_PERSON


@pytest.mark.parametrize("lang", Lang)
def test_refusals_and_messages_to_look_at_have_words(lang: Lang) -> None:
    for name in [*(f"refusal-{code}" for code in REFUSALS), "unsettled-failed", "unsettled-unknown"]:
        assert WORDS[lang].say(name)
    assert {SendState.FAILED, SendState.UNKNOWN} == {"failed", "unknown"}


def test_both_languages_say_the_same_things() -> None:
    assert messages(Lang.RU) == messages(Lang.EN)


@pytest.mark.parametrize(
    ("at", "ru", "en"),
    [
        (NOW, "с 10:00", "since 10:00"),
        (NOW - timedelta(hours=10), "с 00:00", "since 00:00"),
        (NOW - timedelta(hours=11), "со вчерашнего дня, 23:00", "since yesterday, 23:00"),
        (NOW - timedelta(days=3), "с 17 ноября, 10:00", "since November 17, 10:00"),
        (NOW - timedelta(days=365), "с 20 ноября 2025, 10:00", "since November 20, 2025, 10:00"),
    ],
)
def test_since_is_said_as_people_say_it(at: datetime, ru: str, en: str) -> None:
    assert [say_moment("since", at, NOW, WORDS[lang]) for lang in Lang] == [ru, en]


@pytest.mark.parametrize(
    ("hours", "ru"),
    [
        (9, "Блокировка закончится: сегодня, 20 ноября, в 19:00."),
        (24, "Блокировка закончится: завтра, 21 ноября, в 10:00."),
        (72, "Блокировка закончится: понедельник, 23 ноября, в 10:00."),
        (0, "Блокировка уже должна была закончиться: нажмите кнопку."),
    ],
)
def test_the_end_of_a_ban_is_told(hours: int, ru: str) -> None:
    status = Status(State.BANNED, FRIDAY, Reason(Why.BANNED), FRIDAY + timedelta(hours=hours))
    assert explain(status, NOW, WORDS[Lang.RU]).ban == ru
