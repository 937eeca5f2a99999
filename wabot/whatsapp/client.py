"""One dial of WhatsApp through neonize: the only module that holds its objects.

Everything that is not obvious here was seen in neonize 0.5.2 with whatsmeow of 2026-09.
"""

import asyncio
import contextlib
import ctypes
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from loguru import logger
from neonize._binder import (
    ProxySettings,
    func_callback_bytes,
    func_callback_bytes2,
    func_string,
    gocode,
)
from neonize.aioze import events as e
from neonize.aioze.client import NewAClient
from neonize.events import EVENT_TO_INT, INT_TO_EVENT
from neonize.exc import NeonizeError
from neonize.proto import Neonize_pb2 as proto
from neonize.proto.waCompanionReg.WAWebProtobufsCompanionReg_pb2 import DeviceProps
from neonize.proto.waE2E.WAWebProtobufsE2E_pb2 import Message
from neonize.utils.enum import LogLevel, Presence
from neonize.utils.log import log_whatsmeow

from wabot.domain.correspondence import IncomingMessage, Sent
from wabot.domain.customers import Contact
from wabot.errors import NotConnected, NotOnWhatsApp, OutcomeUnknown, SendRefused, WabotError
from wabot.logs import shown
from wabot.types import MessageId, PhoneNumber
from wabot.whatsapp.news import Called, CaughtUp, Connected, News, QrShown
from wabot.whatsapp.spool import Spool
from wabot.whatsapp.states import Event, What
from wabot.whatsapp.threads import OwnThreads
from wabot.whatsapp.translate import address_of, translate_call, translate_message, translate_receipt, translate_status

logging.getLogger("neonize.utils.ffmpeg").setLevel(logging.ERROR)  # misses ffmpeg at each dial; no media is sent

STORE = "session.db"
_WAL = "{}?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&x="
"""neonize appends its own "?_foreign_keys=on"; WAL with FULL takes four times the messages of its default."""
_EVENTS = (
    e.MessageEv,
    e.ReceiptEv,
    e.CallOfferEv,
    e.PairStatusEv,
    e.ConnectedEv,
    e.OfflineSyncCompletedEv,
    e.DisconnectedEv,
    e.KeepAliveTimeoutEv,
    e.StreamReplacedEv,
    e.LoggedOutEv,
    e.TemporaryBanEv,
    e.ClientOutdatedEv,
    e.ConnectFailureEv,
)
"""No more than is needed: an event that neonize cannot serialise ends the stream of all, unless nobody asked for it."""


Report = Callable[["Link", News], None]

_STOPS_S = (0.1, 0.4, 1.0)  # after each of them, stop again: a client that is still being made is not found yet
_numbers = count(1)
_for_ever: list[object] = []
"""Go goroutines of a link that was hung up still call back, to log: freed callbacks would be a SIGSEGV."""


class Link:
    """One connection from dialling to hanging up; it is never dialled twice.

    `report` is called on the event loop, in order, also for messages that come in after `hang_up`.
    """

    def __init__(self, folder: Path, proxy: str, spool: Spool, report: Report) -> None:
        self._loop = asyncio.get_running_loop()
        self._report = report
        self._spool = spool
        self._proxy = ProxySettings(proxy) if proxy else None
        self._calls = OwnThreads(gocode)
        self._work: set[asyncio.Task[None]] = set()
        self._after: Link | None = None
        self._is_over = False
        self._returned = asyncio.Event()
        self.gone = asyncio.Event()
        self._client = NewAClient(_WAL.format(folder / STORE), uuid=f"wabot-{next(_numbers)}")
        _for_ever.append(self._client)
        self._client._stop_finalizer.detach()  # noqa: SLF001 - would stop it once more at exit, and may block there
        self._client._NewAClient__client = self._calls  # noqa: SLF001

    def dial(self, after: "Link | None") -> None:
        """Begin to connect once the link before is gone; what becomes of it is reported.

        Two at a time would take the session from each other.
        """
        self._after = after
        self._do(self._run())

    def hang_up(self) -> None:
        """Cut the connection; `gone` is set when it is. What waits for an answer gets none.

        It takes a millisecond, but up to a minute while a dial gets no answer.
        """
        if not self._is_over:
            self._is_over = True
            self._do(self._cut())

    async def leave(self, deadline_s: float) -> None:
        """Cut the connection in an orderly way: what was confirmed to WhatsApp is still reported."""
        try:
            async with asyncio.timeout(deadline_s):
                await self._client.disconnect()
        except (TimeoutError, NeonizeError):
            return

    async def send(self, contact: Contact, text: str) -> Sent:
        """Send a text and wait for the acknowledgement, for 75 s at most; cancelling does not take it back."""
        try:
            answer = await self._client.send_message(address_of(contact), Message(conversation=text))
        except NeonizeError as error:
            raise _send_error(str(error)) from None
        return Sent(MessageId(answer.ID), datetime.fromtimestamp(answer.Timestamp, UTC))

    async def pairing_code(self, phone: PhoneNumber) -> str:
        """The code to type on that phone; only while a QR is shown. WabotError when WhatsApp gives none."""
        try:
            code: str = await self._client.PairPhone(phone.removeprefix("+"), show_push_notification=True)
        except NeonizeError as error:
            raise WabotError(f"WhatsApp gives no code for {phone}: {shown(str(error))}") from None
        return code

    async def is_connected(self) -> bool:
        """Whether the socket is open; also true of one that is dead and silent."""
        return bool(await self._calls.IsConnected(self._client.uuid))

    async def log_out(self) -> None:
        """Remove this device from the account. WabotError when WhatsApp refuses."""
        try:
            await self._client.logout()
        except NeonizeError as error:
            raise WabotError(f"WhatsApp does not unlink: {shown(str(error))}; remove the device on the phone") from None

    async def show_presence(self) -> bool:
        """Be seen as online, without which customers get no second tick. False until the account's name is known."""
        try:
            await self._client.send_presence(Presence.AVAILABLE)
        except NeonizeError as error:
            logger.debug("presence is not shown: {}", error)
            return False
        return True

    async def _run(self) -> None:
        if self._after is not None:
            await self._after.gone.wait()
        if self._is_over:
            self._returned.set()
            return
        error = await self._connect()
        logger.debug("neonize ends: {}", shown(error))
        self._returned.set()
        self.hang_up()  # the socket may live on and confirm customers' messages that nobody hears
        self._report(self, Event(What.STREAM_ENDED, shown(error.rpartition(": ")[2])))  # before it: ports

    async def _connect(self) -> str:
        """NewAClient.connect without its Stop on the event loop at the end, which may block for a minute."""
        events = bytearray(EVENT_TO_INT[kind] for kind in _EVENTS)
        subscribed = (ctypes.c_char * len(events)).from_buffer(events)
        proxy = self._proxy._to_c_struct() if self._proxy else None  # noqa: SLF001
        callbacks = (
            func_string(self._qr),
            func_string(self._login_status),
            func_callback_bytes(self._execute),
            func_callback_bytes2(log_whatsmeow),
        )
        _for_ever.append((callbacks, subscribed, events, proxy))
        props = DeviceProps(os="wabot", platformType=DeviceProps.DESKTOP).SerializeToString()
        level = LogLevel.from_logging(logging.getLogger("whatsmeow").getEffectiveLevel()).level
        uuid, name = self._client.uuid, self._client.name.encode()
        settings = (props, len(props), b"", 0, ctypes.byref(proxy) if proxy is not None else None)
        error: bytes = await self._calls.Neonize(
            name, uuid, b"", 0, 0, level, *callbacks, subscribed, len(events), *settings
        )
        return error.decode(errors="replace") or "the call returned"

    async def _cut(self) -> None:
        if self._after is not None:
            await self._after.gone.wait()
        for pause in _STOPS_S:
            await self._calls.Stop(self._client.uuid)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._returned.wait()
                    break
        self.gone.set()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def _execute(self, _uuid: int, data: int, size: int, code: int) -> None:
        """Called by Go, on its thread, for each event; the next one comes only after this returns."""
        try:
            raw = ctypes.string_at(data, size)
            event = INT_TO_EVENT[code].FromString(raw)
            for news in self._translate(event):
                if isinstance(news, IncomingMessage):
                    self._spool.add(raw)
                self._tell(news)
            if self._is_over and isinstance(event, proto.Connected):
                gocode.Stop(self._client.uuid)  # it was hung up before Go had made it
        except Exception:  # noqa: BLE001 - ctypes would swallow it
            logger.exception("an event of kind {} was not understood", code)

    def _login_status(self, _uuid: int, status: int) -> None:
        """Called by Go with "success", "timeout" or "err-..." while a QR is shown."""
        words = ctypes.string_at(status).decode(errors="replace")
        if words != "success":
            self._tell(Event(What.QR_RAN_OUT, shown(words)))

    def _qr(self, _uuid: int, data: int) -> None:
        """Called by Go with each QR."""
        self._tell(QrShown(ctypes.string_at(data).decode()))

    @staticmethod
    def understood(raw: bytes) -> IncomingMessage | None:
        """The message in a record of the spool; None if it is none."""
        try:
            return translate_message(proto.Message.FromString(raw))
        except Exception:  # noqa: BLE001 - a damaged record must not keep the daemon from starting
            logger.exception("a record of the spool was not understood")
            return None

    def _tell(self, news: News) -> None:
        try:
            self._loop.call_soon_threadsafe(self._report, self, news)
        except RuntimeError:
            logger.error("an event came after the end: {}", type(news).__name__)

    def _translate(self, event: Any) -> Sequence[News]:
        match event:
            case proto.Message():
                message = translate_message(event)
                return [message] if message else []
            case proto.Receipt():
                return [*translate_receipt(event)]
            case proto.CallOffer():
                return self._called(event)
            case proto.Connected():
                return [Connected()]
            case proto.OfflineSyncCompleted():
                return [CaughtUp()]
            case proto.KeepAliveTimeout():
                return [Event(What.KEEP_ALIVE_MISSED)]
            case _:
                return translate_status(event)

    def _called(self, event: proto.CallOffer) -> list[News]:
        message = translate_call(event)
        call = event.basicCallMeta

        async def decline() -> None:
            try:
                await self._client.reject_call(call.callCreator, call.callID)
            except NeonizeError as error:
                logger.warning("the call was not declined: {}", shown(str(error)))

        return [Called(message, decline)] if message else []


def _send_error(words: str) -> WabotError:
    """What a failed send means. What is not known for sure has an unknown outcome."""
    if "not connected" in words or "not logged in" in words:
        return NotConnected(f"WhatsApp is not connected: {shown(words)}; it waits until it is")
    if "no LID found" in words:
        return NotOnWhatsApp("this number has no WhatsApp; nothing was sent")
    if "server returned error" in words:
        return SendRefused(f"WhatsApp refused the message ({shown(words)}); nothing was delivered")
    return OutcomeUnknown(f"{shown(words)}; it may have gone out")
