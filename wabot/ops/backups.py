"""Backups by hand: making one, and putting one back."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wabot.errors import StateError
from wabot.logs import shown
from wabot.storage.backup import Backup, forget_errands, is_too_new, make_backup, settle_errands, unpacked
from wabot.storage.lock import own_state
from wabot.storage.restoring import FILE, check_not_cut_off, finish_restore, is_cut_off, put_back

STALE = timedelta(hours=1)


def back_up(state: Path, target: Path, salon: str = "") -> Backup:
    """Back up a salon's state folder, whether wabot runs or not. StateError with what to do."""
    check_not_cut_off(state)
    try:
        if target.exists():
            raise StateError(f"{target} is there already: name another file")
        if not (state / FILE).exists():
            raise StateError(f"there is no book in {state} yet: nothing to back up")
        return make_backup(state.absolute(), target.absolute(), datetime.now(UTC), salon)
    except (OSError, sqlite3.Error) as error:
        raise StateError(
            f"{state} could not be backed up to {target}: {error}; see whether the disk is full, and whether you may"
            " read the one and write the other"
        ) from None


def restore(
    state: Path, source: Path, *, with_session: bool, is_same_book: bool = False, salon: str = ""
) -> tuple[Backup, Path]:
    """Put the book of a backup, and if wanted its link to WhatsApp, into a state folder nobody runs on.

    `is_same_book`: what stands there now went on from that backup, and knows what became of the queues. Returns what
    the backup was, and the folder in which what stood there is kept. StateLocked, BadBackup, StateError; also when both
    the backup and `salon` say whose it is, and differ.
    """
    with own_state(state):
        try:
            finish_restore(state)
            with unpacked(source.absolute(), state) as (backup, desk):
                if salon and backup.salon and backup.salon != salon:
                    raise StateError(
                        f'{source} is a backup of "{shown(backup.salon)}", and this salon is "{salon}" (salon.id): its'
                        " customers would be written to from here. Take one of this salon's; if they are one salon,"
                        " add --other-salon"
                    )
                if with_session and not backup.session:
                    raise StateError(f"{source} has no link to WhatsApp in it: leave --with-session out")
                _settle(desk / FILE, state / FILE if is_same_book else None)
                return backup, put_back(desk, state, with_session=with_session)
        except (OSError, sqlite3.Error) as error:
            left = "`wabot run` goes on with it, and so does this" if is_cut_off(state) else "nothing was changed"
            raise StateError(
                f"{source} could not be restored: {error}; see whether the disk is full, and whether you may write to"
                f" {state}; {left}"
            ) from None


def go_back(state: Path, source: Path) -> tuple[Backup, Path] | None:
    """Where a newer wabot has written the book: back to how this one left it. None where this one can read it."""
    try:
        if not (state / FILE).exists():
            return None
        if is_cut_off(state):
            with own_state(state):
                finish_restore(state)
        if not is_too_new(state / FILE):
            return None
    except (OSError, sqlite3.Error) as error:
        raise StateError(f"{state / FILE} cannot be read: {error}; see `wabot doctor`") from None
    return restore(state, source, with_session=False, is_same_book=True)


def _settle(file: Path, later: Path | None) -> None:
    """What stood in the queues of a restored book is not said again."""
    why = "it stood in the queue when the backup was made"
    if later is not None:
        with suppress(sqlite3.Error):
            settle_errands(file, later, why)
            return
    forget_errands(file, why)


def told(backup: Backup, now: datetime, *, with_session: bool, is_same_book: bool = False) -> Iterator[str]:
    """What a person should know after restoring."""
    age = now - backup.made_at
    yield f"the book is as it was at {backup.made_at:%Y-%m-%d %H:%M} UTC, with {backup.appointments} appointments"
    queues = "is not said again where it was since" if is_same_book else "was taken from the queues"
    yield f"what waited to be answered or sent then {queues}; reminders sent since may come twice"
    yield "visits booked, moved or cancelled since then are not in it: compare with the chats"
    if with_session and age > STALE:
        yield (
            "the link to WhatsApp is as old as that: the encryption has moved on since, so that messages of people who"
            " wrote meanwhile may stay unreadable. Better unlink and link the phone anew: `wabot unlink`, `wabot pair`"
        )
    elif not with_session:
        yield "the link to WhatsApp was left as it is"
