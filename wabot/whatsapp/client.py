"""What can be asked of WhatsApp over one link, through neonize's client.

Everything that is not obvious here was seen in neonize 0.5.2 with whatsmeow of 2026-09.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from loguru import logger
from neonize._binder import gocode
from neonize.aioze.client import NewAClient
from neonize.exc import NeonizeError
from neonize.proto.Neonize_pb2 import JID
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import DocumentMessage, Message
from neonize.utils.enum import ChatPresence, ChatPresenceMedia, MediaType, Presence, ReceiptType

from wabot.domain.correspondence import Sent
from wabot.domain.customers import Contact
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendRefused, WabotError
from wabot.logs import masked
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.threads import OwnThreads
from wabot.whatsapp.translate import address_of, contact_of

logging.getLogger("neonize.utils.ffmpeg").setLevel(logging.ERROR)  # misses ffmpeg at each dial; nothing here needs it

STORE = "session.db"
_WAL = "{}?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&x="
"""neonize appends its own "?_foreign_keys=on"; WAL with FULL takes four times the messages of its default."""
_CALENDAR = "text/calendar"  # no other documents are sent
_numbers = count(1)
for_ever: list[object] = []
"""Go goroutines of a link that was hung up still call back, to log: freed callbacks would be a SIGSEGV."""


class Client:
    """The requests of one link. Each waits for its answer on a thread of its own.

    `go` holds the library's functions, to be called with `uuid` first.
    """

    def __init__(self, folder: Path) -> None:
        self.go = OwnThreads(gocode)
        self._client = NewAClient(_WAL.format(folder / STORE), uuid=f"wabot-{next(_numbers)}")
        for_ever.append(self._client)
        self._client._stop_finalizer.detach()  # noqa: SLF001 - would stop it once more at exit, and may block there
        self._client._NewAClient__client = self.go  # noqa: SLF001

    @property
    def uuid(self) -> bytes:
        """The library's name for this link."""
        uuid: bytes = self._client.uuid
        return uuid

    @property
    def store(self) -> bytes:
        """The library's name for its file."""
        name: str = self._client.name
        return name.encode()

    async def upload(self, document: bytes, name: str) -> Message:
        """Put a file on WhatsApp's media servers, and return the message that shows it under that name.

        The library waits for them for ever; cancelling does not stop it. NotConnected, or SendRefused when they do not
        take it: the file is nobody's until the message is sent.
        """
        try:
            stored = await self._client.upload(document, MediaType.MediaDocument)
        except Exception as error:  # noqa: BLE001 - also what the library did not foresee leaves nothing sent
            raise upload_error(str(error) or type(error).__name__) from None
        return Message(
            documentMessage=DocumentMessage(
                URL=stored.url,
                directPath=stored.DirectPath,
                mediaKey=stored.MediaKey,
                fileSHA256=stored.FileSHA256,
                fileEncSHA256=stored.FileEncSHA256,
                fileLength=stored.FileLength,
                mimetype=_CALENDAR,
                fileName=name,
                title=name,
            )
        )

    async def send(self, contact: Contact, message: Message) -> Sent:
        """Send a message and wait for the acknowledgement, for 75 s at most; cancelling does not take it back."""
        try:
            answer = await self._client.send_message(address_of(contact), message)
        except Exception as error:  # noqa: BLE001 - also what the library did not foresee leaves the outcome unknown
            raise send_error(str(error) or type(error).__name__) from None
        return Sent(MessageId(answer.ID), datetime.fromtimestamp(answer.Timestamp, UTC))

    async def pairing_code(self, phone: PhoneNumber) -> str:
        """The code to type on that phone; only while a QR is shown. WabotError when WhatsApp gives none."""
        try:
            code: str = await self._client.PairPhone(phone.removeprefix("+"), show_push_notification=True)
        except NeonizeError as error:
            raise WabotError(
                f"WhatsApp gives no code for {Contact(phone=phone).for_log}: {masked(str(error))}"
            ) from None
        return code

    async def is_connected(self) -> bool:
        """Whether the socket is open; also true of one that is dead and silent."""
        return bool(await self.go.IsConnected(self.uuid))

    async def log_out(self) -> None:
        """Remove this device from the account. WabotError when WhatsApp refuses."""
        try:
            await self._client.logout()
        except NeonizeError as error:
            raise WabotError(
                f"WhatsApp does not unlink: {masked(str(error))}; remove the device on the phone"
            ) from None

    async def show_presence(self) -> bool:
        """Be seen as online, without which customers get no second tick. False until the account's name is known."""
        try:
            await self._client.send_presence(Presence.AVAILABLE)
        except NeonizeError as error:
            logger.debug("presence is not shown: {}", masked(str(error)))
            return False
        return True

    async def show_typing(self, contact: Contact, *, is_typing: bool) -> None:
        """Show in the chat that an answer is being written, or no longer. NeonizeError when it cannot be shown."""
        state = ChatPresence.CHAT_PRESENCE_COMPOSING if is_typing else ChatPresence.CHAT_PRESENCE_PAUSED
        await self._client.send_chat_presence(address_of(contact), state, ChatPresenceMedia.CHAT_PRESENCE_MEDIA_TEXT)

    async def mark_read(self, contact: Contact, messages: Sequence[MessageId]) -> None:
        """Mark a customer's messages as read. NeonizeError when they cannot be."""
        chat = address_of(contact)
        ids = [message for message in messages if message and " " not in message]  # they travel in one, with spaces
        if ids:
            await self._client.mark_read(*ids, chat=chat, sender=chat, receipt=ReceiptType.READ)

    async def people(self, phones: Sequence[PhoneNumber]) -> list[Contact]:
        """The phone numbers that have WhatsApp, each with its hidden id. NeonizeError when it cannot be asked."""
        found = await self._client.is_on_whatsapp(*phones)
        contacts = [(person.Query, contact_of([person.JID])) for person in found if person.IsIn]
        return [
            Contact(phone=PhoneNumber(f"+{query.lstrip('+')}"), lid=contact.lid)
            for query, contact in contacts
            if contact is not None and contact.lid is not None
        ]

    async def decline(self, caller: JID, call: str) -> None:
        """Let a call ring no longer."""
        try:
            await self._client.reject_call(caller, call)
        except NeonizeError as error:
            logger.warning("the call was not declined: {}", masked(str(error)))


_BEFORE_SENDING = (
    "not connected",
    "not logged in",
    "client is nil",
    "doesn't contain a device JID",
    "failed to get user info",
)
"""Of errors that whatsmeow raises before anything leaves."""


def upload_error(words: str) -> WabotError:
    """What a failed upload means."""
    if any(known in words for known in _BEFORE_SENDING):
        return NotConnected(f"WhatsApp is not connected: {masked(words)}; it waits until it is")
    return SendRefused(f"WhatsApp's media servers did not take the file ({masked(words)}); nothing was sent")


def send_error(words: str) -> WabotError:
    """What a failed send means. What is not known for sure has an unknown outcome."""
    if any(known in words for known in _BEFORE_SENDING):
        return NotConnected(f"WhatsApp is not connected: {masked(words)}; it waits until it is")
    if "no LID found" in words:
        return NotOnWhatsApp("this number has no WhatsApp; nothing was sent")
    if "server returned error" in words:
        return SendRefused(f"WhatsApp refused the message ({masked(words)}); nothing was delivered")
    return OutcomeUnknown(f"{masked(words)}; it may have gone out")
