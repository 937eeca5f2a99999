"""Backups: made while the salon works, read back, and put in place of a lost book."""

import json
import shutil
import zipfile
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.failing import broken_line, open_failing
from tests.house import salon_open
from tests.salon import SALON
from wabot.clock import ScriptClock
from wabot.domain.backups import BackupRules, next_backup
from wabot.errors import BadBackup, StateError, StateLocked
from wabot.ops.backups import back_up, restore, told
from wabot.storage.backup import nightly_backups, unpacked
from wabot.storage.database import open_for_reading
from wabot.storage.outbox import has_unsent
from wabot.tasks.backups import run_backups

pytestmark = pytest.mark.anyio

ZONE = ZoneInfo("Europe/Moscow")
RULES = BackupRules(time(3, 30), 3, ZONE)


async def test_a_book_that_was_lost_comes_back_from_the_backup(tmp_path: Path) -> None:
    state, file = tmp_path / "state", tmp_path / "elsewhere" / "salon.zip"
    async with salon_open(state) as house:
        await house.customer().writes("маникюр завтра в 15:00")
        made = back_up(state, file)  # while the salon is open
        assert (made.appointments, made.session) == (1, False)
        await house.customer("+79160000077").writes("педикюр завтра в 12:00")
    assert file.stat().st_mode & 0o777 == 0o600
    (state / "wabot.db").write_bytes(b"a disk that forgot")
    found, kept = restore(state, file, with_session=False)
    assert found == made
    assert (kept / "wabot.db").read_bytes() == b"a disk that forgot"
    async with salon_open(state) as house:
        assert [visit.services for visit in await house.book()] == [("manicure",)]
        assert "15:00" in await house.customer().writes("когда я записана?", id="later")


async def test_nothing_is_restored_over_a_salon_that_works(tmp_path: Path) -> None:
    state, file = tmp_path / "state", tmp_path / "salon.zip"
    async with salon_open(state):
        back_up(state, file)
        with pytest.raises(StateLocked, match=r"another wabot \(process \d+\) owns"):
            restore(state, file, with_session=False)


async def test_the_age_of_a_link_to_whatsapp_is_told(tmp_path: Path) -> None:
    state, file = tmp_path / "state", tmp_path / "salon.zip"
    async with salon_open(state):
        pass
    backup = back_up(state, file)
    with pytest.raises(StateError, match="no link to WhatsApp in it"):
        restore(state, file, with_session=True)
    words = " ".join(told(backup, backup.made_at + timedelta(days=2), with_session=True))
    assert "Better unlink and link the phone anew" in words
    assert "left as it is" in " ".join(told(backup, backup.made_at, with_session=False))


async def test_the_book_of_another_salon_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    async with salon_open(tmp_path / "roza") as house:
        await house.customer().writes("маникюр завтра в 15:00")
    async with salon_open(tmp_path / "lavanda") as house:
        await house.customer().writes("массаж завтра в 12:00")
    theirs, ours = tmp_path / "theirs.zip", tmp_path / "ours.zip"
    back_up(tmp_path / "roza", theirs, "roza")
    back_up(tmp_path / "lavanda", ours, "lavanda")
    with pytest.raises(StateError, match=r'is a backup of "roza", and this salon is "lavanda" .* add --other-salon'):
        restore(tmp_path / "lavanda", theirs, with_session=False, salon="lavanda")
    async with salon_open(tmp_path / "lavanda") as house:
        assert [visit.services for visit in await house.book()] == [("massage",)]
    restore(tmp_path / "lavanda", ours, with_session=False, salon="lavanda")
    restore(tmp_path / "lavanda", theirs, with_session=False)
    async with salon_open(tmp_path / "lavanda") as house:
        assert [visit.services for visit in await house.book()] == [("manicure",)]


async def test_each_night_it_is_written_down_whose_backup_it_is(tmp_path: Path) -> None:
    clock = WatchedClock(datetime(2026, 11, 20, 12, tzinfo=ZONE))
    async with salon_open(tmp_path), anyio.create_task_group() as tasks:
        await tasks.start(run_backups, tmp_path, SALON.id, RULES, clock)
        await clock.waits()
        clock.move_to(datetime(2026, 11, 21, 3, 30, tzinfo=ZONE))
        with anyio.fail_after(20):
            await clock.waits()
        tasks.cancel_scope.cancel()
    [made] = nightly_backups(tmp_path)
    with unpacked(made) as (backup, _):
        assert backup.salon == SALON.id


async def test_what_was_under_way_then_is_not_said_again(tmp_path: Path) -> None:
    state, file = tmp_path / "state", tmp_path / "salon.zip"
    async with salon_open(state, session=open_failing(broken_line), drain_s=0.1) as house:
        await house.customer().sends("привет")
        with anyio.fail_after(10):
            while not await house.wabot.database.read(has_unsent):
                pass
        back_up(state, file)
    restore(state, file, with_session=False)
    async with salon_open(state) as house:
        await house.settle()
        assert house.customer().read == []
        assert "20:00" in await house.customer().writes("до скольки вы работаете?", id="later")


async def test_a_damaged_backup_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    async with salon_open(tmp_path / "state"):
        pass
    backup_file = tmp_path / "salon.zip"
    back_up(tmp_path / "state", backup_file)
    before = (tmp_path / "state" / "wabot.db").read_bytes()
    whole = backup_file.read_bytes()
    with zipfile.ZipFile(backup_file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    flawed = parts | {"wabot.db": parts["wabot.db"][:-100] + bytes([7]) * 100}
    strange = parts | {"manifest.json": json.dumps({"made_at": "2026-01-01", "files": {"../evil": ""}}).encode()}
    begins = whole.index(b"wabot.db") + len(b"wabot.db")
    unpackable = whole[:begins] + bytes([255]) * 512 + whole[begins + 512 :]
    half = whole[: len(whole) // 2]
    for damaged in (b"", b"PK", half, unpackable, zipped(flawed), zipped(strange), zipped({})):
        backup_file.write_bytes(damaged)
        with pytest.raises(BadBackup):
            restore(tmp_path / "state", backup_file, with_session=False)
    assert (tmp_path / "state" / "wabot.db").read_bytes() == before
    assert not list((tmp_path / "state").glob("backups/before-restore-*"))


async def test_a_log_without_its_book_is_no_empty_book(tmp_path: Path) -> None:
    (tmp_path / "wabot.db-wal").write_bytes(b"what was booked last")
    with pytest.raises(StateError, match=r"wabot.db is gone, and .*wabot.db-wal says that there was one"):
        async with salon_open(tmp_path):
            pass
    assert (tmp_path / "wabot.db-wal").read_bytes() == b"what was booked last"


async def test_a_restore_that_was_cut_off_is_told_to_readers_and_finished_by_a_start(
    tmp_path: Path,
) -> None:
    state, file = tmp_path / "state", tmp_path / "salon.zip"
    async with salon_open(state) as house:
        await house.customer().writes("маникюр завтра в 15:00")
    back_up(state, file)
    with unpacked(file) as (_, desk):
        shutil.copyfile(desk / "wabot.db", state / "wabot.db.restored")
    (state / "wabot.db").unlink()
    with pytest.raises(StateError, match="`wabot run` finishes it"):
        back_up(state, tmp_path / "another.zip")
    with pytest.raises(StateError, match="`wabot run` finishes it"):
        async with open_for_reading(state):
            pass
    async with salon_open(state) as house:
        assert [visit.services for visit in await house.book()] == [("manicure",)]


def zipped(parts: dict[str, bytes]) -> bytes:
    """A backup of these files."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


class WatchedClock(ScriptClock):
    """A clock that tells when somebody waits for a moment again."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._waiting = anyio.Event()

    async def reach(self, instant: datetime, since: datetime | None = None) -> bool:
        if instant > self.now():
            self._waiting.set()
        return await super().reach(instant, since)

    async def waits(self) -> None:
        """Until then."""
        await self._waiting.wait()
        self._waiting = anyio.Event()


async def test_every_night_one_and_only_so_many(tmp_path: Path) -> None:
    clock = WatchedClock(datetime(2026, 11, 20, 12, tzinfo=ZONE))
    async with salon_open(tmp_path), anyio.create_task_group() as tasks:
        await tasks.start(run_backups, tmp_path, SALON.id, RULES, clock)
        await clock.waits()
        for night in range(21, 26):
            clock.move_to(datetime(2026, 11, night, 3, 30, tzinfo=ZONE))
            with anyio.fail_after(20):
                await clock.waits()
        tasks.cancel_scope.cancel()
    assert [file.stem[-7:] for file in nightly_backups(tmp_path)] == ["23-0330", "24-0330", "25-0330"]


async def test_a_clock_set_back_by_a_year_costs_no_backup(tmp_path: Path) -> None:
    """Those of the right time stay, and those of the wrong one are made and rotated like any."""
    names: list[str] = []
    for start in (datetime(2026, 11, 20, 12, tzinfo=ZONE), datetime(2025, 11, 20, 12, tzinfo=ZONE)):
        clock = WatchedClock(start)
        async with salon_open(tmp_path), anyio.create_task_group() as tasks:
            await tasks.start(run_backups, tmp_path, SALON.id, RULES, clock)
            await clock.waits()
            for night in range(1, 6):
                clock.move_to(start + timedelta(days=night))
                with anyio.fail_after(20):
                    await clock.waits()
            tasks.cancel_scope.cancel()
        names = [file.stem[6:16] for file in nightly_backups(tmp_path)]
    assert names == [f"{year}-11-{day}" for year in (2025, 2026) for day in (23, 24, 25)]


async def test_a_missed_night_is_made_up_for_beside_a_backup_from_the_future(tmp_path: Path) -> None:
    """A machine that is off every night at that hour makes it when it is switched on."""
    clock = WatchedClock(datetime(2026, 11, 20, 12, tzinfo=ZONE))
    async with salon_open(tmp_path), anyio.create_task_group() as tasks:
        (tmp_path / "backups").mkdir()
        for made in ("2026-11-18-0330", "2099-01-01-0330"):
            (tmp_path / "backups" / f"wabot-{made}.zip").write_bytes(b"")
        with anyio.fail_after(20):
            await tasks.start(run_backups, tmp_path, SALON.id, RULES, clock)
            await clock.waits()
        tasks.cancel_scope.cancel()
    assert [file.stem for file in nightly_backups(tmp_path)][1] == "wabot-2026-11-20-1200"


async def test_what_a_kill_left_of_a_backup_goes_with_the_next_one_and_what_is_under_way_stays(tmp_path: Path) -> None:
    async with salon_open(tmp_path / "state"):
        first = back_up(tmp_path / "state", tmp_path / "backups" / "first.zip")
    left = [folder / ".backup-killed" for folder in (tmp_path / "state", tmp_path / "backups")]
    for desk in left:
        desk.mkdir()
        (desk / "session.db").write_bytes(b"keys")
    with unpacked(tmp_path / "backups" / "first.zip") as (found, read_now):
        back_up(tmp_path / "state", tmp_path / "backups" / "second.zip")
        assert (read_now / "wabot.db").exists()
    assert found == first
    assert not any(desk.exists() for desk in left)
    assert sorted(file.name for file in (tmp_path / "backups").iterdir()) == ["first.zip", "second.zip"]


@given(
    hours=st.integers(0, 17_000),
    since=st.timedeltas(timedelta(minutes=-30), timedelta(days=9)),
    at=st.times(),
    zone=st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_a_night_is_neither_missed_nor_doubled(hours: int, since: timedelta, at: time, zone: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    rules = BackupRules(at.replace(microsecond=0), 3, ZoneInfo(zone))
    latest = now - since
    due_at = next_backup(latest, now, rules)
    base = min(latest, now)
    assert base < due_at <= base + timedelta(hours=25)
    assert (due_at <= now) == (since > timedelta() and due_at - latest <= since)
