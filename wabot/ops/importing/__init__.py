"""Moving in: customers and visits from the files of the program a salon used before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from wabot.config import Config
from wabot.domain.appointments import CannotDoService, GuestBusy, SlotTaken
from wabot.domain.moving_in import Added, AlreadyThere, Entry, Taken
from wabot.domain.orders import NobodyDoesAll, OrderRefusal
from wabot.domain.salon import Salon, Staff
from wabot.logs import shown
from wabot.ops.importing.entries import Understanding, Unreadable
from wabot.ops.importing.files import Line, read_lines
from wabot.storage.database import open_database
from wabot.storage.lock import own_state
from wabot.storage.moving_in import move_in
from wabot.storage.rehearsal import rehearse


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of the file in words for a person; `what` becomes of it is "new", "already there" or "refused"."""

    what: str
    words: str


async def import_file(config: Config, path: Path, staff: Staff | None, now: datetime, *, dry_run: bool) -> list[Judged]:
    """Take over a file, in one transaction; with `dry_run` say what would happen, also while wabot runs.

    WabotError when the file or the book cannot be used; StateLocked when wabot runs.
    """
    salon, understanding = config.salon, Understanding(config.salon, staff, now)
    read = [(line, _understood(understanding, line)) for line in read_lines(path)]
    entries = [entry for _, entry in read if isinstance(entry, Entry)]
    work = partial(move_in, salon=salon, entries=entries, now=now)
    if dry_run:
        taken = rehearse(config.state, work)
    else:
        with own_state(config.state):
            async with open_database(config.state) as database:
                taken = await database.write(work)
    return list(_judged(read, taken, salon))


def _understood(understanding: Understanding, line: Line) -> Entry | Unreadable:
    try:
        return understanding.entry(line)
    except Unreadable as why:
        return why


def _judged(read: list[tuple[Line, Entry | Unreadable]], taken: list[Taken], salon: Salon) -> Iterator[Judged]:
    outcomes = iter(taken)
    for line, entry in read:
        what, why = "refused", f": {entry}"
        if isinstance(entry, Entry):
            what, why = _outcome(next(outcomes))
        told = f" {_told(entry, salon)}" if isinstance(entry, Entry) else ""
        yield Judged(what, shown(f"{line.where}: {what}{told}{why}"))


def _outcome(taken: Taken) -> tuple[str, str]:
    match taken:
        case Added():
            return "new", ""
        case AlreadyThere():
            return "already there", ""
        case refusal:
            return "refused", f": {_reason(refusal)}"


def _reason(refusal: OrderRefusal) -> str:
    match refusal:
        case SlotTaken():
            return "the person, or a room that is needed, is taken then"
        case GuestBusy():
            return "the customer has another visit then"
        case CannotDoService(staff, service):
            return f"{staff.id} does not do {service.id}; add it to their services, or correct the line"
        case NobodyDoesAll():
            return "no one person does all of it; make a line of each service"
        case _:
            return f"the book does not take it ({type(refusal).__name__})"


def _told(entry: Entry, salon: Salon) -> str:
    who = " ".join(part for part in (entry.name, entry.phone) if part)
    if entry.visit is None:
        return who
    order = entry.visit.order
    what = " + ".join(service.id for service in order.services)
    whose = order.staff.id if order.staff is not None else "anyone"
    return f"{order.start_at.astimezone(salon.timezone):%Y-%m-%d %H:%M} {whose} {what}, {who}"
