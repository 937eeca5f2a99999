"""A person who cancels, or only wants to know."""

from datetime import date

from tests.bench.people.errand import Errand, How, Step
from tests.bench.people.goals import Kind
from tests.bench.people.habits import Habit
from tests.bench.people.place import services
from tests.bench.people.reader import Seen


class Cancelling(Errand):
    """The visit `mine[0]` is not to be."""

    def opening(self, today: date) -> str:  # noqa: ARG002 - as the base says
        if self.goal.reminded:
            return self.speech.say("reminder_cancel")
        alone = len(self.mine) == 1 and self.manner.has(Habit.TERSE)
        return self.speech.say("cancel_terse" if alone else "cancel", self.goal)

    def react(self, seen: Seen, today: date) -> Step:  # noqa: ARG002 - as the base says
        if seen.calls_person:
            return self.finished(How.NEEDED_PERSON)
        if seen.tells_cancelled:
            return self.finished(How.SATISFIED, seen)
        chosen = self.pick_visit(seen)
        if chosen is not None:
            return chosen
        if seen.asks_cancel and (not seen.moments or self.mine[0] in seen.moments):
            return self.speech.say("cancel_yes")
        if seen.offers:
            return self.speech.say("no_move")
        return self.speech.say("cancel", self.goal, plainly=True)


class Confirming(Errand):
    """The visit that was reminded of stands."""

    def opening(self, today: date) -> str:  # noqa: ARG002 - as the base says
        return self.speech.say("reminder_yes")

    def react(self, seen: Seen, today: date) -> Step:  # noqa: ARG002 - as the base says
        if seen.calls_person:
            return self.finished(How.NEEDED_PERSON)
        if self.mine[0] in seen.moments:
            return self.finished(How.SATISFIED, seen)
        return self.speech.say("reminder_yes", plainly=True)


class Asking(Errand):
    """Something to know, and nothing to book."""

    def opening(self, today: date) -> str:  # noqa: ARG002 - as the base says
        return self.speech.say(QUESTIONS[self.goal.kind], self.goal)

    def react(self, seen: Seen, today: date) -> Step:  # noqa: ARG002 - as the base says
        if seen.calls_person:
            return self.finished(How.NEEDED_PERSON)
        if self._is_answered(seen):
            return self.finished(How.SATISFIED, seen)
        return self.speech.say(QUESTIONS[self.goal.kind], self.goal, plainly=True)

    def _is_answered(self, seen: Seen) -> bool:
        text = seen.text.lower()
        match self.goal.kind:
            case Kind.ASK_PRICES:
                what = services()[self.goal.services[0]]
                return str(what.get("price", what.get("price_from"))) in text
            case Kind.ASK_HOURS:
                return "20:00" in text or "выходной" in text or "closed" in text
            case Kind.ASK_ADDRESS:
                return "садовая" in text or "sadovaya" in text
            case _:
                return bool(self.mine) and self.mine[0] in seen.moments


QUESTIONS = {
    Kind.ASK_PRICES: "ask_prices",
    Kind.ASK_HOURS: "ask_hours",
    Kind.ASK_ADDRESS: "ask_address",
    Kind.ASK_VISITS: "ask_visits",
}
