"""Linking a phone: the QR and the code that a person sees, as long as they are good."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from loguru import logger

from wabot.clock import Clock
from wabot.logs import masked
from wabot.types import PhoneNumber
from wabot.whatsapp.link import Link
from wabot.whatsapp.reasons import Reason, Why
from wabot.whatsapp.session import Pairing, Standing, State
from wabot.whatsapp.states import Event, What

QR_LOOK_S = 2.0
FIRST_QR, NEXT_QR = timedelta(seconds=60), timedelta(seconds=20)  # how long WhatsApp lets each be scanned (whatsmeow)


class Linking:
    """What is shown for linking. `code_for`: the phone that asked for a code with the next QR."""

    def __init__(
        self,
        standing: Standing,
        step: Callable[[Event, Link], Awaitable[None]],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
        clock: Clock,
    ) -> None:
        self.code_for: PhoneNumber | None = None
        self._standing = standing
        self._step = step
        self._spawn = spawn
        self._clock = clock

    def show_qr(self, link: Link, text: str) -> None:
        """Show a QR that has just come; `link` is pairing."""
        shown = self._standing.status.pairing
        until = self._clock.now() + (NEXT_QR if shown else FIRST_QR)
        self._show(Pairing(qr=text, code=shown.code if shown else None, until=until))
        self._spawn(self._watch_qr(link, text))
        phone, self.code_for = self.code_for, None
        if phone is not None:
            self._spawn(self._show_code(link, phone))

    def _is_shown(self, text: str) -> bool:
        pairing = self._standing.status.pairing
        return pairing is not None and pairing.qr == text

    async def _watch_qr(self, link: Link, text: str) -> None:
        """The server hanging up during the QR is no event (neonize 0.5.2): look while this QR is shown."""
        while self._is_shown(text):
            if not await link.client.is_connected():
                await asyncio.sleep(QR_LOOK_S)  # linking hangs up too, and says so
                if self._standing.status.state is State.PAIRING:
                    await self._step(Event(What.QR_RAN_OUT, "the server hung up"), link)
                return
            await asyncio.sleep(QR_LOOK_S)

    async def _show_code(self, link: Link, phone: PhoneNumber) -> None:
        qr = self._standing.status.pairing
        try:
            code = await link.client.pairing_code(phone)
        except Exception as error:  # noqa: BLE001 - shown to the person who asked
            words = masked(str(error))
            logger.error("{}", words)
            self._standing.become(replace(self._standing.status, reason=Reason(Why.NO_CODE, words)))
            return
        if qr is not None and qr.qr is not None and self._is_shown(qr.qr):
            self._show(replace(qr, code=code))

    def _show(self, pairing: Pairing) -> None:
        self._standing.become(replace(self._standing.status, pairing=pairing))
