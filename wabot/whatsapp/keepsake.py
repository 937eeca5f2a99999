"""A copy of the link to WhatsApp, made before another version of the library writes to it."""

import sys
from importlib.metadata import version
from pathlib import Path

from loguru import logger

from wabot.children import run_child
from wabot.disk import make_folder
from wabot.logs import shown
from wabot.whatsapp.client import STORE

COPY_S = 60.0


async def keep_a_copy(folder: Path) -> None:
    """At the first start of each version of neonize: `backups/session-before-neonize-X.db`, if there is a link yet.

    A copy that fails is told in the log, and customers are served all the same.
    """
    source = folder / STORE
    target = folder / "backups" / f"session-before-neonize-{version('neonize')}.db"
    try:
        if target.exists() or not source.exists():
            return
        make_folder(target.parent)
        # In a process of its own, see wabot.storage.copying.
        await run_child(sys.executable, "-m", "wabot.storage.copying", str(source), str(target), within_s=COPY_S)
    except OSError as error:
        logger.error("{} could not be copied: {}", source, shown(str(error)))
    else:
        logger.info("{} is kept as it was before neonize {}", source, version("neonize"))
