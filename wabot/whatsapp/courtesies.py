"""What one does to be pleasant: "typing…", blue ticks, being seen, knowing one's own people."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from math import inf

from loguru import logger
from neonize.exc import NeonizeError

from wabot.domain.customers import Contact
from wabot.logs import masked
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.client import Client
from wabot.whatsapp.session import ContactLearned

WAITING = 500  # signs that may wait; a sign that comes late is none
SIGN_S = 5.0
TYPING_S = 5.0  # later, the customer has the answer
PRESENCE_S, PRESENCE_TRIES = 1.0, 60

Sign = Callable[[Client], Awaitable[None]]


class Courtesies:
    """Shows one sign after the other, beside all else. What cannot be shown is not, and nobody waits for it."""

    def __init__(
        self,
        client: Callable[[], Client | None],
        people: Sequence[PhoneNumber],
        tell: Callable[[ContactLearned], Awaitable[None]],
    ) -> None:
        """`client` is asked for each sign; None while not online. `people` are the salon's own."""
        self._client = client
        self._people = people
        self._tell = tell
        self._signs: asyncio.Queue[tuple[Sign, float]] = asyncio.Queue(WAITING)

    def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        """An answer is being written, or no longer."""
        self._put(lambda client: client.show_typing(contact, is_typing=is_typing), good_for_s=TYPING_S)

    def mark_read(self, contact: Contact, messages: Sequence[MessageId]) -> None:
        """Two blue ticks, and read on the salon's own phone too."""
        self._put(lambda client: client.mark_read(contact, messages))

    async def begin(self, client: Client) -> None:
        """After each login: learn who the salon's people are, and be seen as online.

        Without the latter customers get no second tick; the account's name, which it needs, comes some time after the
        first login.
        """
        await self._look_up_people(client)
        for _ in range(PRESENCE_TRIES):
            if self._client() is not client or await client.show_presence():
                return
            await asyncio.sleep(PRESENCE_S)

    async def _look_up_people(self, client: Client) -> None:
        """They may write under either address. Asked until WhatsApp has answered once."""
        if not self._people:
            return
        try:
            found = await client.people(self._people)
        except NeonizeError as error:
            logger.warning("the hidden ids of the owner and the staff are not known: {}", masked(str(error)))
            return
        self._people = ()
        for contact in found:
            await self._tell(ContactLearned(contact))

    def _put(self, sign: Sign, *, good_for_s: float = inf) -> None:
        if not self._signs.full():
            self._signs.put_nowait((sign, asyncio.get_running_loop().time() + good_for_s))

    async def run(self) -> None:
        """For ever."""
        while True:
            sign, good_until = await self._signs.get()
            client = self._client()
            if client is None or asyncio.get_running_loop().time() > good_until:
                continue
            try:
                async with asyncio.timeout(SIGN_S):
                    await sign(client)
            except (NeonizeError, TimeoutError) as error:
                logger.debug("a sign was not shown: {}", masked(str(error)))
            except Exception:  # noqa: BLE001 - the next sign may be shown
                logger.exception("a sign was not shown")
