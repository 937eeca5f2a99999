"""A copy of the link to WhatsApp, made before another version of the library writes to it."""

import asyncio
import sys
from importlib.metadata import version
from pathlib import Path

from loguru import logger

from wabot.logs import shown
from wabot.whatsapp.client import STORE

COPY_S = 60.0


async def keep_a_copy(folder: Path) -> None:
    """At the first start of each version of neonize: `backups/session-before-neonize-X.db`, if there is a link yet.

    A copy that fails is told in the log, and customers are served all the same.
    """
    source = folder / STORE
    target = folder / "backups" / f"session-before-neonize-{version('neonize')}.db"
    if target.exists() or not source.exists():
        return
    try:
        fault = await _copy(source, target)
    except OSError as error:
        fault = str(error)
    if fault is not None:
        logger.error("{} could not be copied: {}", source, shown(fault))
    else:
        logger.info("{} is kept as it was before neonize {}", source, version("neonize"))


async def _copy(source: Path, target: Path) -> str | None:
    """Copy; what went wrong, or None. OSError."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    # In a process of its own, see wabot.storage.copying.
    command = (sys.executable, "-m", "wabot.storage.copying", str(source), str(target))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(COPY_S):
            _, words = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"it took longer than {COPY_S:.0f} s"
    return words.decode(errors="replace").strip()[-300:] if process.returncode != 0 else None
