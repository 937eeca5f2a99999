"""Connected, but is anybody heard? What may be concluded from reports that should have come."""

from wabot.domain.customers import Contact

SILENT_PHONES = 3
SILENT_S = 60.0
"""So many customers' phones report nothing for so long, and nobody else is heard: one or two may be switched off."""


class Hearing:
    """Times are seconds on any clock that only goes forward. A quiet night is no deafness: nothing was sent."""

    def __init__(self) -> None:
        self._unreported: dict[str, float] = {}
        self._has_complained = False

    def sent(self, contact: Contact, at: float) -> None:
        """WhatsApp took a message for the customer, whose phone should report it."""
        self._unreported.setdefault(str(contact), at)

    def heard(self) -> None:
        """A message or a report came from anybody."""
        self._unreported.clear()
        self._has_complained = False

    def is_deaf(self, at: float) -> bool:
        """Whether nothing comes in that should. Said once until something is heard: phones may really be off."""
        silent = sum(at - sent_at >= SILENT_S for sent_at in self._unreported.values())
        if silent < SILENT_PHONES or self._has_complained:
            return False
        self._has_complained = True
        return True
