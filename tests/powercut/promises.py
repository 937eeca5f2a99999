"""What a program had told the outside when the power was cut, and whether it stands in what the disk has kept."""

import json
import random
import sqlite3
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.powercut.calls import Call
from tests.powercut.disk import Disk
from wabot.storage.backup import nightly_backups, unpacked
from wabot.storage.database import open_database
from wabot.storage.lock import own_state
from wabot.web.access import load_token

SYNCS = {"fsync", "fdatasync"}
BOOKED = "Готово, вы записаны"


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the daemon to the outside, at this line of the record."""

    at: int
    line: dict[str, Any]


def said(calls: Sequence[Call]) -> list[Said]:
    """What left the daemon, as lines of line.py."""
    found: list[Said] = []
    rest = b""
    for call in calls:
        words = call.data(1)[: call.result] if call.name == "sendto" else b""
        if words.strip(b"\0"):  # the event loop wakes itself with those
            *lines, rest = (rest + words).split(b"\n")
            found += [Said(call.begun, json.loads(line)) for line in lines]
    return found


@dataclass(slots=True)
class Promises:
    """What somebody was told before the cut."""

    kept: set[str] = field(default_factory=set)
    sent: set[tuple[str, str]] = field(default_factory=set)
    booked: Counter[str] = field(default_factory=Counter)
    backed_up: bool = False

    def hear(self, line: dict[str, Any]) -> None:
        if "backup" in line:
            self.backed_up = True
        elif "kept" in line:
            self.kept.add(line["kept"])
        elif "send" in line and (message := (line["phone"], line["key"])) not in self.sent:
            self.sent.add(message)
            self.booked[line["phone"]] += BOOKED in line["text"]


def lay_out(files: dict[Path, bytes], root: Path) -> Path:
    """Write an image; a database finds shared memory full of nonsense beside it. Returns the state folder."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if path.name.endswith("-wal"):
            target.with_name(path.name.removesuffix("-wal") + "-shm").write_bytes(b"\xa5" * 32768)
    return root / "state"


async def broken(state: Path, promises: Promises) -> list[str]:
    """The promises that an image does not keep, in words; it is opened as a start does, which finds a damaged book."""
    with own_state(state):
        async with open_database(state):
            pass
    load_token(state)
    backups = nightly_backups(state)
    for backup in backups:  # what is there is whole
        with unpacked(backup):
            pass
    if promises.backed_up and not backups:
        return ["the backup is gone"]
    with closing(sqlite3.connect(state / "wabot.db")) as db:
        return list(_broken_in(db, promises))


def _broken_in(db: sqlite3.Connection, promises: Promises) -> Iterator[str]:
    inbox = {number for (number,) in db.execute("SELECT message_id FROM inbox")}
    yield from (f"message {number} was kept, and is gone" for number in promises.kept - inbox)
    outbox = {
        (phone, key): (state, text)
        for phone, key, state, text in db.execute(
            "SELECT phone, key, state, text FROM outbox JOIN customers ON customers.id = customer_id"
        )
    }
    for message in promises.sent:
        state, _ = outbox.get(message, ("gone", ""))
        if state in {"gone", "queued"}:
            yield f"reply {message} was sent, and is {state}"
    of = "FROM appointments JOIN customers ON customers.id = customer_id GROUP BY phone"
    visits = dict(db.execute(f"SELECT phone, count(*) {of}"))
    answered = Counter(phone for (phone, _), (_, text) in outbox.items() if BOOKED in text)
    for phone in visits | promises.booked:
        if not visits.get(phone, 0) == answered[phone] >= promises.booked[phone]:
            yield f"{phone}: {visits.get(phone, 0)} visits, {answered[phone]} promised, {promises.booked[phone]} told"
    overlaps = db.execute(
        """SELECT count(*) FROM appointments a JOIN appointments b
        ON a.staff = b.staff AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < a.end_at
        WHERE a.status = 'booked' AND b.status = 'booked'"""
    ).fetchone()
    if overlaps != (0,):
        yield "double bookings"


@dataclass(frozen=True, slots=True)
class Cut:
    """The power goes after this line of the record."""

    at: int
    promises: Promises
    files: dict[Path, bytes]


def cuts(
    calls: Sequence[Call], lines: Sequence[Said], root: Path, chance: random.Random, share: float, tries: int = 1
) -> Iterator[Cut]:
    """A share of the moments right before and after each sync and at each promise: at each the worst, and what chance
    leaves in so many tries.
    """
    disk, promises = Disk(root), Promises()
    saying = deque(sorted(lines, key=lambda line: line.at))
    syncs = {call.ended for call in calls if call.name in SYNCS}
    moments = sorted({line.at for line in lines} | syncs | {at - 1 for at in syncs})
    waiting = deque(sorted(calls, key=lambda call: call.ended))
    for at in moments:
        while waiting and waiting[0].ended <= at:
            disk.follow(waiting.popleft())
        while saying and saying[0].at <= at:
            promises.hear(saying.popleft().line)
        if chance.random() < share:
            for luck in (None, *[chance] * tries):
                yield Cut(at, promises, disk.after_a_cut(luck))
