"""SIGHUP, which `systemctl reload` sends: the configuration is read anew and adopted, or refused as a whole."""

import signal
from collections.abc import Awaitable, Callable

import anyio
from anyio.abc import TaskStatus
from loguru import logger

from wabot.config import Config, Reading
from wabot.errors import ConfigError
from wabot.notify import Notifier

Adopt = Callable[[Config], Awaitable[tuple[str, ...]]]
"""Work by this configuration from now on; returns the keys that need a restart. ConfigError when it cannot."""


async def run_reloading(
    reload: Callable[[], Awaitable[Reading]], notifier: Notifier, *, task_status: TaskStatus[None]
) -> None:
    """Reload at each SIGHUP, until cancelled. systemd hears when it begins, and when it is over."""
    with anyio.open_signal_receiver(signal.SIGHUP) as signals:
        task_status.started()
        async for _ in signals:
            notifier.tell(RELOADING=1, STATUS="reading the configuration anew")
            words = (await reload()).words or ("the configuration was read anew",)
            notifier.tell(READY=1, STATUS="; ".join(words))


async def read_anew(read: Callable[[], Config], adopt: Adopt) -> Reading:
    """Read and adopt. Whatever is wrong stands in the log, and wabot goes on as before."""
    try:
        waiting = await adopt(await anyio.to_thread.run_sync(read))
    except ConfigError as error:
        for fault in error.faults:
            logger.error("{}, refused: {}", error.source, fault)
        reading = Reading(faults=tuple(map(str, error.faults)))
    except Exception as error:  # noqa: BLE001 - customers are served all the same
        logger.exception("the configuration cannot be adopted")
        reading = Reading(faults=(f"it cannot be adopted: {error}",))
    else:
        reading = Reading(waiting=waiting)
    for words in reading.words:
        logger.warning("{}", words)
    if not reading.faults:
        logger.info("the configuration was read anew and is in force")
    return reading
