"""What goes wrong on demand. Everything is off until asked for; `heal` turns it off again."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .connection import CLOSING_DELAY_S, Connection
from .devices import Device
from .nodes import Attribute, Node
from .proxy import Proxy

FOR_EVER = 1 << 30


@dataclass(frozen=True, kw_only=True, slots=True)
class AckPlan:
    """What becomes of one message of the client.

    `error` refuses it; not `is_taken` loses it on the way; not `is_sent` keeps the acknowledgement back.
    """

    error: int = 0
    is_taken: bool = True
    is_sent: bool = True
    delay_s: float = 0.0


@dataclass(slots=True)
class _Spell:
    """The same thing, `left` times."""

    plan: AckPlan
    left: int


class Links(Protocol):
    """The server's open connections, for faults that happen to them."""

    def online(self) -> Sequence[Connection]:
        """Return the connections of linked devices."""

    def unpaired(self) -> Sequence[Connection]:
        """Return the connections that show a QR."""


@dataclass
class Faults:
    """Faults that last (attributes, `refuse_*`, `*_acks`) and faults that happen now (verbs on the link).

    `qr_count`: how many QR references a client gets; each shows for 20 s, the first of six for 60 s; 0 makes the QR
    run out at once. `receipts_first`: delivery receipts overtake the acknowledgement. `media_status`: HTTP status of
    every download and upload.
    """

    links: Links
    proxy: Proxy
    devices: Mapping[int, Device]
    qr_count: int = 6
    receipts_first: bool = False
    media_status: int = 200
    _acks: deque[_Spell] = field(default_factory=deque)
    _failures: deque[tuple[Node, int]] = field(default_factory=deque)

    def heal(self) -> None:
        """Return to normal; what was lost stays lost, dead links stay dead."""
        self.qr_count, self.receipts_first, self.media_status = 6, False, 200
        self._acks.clear()
        self._failures.clear()
        self.proxy.network = "up"
        for device in self.devices.values():
            device.release_mail()

    def refuse_acks(self, error: int, count: int = 1) -> None:
        """Refuse the next `count` messages (463, 479, ...)."""
        self._acks.append(_Spell(AckPlan(error=error, is_taken=False), count))

    def withhold_acks(self, count: int = FOR_EVER, *, is_taken: bool = True) -> None:
        """Answer the next `count` messages with silence; if `is_taken`, they are delivered all the same."""
        self._acks.append(_Spell(AckPlan(is_sent=False, is_taken=is_taken), count))

    def delay_acks(self, seconds: float, count: int = FOR_EVER) -> None:
        """Acknowledge the next `count` messages late; they are delivered at once."""
        self._acks.append(_Spell(AckPlan(delay_s=seconds), count))

    def plan_ack(self) -> AckPlan:
        """Consume and return what is to become of the message that has just arrived."""
        if not self._acks:
            return AckPlan()
        spell = self._acks[0]
        spell.left -= 1
        if spell.left <= 0:
            self._acks.popleft()
        return spell.plan

    def refuse_logins(self, reason: int, count: int = FOR_EVER, **attrs: Attribute) -> None:
        """Fail the next `count` logins: 402 (code=, expire=), 405, 503, 500, 403, 406, 400, 401 or any other."""
        self._failures.append((Node("failure", {"reason": str(reason), **attrs}), count))

    def plan_login(self) -> Node | None:
        """Consume and return the <failure> for the login that has just arrived; None: it may succeed."""
        if not self._failures:
            return None
        failure, left = self._failures.popleft()
        if left > 1:
            self._failures.appendleft((failure, left - 1))
        return failure

    def cut_network(self, *, silent: bool = False) -> None:
        """Cut every link and accept no new ones; `silent`: every link goes dead and new ones are never answered."""
        self.proxy.network = "silent" if silent else "refused"
        if silent:
            self.silence()
        else:
            self.drop_link()

    def drop_link(self) -> None:
        """Cut the TCP link under every linked device."""
        for connection in self.links.online():
            connection.abort()

    def silence(self) -> None:
        """Make the links of all linked devices dead: open, and nothing passes either way."""
        for connection in self.links.online():
            connection.is_silent = True

    def unsilence(self) -> None:
        """Let the dead links live again; what was lost on them stays lost."""
        for connection in self.links.online():
            connection.is_silent = False

    def hold_mail(self) -> None:
        """Let the links be well and deliver nothing from people, until `heal`: connected but hearing nothing."""
        for device in self.devices.values():
            device.holds_mail = True

    def fail_stream(self, code: str, *children: Node, at_once: bool = False) -> None:
        """Send <stream:error code=...> and close; `at_once`: in the same instant, so that it may be lost."""
        for connection in self.links.online():
            connection.send(Node("stream:error", {"code": code} if code else {}, list(children) or None))
            connection.finish(0 if at_once else CLOSING_DELAY_S)

    def replace(self, *, at_once: bool = False) -> None:
        """Tell the client that another has taken its session (conflict replaced)."""
        self.fail_stream("", Node("conflict", {"type": "replaced"}), at_once=at_once)

    def close_pairing(self) -> None:
        """Hang up on every client that shows a QR."""
        for connection in self.links.unpaired():
            connection.finish(0)
