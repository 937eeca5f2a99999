"""A person who wants a visit, or a new time for one."""

import random
from dataclasses import replace
from datetime import date

from tests.bench.people.errand import Errand, Finished, How, Step
from tests.bench.people.goals import Goal, Kind, draw_service, draw_windows
from tests.bench.people.habits import Habit, Manner
from tests.bench.people.reader import Moment, Option, Seen
from tests.bench.people.speech import Speech


class Booking(Errand):
    """A new visit, or a new time for one (`moves`)."""

    def __init__(self, goal: Goal, manner: Manner, speech: Speech, chance: random.Random, mine: list[Moment]) -> None:
        super().__init__(goal, manner, speech, chance, mine)
        self.moves = goal.kind is Kind.MOVE
        self._said = -1  # the window that was named last
        self._repeated = 0
        self._named_staff = False
        self._set_right = False
        self._more_days = 3
        self._spoken_of: set[date] = set()
        self._in_mind: list[Option] = []  # offered before the person asked about something else
        self._whims = {Habit.ASKS_BETWEEN, Habit.COUNTERS, Habit.CHANGES_DAY, Habit.CHANGES_SERVICE} & manner.habits
        if (
            self.moves
            or goal.kind is Kind.REPEAT
            or goal.whom
            or goal.staff
            or len(goal.services) > 1
            or goal.services == ("haircut_men",)
        ):
            self._whims -= {Habit.CHANGES_SERVICE}

    def opening(self, today: date) -> str:
        if self.goal.kind is Kind.REPEAT or self.goal.reminded or self.goal.at_once:
            self._said = 0
            act = "reminder_move" if self.goal.reminded else "move_at_once" if self.goal.at_once else "as_last_time"
            return self.speech.say(act, when=self._when(today))
        if self.moves:
            if self.manner.has(Habit.STEPWISE):
                return self.speech.say("move_open", self.goal)
            self._said = 0
            return self.speech.say("move", self.goal, when=self._when(today))
        if self.manner.has(Habit.ASKS_PRICE):
            return self.speech.say("ask_prices", self.goal)
        if self.manner.has(Habit.STEPWISE):
            return self.speech.say("service_only", self.goal)
        return self._request(today)

    def react(self, seen: Seen, today: date) -> Step:
        if seen.calls_person:
            return self.finished(How.NEEDED_PERSON)
        told = self._told_booked(seen)
        if told is not None:
            return told
        if seen.asks_name:
            return self.speech.say("name", name=self.speech.name())
        if seen.asks_cancel:
            return self.speech.say("keep")
        if seen.asks_again:
            return self.speech.say("not_again" if self.moves else "once_more")
        chosen = self.pick_visit(seen) or self._pick_service(seen)
        if chosen is not None:
            return chosen
        self._spoken_of = {day for day, _ in seen.moments} or self._spoken_of
        offers = [offer for offer in seen.offers or self._in_mind if offer.moment not in self.mine]
        self._in_mind = []
        if offers:
            return self._other_services(seen) or self._choose(offers, today)
        return self._without_offers(seen, today)

    def _told_booked(self, seen: Seen) -> Finished | None:
        """What stands in the book now, as far as the answer says."""
        tells = seen.tells_moved if self.moves else seen.tells_booked
        new = [moment for moment in seen.moments if moment not in self.mine]
        is_old = bool(seen.moments) and seen.moments[0] in self.mine  # and what follows are its further services
        if not tells or seen.offers or not new or is_old:
            return None
        if self.goal.suits(*new[0]) and not set(seen.services) - set(self.goal.services):
            return self.finished(How.SATISFIED, seen, new[0])
        return self.finished(How.MISBOOKED, moment=new[0])

    def _pick_service(self, seen: Seen) -> str | None:
        listed = [option for option in seen.options if option.number and option.services and option.moment is None]
        meant = next((option for option in listed if option.services[0] in self.goal.services), None)
        if meant is None or (len(listed) > 3 and not seen.asks):
            return None
        if self.manner.has(Habit.NUMBER):
            return self.speech.say("choose_number", number=meant.number)
        return self.speech.style(self.speech.service(meant.services[0], "bare"))

    def _choose(self, offers: list[Option], today: date) -> Step:
        whim = self._whim(offers, today)
        if whim is not None:
            return whim
        suiting = [offer for offer in offers if self._suits(offer)]
        if not suiting:
            return self._other_time(today, offers)
        windows = self.goal.windows
        best = min(suiting, key=lambda offer: next(n for n, one in enumerate(windows) if one.holds(*_moment(offer))))
        return self._answer(best, offers)

    def _other_services(self, seen: Seen) -> str | None:
        """What the person says, once, when the salon has understood too much or too little."""
        offered, wanted = set(seen.services), set(self.goal.services)
        if not offered or offered == wanted or self._set_right:
            return None
        self._set_right = True
        if self.moves:
            return self.speech.say("move_open", self.goal)
        missing = tuple(service for service in self.goal.services if service not in offered)
        if offered > wanted or not missing:
            return self.speech.say("only_service", self.goal)
        if len(missing) < len(self.goal.services):
            return self.speech.say("also_service", replace(self.goal, services=missing))
        return self.speech.say("service_again", self.goal)

    def _suits(self, offer: Option) -> bool:
        wanted = self.goal.staff
        return self.goal.suits(*_moment(offer)) and (wanted is None or set(offer.staff) <= {wanted})

    def _answer(self, best: Option, offers: list[Option]) -> str:
        if len(offers) == 1 and best.number is None:
            return self.speech.say("yes")
        day, start = _moment(best)
        place = (best.number or 1) - 1
        if best.number is not None and self.manner.has(Habit.NUMBER):
            kind = "choose_ordinal" if self.chance.random() < 0.3 else "choose_number"
            return self.speech.offered(kind, place, day, start, None)
        same_clock = [offer for offer in offers if _moment(offer)[1] == start]
        same_day = {_moment(offer)[0] for offer in offers} == {day}
        if len([offer for offer in same_clock if _moment(offer)[0] == day]) > 1 and best.staff:
            return self.speech.offered("choose_staff", place, day, start, best.staff[0])
        only_clock = same_day or (len(same_clock) == 1 and self.chance.random() < 0.5)
        return self.speech.offered("choose_time" if only_clock else "choose_day", place, day, start, None)

    def _whim(self, offers: list[Option], today: date) -> str | None:
        """Something else than an answer, once for each such habit."""
        if Habit.ASKS_BETWEEN in self._whims:
            self._whims.discard(Habit.ASKS_BETWEEN)
            self._in_mind = offers
            return self.speech.say("ask_between")
        if Habit.CHANGES_DAY in self._whims:
            self._whims.discard(Habit.CHANGES_DAY)
            self.goal = replace(self.goal, windows=draw_windows(self.chance, today))
            self._said = 0
            return self.speech.say("change_day", when=self._when(today))
        if Habit.CHANGES_SERVICE in self._whims:
            self._whims.discard(Habit.CHANGES_SERVICE)
            other = draw_service(self.chance, but=(*self.goal.services, "haircut_men"))
            self.goal = replace(self.goal, services=(other,))
            return self.speech.say("change_service", self.goal)
        if Habit.COUNTERS in self._whims:
            self._whims.discard(Habit.COUNTERS)
            day, start = _moment(offers[0])
            other_start = start + self.chance.choice((-60, -30, 30, 60))
            if self.goal.suits(day, other_start):
                return self.speech.offered("counter", 0, day, other_start, None)
        return None

    def _other_time(self, today: date, offers: list[Option]) -> Step:
        staff = self.goal.staff
        if staff and not self._named_staff and not any(staff in offer.staff for offer in offers):
            self._named_staff = True
            window = self.goal.windows[max(self._said, 0)]
            when = self.speech.when(window, today)
            return self.speech.say("only_staff", self.goal, staff_to=self.speech.staff_to(staff), when=when)
        return self._next_window(today)

    def _next_window(self, today: date) -> Step:
        self._repeated = 0
        self._said += 1
        while self._said < len(self.goal.windows) and self.goal.windows[self._said].shape == "near":
            self._said += 1
        if self._said >= len(self.goal.windows) and not self._another_day():
            return self.finished(How.LEFT)
        if self.goal.windows[self._said].span == "any":
            return self.speech.say("soonest")
        act = "retry" if self._said else "when_only"
        return self.speech.say(act, when=self._when(today), staff="" if self._said else self._with_staff())

    def _another_day(self) -> bool:
        """Who can come any day names some of them before giving up."""
        last = self.goal.windows[-1]
        if last.span != "any" or self._more_days == 0:
            return False
        self._more_days -= 1
        day = self.chance.choice(last.days)
        one = replace(last, days=(day,), span="day")
        self.goal = replace(self.goal, windows=(*self.goal.windows[:-1], one, last))
        self._said = len(self.goal.windows) - 2
        return True

    def _without_offers(self, seen: Seen, today: date) -> Step:
        if seen.asks_service and not seen.moments:
            return self.speech.say("service_again", self.goal)
        if self._said < 0:
            if self.manner.has(Habit.ASKS_PRICE) and not self.moves:
                self._said = 0
                return self.speech.say("after_ask", self.goal, when=self._when(today))
            return self._next_window(today) if seen.asks or self.moves else self._request(today)
        if seen.refuses or self._repeated > (0 if seen.asks_when else 2):
            return self._next_window(today)
        self._repeated += 1
        if seen.asks_when or self.moves:
            return self.speech.say("when_only", plainly=True, when=self._when(today), staff=self._with_staff())
        return self._request(today, plainly=True)

    def _with_staff(self) -> str:
        return self.speech.staff_to(self.goal.staff) if self.goal.staff else ""

    def _request(self, today: date, *, plainly: bool = False) -> str:
        first = self._said < 0
        self._said = max(self._said, 0)
        when = self._when(today)
        if first and self.manner.has(Habit.CORRECTS) and self.goal.windows[0].shape == "exact":
            when = self._corrected(today)
        style = next((act for habit, act in _STYLES.items() if self.manner.has(habit)), "request")
        return self.speech.say("request" if plainly else style, self.goal, plainly=plainly, when=when)

    def _corrected(self, today: date) -> str:
        window = self.goal.windows[0]
        wrong = replace(window, first=window.first + 60)
        right = self.speech.clock(window)
        return self.speech.fill("correction", wrong=self.speech.when(wrong, today), right=right)

    def _when(self, today: date) -> str:
        return self.speech.when(self.goal.windows[self._said], today, self._spoken_of)


_STYLES = {Habit.TERSE: "request_terse", Habit.WORDY: "request_wordy", Habit.SPOKEN: "request_spoken"}


def _moment(offer: Option) -> Moment:
    assert offer.moment is not None
    return offer.moment
