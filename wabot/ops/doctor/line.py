"""The way to the customers: the daemon, the WhatsApp library, the network."""

import importlib.metadata
import importlib.util
import mmap
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wabot.config import Config
from wabot.errors import NoDaemon, WabotError
from wabot.ops.daemon import ask_daemon
from wabot.ops.doctor.findings import Finding
from wabot.storage.lock import find_owner
from wabot.whatsapp.knock import find_obstacle, way_to
from wabot.whatsapp.session import State

OLD = timedelta(days=365)
"""WhatsApp stops accepting a client after about that time."""
_WHATSMEOW = re.compile(rb"go\.mau\.fi/whatsmeow\tv[\d.]+-(?:0\.)?(\d{14})-")  # in the build information Go leaves
_TODO = {
    State.REPLACED: "end the other program that uses this number, then: wabot connect",
    State.LOGGED_OUT: "link the phone: wabot pair",
    State.BANNED: "wait for the end of the ban, then: wabot connect; the README says how to lower the risk",
    State.OUTDATED: "install a newer wabot",
    State.STOPPED: "wabot connect",
    State.PAIRING: "scan the QR on the page, or: wabot pair",
    State.RECONNECTING: "see the reason, and whether this machine reaches the internet; wabot goes on trying",
    State.DEAF: "wabot redials by itself; when that does not help: wabot connect",
}


async def look_at_daemon(config: Config) -> AsyncIterator[Finding]:
    """Who owns the state folder, and what it says of the session."""
    owner = find_owner(config.state)
    if owner is None:
        yield Finding("daemon", "not running", "systemctl start wabot, or: wabot run")
        return
    try:
        health = await ask_daemon(config, "GET", "/health")
    except NoDaemon as error:
        yield Finding("daemon", f"process {owner} owns {config.state}", f"{error}, or look at its log")
        return
    except WabotError as error:
        yield Finding("daemon", f"process {owner} owns {config.state}", str(error))
        return
    queue = health["queue"]
    words = f"process {owner}, {queue['inbox']} to answer, {queue['outbox']} to send"
    yield Finding("daemon", words, health["trouble"])
    session = health["session"]
    reason = f" ({session['reason']})" if session["reason"] else ""
    words = f"{session['state']}{reason} since {session['since']}"
    yield Finding("session", words, _TODO.get(State(session["state"])))


def look_at_library(now: datetime) -> Iterator[Finding]:
    """The version of neonize and the age of what it is made of, without loading it."""
    try:
        version = importlib.metadata.version("neonize")
        spec = importlib.util.find_spec("neonize")
    except importlib.metadata.PackageNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        yield Finding("neonize", "not installed", "install wabot anew: `wabot run` needs it")
        return
    made_at = _made_at(Path(spec.origin).parent)
    if made_at is None:
        yield Finding("neonize", f"{version}, its library is missing or unreadable", "install wabot anew")
        return
    words = f"{version}, whatsmeow of {made_at:%Y-%m-%d}"
    yield Finding(
        "neonize", words, "install a newer wabot: WhatsApp will refuse it soon" if now - made_at > OLD else None
    )


async def look_at_whatsapp(proxy: str) -> Finding:
    """Whether WhatsApp, or the proxy on the way, takes a connection; none of ours is opened."""
    try:
        host, port = way_to(proxy)
    except ValueError:
        return Finding("network", "the proxy's address is none", "correct whatsapp.proxy, or HTTPS_PROXY")
    obstacle = await find_obstacle(proxy)
    if obstacle is None:
        return Finding("network", f"{host}:{port} answers")
    todo = "see that the proxy runs" if proxy else "see that this machine reaches the internet, and its DNS"
    return Finding("network", f"{host}:{port}: {obstacle}", todo)


def _made_at(package: Path) -> datetime | None:
    """The commit of whatsmeow that the library was built from."""
    for library in package.glob("neonize-*"):
        with library.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            found = _WHATSMEOW.search(content)
            if found is not None:
                return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return None
