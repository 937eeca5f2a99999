"""What a person decides about outgoing messages, done in one way, whether over the API or on the page."""

from functools import partial

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.mail import Mail, drop_mail, retry_mail
from wabot.types import OutboxId
from wabot.web.clerk import Wake


class Mailroom:
    """Each decision returns the message as it stands afterwards; None when it may not be decided (any more)."""

    def __init__(self, database: Database, clock: Clock, wake: Wake) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    async def retry(self, message: OutboxId) -> Mail | None:
        """Send it (again): one that failed, is unknown or was dropped."""
        mail = await self._database.write(partial(retry_mail, message=message, now=self._clock.now()))
        if mail is not None:
            await self._wake(mail.customer)
        return mail

    async def drop(self, message: OutboxId) -> Mail | None:
        """Do not send it: one that waits, failed or is unknown."""
        return await self._database.write(partial(drop_mail, message=message))
