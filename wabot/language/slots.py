"""Slots: what the pieces said about when come to, once corrections and old times are set aside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as WallTime

from wabot.domain.heard import NOTHING_EXCLUDED, DayPart, Excluded
from wabot.language.corrections import correct
from wabot.language.daywords import follows
from wabot.language.lexicon import Word
from wabot.language.line import Line
from wabot.language.pieces import Piece, Role
from wabot.language.when import find_pieces


@dataclass(slots=True)
class Slot:
    """The fields of Heard that say when; `spans` are the words that said it, `impossible` a day that does not exist,
    `is_moment` that the time was told by how long it is until then ("in an hour"), `is_until` that the day was only
    named as the end of a range that begins today.
    """

    day: date | None = None
    day_to: date | None = None
    time: WallTime | None = None
    not_before: WallTime | None = None
    not_after: WallTime | None = None
    part: DayPart | None = None
    implied: frozenset[str] = frozenset()
    impossible: bool = False
    weekday: bool = False
    numbered: bool = False
    shift: timedelta | None = None
    excluded: Excluded = NOTHING_EXCLUDED
    spans: tuple[tuple[int, int], ...] = ()
    times_said: int = 0
    is_moment: bool = False
    is_until: bool = False


def find_slot(words: list[Word], now: datetime) -> Slot:
    """When the message says, on salon wall time."""
    pieces = find_pieces(Line(words), now)
    correct(pieces, words)
    kept = [piece for piece in pieces if not piece.dropped]
    slot = Slot(spans=tuple((piece.start, piece.end) for piece in pieces if not piece.is_empty))
    days = sum(piece.day is not None for piece in pieces)
    slot.times_said = max(days, sum(piece.clock is not None for piece in pieces))
    slot.excluded = _excluded([piece for piece in pieces if piece.excluded], now.date())
    slot.shift = next((piece.shift for piece in pieces if piece.shift is not None), None)
    moments = [piece.moment for piece in kept if piece.moment is not None]
    if moments:
        slot.day, slot.time = (
            moments[-1].date(),
            moments[-1].time().replace(second=0, microsecond=0, tzinfo=None),
        )
        slot.implied, slot.is_moment = frozenset({"day"}), True
        return slot
    part = _part(kept, words)
    _set_days(slot, kept, words, now.date())
    _set_times(slot, kept, words, part)
    if slot.time is None and slot.not_before is None and slot.not_after is None:
        slot.part = part
    return slot


def _excluded(pieces: list[Piece], today: date) -> Excluded:
    """The weekdays, days and parts of the day in these pieces."""
    said = [piece.day for piece in pieces if piece.day is not None]
    said += [replace(day, weekday=weekday) for piece in pieces if (day := piece.day) for weekday in _further(piece)]
    resolved = [found for day in said if not day.is_weekday and (found := day.resolve(today)) is not None]
    days = [first + timedelta(n) for first, last in resolved for n in range(((last or first) - first).days + 1)]
    return Excluded(
        weekdays=tuple(day.weekday for day in said if day.is_weekday and day.weekday is not None),
        days=tuple(days),
        parts=tuple(piece.part for piece in pieces if piece.part is not None and piece.day is None),
    )


def _further(piece: Piece) -> Iterator[int]:
    """The weekdays behind the first of a range or list ("в пн и вт")."""
    if piece.day is None or piece.to_day is None or piece.day.weekday is None or piece.to_day.weekday is None:
        return
    for ahead in range((piece.to_day.weekday - piece.day.weekday) % 7):
        yield (piece.day.weekday + 1 + ahead) % 7


def _part(pieces: list[Piece], words: list[Word]) -> DayPart | None:
    """The part of the day: the last, of alternatives the first; none if it is that of another alternative's time."""
    said = [piece for piece in pieces if piece.part is not None]
    clocks = [piece for piece in pieces if piece.clock is not None]
    if not said:
        return None
    piece = said[-1]
    if len(said) > 1 and _is_or(said[-2], piece, words):
        piece = said[-2]
    if clocks:
        nearest = min(clocks, key=lambda clock: abs(clock.start - piece.start))
        if nearest.start < piece.start and _is_or(nearest, piece, words):
            return None
    return piece.part


def _is_or(piece: Piece, following: Piece, words: list[Word]) -> bool:
    """Whether the second is but another that would do: "утром или вечером", "mornings, but evenings are ok too"."""
    between = words[piece.end : following.start]
    joins = {word.senses.get("join") for word in between}
    return "or" in joins or ("but" in joins and not any("mend" in word.senses for word in between))


def _set_days(slot: Slot, pieces: list[Piece], words: list[Word], today: date) -> None:
    said = [piece for piece in pieces if piece.day is not None]
    if not said:
        return
    piece = _chosen(said, words)
    assert piece.day is not None
    slot.impossible = piece.day.impossible
    found = piece.day.resolve(today)
    if found is None:
        return
    first, last = found
    other = _alternative(said, piece)
    if other is not None and other.day is not None and piece.to_day is None and follows(piece.day, other.day, today):
        piece.to_day = other.day
    if piece.to_day is not None:
        end = piece.to_day.resolve(today)
        if end is not None:
            last = end[1] or end[0]
            while last < first:
                last += timedelta(7)
    elif piece.prep == "to" and piece.day.is_month and first > today:  # "до ноября"
        first, last = today, first - timedelta(1)
    elif piece.prep == "to":
        slot.is_until = first > today and last in (None, first)
        first, last = min(today, first), last or first
    slot.day, slot.day_to = first, last if last != first else None
    slot.weekday = piece.day.is_weekday and slot.day_to is None
    slot.numbered = piece.day.is_number


def _alternative(said: list[Piece], piece: Piece) -> Piece | None:
    """The day named after the chosen one as another that would do."""
    after = said.index(piece) + 1
    return said[after] if after < len(said) else None


def _chosen(said: list[Piece], words: list[Word]) -> Piece:
    """Of several, the last, unless they are only alternatives."""
    piece = said[-1]
    if len(said) > 1:
        between = words[said[-2].end : piece.start + 1]
        is_listed = _is_bare(said[-2]) and _is_bare(piece) and all(word.kind == "mark" for word in between[:-1])
        is_pair = _is_bare(said[-2]) and len(between) == 2 and between[0].senses.get("join") == "and"  # "вт и чт"
        if is_listed or is_pair or any(word.senses.get("join") == "or" for word in between):
            at = len(said) - 2
            while at and all(word.kind == "mark" for word in words[said[at - 1].end : said[at].start]):
                at -= 1
            return said[at]
        previous = said[-2]
        if previous.day is not None and piece.day is not None and piece.day.weekday is not None:
            is_beside = all(word.kind == "mark" for word in words[previous.end : piece.start])
            if is_beside and previous.day.first is not None and previous.to_day is None:
                return previous
    return piece


def _is_bare(piece: Piece) -> bool:
    """Whether the piece is a weekday and nothing else: two of them side by side are alternatives."""
    length = piece.end - piece.start - (piece.prep == "at")
    return piece.day is not None and piece.day.weekday is not None and length == 1


def _set_times(slot: Slot, pieces: list[Piece], words: list[Word], part: DayPart | None) -> None:
    said = [piece for piece in pieces if piece.clock is not None]
    points = [piece for piece in said if piece.role is Role.AT]
    bounds = [piece for piece in said if piece.role is not Role.AT]
    if points and (not bounds or points[-1].start > bounds[-1].start):
        piece = _chosen(points, words)
        clock, last = piece.clock, points[-1].clock
        assert clock is not None and last is not None
        if clock.half is None and clock.hour <= 12:  # "в 8 или 9 вечера"
            clock = replace(clock, half=last.half)
        slot.time = clock.resolve(part)
        return
    for piece, before in zip(bounds, [None, *bounds], strict=False):
        assert piece.clock is not None
        if before is not None and before.until is not None and _is_or(before, piece, words):
            break
        if piece.until is not None:
            slot.not_before, slot.not_after = _range(piece, part)
        elif piece.role is Role.FROM:
            slot.not_before = piece.clock.resolve(part)
        else:  # "с утра до 3" ends in the afternoon
            slot.not_after = piece.clock.resolve(None if part is DayPart.MORNING else part)
    if slot.not_before is not None and slot.not_after is not None and slot.not_after <= slot.not_before:
        slot.not_after = _later(slot.not_before, slot.not_after)


def _range(piece: Piece, part: DayPart | None) -> tuple[WallTime, WallTime | None]:
    clock, until = piece.clock, piece.until
    assert clock is not None and until is not None
    if until.half is not None and clock.half is None and clock.hour <= 12:
        same = type(clock)(clock.hour, clock.minute, until.half).resolve(part)
        first = same if same < until.resolve(part) else clock.resolve(part)
    else:
        first = clock.resolve(part)
    last = until.resolve(part)
    return first, last if last > first else _later(first, last)


def _later(first: WallTime, last: WallTime) -> WallTime | None:
    """The end of a range twelve hours later, if that makes it one."""
    if last.hour < 12 and last.replace(hour=last.hour + 12) > first:
        return last.replace(hour=last.hour + 12)
    return None
