"""How a simulated customer writes and behaves."""

import random
from dataclasses import dataclass
from enum import StrEnum


class Habit(StrEnum):
    """Each is counted by itself; a person has several."""

    PLAIN = "plain"
    TERSE = "terse"
    WORDY = "wordy"
    SPOKEN = "dictates"
    TRANSLIT = "transliterates"
    ENGLISH = "english"
    POLITE = "polite"
    EMOJI = "emoji"
    BURST = "several messages"
    GREETS = "greets first"
    STEPWISE = "step by step"
    ASKS_PRICE = "asks the price first"
    TYPOS = "typos"
    CARELESS = "no punctuation"
    NUMBER = "answers by number"
    WORDS = "answers in words"
    COUNTERS = "counter-offers"
    ASKS_BETWEEN = "asks in between"
    CHANGES_DAY = "changes the day"
    CHANGES_SERVICE = "changes the service"
    CORRECTS = "corrects at once"
    THANKS = "says thanks"


@dataclass(frozen=True, slots=True)
class Manner:
    """The habits of one person; `scheme` is the way of transliteration, `slips` the share of words with a typo."""

    habits: frozenset[Habit]
    scheme: int
    slips: float

    def has(self, habit: Habit) -> bool:
        return habit in self.habits

    @property
    def lang(self) -> str:
        return "en" if self.has(Habit.ENGLISH) else "ru"


_OCCASIONAL = {
    Habit.POLITE: 0.25,
    Habit.EMOJI: 0.15,
    Habit.BURST: 0.15,
    Habit.GREETS: 0.10,
    Habit.STEPWISE: 0.15,
    Habit.ASKS_PRICE: 0.07,
    Habit.TYPOS: 0.30,
    Habit.CARELESS: 0.35,
    Habit.COUNTERS: 0.12,
    Habit.ASKS_BETWEEN: 0.10,
    Habit.CHANGES_DAY: 0.07,
    Habit.CHANGES_SERVICE: 0.04,
    Habit.CORRECTS: 0.06,
    Habit.THANKS: 0.60,
}


def draw_manner(chance: random.Random, lang: str | None) -> Manner:
    """The next person's habits; `lang` ru or en where all are to speak that, None for a town of both."""
    styles = (Habit.PLAIN, Habit.TERSE, Habit.WORDY, Habit.SPOKEN)
    habits = {chance.choices(styles, weights=(5, 3, 1, 1))[0], chance.choice((Habit.NUMBER, Habit.WORDS))}
    habits |= {habit for habit, share in _OCCASIONAL.items() if chance.random() < share}
    if lang == "en" or (lang is None and chance.random() < 0.25):
        habits.add(Habit.ENGLISH)
    elif chance.random() < 0.12:
        habits.add(Habit.TRANSLIT)
    return Manner(frozenset(habits), chance.randrange(4), 0.2 if Habit.TYPOS in habits else 0.0)
