"""Corrections: what a message says about when and does not mean: denied, taken back, old, or told of something else."""

from dataclasses import replace
from itertools import pairwise

from wabot.language.lexicon import Word
from wabot.language.pieces import Piece, Role


def correct(pieces: list[Piece], words: list[Word]) -> None:
    """Drop the pieces that do not count, and turn the bounds that are meant the other way."""
    _drop_negated(pieces, words)
    _drop_busy(pieces, words)
    _drop_occasions(pieces, words)
    _begin_free(pieces, words)
    _end_ready(pieces, words)
    _drop_delays(pieces, words)
    _drop_refused(pieces, words)
    _drop_old(pieces, words)
    _drop_lengths(pieces, words)
    _turn_denied(pieces, words)
    _bind(pieces)


def _drop_negated(pieces: list[Piece], words: list[Word]) -> None:
    """Drop what "не", "not" deny: "не в 3, а в 4"."""
    for piece in pieces:
        before = piece.start - 1
        if before >= 0 and words[before].senses.get("join") == "not":
            piece.dropped = True


def _drop_busy(pieces: list[Piece], words: list[Word]) -> None:
    """Drop when somebody is busy or was here before: "работаю до 18", "до обеда занята"."""
    for at, word in enumerate(words):
        if "busy" not in word.senses or (at + 1 < len(words) and "booked" in words[at + 1].senses):
            continue  # "на 26-е была записана" is the time of the visit
        is_told = any(piece.end == at and piece.day is not None for piece in pieces)
        for piece in pieces:
            if piece.day is not None and (word.senses["busy"] == "hours" or (is_told and piece.start > at)):
                continue  # "завтра занята послезавтра можно"
            between = words[at + 1 : piece.start] if piece.start > at else words[piece.end : at]
            if len(between) <= 2 and not any(one.kind == "mark" or _is_wish(one) for one in between):
                piece.dropped = not _turn_free(piece, words)


def _drop_occasions(pieces: list[Piece], words: list[Word]) -> None:
    """Drop the hour of what somebody gets ready for: "стрижка в четверг, корпоратив вечером", "brows, party at 8"."""
    for at, word in enumerate(words):
        if "occasion" not in word.senses or (at and words[at - 1].senses.get("prep")):
            continue
        start, end = _clause(words, at)
        outside = [*words[:start], *words[end:]]
        is_reason = any("service" in one.tags for one in outside)
        if is_reason and not any("service" in one.tags for one in words[start:end]):
            for piece in pieces:
                piece.dropped |= start <= piece.start < end and piece.day is None


def _clause(words: list[Word], at: int) -> tuple[int, int]:
    """Where what stands between the marks around that word begins and ends."""
    start = next((before + 1 for before in range(at - 1, -1, -1) if words[before].kind == "mark"), 0)
    end = next((after for after in range(at, len(words)) if words[after].kind == "mark"), len(words))
    return start, end


def _turn_free(piece: Piece, words: list[Word]) -> bool:
    """Make the end of what keeps somebody busy the beginning: "работаю до 6, могу после", "a meeting at 3, before that
    I could".
    """
    if piece.clock is None or piece.role is Role.FROM:
        return False
    rest = words[piece.end :]
    for word, following in zip(rest, [*rest[1:], None], strict=True):
        is_that = following is not None and following.form in ("этого", "этим", "that")
        is_last = following is None or following.kind == "mark" or is_that
        if word.senses.get("prep") == "after" and (is_that or (is_last and piece.role is Role.TO)):
            piece.role = Role.FROM
            return True
        if word.form in ("до", "перед", "before") and is_that and piece.role is Role.AT:
            piece.role = Role.TO
            return True
    return False


def _begin_free(pieces: list[Piece], words: list[Word]) -> None:
    """Make the hour at which somebody is free the beginning: "освобождаюсь в 5", "I finish work at 5"."""
    for at, word in enumerate(words):
        following = next((piece for piece in pieces if at < piece.start <= at + 3), None)
        if "off_at" in word.senses and following is not None and following.role is Role.AT:
            following.role = Role.FROM


def _end_ready(pieces: list[Piece], words: list[Word]) -> None:
    """Make the hour by which somebody must be ready the end: "быть готовой к 12", "к 5 надо забрать сына", "мне в 17 за
    ребёнком".
    """
    for at, word in enumerate(words):
        if "fetch" in word.senses:
            before = next((piece for piece in pieces if piece.clock is not None and piece.end == at), None)
            if before is not None and before.role is Role.AT:
                before.role = Role.TO
        if "ready" not in word.senses:
            continue
        following = next((piece for piece in pieces if at < piece.start <= at + 3), None)
        bound = following or _bound_before(pieces, words, at)
        if bound is None or bound.role is not Role.AT or bound.clock is None:
            continue
        comes = any("come" in one.senses for one in words[at : at + 4])  # "готова прийти к 12"
        if not comes and words[bound.start].form in ("к", "for", "at"):
            bound.role = Role.TO


def _bound_before(pieces: list[Piece], words: list[Word], at: int) -> Piece | None:
    """The hour told before what has to be done by then: "к 5 мне надо уйти"; "к 5 готова" is when one can come."""
    before = next((piece for piece in reversed(pieces) if at - 5 <= piece.end <= at), None)
    between = words[before.end : at] if before is not None else []
    is_need = any("want" in word.senses for word in between) and all(word.kind != "mark" for word in between)
    return before if is_need else None


def _drop_delays(pieces: list[Piece], words: list[Word]) -> None:
    """Drop by how much somebody will be late: "опоздаю на 15", "опоздаю часа на два"."""
    for piece in pieces:
        before = words[max(piece.start - 2, 0) : piece.start]
        is_length = any(word.form == "на" for word in words[piece.start : piece.end])
        piece.dropped |= piece.clock is not None and is_length and any("late" in word.senses for word in before)


def _drop_refused(pieces: list[Piece], words: list[Word]) -> None:
    """Drop what does not suit where another is asked for: "в пятницу не получается, можно на другой день?"."""
    for at, word in enumerate(words):
        if "unable" in word.senses:
            _drop_clause(pieces, words, at)
    moves = next((at for at, word in enumerate(words) if "move" in word.senses), len(words))
    for piece in pieces:
        if piece.start < moves and not any("another" in word.senses for word in words):
            continue
        beside = [*words[max(piece.start - 1, 0) : piece.start], *words[piece.end : piece.end + 2]]
        piece.dropped |= any("unable" in word.senses for word in beside)


def _drop_clause(pieces: list[Piece], words: list[Word], at: int) -> None:
    """Drop the day and time of the clause that says they cannot be, where another day is told after it."""
    start, end = _clause(words, at)
    refused = [piece for piece in pieces if start <= piece.start < end]
    later = [piece for piece in pieces if piece.start >= end and piece.day is not None and not piece.dropped]
    if later and any(piece.day is not None for piece in refused):
        for piece in refused:
            piece.dropped = True


def _drop_lengths(pieces: list[Piece], words: list[Word]) -> None:
    """Drop how long it takes, told after when: "завтра в 10 на 2 часа"."""
    if any(word.senses.get("move") for word in words):
        return
    clocks = [piece for piece in pieces if piece.clock is not None and not piece.dropped]
    for piece, following in pairwise(clocks):
        is_length = words[following.start].form == "на" and "unit" in words[following.end - 1].senses
        following.dropped |= is_length and piece.prep == "at" and words[piece.start].form != "на"


def _turn_denied(pieces: list[Piece], words: list[Word]) -> None:
    """Turn the bounds of what cannot be: "раньше 5 никак" is from five on, "can't after 6" until six."""
    for piece in pieces:
        beside = [*words[max(piece.start - 1, 0) : piece.start], *words[piece.end : piece.end + 1]]
        if piece.clock is None or piece.until is not None or not any("unable" in word.senses for word in beside):
            continue
        if asks_salon(words):
            continue
        piece.role = {Role.FROM: Role.TO, Role.TO: Role.FROM}.get(piece.role, piece.role)


def asks_salon(words: list[Word]) -> bool:
    """Whether it is asked if something really cannot be: "а раньше 10 никак?" wants just that."""
    is_open = any("salon_unable" in word.senses for word in words)
    is_own = any("unable" in word.senses and "salon_unable" not in word.senses for word in words)
    return is_open and not is_own and words[-1].form == "?"


def _bind(pieces: list[Piece]) -> None:
    """Make "до пятницы 18:00" and "after Friday 5pm" bound that day's time, not the days."""
    for piece, following in pairwise(pieces):
        is_bound = piece.day is not None and piece.to_day is None and piece.prep in ("to", "after")
        is_time = following.clock is not None and following.role is Role.AT and following.start == piece.end
        if is_bound and is_time and not following.dropped:
            following.role, piece.prep = Role.TO if piece.prep == "to" else Role.FROM, None


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
        if any(word.senses.get("booked") for word in words) and not any(word.senses.get("cancel") for word in words):
            _drop_booked(kept, words, booked)
        return
    for piece in kept:
        if any("old_offset" in word.senses or "old_weekday" in word.senses for word in words[piece.start : piece.end]):
            piece.dropped = True
        if piece.until is not None and piece.joint == "to" and piece.prep != "between":
            piece.clock, piece.until, piece.role, piece.start = piece.until, None, Role.AT, piece.end - 1
            piece.prep = "moved"
        if piece.prep == "from" and piece.day is not None:
            if piece.to_day is not None:
                piece.day, piece.to_day, piece.start = piece.to_day, None, piece.end - 1
            elif piece.day.last is not None and piece.day.week is None:
                piece.day, piece.start = replace(piece.day, first=piece.day.last, last=None), piece.end - 1
    is_within_day = any(_is_old_clock(piece) for piece in kept)
    days = [piece for piece in kept if piece.day is not None]
    stays = days if is_within_day and len(days) == 1 else []  # "запись на субботу, с 10 на 12"
    _drop_booked([piece for piece in kept if piece not in stays], words, booked)
    days = [piece for piece in kept if piece.day is not None and not piece.dropped]
    if len(days) > 1:
        for piece in kept:
            if days[0].start <= piece.start < days[-1].start:
                piece.dropped = True
    targets = [piece for piece in kept if not piece.dropped and _is_target(piece, words)]
    for piece in kept:
        if targets and piece.start < targets[-1].start and piece.prep in ("from", None) and piece.clock is not None:
            piece.dropped = True


def _is_old_clock(piece: Piece) -> bool:
    """Whether the piece tells the clock time that a visit is moved from."""
    return piece.clock is not None and (piece.prep == "moved" or (piece.dropped and piece.prep == "from"))


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
        if at + 1 < len(words) and words[at + 1].form in ("it", "me", "us", "a"):  # "changing it and booking it for 5"
            continue
        if any(move < at for move in moves):
            is_told = at + 1 < len(words) and words[at + 1].kind == "mark"  # "change the appointment, on the 14th"
            if not words[at].form.isascii() or (is_told and all(word.form != "to" for word in words[at:])):
                continue
            limit = next((i for i in range(at, len(words)) if words[i].form == "to"), len(words))
        else:
            limit = next((i for i in range(at, len(words)) if _is_wish(words[i]) and not _denies(words, i)), len(words))
            if limit == len(words) and not moves:
                continue
        for piece in pieces:
            if at < piece.start < limit:
                piece.dropped = True


def _is_wish(word: Word) -> bool:
    senses = word.senses
    return any(tag in senses for tag in ("can", "move", "want", "mend")) or senses.get("join") == "but"


def _denies(words: list[Word], at: int) -> bool:
    """Whether "а" there only leads to what is not so: "записана на 15, а не на 16"."""
    return at + 1 < len(words) and words[at + 1].senses.get("join") == "not"
