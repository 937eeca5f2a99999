"""One simulated customer: a plan, a manner, and a memory of what was agreed."""

import random
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.bench.people.asking import QUESTIONS, Asking, Cancelling
from tests.bench.people.booking import Booking
from tests.bench.people.errand import Errand, Finished, How
from tests.bench.people.goals import Goal, Kind, Plan, draw_plan
from tests.bench.people.habits import Habit, Manner, draw_manner
from tests.bench.people.reader import Moment, read
from tests.bench.people.speech import Speech, parts_of

PATIENCE = 12  # turns for one goal

_ABOUT_FIRST = {Kind.MOVE, Kind.CANCEL, Kind.ASK_VISITS}

Act = list[str] | Goal | Finished | timedelta
"""Messages of one turn, a goal that is taken up, an errand that is over, or time that passes."""


@dataclass
class Person:
    """`agreed` are the visits the person reckons with, in the order they were booked."""

    number: int
    plan: Plan
    manner: Manner
    chance: random.Random
    today: date
    transcript: list[str] = field(default_factory=list)
    agreed: list[Moment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.speech = Speech(self.manner, self.chance)
        self.phone = f"+7916{2000000 + self.number}"
        self.profile = self.speech.name() if self.chance.random() < 0.5 else None

    def live(self) -> Generator[Act, str, None]:
        """All the person does; every turn is answered with what the salon wrote since."""
        first = self.plan.goals[0]
        for number, planned in enumerate(self.plan.goals):
            goal = planned
            if number:
                yield self.plan.later
            if number and goal.kind in _ABOUT_FIRST:
                goal = replace(goal, services=first.services, whom=first.whom, staff=first.staff)
            yield goal
            finished = yield from self._pursue(goal)
            first = first if number else finished.goal
            yield finished
            if finished.how is not How.SATISFIED:
                return
            if goal.kind is Kind.MOVE and finished.moment:
                self.agreed[0] = finished.moment
            elif finished.moment:
                self.agreed.append(finished.moment)

    def _pursue(self, goal: Goal) -> Generator[Act, str, Finished]:
        errand = self._errand(goal)
        answer = yield from self._open(errand)
        for _ in range(PATIENCE):
            step = errand.react(read(answer, self.manner.lang, self.today), self.today)
            if isinstance(step, Finished):
                if step.parting:
                    yield [step.parting]
                return step
            answer = yield [step]
        return errand.finished(How.GAVE_UP)

    def _errand(self, goal: Goal) -> Errand:
        kind = Asking if goal.kind in QUESTIONS else Cancelling if goal.kind is Kind.CANCEL else Booking
        return kind(goal, self.manner, self.speech, self.chance, self.agreed)

    def _open(self, errand: Errand) -> Generator[Act, str, str]:
        greeting = self.speech.say("greeting")
        if self.manner.has(Habit.GREETS):
            yield [greeting]
        opening = errand.opening(self.today)
        if not self.manner.has(Habit.TERSE) and not self.manner.has(Habit.GREETS) and self.chance.random() < 0.6:
            opening = f"{greeting}{self.chance.choice((', ', '! ', '. ', ' '))}{opening}"
        answer = yield parts_of(opening) if self.manner.has(Habit.BURST) else [opening]
        return answer


def draw_person(number: int, chance: random.Random, lang: str | None, today: date) -> Person:
    """The next person who writes."""
    return Person(number, draw_plan(chance, today), draw_manner(chance, lang), chance, today)
