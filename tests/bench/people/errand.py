"""How a person goes about one goal: what they write first, and what they make of each answer."""

import random
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tests.bench.people.goals import Goal
from tests.bench.people.habits import Habit, Manner
from tests.bench.people.reader import Moment, Seen
from tests.bench.people.speech import Speech


class How(StrEnum):
    """How a person came away."""

    SATISFIED = "satisfied"
    NEEDED_PERSON = "needed a person"
    LEFT = "left, as nothing suited"
    MISBOOKED = "was told of a visit they did not want"
    GAVE_UP = "gave up"


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of an errand; `goal` is what was wanted in the end, `parting` the last thing the person writes."""

    how: How
    goal: Goal
    parting: str | None = None
    moment: Moment | None = None


Step = str | Finished


class Errand(ABC):
    """One goal of one person."""

    def __init__(self, goal: Goal, manner: Manner, speech: Speech, chance: random.Random, mine: list[Moment]) -> None:
        """`mine`: the visits that the person has already, the one this is about first."""
        self.goal = goal
        self.manner = manner
        self.speech = speech
        self.chance = chance
        self.mine = mine

    @abstractmethod
    def opening(self, today: date) -> str:
        """What the person writes first."""

    @abstractmethod
    def react(self, seen: Seen, today: date) -> Step:
        """What the person writes next."""

    def finished(self, how: How, seen: Seen | None = None, moment: Moment | None = None) -> Finished:
        parting = None
        if how is How.LEFT:
            parting = self.speech.say("leave")
        elif seen is not None and seen.asks_name:
            parting = self.speech.say("name", name=self.speech.name())
        elif how is How.SATISFIED and self.manner.has(Habit.THANKS):
            parting = self.speech.say("thanks")
        return Finished(how, self.goal, parting, moment)

    def pick_visit(self, seen: Seen) -> str | None:
        """The answer to "which of your visits", if that was asked."""
        listed = [option for option in seen.offers if option.moment in self.mine]
        meant = next((option for option in listed if option.moment == self.mine[0]), None) if self.mine else None
        if len({option.moment for option in listed}) < 2 or len(listed) < len(seen.offers) or meant is None:
            return None
        if self.manner.has(Habit.NUMBER) and meant.number is not None:
            return self.speech.say("choose_number", number=meant.number)
        return self.speech.say("which_visit", self.goal, number=meant.number)
