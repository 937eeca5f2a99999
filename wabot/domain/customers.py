"""Customers and how they are reached."""

from dataclasses import dataclass
from datetime import datetime

from wabot.domain.consent import NOTHING_SAID, Consent
from wabot.domain.phones import spaced
from wabot.types import CustomerId, Lang, Lid, PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The other side of a chat: a phone number, a hidden id, or both. At least one is known."""

    phone: PhoneNumber | None = None
    lid: Lid | None = None

    def __str__(self) -> str:
        return self.phone or f"lid:{(self.lid or '').removesuffix('@lid')}"

    @property
    def for_log(self) -> str:
        """Enough to follow one customer through the log, too little to call them."""
        return f"…{(self.phone or (self.lid or '').removesuffix('@lid'))[-4:]}"

    @property
    def chat_link(self) -> str | None:
        """Opens the chat with them in WhatsApp; None where only the hidden id is known."""
        return f"https://wa.me/{self.phone.removeprefix('+')}" if self.phone else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Someone who wrote. `name` is WhatsApp's profile name until they say theirs; `lang` None until known.

    Until `held_until` a person of the salon talks to them, and wabot keeps silent in the chat.
    """

    id: CustomerId
    contact: Contact
    name: str | None = None
    lang: Lang | None = None
    held_until: datetime | None = None
    consent: Consent = NOTHING_SAID

    @property
    def known_as(self) -> str:
        """What a person of the salon reads: the name, else the number as one writes it."""
        phone = self.contact.phone
        return self.name or (spaced(phone) if phone is not None else str(self.contact))
