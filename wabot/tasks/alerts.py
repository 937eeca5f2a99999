"""Telling the owner outside WhatsApp that WhatsApp needs a person."""

import aiohttp
from anyio.abc import TaskStatus
from loguru import logger
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from wabot.clock import Clock
from wabot.whatsapp.session import FOR_A_PERSON, Session, Status
from wabot.whatsapp.states import REMEDY

TIMEOUT_S = 20.0
TRIED_FOR_S = 6 * 3600.0  # the network may be what is gone


async def run_alerts(
    session: Session, salon: str, alert_url: str, clock: Clock, *, task_status: TaskStatus[None]
) -> None:
    """POST a line of plain text whenever the session comes to need a person, until cancelled.

    A state that wabot already found at its start was told when it began.
    """
    told = session.status.state
    task_status.started()
    while True:
        change, status = session.change, session.status
        if status.state in FOR_A_PERSON and status.state is not told:
            await _post(alert_url, _words(salon, status), clock)
        told = status.state
        await change.wait()


def _words(salon: str, status: Status) -> str:
    reason = f" ({status.reason})" if status.reason else ""
    return f"{salon}: WhatsApp is {status.state}{reason}. Customers are not being answered. {REMEDY[status.state]}"


async def _post(alert_url: str, words: str, clock: Clock) -> None:
    retrying = AsyncRetrying(
        retry=retry_if_exception_type((aiohttp.ClientError, TimeoutError)),
        wait=wait_exponential(multiplier=2, max=300),
        stop=stop_after_delay(TRIED_FOR_S),
        sleep=clock.pause,
        reraise=True,
    )
    try:
        await retrying(_post_once, alert_url, words)
    except (aiohttp.ClientError, TimeoutError) as error:
        logger.error("the alert could not be delivered to {}: {}", alert_url, error)
    else:
        logger.info("the owner was alerted: {}", words)


async def _post_once(alert_url: str, words: str) -> None:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.post(alert_url, data=words.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}) as answer,
    ):
        answer.raise_for_status()
