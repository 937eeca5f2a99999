"""What a person decides about what goes out, done in one way, whether over the API or on the page."""

from functools import partial

from wabot.clock import Clock
from wabot.storage.database import Database
from wabot.storage.mail import Mail, drop_mail, retry_mail
from wabot.storage.webhooks import retry_given_up
from wabot.types import OutboxId, WebhookId
from wabot.web.clerk import Wake


class Mailroom:
    """Each decision about a message returns it as it stands afterwards; None when it may not be decided (any more)."""

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

    async def tell_again(self, webhook: WebhookId) -> int:
        """Try once more what that receiver was not told; returns how many deliveries that are."""
        return await self._database.write(partial(retry_given_up, webhook=webhook))
