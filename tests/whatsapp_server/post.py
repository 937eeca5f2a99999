"""The post: messages, receipts, typing and calls of the client, on their way to people."""

import asyncio
import time
from collections.abc import Callable, Sequence

from .addresses import BROADCAST_DOMAIN, GROUP_DOMAIN, SERVER, Jid
from .devices import Device
from .faults import AckPlan, Faults
from .nodes import Attribute, Node
from .people import Directory, Person
from .watches import Watch


class Post:
    """Takes stanzas from linked devices.

    `complaints` lists what the client did against the protocol; a healthy run leaves it empty. `sent` counts the
    messages accepted, each id once, `repeated` those that came again. `published` are the ids of messages to groups and
    lists, which go no further. `turned_away` says to whom messages were that a fault refused or lost, and when, in
    seconds on the monotonic clock. A message that answers a retry receipt is never subject to faults.
    """

    def __init__(self, directory: Directory, faults: Faults, watch: Watch) -> None:
        self.complaints: list[str] = []
        self.sent = 0
        self.repeated = 0
        self.published: list[tuple[Jid, str]] = []
        self.turned_away: list[tuple[Person | None, float]] = []
        self.held: list[Callable[[], None]] = []
        self._directory = directory
        self._faults = faults
        self._watch = watch
        self._accepted: set[str] = set()

    def accept(self, device: Device, message: Node) -> None:
        """Acknowledge a message and deliver it; a repeated id is acknowledged and not delivered twice."""
        number = message.text("id")
        is_retry = message.find("enc") is not None
        plan = AckPlan() if is_retry else self._faults.plan_ack()
        is_new = is_retry or number not in self._accepted
        if plan.is_taken:
            self._accepted.add(number)
            self.sent += is_new
            self.repeated += not is_new
        else:
            self.turned_away.append((self._person(message), time.monotonic()))
        self._watch.changed()
        if not self._faults.receipts_first:
            self._acknowledge(device, message, plan)
        if plan.is_taken and is_new:
            self._deliver(device, message)
        if self._faults.receipts_first:
            self._acknowledge(device, message, plan)

    def release_acks(self) -> None:
        """Send the acknowledgements that were withheld."""
        held, self.held = self.held, []
        for send in held:
            send()

    def take_receipt(self, device: Device, receipt: Node) -> None:
        """Pass a receipt to the sender of the message, and stop redelivering it."""
        number, kind = receipt.text("id"), receipt.text("type")
        numbers = [number]
        if (more := receipt.find("list")) is not None:
            numbers += [item.text("id") for item in more.children]
        if kind not in ("retry", "read"):
            device.confirm("message", number)
        self._reply(device, receipt)
        person = self._person(receipt)
        if person:
            person.receive_receipt(device, numbers, kind, receipt)

    def take_typing(self, chatstate: Node) -> None:
        """Show the person that the client composes or has paused."""
        if person := self._person(chatstate):
            person.receive_typing(chatstate.children[0].tag)

    def take_call(self, device: Device, call: Node) -> None:
        """Pass on the client's part of a call, such as <reject>."""
        self._reply(device, call)
        if person := self._person(call):
            person.receive_call(call)

    def _person(self, stanza: Node) -> Person | None:
        to = stanza.attrs.get("participant") or stanza.attrs.get("to")
        return self._directory.find(to) if isinstance(to, Jid) else None

    def _reply(self, device: Device, stanza: Node) -> None:
        attrs: dict[str, Attribute] = {
            "class": stanza.tag,
            "id": stanza.text("id"),
            "from": stanza.attrs.get("to", SERVER),
        }
        if stanza.tag == "receipt" and stanza.text("type"):
            attrs["type"] = stanza.text("type")
        if device.connection:
            device.connection.send(Node("ack", attrs))

    def _acknowledge(self, device: Device, message: Node, plan: AckPlan) -> None:
        attrs: dict[str, Attribute] = {
            "class": "message",
            "id": message.text("id"),
            "from": message.attrs.get("to", SERVER),
            "t": str(int(time.time())),
        }
        if plan.error:
            attrs["error"] = str(plan.error)

        def send() -> None:
            if device.connection:
                device.connection.send(Node("ack", attrs))

        if not plan.is_sent:
            self.held.append(send)
        elif plan.delay_s:
            asyncio.get_running_loop().call_later(plan.delay_s, send)
        else:
            send()

    def _deliver(self, device: Device, message: Node) -> None:
        to = message.jid("to")
        if to.domain in (GROUP_DOMAIN, BROADCAST_DOMAIN):
            self.published.append((to, message.text("id")))
            return
        participants = message.find("participants")
        seals = [(part.jid("jid"), part.get("enc")) for part in (participants.children if participants else [])]
        if (sealed := message.find("enc")) is not None:
            seals.append((to, sealed))
        self._check_identity(device, message, [sealed for _, sealed in seals])
        for jid, sealed in seals:
            self._hand_over(device, message, jid, sealed)

    def _hand_over(self, device: Device, message: Node, to: Jid, sealed: Node) -> None:
        person = self._directory.find(to)
        if person is None or to.device:
            self.complaints.append(f"message {message.text('id')} is for {to}, who does not exist")
        else:
            person.receive(device, message.text("id"), message.jid("to"), sealed)

    def _check_identity(self, device: Device, message: Node, seals: Sequence[Node]) -> None:
        if all(sealed.text("type") != "pkmsg" for sealed in seals):
            return
        proof = message.find("device-identity")
        if proof is None or proof.data != device.proof:
            self.complaints.append(f"message {message.text('id')} lacks the sender's device identity")
