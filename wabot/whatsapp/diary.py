"""How the session stands, written down: the latest status, one write at a time."""

import asyncio

from loguru import logger

from wabot.whatsapp.session import Memory, Status


class Diary:
    """Writes into the memory. A full disk may take its time without holding up whoever has news."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._latest: Status | None = None
        self._is_written = True
        self._writing = asyncio.Lock()

    async def note(self, status: Status) -> None:
        """Write this down, unless there is newer by then."""
        self._latest, self._is_written = status, False
        async with self._writing:
            if not self._is_written:
                await self._write()

    async def is_writable(self) -> bool:
        """Write the latest status once more, equal or not, and wait until the disk has it. False: it cannot be done."""
        async with self._writing:
            try:
                await self._write()
            except Exception as error:  # noqa: BLE001 - who asks tries again later
                logger.error("how the session stands could not be written: {}", error)
                return False
        return True

    async def _write(self) -> None:
        status, self._is_written = self._latest, True
        if status is not None:
            await self._memory.remember(status)
