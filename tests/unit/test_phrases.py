"""The corpus of phrases: how much of it is understood, by class, and that it does not get less."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.phrases.corpus import DATES, Phrase, check, load_phrases
from tests.salon import SALON
from wabot.language.listener import Listener

LISTENER = Listener(SALON)
FLOOR_DATES = 0.97
FLOOR_MESSAGES = 0.95


@pytest.mark.parametrize("name", ["ru", "en", "ru.held", "en.held"])
def test_the_corpus_is_understood(name: str, record_property: Callable[[str, object], None]) -> None:
    phrases = load_phrases(name)
    wrong = [(phrase, fault) for phrase in phrases if (fault := check(phrase, LISTENER))]
    for group, share in _shares(phrases, {phrase.place for phrase, _ in wrong}).items():
        record_property(group, share)
    seen = [] if name.endswith(".held") else [f"{p.place} {p.text}: {fault}" for p, fault in wrong]
    assert _share(phrases, wrong, dates=True) >= FLOOR_DATES, "\n".join(seen)
    assert _share(phrases, wrong, dates=False) >= FLOOR_MESSAGES, "\n".join(seen)


def _shares(phrases: list[Phrase], wrong: set[str]) -> dict[str, str]:
    total = Counter(phrase.group for phrase in phrases)
    right = Counter(phrase.group for phrase in phrases if phrase.place not in wrong)
    return {group: f"{right[group]}/{count}" for group, count in total.items()}


def _share(phrases: list[Phrase], wrong: list[tuple[Phrase, str]], *, dates: bool) -> float:
    total = sum((phrase.group in DATES) is dates for phrase in phrases)
    return 1 - sum((phrase.group in DATES) is dates for phrase, _ in wrong) / total


def test_each_phrase_stands_once() -> None:
    for names in (("ru", "ru.held"), ("en", "en.held")):
        told = Counter((phrase.text, phrase.now) for name in names for phrase in load_phrases(name))
        assert not [text for (text, _), count in told.items() if count > 1]
