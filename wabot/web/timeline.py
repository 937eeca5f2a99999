"""A day as a calendar: columns, and what stands in them from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wabot.domain.appointments import Status
from wabot.domain.openings import OneOffOpening
from wabot.types import AppointmentId

DAY_LONG = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes since the midnight of the day that is shown, half-open."""

    begins: int
    ends: int

    def __str__(self) -> str:
        return f"{clock(self.begins)}–{clock(self.ends)}"

    @property
    def starts(self) -> str:
        """When it begins, as a clock shows it."""
        return clock(self.begins)

    @property
    def place(self) -> str:
        """The classes of static/clock.css that put an element there."""
        return f"fh{self.begins // 60} fm{self.begins % 60} th{self.ends // 60} tm{self.ends % 60}"

    @property
    def length(self) -> int:
        """In minutes."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Card:
    """An appointment as the owner reads it. `part` of `parts` where others serve the customer in the same visit."""

    id: AppointmentId
    visit: AppointmentId
    when: str
    starts: str
    who: str
    services: str
    staff: str
    status: Status
    note: str
    rooms: str
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in a column: a visit, the time after it (`buffer`), closed time, a room in use, or free time.

    Pieces that overlap lie side by side: `lane` of `lanes`.
    """

    kind: str
    span: Span
    id: int = 0
    text: str = ""
    card: Card | None = None
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """The day of a person, or of a kind of room. `off` is when they do not work; `hours` when they do."""

    id: str
    name: str
    pieces: list[Piece]
    hours: str = ""
    off: tuple[Span, ...] = ()
    openings: tuple[OneOffOpening, ...] = ()

    @property
    def cards(self) -> list[Card]:
        """The visits, earliest first."""
        return [piece.card for piece in self.pieces if piece.card is not None]

    @property
    def free(self) -> int:
        """How many minutes are free."""
        return sum(piece.span.length for piece in self.pieces if piece.kind == "free")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is shown of a day, from one full hour to another; `now` None on another day, `absent` do not work."""

    first_hour: int
    last_hour: int
    columns: list[Column]
    rooms: list[Column]
    absent: list[str]
    cancelled: list[Card]
    now: Span | None

    @property
    def count(self) -> int:
        """How many appointments there are."""
        return sum(len(column.cards) for column in self.columns)

    @property
    def free(self) -> int:
        """How many minutes of all people are free."""
        return sum(column.free for column in self.columns)


def side_by_side(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces in their order, those that overlap in lanes of their own."""
    found: list[Piece] = []
    together: list[tuple[Piece, int]] = []
    ends: list[int] = []  # of the lanes

    def close() -> None:
        found.extend(replace(piece, lane=lane, lanes=len(ends)) for piece, lane in together)
        together.clear()
        ends.clear()

    for piece in sorted(pieces, key=lambda it: (it.span, it.kind == "free")):
        if ends and piece.span.begins >= max(ends):
            close()
        lane = next((number for number, end in enumerate(ends) if end <= piece.span.begins), len(ends))
        ends[lane:] = [piece.span.ends, *ends[lane + 1 :]]
        together.append((piece, lane))
    close()
    return found


def rest_of_the_day(spans: Iterable[Span]) -> tuple[Span, ...]:
    """What lies between and around stretches that are in order and apart."""
    found: list[Span] = []
    at = 0
    for span in spans:
        if span.begins > at:
            found.append(Span(at, span.begins))
        at = span.ends
    if at < DAY_LONG:
        found.append(Span(at, DAY_LONG))
    return tuple(found)


def within(column: Column, begins: int, ends: int) -> Column:
    """As much of a column as lies between two minutes."""
    spans = (_cut(_shown(piece.span) if piece.card else piece.span, begins, ends) for piece in column.pieces)
    off = (_cut(span, begins, ends) for span in column.off)
    return replace(
        column,
        pieces=[replace(piece, span=span) for piece, span in zip(column.pieces, spans, strict=True) if span.length > 0],
        off=tuple(span for span in off if span.length > 0),
    )


def _shown(span: Span) -> Span:
    """Of a visit that ends when the wall clock says what it said at its beginning, for it was put back, a minute."""
    return span if span.length > 0 else Span(span.begins, span.begins + 1)


def _cut(span: Span, begins: int, ends: int) -> Span:
    return Span(max(span.begins, begins), min(span.ends, ends))


def clock(minutes: int) -> str:
    """Minutes since midnight as a clock shows them; 1440 is "24:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
