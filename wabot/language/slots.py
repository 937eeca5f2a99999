"""Slots: what the pieces said about when come to, once corrections and old times are set aside."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as WallTime
from itertools import pairwise

from wabot.domain.heard import DayPart
from wabot.language.daywords import follows
from wabot.language.lexicon import Word
from wabot.language.line import Line
from wabot.language.pieces import Piece, Role
from wabot.language.when import find_pieces


@dataclass(slots=True)
class Slot:
    """The fields of Heard that say when; `spans` are the words that said it, `impossible` a day that does not exist."""

    day: date | None = None
    day_to: date | None = None
    time: WallTime | None = None
    not_before: WallTime | None = None
    not_after: WallTime | None = None
    part: DayPart | None = None
    implied: frozenset[str] = frozenset()
    impossible: bool = False
    weekday: bool = False
    shift: timedelta | None = None
    spans: tuple[tuple[int, int], ...] = ()
    times_said: int = 0


def find_slot(words: list[Word], now: datetime) -> Slot:
    """When the message says, on salon wall time."""
    pieces = find_pieces(Line(words), now)
    _drop_negated(pieces, words)
    _drop_busy(pieces, words)
    _drop_old(pieces, words)
    kept = [piece for piece in pieces if not piece.dropped]
    slot = Slot(spans=tuple((piece.start, piece.end) for piece in pieces if not piece.is_empty))
    days = sum(piece.day is not None for piece in pieces)
    slot.times_said = max(days, sum(piece.clock is not None for piece in pieces))
    slot.shift = next((piece.shift for piece in pieces if piece.shift is not None), None)
    moments = [piece.moment for piece in kept if piece.moment is not None]
    if moments:
        slot.day, slot.time = (
            moments[-1].date(),
            moments[-1].time().replace(second=0, microsecond=0, tzinfo=None),
        )
        slot.implied = frozenset({"day"})
        return slot
    parts = [piece.part for piece in kept if piece.part is not None]
    part = parts[-1] if parts else None
    _set_days(slot, kept, words, now.date())
    _set_times(slot, kept, words, part)
    if slot.time is None and slot.not_before is None and slot.not_after is None:
        slot.part = part
    return slot


def _drop_negated(pieces: list[Piece], words: list[Word]) -> None:
    """Drop what "не", "not" deny: "не в 3, а в 4"."""
    for piece in pieces:
        before = piece.start - 1
        if before >= 0 and words[before].senses.get("join") == "not":
            piece.dropped = True


def _drop_busy(pieces: list[Piece], words: list[Word]) -> None:
    """Drop when somebody is busy or was here before: "работаю до 18", "до обеда занята"."""
    for at, word in enumerate(words):
        if "busy" not in word.senses:
            continue
        for piece in pieces:
            between = words[at + 1 : piece.start] if piece.start > at else words[piece.end : at]
            if len(between) <= 2 and not any(one.kind == "mark" or _is_wish(one) for one in between):
                piece.dropped = True


def _drop_old(pieces: list[Piece], words: list[Word]) -> None:
    """When a visit is moved, drop the day and time it has now."""
    moves = [at for at, word in enumerate(words) if word.senses.get("move")]
    booked = [at for at, word in enumerate(words) if word.senses.get("booked") or word.senses.get("visit")]
    kept = [piece for piece in pieces if not piece.dropped and not piece.is_empty]
    for piece, following in pairwise(kept):
        if (
            piece.prep == "from"
            and piece.until is None
            and following.prep in ("at", "till")
            and _same(piece, following)
        ):
            russian = not words[piece.start].form.isascii()
            piece.dropped = bool(moves) or (russian and words[following.start].form == "на")
    if not moves:
        if any(word.senses.get("booked") for word in words):
            _drop_booked(kept, words, booked)
        return
    for piece in kept:
        if any("old_offset" in word.senses or "old_weekday" in word.senses for word in words[piece.start : piece.end]):
            piece.dropped = True
        if piece.until is not None and piece.joint == "to" and piece.prep != "between":
            piece.clock, piece.until, piece.role = piece.until, None, Role.AT
        if piece.prep == "from" and piece.day is not None:
            if piece.to_day is not None:
                piece.day, piece.to_day, piece.start = piece.to_day, None, piece.end - 1
            elif piece.day.last is not None and piece.day.week is None:
                piece.day, piece.start = replace(piece.day, first=piece.day.last, last=None), piece.end - 1
    _drop_booked(kept, words, booked)
    days = [piece for piece in kept if piece.day is not None and not piece.dropped]
    if len(days) > 1:
        for piece in kept:
            if days[0].start <= piece.start < days[-1].start:
                piece.dropped = True
    targets = [piece for piece in kept if not piece.dropped and _is_target(piece, words)]
    for piece in kept:
        if targets and piece.start < targets[-1].start and piece.prep in ("from", None) and piece.clock is not None:
            piece.dropped = True


def _is_target(piece: Piece, words: list[Word]) -> bool:
    """Whether the piece says where a visit is moved to: "на пятницу", "to Friday", "на после обеда"."""
    if piece.prep in ("at", "till"):
        return words[piece.start].form in ("на", "to", "for")
    return piece.part is not None and piece.start > 0 and words[piece.start - 1].form in ("на", "to")


def _same(piece: Piece, other: Piece) -> bool:
    return (piece.day is None) == (other.day is None) and (piece.clock is None) == (other.clock is None)


def _drop_booked(pieces: list[Piece], words: list[Word], booked: list[int]) -> None:
    """ "я записана на завтра в 5, можно на 6?": what follows "записана" is the old time, up to the next wish."""
    moves = [at for at, word in enumerate(words) if word.senses.get("move")]
    for at in booked:
        if any(move < at for move in moves):
            if not words[at].form.isascii():
                continue
            limit = next((i for i in range(at, len(words)) if words[i].form == "to"), len(words))
        else:
            limit = next((i for i in range(at, len(words)) if _is_wish(words[i])), len(words))
            if limit == len(words) and not moves:
                continue
        for piece in pieces:
            if at < piece.start < limit:
                piece.dropped = True


def _is_wish(word: Word) -> bool:
    senses = word.senses
    return any(tag in senses for tag in ("can", "move", "want", "mend")) or senses.get("join") == "but"


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
    elif piece.prep == "to":
        first, last = min(today, first), last or first
    slot.day, slot.day_to = first, last if last != first else None
    slot.weekday = piece.day.is_weekday and slot.day_to is None


def _alternative(said: list[Piece], piece: Piece) -> Piece | None:
    """The day named after the chosen one as another that would do."""
    after = said.index(piece) + 1
    return said[after] if after < len(said) else None


def _chosen(said: list[Piece], words: list[Word]) -> Piece:
    """Of several, the last, unless they are only alternatives."""
    piece = said[-1]
    if len(said) > 1:
        between = words[said[-2].end : piece.start + 1]
        if any(word.senses.get("join") == "or" for word in between):
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
    for piece in bounds:
        assert piece.clock is not None
        if piece.until is not None:
            slot.not_before, slot.not_after = _range(piece, part)
        elif piece.role is Role.FROM:
            slot.not_before = piece.clock.resolve(part)
        else:
            slot.not_after = piece.clock.resolve(part)
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
