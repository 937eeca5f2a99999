"""Whether the book holds what a person wanted, and nothing else."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.bench.people.errand import Finished, How
from tests.bench.people.goals import Goal, Kind
from tests.bench.people.place import Busy, could_have_been, starts_of, who_does
from tests.bench.people.reader import Moment

NOTICE_MIN = 60
LACKS = "booked without one of the services"

Row = Mapping[str, Any]
"""An appointment as `wabot chat --jsonl` prints it."""
Standing = dict[int, Row]
"""A person's visits that are to come, by id."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` why the goal was not reached, None if it was; `is_wrong`: the book says what the person never agreed to.
    `refused`: not reached, and rightly so.
    """

    reason: str | None = None
    is_wrong: bool = False
    refused: bool = False


def standing(rows: list[Row], customer: str, now: datetime) -> Standing:
    """The customer's visits that are not over and have not been cancelled."""
    return {
        row["id"]: row
        for row in rows
        if row["customer"] == customer
        and row["status"] in {"booked", "confirmed"}
        and datetime.fromisoformat(row["end"]) > now
    }


def judge(
    finished: Finished, before: Standing, after: Standing, meant: set[int], rows: list[Row], now: datetime
) -> Verdict:
    """Compare the person's visits before the errand and after it; `meant` are the ids of the visit it was about."""
    goal, how = finished.goal, finished.how
    changes = {number for number in before | after if _facts(before.get(number)) != _facts(after.get(number))}
    if goal.kind is Kind.CONFIRM:
        return _judge_confirming(how, changes, meant, after)
    if goal.kind is Kind.CANCEL:
        return _judge_cancelling(how, changes, meant, after)
    if goal.kind is Kind.MOVE:
        strange = (changes & set(before)) - meant
        new = [row for number, row in after.items() if number in changes]
        whole = [row for number, row in after.items() if number in meant or number not in before]
    else:
        strange = changes & set(before)
        new = whole = [after[number] for number in changes if number in after]
    if strange:
        return Verdict("another visit was changed", is_wrong=True)
    if how is How.SATISFIED:
        if goal.kind in _ONLY_ASKED:
            return Verdict("something was booked", is_wrong=True) if changes else Verdict()
        return _judge_booking(goal, new, whole)
    return _judge_failure(finished, new, bool(changes), rows, now)


_ONLY_ASKED = {Kind.ASK_ADDRESS, Kind.ASK_HOURS, Kind.ASK_PRICES, Kind.ASK_VISITS}


def _judge_booking(goal: Goal, new: list[Row], whole: list[Row]) -> Verdict:
    if not new:
        return Verdict("told as done, not in the book", is_wrong=True)
    fault = _misfit(goal, whole)
    return Verdict(fault, is_wrong=fault not in {None, LACKS})


def _misfit(goal: Goal, rows: list[Row]) -> str | None:
    """What of these visits is not as the person wants it."""
    done = Counter(service for row in rows for service in row["services"])
    if done != Counter(goal.services):
        missing = Counter(goal.services) - done
        return LACKS if missing and not done - Counter(goal.services) else "booked another service"
    if not goal.suits(*min(_moment(row) for row in rows)):
        return "booked at a time that does not suit"
    if goal.staff is not None and any(
        row["staff"] != goal.staff
        for row in rows
        if any(goal.staff in who_does(service) for service in row["services"])
    ):
        return "booked with somebody else"
    return None


def _judge_confirming(how: How, changes: set[int], meant: set[int], after: Standing) -> Verdict:
    if changes:
        return Verdict("a visit was changed", is_wrong=True)
    if how is not How.SATISFIED:
        return Verdict(how.value)
    stands = bool(meant & set(after)) and all(after[number]["status"] == "confirmed" for number in meant & set(after))
    return Verdict() if stands else Verdict("told as confirmed, not in the book", is_wrong=True)


def _judge_cancelling(how: How, changes: set[int], meant: set[int], after: Standing) -> Verdict:
    if changes - meant:
        return Verdict("another visit was changed", is_wrong=True)
    if how is How.SATISFIED:
        return Verdict("told as cancelled, still in the book", is_wrong=True) if meant & set(after) else Verdict()
    return Verdict(how.value)


def _judge_failure(finished: Finished, new: list[Row], changed: bool, rows: list[Row], now: datetime) -> Verdict:
    goal, how = finished.goal, finished.how
    if changed:
        fault = _misfit(goal, new) if new else "the visit is gone"
        return Verdict(f"{fault or 'booked, but not told so'} ({how})", is_wrong=True)
    if how is not How.LEFT:
        return Verdict(how.value)
    starts = [
        start for window in goal.windows for day in window.days for start in starts_of(day, window.first, window.last)
    ]
    local = now.date(), now.hour * 60 + now.minute + NOTICE_MIN
    possible = could_have_been(
        goal.services, goal.staff, [one for one in starts if one >= local], [_busy(row) for row in rows]
    )
    return Verdict("left, though something was free") if possible else Verdict(how.value, refused=True)


def _facts(row: Row | None) -> tuple[Any, ...] | None:
    return (tuple(row["services"]), row["staff"], row["start"]) if row else None


def _moment(row: Row) -> Moment:
    start = datetime.fromisoformat(row["start"])
    return start.date(), start.hour * 60 + start.minute


def _busy(row: Row) -> Busy:
    day, start = _moment(row)
    end = datetime.fromisoformat(row["end"])
    return Busy(row["staff"], tuple(row["services"]), day, start, end.hour * 60 + end.minute)
