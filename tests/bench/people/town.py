"""A town of people who write to one salon as time passes, several of them at once."""

import heapq
import random
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.bench.people.errand import Finished, How
from tests.bench.people.goals import Goal, Kind
from tests.bench.people.habits import Habit
from tests.bench.people.judge import Row, Standing, Verdict, judge, standing
from tests.bench.people.person import Act, Person, draw_person
from tests.bench.people.program import Program

BEGINS = datetime.fromisoformat("2026-11-20T09:00:00+03:00")
DAY_ENDS = timedelta(hours=12)
A_DAY = 60  # conversations that begin on a day


@dataclass(frozen=True, slots=True)
class Result:
    """How one errand of one person ended, after so many of their turns."""

    goal: Goal
    how: How
    habits: frozenset[Habit]
    verdict: Verdict
    turns: int
    person: Person


@dataclass
class Course:
    """Where a person stands: what they do next, what they were answered, and the errand they are on."""

    person: Person
    life: Generator[Act, str, None]
    answer: str | None = None
    before: Standing = field(default_factory=dict)
    visits: list[set[int]] = field(default_factory=list)
    turns: int = 0


class Town:
    """Draws people and plays them against the program, in the order in which they write."""

    def __init__(self, program: Program, *, count: int, seed: int, lang: str | None) -> None:
        self._program = program
        self._chance = random.Random(seed)
        self._lang = lang
        self._queue: list[tuple[datetime, int, Course | None]] = []
        self._rows: list[Row] = []
        self._letters: dict[str, list[str]] = {}  # reminders, by whom they went to
        self._now = BEGINS
        self._number = 0
        for number, at in enumerate(_arrivals(count, self._chance)):
            heapq.heappush(self._queue, (at, -count + number, None))

    def play(self) -> Iterator[Result]:
        """Every errand as it ends, until nobody writes any more."""
        while self._queue:
            at, _, course = heapq.heappop(self._queue)
            self._now = max(self._now, at)
            yield from self._step(course or self._newcomer())

    def _newcomer(self) -> Course:
        self._number += 1
        chance = random.Random(self._chance.random())
        person = draw_person(self._number, chance, self._lang, self._now)
        return Course(person, person.live())

    def _step(self, course: Course) -> Iterator[Result]:
        """Until the person has written something, or waits, or is done."""
        course.person.now = self._now
        for _ in iter(int, 1):
            try:
                act = course.life.send(course.answer) if course.answer is not None else next(course.life)
            except StopIteration:
                return
            course.answer = ""
            match act:
                case Finished():
                    yield self._judged(course, act)
                case datetime():
                    return self._again(course, act - self._now)
                case timedelta():
                    return self._again(course, self._not_too_late(course, act))
                case list():
                    course.answer = self._write(course, act)
                    return self._again(course, timedelta(seconds=course.person.chance.randint(10, 120)))
                case _:
                    course.before, course.turns = self._standing(course), 0
                    course.person.transcript.append(f"[{self._now:%a %d.%m %H:%M}]")

    def _again(self, course: Course, after: timedelta) -> None:
        self._number += 1
        heapq.heappush(self._queue, (self._now + after, self._number, course))

    def _write(self, course: Course, texts: list[str]) -> str:
        """What the salon answered; a reminder that came meanwhile is a message before it."""
        person, answers = course.person, self._letters.pop(course.person.phone, [])
        person.transcript += [f"  ({line})" for text in answers for line in text.splitlines()]
        answers = []
        course.turns += 1
        for number, text in enumerate(texts):
            person.transcript.append(f"> {text}")
            line = {"from": person.phone, "name": person.profile, "text": text, "at": self._now.isoformat()}
            answer = self._program.tell(**line, more=number < len(texts) - 1)
            answers += [reply["text"] for reply in answer["replies"] if reply["to"] == person.phone]
            for reply in answer["replies"]:
                if reply["to"] != person.phone:
                    self._letters.setdefault(reply["to"], []).append(reply["text"])
            self._rows = answer["appointments"]
        person.transcript += [f"  {line}" for text in answers for line in text.splitlines()]
        return answers[-1] if answers else ""

    def _judged(self, course: Course, finished: Finished) -> Result:
        goal = finished.goal
        after = self._standing(course)
        is_about_first = goal.kind in {Kind.MOVE, Kind.CANCEL, Kind.CONFIRM} and course.visits
        meant = course.visits[0] if is_about_first else set()
        taken = [row for row in self._rows if row["status"] in {"booked", "confirmed"}]
        verdict = judge(finished, course.before, after, meant, taken, self._now)
        new = set(after) - set(course.before)
        if goal.kind is Kind.MOVE and course.visits:
            course.visits[0] |= new
        course.visits.append(new)
        turns = course.turns - bool(finished.parting)
        course.person.transcript.append(f"= {verdict.reason or 'reached'}; wanted {goal}")
        return Result(goal, finished.how, course.person.manner.habits, verdict, turns, course.person)

    def _standing(self, course: Course) -> Standing:
        return standing(self._rows, course.person.phone, self._now)

    def _not_too_late(self, course: Course, wait: timedelta) -> timedelta:
        """No longer than until some hours before the person's first visit."""
        starts = [datetime.fromisoformat(row["start"]) for row in self._standing(course).values()]
        if not starts:
            return wait
        return max(timedelta(minutes=2), min(wait, min(starts) - timedelta(hours=3) - self._now))


def _arrivals(count: int, chance: random.Random) -> Iterator[datetime]:
    """When they begin to write: over the days, so many a day."""
    for number in range(count):
        day = BEGINS + timedelta(days=number // A_DAY)
        yield day + DAY_ENDS * chance.random()
