"""One dial of WhatsApp through neonize, from dialling to hanging up.

Everything that is not obvious here was seen in neonize 0.5.2 with whatsmeow of 2026-09.
"""

import asyncio
import ctypes
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from loguru import logger
from neonize._binder import ProxySettings, func_callback_bytes, func_callback_bytes2, func_string
from neonize.aioze import events as e
from neonize.events import EVENT_TO_INT, INT_TO_EVENT
from neonize.proto import Neonize_pb2 as proto
from neonize.proto.waCompanionReg.WAWebProtobufsCompanionReg_pb2 import DeviceProps
from neonize.utils.enum import LogLevel
from neonize.utils.log import log_whatsmeow

from wabot.domain.correspondence import IncomingMessage
from wabot.logs import masked
from wabot.whatsapp.client import Client, for_ever
from wabot.whatsapp.news import Called, News, QrShown
from wabot.whatsapp.spool import Spool
from wabot.whatsapp.states import Event, What
from wabot.whatsapp.translate import translate, translate_call

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
_LISTENING = 0  # the code of the first thing that Go calls back, once its loop runs


Report = Callable[["Link", News], None]

_CUTS_S = (0.1, 0.4, 1.0, 2.0)  # after each of them, cut again: a client that is still being made is not found yet
QUIET_S, MOST_S = 0.05, 0.5


class Link:
    """One connection to WhatsApp; it is never dialled twice.

    `report` is called on the event loop, in order, also for messages that come in after `hang_up`.
    """

    def __init__(self, folder: Path, proxy: str, spool: Spool, report: Report) -> None:
        self.client = Client(folder)
        self.gone = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._report = report
        self._spool = spool
        self._proxy = ProxySettings(proxy) if proxy else None
        self._work: set[asyncio.Task[None]] = set()
        self._after: Link | None = None
        self._is_over = False
        self._is_unpaired = False  # Go waits for a phone, for ever if it must
        self._heard_at = 0.0
        self._listening = asyncio.Event()
        self._returned = asyncio.Event()

    @property
    def is_listening(self) -> bool:
        """Whether WhatsApp's events are told: customers' messages may be confirmed from now on."""
        return self._listening.is_set()

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
                await self._disconnect()
        except TimeoutError:
            return

    async def _run(self) -> None:
        if self._after is not None:
            await self._after.gone.wait()
        if self._is_over:
            self._returned.set()
            return
        error = await self._connect()
        logger.debug("neonize ends: {}", masked(error))
        self._returned.set()
        self.hang_up()  # the socket may live on and confirm customers' messages that nobody hears
        self._report(self, Event(What.STREAM_ENDED, masked(error.rpartition(": ")[2])))  # before it: ports

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
        for_ever.append((callbacks, subscribed, events, proxy))
        props = DeviceProps(os="wabot", platformType=DeviceProps.DESKTOP).SerializeToString()
        level = LogLevel.from_logging(logging.getLogger("whatsmeow").getEffectiveLevel()).level
        settings = (props, len(props), b"", 0, ctypes.byref(proxy) if proxy is not None else None)
        error: bytes = await self.client.go.Neonize(
            *(self.client.store, self.client.uuid, b"", 0, 0, level), *callbacks, subscribed, len(events), *settings
        )
        return error.decode(errors="replace") or "the call returned"

    async def _cut(self) -> None:
        """Disconnect, and end the library's loop if it runs.

        Stopping a client whose loop is about to begin is a nil pointer in Go, which kills the process: until the loop
        runs, and for ever when nobody scans the QR, there is only disconnecting.
        """
        if self._after is not None:
            await self._after.gone.wait()
        for pause in chain(_CUTS_S, repeat(_CUTS_S[-1])):
            await self._disconnect()
            if self._is_unpaired or await self._happens(self._listening, self._returned, within_s=pause):
                break
        if self._is_unpaired and not self._listening.is_set():
            self.gone.set()
            await self._happens(self._listening, self._returned)  # linked at the last moment, or never
            await self._disconnect()
        if self._listening.is_set():
            await self._until_quiet()
            await self.client.go.Stop(self.client.uuid)
            await self._happens(self._returned, within_s=_CUTS_S[-1])
        self.gone.set()

    async def _until_quiet(self) -> None:
        """Go hands over what is in its channel after the socket is closed; Stop would throw it away."""
        begun = self._heard_at = time.monotonic()
        while (now := time.monotonic()) < min(begun + MOST_S, self._heard_at + QUIET_S):  # noqa: ASYNC110 - moved by Go
            await asyncio.sleep(min(begun + MOST_S, self._heard_at + QUIET_S) - now)

    async def _disconnect(self) -> None:
        await self.client.go.Disconnect(self.client.uuid)

    async def _happens(self, *events: asyncio.Event, within_s: float | None = None) -> bool:
        """Whether one of the events happens in time; None waits for ever."""
        waits = [asyncio.ensure_future(event.wait()) for event in events]
        done, waiting = await asyncio.wait(waits, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        for wait in waiting:
            wait.cancel()
        return bool(done)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    def _execute(self, _uuid: int, data: int, size: int, code: int) -> None:
        """Called by Go, on its thread, for each event; the next one comes only after this returns."""
        try:
            self._heard_at = time.monotonic()
            raw = ctypes.string_at(data, size)
            event = INT_TO_EVENT[code].FromString(raw)
            if code == _LISTENING:
                self._on_loop(self._listening.set)
            for news in self._translate(event):
                if isinstance(news, IncomingMessage):
                    self._spool.add(raw)
                self._tell(news)
        except Exception:  # noqa: BLE001 - ctypes would swallow it
            logger.exception("an event of kind {} was not understood", code)

    def _login_status(self, _uuid: int, status: int) -> None:
        """Called by Go with "success", "timeout" or "err-..." while a QR is shown."""
        words = ctypes.string_at(status).decode(errors="replace")
        if words == "success":
            self._is_unpaired = False
        else:
            self._is_unpaired = True
            self._tell(Event(What.QR_RAN_OUT, masked(words)))

    def _qr(self, _uuid: int, data: int) -> None:
        """Called by Go with each QR."""
        self._is_unpaired = True
        self._tell(QrShown(ctypes.string_at(data).decode()))

    def _tell(self, news: News) -> None:
        self._on_loop(partial(self._report, self, news))

    def _on_loop(self, act: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(act)
        except RuntimeError:
            logger.error("an event came after the end")

    def _translate(self, event: Any) -> Sequence[News]:
        if not isinstance(event, proto.CallOffer):
            return translate(event)
        message = translate_call(event)
        call = event.basicCallMeta
        decline = partial(self.client.decline, call.callCreator, call.callID)
        return [Called(message, decline)] if message else []
