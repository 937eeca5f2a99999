"""`wabot doctor`: whether all that wabot needs is in order, and what to do where it is not.

It looks only: no session is opened, nothing is written, and the WhatsApp library is not loaded.
"""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from wabot.config import Config, load_config
from wabot.ops.checking import describe
from wabot.ops.doctor.book import look_at_backups, look_at_databases, look_at_moments
from wabot.ops.doctor.findings import Finding
from wabot.ops.doctor.line import look_at_daemon, look_at_library, look_at_whatsapp
from wabot.ops.doctor.machine import look_at_clock, look_at_disk, look_at_files, look_at_systemd


async def examine(file: Path, now: datetime, *, installed: bool) -> AsyncIterator[Finding]:
    """One finding after another. ConfigError after those that need no configuration, when it is faulty.

    `installed`: this is the configuration of the installed wabot, so that systemd is to run it.
    """
    async for finding in look_at_systemd(installed=installed):
        yield finding
    config = load_config(file)
    list(describe(config))
    yield Finding("config", f"{file}, no faults")
    for finding in look_at_library(now):
        yield finding
    yield await look_at_whatsapp(config.proxy)
    yield await look_at_clock(config.salon.timezone, now)
    obstacle = _find_obstacle(config.state)
    if obstacle is not None:
        yield obstacle
        return
    async for finding in _look_at_state(config, now):
        yield finding


def _find_obstacle(state: Path) -> Finding | None:
    """Why nothing in the state folder can be looked at."""
    try:
        if not state.exists():
            return Finding("state", f"{state} is not there yet", "start wabot once: it makes the folder")
        if not state.is_dir():
            return Finding("state", f"{state} is no folder", "name another one in storage.dir")
        may_look = os.access(state, os.R_OK | os.X_OK)
    except PermissionError:  # a folder above it
        may_look = False
    if may_look:
        return None
    return Finding("state", f"{state} may not be read by you", "ask again as root, or as wabot's own user")


async def _look_at_state(config: Config, now: datetime) -> AsyncIterator[Finding]:
    yield look_at_files(config)
    yield look_at_disk(config.state)
    async for finding in look_at_daemon(config):
        yield finding
    for finding in look_at_databases(config.state):
        yield finding
    yield await look_at_moments(config.state, now)
    yield look_at_backups(config.state, config.backups, now)


__all__ = ["Finding", "examine"]
