"""Names for the strings and numbers that travel through the whole program."""

from enum import StrEnum
from typing import NewType

CompanyId = NewType("CompanyId", str)  # "lavanda": the salon, 1-64 of a-z 0-9 - _
ServiceId = NewType("ServiceId", str)  # "gel_manicure", as in config.toml
StaffId = NewType("StaffId", str)  # "anna", as in config.toml
RoomId = NewType("RoomId", str)  # "washbasin", as in config.toml
PhoneNumber = NewType("PhoneNumber", str)  # "+79161234567", E.164
Lid = NewType("Lid", str)  # "123456789012345@lid", WhatsApp's hidden id; never made from a phone number
MessageId = NewType("MessageId", str)  # WhatsApp's id of one message, unique within its chat
CustomerId = NewType("CustomerId", int)  # row in `customers`; the same for a phone number and its LID
InboxId = NewType("InboxId", int)  # row in `inbox`
OutboxId = NewType("OutboxId", int)  # row in `outbox`
AppointmentId = NewType("AppointmentId", int)  # row in `appointments`
BlockId = NewType("BlockId", int)  # row in `blocks`
OpeningId = NewType("OpeningId", int)  # row in `openings`
WebhookId = NewType("WebhookId", str)  # id of a [[webhooks]] block, like "crm"
WaitId = NewType("WaitId", int)  # row in `waitlist`
OfferId = NewType("OfferId", int)  # row in `waitlist_offers`


class Lang(StrEnum):
    """A language that customers are answered in."""

    RU = "ru"
    EN = "en"
