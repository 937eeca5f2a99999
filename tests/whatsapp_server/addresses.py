"""Addresses (JIDs): who is meant, on which of WhatsApp's domains, on which device."""

from typing import NamedTuple

PHONE_DOMAIN = "s.whatsapp.net"
LID_DOMAIN = "lid"
GROUP_DOMAIN = "g.us"
BROADCAST_DOMAIN = "broadcast"
NEWSLETTER_DOMAIN = "newsletter"
LEGACY_DOMAIN = "c.us"


class Jid(NamedTuple):
    """`user@domain`, or `user:device@domain`; the server itself has an empty user."""

    user: str
    domain: str
    device: int = 0

    @property
    def bare(self) -> "Jid":
        """The person, whatever the device."""
        return Jid(self.user, self.domain)

    def __str__(self) -> str:
        device = f":{self.device}" if self.device else ""
        return f"{self.user}{device}@{self.domain}" if self.user else self.domain


SERVER = Jid("", PHONE_DOMAIN)
STATUS = Jid("status", BROADCAST_DOMAIN)


def parse_jid(text: str) -> Jid:
    """Read `user@domain` or `user:device@domain`; a text without @ is a domain alone."""
    user, at, domain = text.rpartition("@")
    if not at:
        return Jid("", domain)
    name, _, device = user.partition(":")
    return Jid(name, domain, int(device or 0))
