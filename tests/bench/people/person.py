"""One simulated customer: a plan, a manner, and a memory of what was agreed."""

import random
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from tests.bench.people.asking import QUESTIONS, Asking, Cancelling, Confirming
from tests.bench.people.booking import Booking
from tests.bench.people.errand import Errand, Finished, How
from tests.bench.people.goals import Goal, Kind, Plan, draw_plan, draw_windows
from tests.bench.people.habits import Habit, Manner, draw_manner
from tests.bench.people.reader import Moment, read
from tests.bench.people.speech import Speech, parts_of

PATIENCE = 12  # turns for one goal

_ABOUT_FIRST = {Kind.MOVE, Kind.CANCEL, Kind.ASK_VISITS, Kind.CONFIRM, Kind.REPEAT}
_REMINDED_AT = timedelta(hours=19)
"""Of the day before; whoever books later than that is not reminded then."""

Act = list[str] | Goal | Finished | timedelta | datetime
"""Messages of one turn, a goal that is taken up, an errand that is over, time that passes, or a moment waited for."""


@dataclass
class Person:
    """`agreed` are the visits the person reckons with, in the order they were booked."""

    number: int
    plan: Plan
    manner: Manner
    chance: random.Random
    now: datetime
    transcript: list[str] = field(default_factory=list)
    agreed: list[Moment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.speech = Speech(self.manner, self.chance)
        self.phone = f"+7916{2000000 + self.number}"
        self.profile = self.speech.name() if self.chance.random() < 0.5 else None

    @property
    def today(self) -> date:
        return self.now.date()

    def live(self) -> Generator[Act, str, None]:
        """All the person does; every turn is answered with what the salon wrote since."""
        first = self.plan.goals[0]
        for number, planned in enumerate(self.plan.goals):
            goal = planned
            if number:
                wait = self._wait(goal)
                if wait is None:
                    return
                yield wait
            if number and goal.kind in _ABOUT_FIRST:
                goal = replace(goal, services=first.services, whom=first.whom, staff=first.staff)
            if goal.kind is Kind.REPEAT or any(min(window.days) < self.today for window in goal.windows if window.days):
                goal = replace(goal, windows=draw_windows(self.chance, self.today))
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

    def _wait(self, goal: Goal) -> timedelta | datetime | None:
        """Until when the person does nothing; None when what they wait for will not come."""
        if not (goal.reminded or goal.kind is Kind.REPEAT):
            return self.plan.later
        day, _ = self.agreed[0]
        midnight = datetime.combine(day, time(), self.now.tzinfo)
        if goal.kind is Kind.REPEAT:
            return midnight + timedelta(days=1, hours=self.chance.randint(10, 19))
        reminded_at = midnight - timedelta(days=1) + _REMINDED_AT
        return reminded_at + timedelta(minutes=self.chance.randint(2, 100)) if self.now < reminded_at else None

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
        kind = Asking if goal.kind in QUESTIONS else _ERRANDS.get(goal.kind, Booking)
        return kind(goal, self.manner, self.speech, self.chance, self.agreed)

    def _open(self, errand: Errand) -> Generator[Act, str, str]:
        greeting = self.speech.say("greeting")
        if self.manner.has(Habit.GREETS) and not (errand.goal.reminded or errand.goal.at_once):
            yield [greeting]
        opening = errand.opening(self.today)
        if errand.goal.reminded or errand.goal.at_once:
            answer = yield [opening]
            return answer
        if not self.manner.has(Habit.TERSE) and not self.manner.has(Habit.GREETS) and self.chance.random() < 0.6:
            opening = f"{greeting}{self.chance.choice((', ', '! ', '. ', ' '))}{opening}"
        answer = yield parts_of(opening) if self.manner.has(Habit.BURST) else [opening]
        return answer


_ERRANDS: dict[Kind, type[Errand]] = {Kind.CANCEL: Cancelling, Kind.CONFIRM: Confirming}


def draw_person(number: int, chance: random.Random, lang: str | None, now: datetime) -> Person:
    """The next person who writes."""
    return Person(number, draw_plan(chance, now), draw_manner(chance, lang), chance, now)
