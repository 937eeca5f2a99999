"""What a person at the terminal may do: be the owner's phone, be any customer, break things."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from .customers import Customer
from .pairing import PairingFailed
from .server import WhatsAppServer

HELP = """\
  TEXT              the customer writes this
  /as NAME          be another customer (made when first named)
  /react EMOJI      react to the salon's last message          /read      open the chat
  /voice  /image    send a voice message, a picture            /call      ring
  /off  /on         switch the customer's phone off, on
  /owner TEXT       the owner writes to this customer on the phone
  QR-TEXT           the owner scans a QR: paste its text       /code XXXX-XXXX   the owner enters a code
  /unlink  /replace  /drop  /silence  /cut  /heal              the device is removed, the session is taken, ...
  /refuse CODE      refuse the next message                    /ban       ban at the next login
  /status  /quit"""
POLL_S = 0.3


class Console:
    """Turns lines into deeds, and prints what customers receive."""

    def __init__(self, server: WhatsAppServer) -> None:
        self._server = server
        self._customers: dict[str, Customer] = {}
        self._shown: dict[str, int] = {}
        self._customer = self._find("Olga")
        faults = server.faults
        self._commands: dict[str, Callable[[str], Awaitable[object]]] = {
            "as": self._become,
            "react": lambda emoji: self._customer.react(self._last_answer(), emoji),
            "read": lambda _: self._customer.read(self._last_answer()),
            "voice": lambda _: self._customer.send_voice(b"OggS", 2),
            "image": lambda _: self._customer.send_image(b"JFIF", "a picture"),
            "call": lambda _: self._customer.call(),
            "off": self._now(lambda: self._customer.switch_off()),
            "on": self._now(lambda: self._customer.switch_on()),
            "owner": lambda text: server.phone.write(self._customer, text),
            "code": self._enter_code,
            "unlink": self._now(server.unlink),
            "replace": self._now(server.log_in_elsewhere),
            "drop": self._now(faults.drop_link),
            "silence": self._now(faults.silence),
            "cut": self._now(faults.cut_network),
            "heal": self._now(faults.heal),
            "refuse": self._refuse,
            "ban": self._now(lambda: faults.refuse_logins(402, 1, code="101", expire="3600")),
            "status": self._now(self._print_status),
            "help": self._now(lambda: print(HELP)),
        }

    async def obey(self, line: str) -> None:
        """Do what a line says; what cannot be done is said."""
        try:
            if not line.startswith("/"):
                await self._say(line)
                return
            verb, _, rest = line[1:].partition(" ")
            command = self._commands.get(verb)
            if command is None:
                print(f"? /{verb}; try /help")
            else:
                await command(rest)
        except (LookupError, PairingFailed, TimeoutError, ValueError) as error:
            print(f"! {error}")

    async def report(self) -> None:
        """Print answers as they come, and the client's coming and going."""
        was_online = False
        while True:
            for name, customer in self._customers.items():
                for answer in customer.answers[self._shown[name] :]:
                    author = "owner" if answer.from_owner else "salon"
                    print(f"{author} -> {name}: {answer.text or f'({answer.kind})'}")
                self._shown[name] = len(customer.answers)
            if was_online != self._server.is_online:
                was_online = self._server.is_online
                print("* the client is online" if was_online else "* the client is offline")
            await asyncio.sleep(POLL_S)

    async def watch_file(self, path: Path) -> None:
        """Scan every new QR text that appears in a file, until one links."""
        seen = ""
        while not self._server.devices:
            with contextlib.suppress(OSError):
                text = (await asyncio.to_thread(path.read_text)).strip()
                if text and text != seen:
                    seen = text
                    await self.obey(text)
            await asyncio.sleep(POLL_S)

    async def _say(self, line: str) -> None:
        if line.count(",") >= 3 and "@" in line and " " not in line:
            device = await self._server.scan(line)
            print(f"* linked as {device.jid}")
        elif line:
            await self._customer.write(line)

    async def _become(self, name: str) -> None:
        self._customer = self._find(name or "Olga")
        print(f"* you are {self._customer.name}, {self._customer.number}, {self._customer.lid}")

    async def _enter_code(self, code: str) -> None:
        device = await self._server.enter_code(code)
        print(f"* linked as {device.jid}")

    async def _refuse(self, code: str) -> None:
        self._server.faults.refuse_acks(int(code or 463))

    def _find(self, name: str) -> Customer:
        if name not in self._customers:
            self._customers[name] = self._server.customer(name)
            self._shown[name] = 0
        return self._customers[name]

    def _last_answer(self) -> str:
        if not self._customer.answers:
            raise LookupError("the salon has not written yet")
        return self._customer.answers[-1].id

    def _print_status(self) -> None:
        state, post = "online" if self._server.is_online else "offline", self._server.post
        print(f"* {state}; {self._server.counters}; {post.sent} sent, {post.complaints or 'no complaints'}")

    @staticmethod
    def _now(deed: Callable[[], object]) -> Callable[[str], Awaitable[None]]:
        async def run(_: str) -> None:
            deed()

        return run
