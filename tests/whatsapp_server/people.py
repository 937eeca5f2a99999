"""Who exists on this WhatsApp, and what the server wants of them."""

import itertools
from collections.abc import Sequence
from typing import Protocol

from .addresses import GROUP_DOMAIN, LID_DOMAIN, PHONE_DOMAIN, Jid
from .devices import Device
from .nodes import Node
from .signal import Bundle


class Person(Protocol):
    """Somebody with a phone: a customer or the owner."""

    lid: Jid

    @property
    def number(self) -> Jid | None:
        """The phone number, if anybody may know it."""

    def bundle(self) -> Bundle:
        """Offer the phone's keys."""

    def receive(self, device: Device, number: str, chat: Jid, sealed: Node) -> None:
        """Take an <enc> of message `number`."""

    def receive_receipt(self, device: Device, numbers: Sequence[str], kind: str, receipt: Node) -> None:
        """Learn what became of messages; `kind` is empty for delivered."""

    def receive_typing(self, state: str) -> None:
        """Learn that the other side is composing or has paused."""

    def receive_call(self, call: Node) -> None:
        """Hear the other side's part of a call."""


class Group:
    """A group's name and members; all members are known by LID."""

    def __init__(self, jid: Jid, name: str, members: Sequence[Person]) -> None:
        self.jid = jid
        self.name = name
        self.members = list(members)


class Directory:
    """Everybody, by LID and by phone number."""

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {}
        self._by_lid: dict[str, Person] = {}
        self._by_number: dict[str, Person] = {}
        self._lids = itertools.count(100_000_000_000_001)
        self._numbers = itertools.count(7_990_000_0001)
        self._groups = itertools.count(120_363_000_000_000_001)

    def new_lid(self) -> Jid:
        """Return a hidden id nobody has."""
        return Jid(str(next(self._lids)), LID_DOMAIN)

    def new_number(self, phone: str | None = None) -> Jid:
        """Return the address of `phone` (+ and separators are ignored), or of a number nobody has."""
        digits = "".join(filter(str.isdigit, phone)) if phone else str(next(self._numbers))
        return Jid(digits, PHONE_DOMAIN)

    def new_group(self, name: str, members: Sequence[Person]) -> Group:
        """Found a group."""
        group = Group(Jid(str(next(self._groups)), GROUP_DOMAIN), name, members)
        self.groups[group.jid.user] = group
        return group

    def add(self, person: Person) -> None:
        """Register a person; ValueError if the number is taken."""
        if person.number and person.number.user in self._by_number:
            raise ValueError(f"{person.number} is taken")
        self._by_lid[person.lid.user] = person
        if person.number:
            self._by_number[person.number.user] = person

    def find(self, jid: Jid) -> Person | None:
        """Look a person up by LID or phone number, whatever the device."""
        return (self._by_lid if jid.domain == LID_DOMAIN else self._by_number).get(jid.user)
