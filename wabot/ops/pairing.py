"""Showing a person at a terminal what there is to scan or to type."""

import io
from typing import Any, TextIO

import anyio
import segno

from wabot.config import Config
from wabot.errors import WabotError
from wabot.ops.daemon import ask_daemon
from wabot.whatsapp.session import Pairing, Session, State

WAIT_S = 40.0  # for WhatsApp to hand out a QR or a code


def drawn(qr: str) -> str:
    """The QR as text for a terminal."""
    picture = io.StringIO()
    segno.make_qr(qr).terminal(picture, compact=True)
    return picture.getvalue()


async def show_pairing(session: Session, terminal: TextIO) -> None:
    """Draw each QR and code of the session as it comes, and say when the phone is linked; never ends."""
    shown, was_pairing = Pairing(), False
    while True:
        change = session.change
        pairing = session.status.pairing or Pairing()
        if pairing.qr and pairing.qr != shown.qr:
            print(
                f"\nScan with WhatsApp: Settings > Linked devices > Link a device\n{drawn(pairing.qr)}", file=terminal
            )
        if pairing.code and pairing.code != shown.code:
            print(f"\nCode to type on the phone: {pairing.code}\n", file=terminal)
        shown, was_pairing = pairing, was_pairing or bool(session.status.pairing)
        if was_pairing and session.status.state is State.ONLINE:
            print("\nThe phone is linked.\n", file=terminal)
            was_pairing = False
        terminal.flush()
        await change.wait()


async def pair_over(config: Config, phone: str | None) -> dict[str, Any]:
    """Ask the daemon to link a phone, and return `session` of its status once there is something to scan or to type.

    WabotError when it refuses, or when nothing comes.
    """
    await ask_daemon(config, "POST", "/api/session/pair", {"phone": phone} if phone else {})
    wanted = "pairing_code" if phone else "qr"
    session: dict[str, Any] = {}
    with anyio.move_on_after(WAIT_S):
        while not session.get(wanted):
            await anyio.sleep(0.2)
            session = (await ask_daemon(config, "GET", "/api/status"))["session"]
            if session["state"] == "logged_out":
                break
    if session.get(wanted):
        return session
    raise WabotError(f"nothing to show: the session is {session.get('state')} ({session.get('reason')}); try again")
